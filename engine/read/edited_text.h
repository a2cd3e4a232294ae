#pragma once

#include "engine/memory.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nexus::engine::read {

/// A JSON text that is edited again and again: what an edit leads through is taken apart once, so that an edit takes time
/// in proportion to the length of its path. Whatever is not edited stays as it was written. Paths are the unescaped steps
/// of a JSON pointer.
class EditedText {
 public:
  /// Valid JSON, which must outlive it.
  explicit EditedText(std::string_view json);

  /// Puts the JSON text `value` at a path. Objects on the way and a last key are made, behind what is there; `-` is the place
  /// behind the last item of a list. Gives how many of the steps were there before; nothing, and nothing is changed, where
  /// the path leads through something that is no object or list, or past the end of a list.
  [[nodiscard]] std::optional<std::size_t> set(std::span<const std::string> path, std::string_view value);
  /// Removes a member or item, with the comma behind it, else the one before. False where nothing stands there, and for the
  /// whole text.
  [[nodiscard]] bool remove(std::span<const std::string> path);

  [[nodiscard]] std::string text() const;
  /// What stands at a path; empty where nothing does.
  [[nodiscard]] std::string text_at(std::span<const std::string> path);

 private:
  struct Container;
  struct Node {
    std::string_view text;              ///< as long as it was not taken apart
    std::unique_ptr<Container> inside;  ///< an object or list that was

    Node() = default;
    explicit Node(std::string_view t) : text(t) {}
    Node(Node&&) noexcept = default;
    Node& operator=(Node&&) noexcept = default;
    ~Node();
  };
  struct Member {
    std::string_view lead;  ///< from the end of the member before, or the opening bracket, to the key
    std::string_view key;   ///< as it is written, with everything up to the value; empty in a list
    std::string_view name;  ///< the key as it is meant
    Node value;
  };
  /// The bracket, each member, and what stands behind the last one.
  struct Container {
    bool is_object = false;
    std::vector<Member> members;
    std::string_view tail;
    std::unordered_map<std::string_view, std::size_t> positions;  ///< of many names; empty until it is needed
  };

  /// The object or list that a node is; null where it is something else.
  [[nodiscard]] Container* inside(Node& node);
  [[nodiscard]] static std::optional<std::size_t> find(Container& container, std::string_view step);
  /// Follows a path as far as it leads: the last node that is there, and the number of steps.
  struct Reached {
    Node* node;
    std::size_t steps;
  };
  [[nodiscard]] Reached follow(std::span<const std::string> path);
  static void write(const Node& node, std::string& out);

  std::string_view before_, after_;  // the value of the whole text
  Node root_;
  Memory memory_;  // of texts that were not there before
};

}  // namespace nexus::engine::read
