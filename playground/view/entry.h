#pragma once

#include "playground/view/key.h"

#include <cstddef>
#include <string>

namespace nexus::playground {

/// The line at the bottom in which something is typed: a value for a place of the snapshot, or a command.
class Entry {
 public:
  /// A value for a place in the snapshot, with what stands there to begin with.
  static Entry value_of(std::string path, std::string value) { return {std::move(path), std::move(value)}; }
  /// Anything a session takes.
  static Entry command(std::string text) { return {"", std::move(text)}; }

  /// Takes keys that edit; others do nothing.
  void press(const Key& key);
  /// What the session is given: `:set coverage.line = 74.2`.
  [[nodiscard]] std::string input() const { return path_.empty() ? text_ : ":set " + path_ + " = " + text_; }
  /// What stands before the text.
  [[nodiscard]] std::string prompt() const { return path_.empty() ? "> " : path_ + " = "; }
  [[nodiscard]] const std::string& text() const { return text_; }
  /// The byte of the text before which the cursor stands.
  [[nodiscard]] std::size_t cursor() const { return cursor_; }

 private:
  Entry(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)), cursor_(text_.size()) {}
  [[nodiscard]] std::size_t before(std::size_t at) const;
  [[nodiscard]] std::size_t behind(std::size_t at) const;

  std::string path_, text_;
  std::size_t cursor_;
};

}  // namespace nexus::playground
