#include "collect/sarif_locations.h"

#include <algorithm>
#include <cctype>

namespace nexus::collect {
namespace {

/// Bases stand on bases; more than this many on one another are a circle.
constexpr int most_bases = 16;

/// `file:`, `https:` … A letter and a colon are a drive of Windows.
bool has_scheme(std::string_view uri) {
  const auto colon = uri.find(':');
  return colon != uri.npos && colon > 1 && std::isalpha(static_cast<unsigned char>(uri.front())) != 0 &&
         std::ranges::all_of(uri.substr(0, colon),
                             [](unsigned char c) { return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.'; });
}
bool is_absolute(std::string_view uri) { return uri.starts_with('/') || has_scheme(uri); }

std::string joined(std::string folder, std::string_view rest) {
  if (rest.starts_with("./")) rest.remove_prefix(2);
  if (!folder.empty() && !folder.ends_with('/')) folder += '/';
  return folder.append(rest);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int lower = std::tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string unescaped(std::string_view uri) {
  std::string path;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    if (uri[i] == '%' && i + 2 < uri.size() && hex_digit(uri[i + 1]) >= 0 && hex_digit(uri[i + 2]) >= 0) {
      path += static_cast<char>(16 * hex_digit(uri[i + 1]) + hex_digit(uri[i + 2]));
      i += 2;
    } else {
      path += uri[i];
    }
  }
  return path;
}

/// `file:///srv/a%20b` → `/srv/a b`; `file:///C:/x` → `C:/x`.
std::string file_path(std::string_view uri) {
  if (!has_scheme(uri)) return unescaped(uri.starts_with("./") ? uri.substr(2) : uri);
  if (!uri.starts_with("file:")) return std::string(uri);
  uri.remove_prefix(5);
  if (uri.starts_with("//"))
    uri = uri.find('/', 2) == uri.npos ? "" : uri.substr(uri.find('/', 2));  // the host is this one
  if (uri.size() > 2 && uri[0] == '/' && uri[2] == ':') uri.remove_prefix(1);
  return unescaped(uri);
}

}  // namespace

std::string SarifLocations::whole_uri(const SarifLocation& location) const {
  std::string uri = location.uri;
  std::string_view base = location.base;
  for (int i = 0; i < most_bases && !is_absolute(uri); ++i) {
    const auto found = bases_.find(base);
    if (found == bases_.end()) break;
    uri = joined(found->second.uri, uri);
    base = found->second.base;
  }
  return uri;
}

std::string SarifLocations::path(const SarifLocation& location) const {
  if (location.uri.empty() && location.index && *location.index < artifacts_.size()) {
    const auto& artifact = artifacts_[static_cast<std::size_t>(*location.index)];
    return artifact.uri.empty() ? std::string() : path(artifact);
  }
  if (location.uri.empty()) return {};
  const std::string uri = whole_uri(location);
  if (!is_absolute(uri)) return file_path(uri);

  // The folder highest up that holds it: the root of the sources rather than a folder in it.
  std::string_view root;
  const auto consider = [&](std::string_view folder) {
    const bool holds = is_absolute(folder) && uri.starts_with(folder) && uri.size() > folder.size() &&
                       (folder.ends_with('/') || uri[folder.size()] == '/');
    const bool is_everything = folder == "/" || folder == "file:///";
    if (holds && !is_everything && (root.empty() || folder.size() < root.size())) root = folder;
  };
  std::vector<std::string> folders = folders_;
  for (const auto& [name, base] : bases_) folders.push_back(whole_uri(base));
  for (const auto& folder : folders) consider(folder);
  const auto rest = std::string_view(uri).substr(root.size());
  return file_path(!root.empty() && rest.starts_with('/') ? rest.substr(1) : rest);
}

}  // namespace nexus::collect
