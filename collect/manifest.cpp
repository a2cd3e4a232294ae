#include "collect/manifest.h"

#include "collect/lines.h"
#include "engine/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <map>
#include <string_view>
#include <utility>

namespace nexus::collect {
namespace {

constexpr std::size_t digits_of_sha256 = 64;

/// The hexadecimal digits at the start.
std::string_view digits_of(std::string_view text) {
  const auto end = std::ranges::find_if_not(text, [](unsigned char c) { return std::isxdigit(c) != 0; });
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

/// `\n`, `\r` and `\\`, in the lines that begin with a backslash.
std::string unescaped(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '\\' || i + 1 == name.size()) {
      result += name[i];
      continue;
    }
    const char next = name[++i];
    result += next == 'n' ? '\n' : next == 'r' ? '\r' : next;
  }
  return result;
}

/// Nothing where the line is none of a manifest.
std::optional<ManifestEntry> entry_of(std::string_view line) {
  if (line.find('\0') != line.npos) return std::nullopt;
  const bool escaped = line.starts_with('\\');
  if (escaped) line.remove_prefix(1);
  constexpr std::string_view tag = "SHA256 (";
  std::string_view name, digest;
  if (line.starts_with(tag)) {
    const auto end = line.rfind(") = ");
    if (end == line.npos || end < tag.size()) return std::nullopt;
    name = line.substr(tag.size(), end - tag.size());
    digest = line.substr(end + 4);
    if (digits_of(digest) != digest) return std::nullopt;
  } else {
    digest = digits_of(line);
    const auto rest = line.substr(digest.size());
    if (!rest.starts_with("  ") && !rest.starts_with(" *")) return std::nullopt;
    name = rest.substr(2);
  }
  if (digest.size() != digits_of_sha256 || name.empty()) return std::nullopt;
  ManifestEntry entry{
      .path = escaped ? unescaped(name) : std::string(name), .expected_sha256 = std::string(digest), .sha256 = {}};
  std::ranges::transform(entry.expected_sha256, entry.expected_sha256.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return entry;
}

bool climbs_out(const std::filesystem::path& path) {
  return path.is_absolute() || std::ranges::find(path, std::filesystem::path("..")) != path.end();
}

std::string why_not(std::string_view line) {
  if (line.find('\0') != line.npos) return "it has NUL characters for line breaks: make the manifest without `--zero`";
  const auto digits = digits_of(line.substr(line.starts_with('\\') ? 1 : 0)).size();
  if (digits != digits_of_sha256 && digits >= 32)
    return fmt::format(
        "a digest of {} hexadecimal digits is none of SHA-256, which has {}: make the manifest with `sha256sum`",
        digits, digits_of_sha256);
  return "this is not `<digest>  <file>`, as `sha256sum` writes it";
}

}  // namespace

std::optional<Malformed> read_manifest(Bytes& bytes, std::vector<ManifestEntry>& entries) {
  Lines lines(bytes);
  std::map<std::string, std::string> known;
  while (const auto line = lines.next()) {
    if (line->empty()) continue;
    auto entry = entry_of(*line);
    if (!entry) return Malformed{lines.number(), why_not(*line)};
    if (climbs_out(entry->path))
      return Malformed{
          lines.number(),
          fmt::format("`{}` is outside the folder of the manifest: only files below it are read", entry->path)};
    const auto [place, is_new] = known.emplace(entry->path, entry->expected_sha256);
    if (!is_new && place->second != entry->expected_sha256)
      return Malformed{lines.number(), fmt::format("`{}` has two different digests", entry->path)};
    if (is_new) entries.push_back(std::move(*entry));
  }
  if (lines.is_too_long()) return Malformed{lines.number(), "the line is too long for a manifest"};
  if (entries.empty()) return Malformed{0, "it names no file"};
  return std::nullopt;
}

std::optional<std::string> digest_files(const std::filesystem::path& folder, std::vector<ManifestEntry>& entries) {
  std::array<char, 65536> buffer{};
  for (auto& entry : entries) {
    const auto path = folder / entry.path;
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) continue;
    if (!std::filesystem::is_regular_file(status))
      return fmt::format("`{}` is not a file that can be read", entry.path);
    std::ifstream file(path, std::ios::binary);
    engine::Sha256 digest;
    while (file) {
      file.read(buffer.data(), buffer.size());
      digest.add({buffer.data(), static_cast<std::size_t>(file.gcount())});
    }
    if (!file.eof()) return fmt::format("`{}` cannot be read", entry.path);
    entry.sha256 = digest.take();
  }
  return std::nullopt;
}

}  // namespace nexus::collect
