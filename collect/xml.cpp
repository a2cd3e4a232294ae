#include "collect/xml.h"

#include "base/values/text.h"
#include "collect/recognisable.h"
#include "collect/text.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace nexus::collect {

namespace {

/// What expat cannot take in pieces: a tag with its attributes, a comment.
constexpr XML_Index largest_token = XML_Index{16} << 20U;

/// The upper half of Windows-1252, which tools on Windows write; −1 stands for no character.
constexpr std::array<int, 32> windows_1252{0x20AC, -1,     0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                           0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, -1,     0x017D, -1,
                                           -1,     0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                           0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, -1,     0x017E, 0x0178};

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

/// One document on its way through expat.
class Reading {
 public:
  explicit Reading(XmlHandler& handler) : handler_(handler), parser_(XML_ParserCreate(nullptr), XML_ParserFree) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_open, on_close);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetEntityDeclHandler(parser_.get(), on_entity);
    XML_SetUnknownEncodingHandler(parser_.get(), on_encoding, this);
  }

  std::optional<Malformed> read(Bytes& all) {
    Recognisable bytes(all);
    std::string_view piece = bytes.next();
    if (piece.empty()) return Malformed{0, "it is empty: was its tool stopped before it wrote anything?"};
    if (auto wrong = not_xml(piece)) return wrong;
    for (; !piece.empty(); piece = bytes.next()) {
      while (!piece.empty()) {
        const std::string_view now = piece.substr(0, std::size_t{1} << 20U);
        piece.remove_prefix(now.size());
        fed_ += static_cast<XML_Index>(now.size());
        if (XML_Parse(parser_.get(), now.data(), static_cast<int>(now.size()), 0) != XML_STATUS_OK) return problem();
        const XML_Index at = XML_GetCurrentByteIndex(parser_.get());
        if (at >= 0 && fed_ - at > largest_token)
          return here("a single tag or comment begins here that is longer than 16 MiB");
      }
    }
    if (XML_Parse(parser_.get(), nullptr, 0, 1) != XML_STATUS_OK) return problem();
    return std::nullopt;
  }

 private:
  static Reading& self(void* data) { return *static_cast<Reading*>(data); }

  static void XMLCALL on_open(void* data, const XML_Char* name, const XML_Char** attributes) {
    Reading& reading = self(data);
    if (reading.is_over()) return;
    reading.open_.emplace_back(name);
    reading.handler_.open(local_name(name), XmlAttributes(attributes));
    reading.look();
  }
  static void XMLCALL on_close(void* data, const XML_Char* name) {
    Reading& reading = self(data);
    if (reading.is_over()) return;
    reading.open_.pop_back();
    reading.handler_.close(local_name(name));
    reading.look();
  }
  static void XMLCALL on_text(void* data, const XML_Char* text, int length) {
    Reading& reading = self(data);
    if (reading.is_over()) return;
    reading.handler_.text({text, static_cast<std::size_t>(length)});
    reading.look();
  }
  static void XMLCALL on_entity(void* data, const XML_Char* name, int, const XML_Char*, int, const XML_Char*,
                                const XML_Char*, const XML_Char*, const XML_Char*) {
    self(data).stop(
        fmt::format("it declares an entity, `{}`; no report needs that, and a few of them can fill the memory",
                    base::printable(name)));
  }
  static int XMLCALL on_encoding(void* data, const XML_Char* name, XML_Encoding* encoding) {
    const std::string known = lower(name);
    if (known != "windows-1252" && known != "cp1252") {
      self(data).refusal_ =
          fmt::format("its encoding is `{}`, which is not known here; UTF-8, UTF-16, ISO-8859-1 and Windows-1252 are",
                      base::printable(name));
      return XML_STATUS_ERROR;
    }
    for (int i = 0; i < 256; ++i)
      encoding->map[i] = i >= 0x80 && i < 0xA0 ? windows_1252[static_cast<std::size_t>(i) - 0x80] : i;
    encoding->data = nullptr;
    encoding->convert = nullptr;
    encoding->release = nullptr;
    return XML_STATUS_OK;
  }

  /// Expat tells of the end of an empty element even when it was stopped at its begin.
  [[nodiscard]] bool is_over() const { return !refusal_.empty(); }

  /// Ends the reading where the handler has refused something.
  void look() {
    if (!handler_.refusal().empty()) stop(handler_.refusal());
  }
  void stop(std::string why) {
    if (!refusal_.empty()) return;
    refusal_ = std::move(why);
    refused_at_ = XML_GetCurrentLineNumber(parser_.get());
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  [[nodiscard]] Malformed here(std::string why) const {
    return {XML_GetCurrentLineNumber(parser_.get()), std::move(why)};
  }

  [[nodiscard]] Malformed problem() const {
    if (!refusal_.empty()) return {refused_at_ != 0 ? refused_at_ : XML_GetCurrentLineNumber(parser_.get()), refusal_};
    const XML_Error error = XML_GetErrorCode(parser_.get());
    const bool at_end = error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
                        error == XML_ERROR_UNCLOSED_CDATA_SECTION || error == XML_ERROR_PARTIAL_CHAR;
    if (at_end && !open_.empty())
      return here(
          fmt::format("it ends inside `<{}>`: was its tool stopped while it wrote?", base::printable(open_.back())));
    if (at_end) return here("it ends before its first element is complete: was its tool stopped while it wrote?");
    return here(fmt::format("this is not XML: {}", lower(XML_ErrorString(error))));
  }

  /// Expat would only say "invalid token" of something altogether different.
  static std::optional<Malformed> not_xml(std::string_view piece) {
    constexpr std::array<std::string_view, 3> marks{"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"};
    for (const std::string_view mark : marks)
      if (piece.starts_with(mark)) return std::nullopt;
    const std::size_t at = piece.find_first_not_of(std::string_view(" \t\r\n\0", 5));
    if (at == std::string_view::npos || piece[at] == '<') return std::nullopt;
    const std::uint64_t line = 1 + static_cast<std::uint64_t>(std::ranges::count(piece.substr(0, at), '\n'));
    return Malformed{line, fmt::format("this is not XML: it begins with `{}`", base::printable(piece.substr(at, 12)))};
  }

  XmlHandler& handler_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  std::vector<std::string> open_;
  std::string refusal_;
  std::uint64_t refused_at_ = 0;
  XML_Index fed_ = 0;
};

/// Documents that are often mistaken for one another.
struct Dialect {
  std::string_view root, what, key;  ///< `key`: of nexus.collect; empty for one that is not read
};
constexpr std::array dialects{
    Dialect{"testsuites", "a JUnit report", "junit"},
    Dialect{"testsuite", "a JUnit report", "junit"},
    Dialect{"coverage", "a Cobertura report", "cobertura"},
    Dialect{"report", "a JaCoCo report", "jacoco"},
    Dialect{"bom", "a CycloneDX bill of materials in XML", {}},
    Dialect{"checkstyle", "a Checkstyle report", {}},
    Dialect{"TestRun", "a TRX report of .NET", {}},
    Dialect{"assemblies", "an xUnit.net report", {}},
    Dialect{"test-run", "an NUnit report", {}},
    Dialect{"CoverageSession", "an OpenCover report", {}},
    Dialect{"results", "a report of Cppcheck", {}},
    Dialect{"html", "a page of HTML", {}},
    Dialect{"Catch", "a report of Catch2's own XML reporter", {}},
};

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2)
    if (local_name(pair[0]) == name) return std::string_view(pair[1]);
  return std::nullopt;
}

std::optional<std::uint64_t> XmlHandler::count(std::string_view element, const XmlAttributes& attributes,
                                               std::string_view name) {
  const std::string_view text = attributes.get(name);
  if (text.empty()) return std::nullopt;
  const auto value = parse_count(text);
  if (!value)
    refuse(fmt::format("`<{}>` has `{}=\"{}\"`, not a number", element, name, base::printable(text.substr(0, 40))));
  return value;
}

std::optional<Malformed> read_xml(Bytes& bytes, XmlHandler& handler) { return Reading(handler).read(bytes); }

std::string wrong_root(std::string_view root, std::string_view wanted) {
  const auto* dialect = std::ranges::find(dialects, root, &Dialect::root);
  if (dialect == dialects.end())
    return fmt::format("its root is `<{}>`: this is no {} report", base::printable(root), wanted);
  const std::string words = fmt::format("this is {} (its root is `<{}>`), not {}", dialect->what, root, wanted);
  return dialect->key.empty() ? words : fmt::format("{}: use `{}` for it", words, dialect->key);
}

}  // namespace nexus::collect
