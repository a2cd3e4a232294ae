#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The text of a policy, changed a declaration at a time; everything else in it stays as it is.
namespace nexus::workspace {

/// What a declaration is called. Of one kind there is one of each name in a file.
struct DeclarationName {
  std::string kind;  ///< the word it begins with: `gate`, `policy`
  std::string name;  ///< empty for the header, and for the snapshot's `input`
  friend bool operator==(const DeclarationName&, const DeclarationName&) = default;
};
/// `gate coverage`.
[[nodiscard]] std::string words_of(const DeclarationName& name);

/// A declaration of a file, with the comments that stand right above it and behind it on its last line.
struct DeclarationText {
  DeclarationName name;
  std::size_t begin = 0, end = 0;  ///< bytes of the file
  std::size_t word = 0;            ///< where the declaration itself begins, behind its comments
};
/// Those of a text without syntax errors, as they stand in it.
[[nodiscard]] std::vector<DeclarationText> declarations_of(std::string_view text);

/// `text` with the declarations of `typed`, both without syntax errors: each takes the place of that of its name, else it stands
/// behind those that its kind comes after. Of the snapshot's `input`, fields take the place of fields. What is new is laid out.
[[nodiscard]] std::string with_declarations(std::string text, std::string_view typed);

/// `text` without one of its declarations; nothing where it has none of that name.
[[nodiscard]] std::optional<std::string> without_declaration(std::string text, const DeclarationName& name);

}  // namespace nexus::workspace
