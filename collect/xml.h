#pragma once

#include "collect/reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::collect {

/// The attributes of an element, valid while it is opened.
class XmlAttributes {
 public:
  /// `pairs`: names and values in turn, ended by a null pointer, as expat hands them over.
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}
  /// Nothing where there is no such attribute.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  /// The text, or an empty one.
  [[nodiscard]] std::string_view get(std::string_view name) const { return find(name).value_or(std::string_view{}); }

 private:
  const char* const* pairs_;
};

/// What a dialect does as its elements come by. Names are without the prefix of a namespace.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void open(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual void close(std::string_view element) = 0;
  /// A piece of the text between tags; there may be several in a row.
  virtual void text(std::string_view piece) { (void)piece; }

  /// Set by `refuse`; reading ends there.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

 protected:
  /// This is not what it should be. The first one counts.
  void refuse(std::string why) {
    if (refusal_.empty()) refusal_ = std::move(why);
  }
  /// An attribute that must be a count, up to 10^12. Nothing where it is missing or empty; refuses what is no number.
  [[nodiscard]] std::optional<std::uint64_t> count(std::string_view element, const XmlAttributes& attributes,
                                                   std::string_view name);

 private:
  std::string refusal_;
};

/// Reads XML as a stream; what no handler keeps is not held. Entities of its own and external ones are refused and never read, so is
/// an element or a comment of more than 16 MiB that cannot be taken in pieces. UTF-8, UTF-16, ISO-8859-1, ASCII and Windows-1252.
[[nodiscard]] std::optional<Malformed> read_xml(Bytes& bytes, XmlHandler& handler);

/// What is said of an XML document whose root is not among those of a dialect: "this is a Cobertura report …".
/// `wanted` is what was expected: "JUnit".
[[nodiscard]] std::string wrong_root(std::string_view root, std::string_view wanted);

}  // namespace nexus::collect
