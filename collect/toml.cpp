#include "collect/documents.h"
#include "collect/json_stream.h"
#include "report/json_writer.h"

#include <fmt/format.h>
#include <toml.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::collect {
namespace {

/// "[error] toml::parse_key_value_pair: missing `=`\n --> …" → "missing `=`".
std::string reason_of(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  if (text.starts_with("[error] ")) text.remove_prefix(8);
  if (const auto colon = text.find(": "); text.starts_with("toml::") && colon != text.npos)
    text.remove_prefix(colon + 2);
  return std::string(text);
}

// toml11 changed what its exceptions know between 3, which Debian 12 has, and 4.
#if TOML11_VERSION_MAJOR >= 4
std::uint64_t line_of(const toml::syntax_error& error) {
  const auto& errors = error.errors();
  return errors.empty() || errors.front().locations().empty()
             ? 0
             : errors.front().locations().front().first.first_line_number();
}
#else
std::uint64_t line_of(const toml::syntax_error& error) { return error.location().line(); }
#endif

template <class T>
std::string printed(const T& value) {
  std::ostringstream stream;
  stream << value;
  return stream.str();
}

class Writer {
 public:
  explicit Writer(std::string& json) : out_(json, report::JsonWriter::Layout::compact) {}

  /// Is all of it written? Not where a number cannot be.
  [[nodiscard]] bool write(const toml::value& value) {
    if (value.is_table()) return table(value);
    if (value.is_array()) {
      out_.begin_array();
      const bool fine = std::ranges::all_of(value.as_array(), [this](const toml::value& item) { return write(item); });
      out_.end_array();
      return fine;
    }
    if (value.is_floating()) return number(value.as_floating());
    if (value.is_integer()) return integer(value.as_integer());
    if (value.is_boolean())
      out_.boolean(value.as_boolean());
    else if (value.is_string())
      out_.string(toml::get<std::string>(value));
    else if (value.is_offset_datetime())
      out_.string(printed(value.as_offset_datetime()));
    else if (value.is_local_datetime())
      out_.string(printed(value.as_local_datetime()));
    else if (value.is_local_date())
      out_.string(printed(value.as_local_date()));
    else
      out_.string(printed(value.as_local_time()));
    return true;
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  bool refuse(std::string why) {
    problem_ = std::move(why);
    return false;
  }
  bool table(const toml::value& value) {
    std::vector<std::pair<std::string_view, const toml::value*>> members;
    for (const auto& [name, member] : value.as_table()) members.emplace_back(name, &member);
    std::ranges::sort(members, {}, [](const auto& member) { return member.first; });
    out_.begin_object();
    const bool fine = std::ranges::all_of(members, [this](const auto& member) {
      out_.key(member.first);
      return write(*member.second);
    });
    out_.end_object();
    return fine;
  }
  // toml11 3 makes the greatest number there is of a greater one, and does not say so.
  bool integer(std::int64_t value) {
    using Limits = std::numeric_limits<std::int64_t>;
    if (value == Limits::max() || value == Limits::min()) return refuse("an integer needs more than 64 bits");
    out_.number(value);
    return true;
  }
  bool number(double value) {
    if (!std::isfinite(value)) return refuse("a number is `inf` or `nan`, which JSON does not have");
    if (std::abs(value) == std::numeric_limits<double>::max())
      return refuse("a number is greater than 64-bit floating point has");
    std::array<char, 32> digits{};
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out_.raw({digits.data(), static_cast<std::size_t>(result.ptr - digits.data())});
    return true;
  }

  report::JsonWriter out_;
  std::string problem_;
};

}  // namespace

// Counts open brackets and the dots of a line, outside of strings and comments.
std::optional<Malformed> too_deep_toml(std::string_view text) {
  std::uint64_t line = 1;
  std::size_t brackets = 0, dots = 0;
  while (!text.empty()) {
    const char c = text.front();
    if (c == '"' || c == '\'') {
      const std::size_t width = text.starts_with("\"\"\"") || text.starts_with("'''") ? 3 : 1;
      const auto quote = text.substr(0, width);
      std::size_t end = width;
      while (end < text.size() && !text.substr(end).starts_with(quote) && (width == 3 || text[end] != '\n'))
        end += c == '"' && text[end] == '\\' && end + 1 < text.size() ? 2 : 1;
      end = std::min(end, text.size());
      line += static_cast<std::uint64_t>(std::ranges::count(text.substr(0, end), '\n'));
      const bool closed = text.substr(end).starts_with(quote);
      text.remove_prefix(closed ? end + width : end);
      continue;
    }
    if (c == '#') {
      text.remove_prefix(std::min(text.find('\n'), text.size()));
      continue;
    }
    if (c == '[' || c == '{') ++brackets;
    if ((c == ']' || c == '}') && brackets > 0) --brackets;
    if (c == '.') ++dots;
    if (c == '\n') {
      ++line;
      dots = 0;
    }
    if (brackets + dots > greatest_depth)
      return Malformed{line, fmt::format("values stand inside one another more than {} deep", greatest_depth)};
    text.remove_prefix(1);
  }
  return std::nullopt;
}

std::optional<Malformed> read_toml(Bytes& bytes, std::string& json) {
  std::string text;
  if (auto mistake = read_text(bytes, text)) return mistake;
  if (auto mistake = too_deep_toml(text)) return mistake;
  try {
    std::istringstream stream(text);
    const toml::value root = toml::parse(stream, "");
    json.clear();
    Writer writer(json);
    if (!writer.write(root)) return Malformed{0, writer.problem()};
  } catch (const toml::syntax_error& error) {
    return Malformed{line_of(error), "this is not TOML: " + reason_of(error.what())};
  } catch (const std::exception& error) {  // numbers out of range, among others
    return Malformed{0, "this is not TOML: " + reason_of(error.what())};
  }
  return std::nullopt;
}

}  // namespace nexus::collect
