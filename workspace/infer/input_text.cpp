// How an input block is written: its named types, and their text.
#include "workspace/infer/input_type.h"
#include "workspace/infer/names.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace nexus::workspace::infer {

namespace {

using rules::TypeKind;

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string all;
  for (const std::string& part : parts) all.append(all.empty() ? "" : between).append(part);
  return all;
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): as deep as the type
std::string spelled(const InputType& type) {
  const std::string null = type.nullable ? " | null" : "";
  if (!type.name.empty()) return type.name + null;
  switch (type.kind) {
    case TypeKind::list:
      return "[" + spelled(*type.item) + "]" + null;
    case TypeKind::map:
      return "{ [string]: " + spelled(*type.item) + " }" + null;
    case TypeKind::enumeration: {
      std::vector<std::string> members;
      for (const std::string& member : type.members) members.push_back(text_literal(member));
      return joined(members, " | ") + null;
    }
    case TypeKind::record: {
      std::vector<std::string> fields;
      for (const InputField& field : type.fields)
        fields.push_back(field_name(field.name) + (field.optional ? "?: " : ": ") + spelled(field.type));
      return (fields.empty() ? "{}" : "{ " + joined(fields, ", ") + " }") + null;
    }
    default: {
      rules::TypeTable types;
      rules::Type scalar;
      scalar.kind = type.kind;
      scalar.wire = type.wire;
      return types.spell(types.intern(scalar)) + null;
    }
  }
}

namespace {

/// Visits a type and those in it; what has a name is written elsewhere.
template <class Visit>
// NOLINTNEXTLINE(misc-no-recursion): as deep as the type
void visit(InputType& type, const std::string& name, const Visit& each) {
  if (!type.name.empty()) return;
  each(type, name);
  if (!type.name.empty()) return;
  if (type.item) visit(*type.item, singular(name), each);
  for (InputField& field : type.fields) visit(field.type, field.name, each);
}

class Naming {
 public:
  explicit Naming(InferredInput& input) : input_(input) {}

  void run() {
    name_enums();
    while (name_record()) {
    }
    std::ranges::reverse(records_);  // what comes later is in what came before
    std::ranges::move(records_, std::back_inserter(input_.named));
  }

 private:
  /// Ordered words need a declaration; so does what comes twice.
  void name_enums() {
    std::unordered_map<std::string, std::string> names;  // by what is spelled
    visit(input_.root, {}, [&](InputType& type, const std::string& name) {
      if (type.kind != TypeKind::enumeration || !type.ordered) return;
      const auto [at, is_new] = names.try_emplace(joined(type.members, "<"));
      if (is_new) {
        at->second = unused_name(type_name(name), taken_);
        InputType declared = type;
        declared.nullable = false;
        input_.named.push_back({at->second, std::move(declared)});
      }
      type.remark.clear();
      type.name = at->second;
    });
  }

  /// Names the longest record that comes more than once; false where there is none.
  bool name_record() {
    std::unordered_map<std::string, std::size_t> counts;
    const auto is_one = [](const InputType& type) { return type.kind == TypeKind::record && type.fields.size() >= 3; };
    const auto key_of = [](const InputType& type) {
      const std::string text = spelled(type);
      return text.substr(0, text.size() - (type.nullable ? std::string_view(" | null").size() : 0));
    };
    const auto count = [&](InputType& type, const std::string&) {
      if (is_one(type)) ++counts[key_of(type)];
    };
    each_type(count);
    std::string longest;
    for (const auto& [key, times] : counts)
      if (times >= 2 && (key.size() > longest.size() || (key.size() == longest.size() && key < longest))) longest = key;
    if (longest.empty()) return false;

    std::string name;
    std::optional<InputType> declared;
    each_type([&](InputType& type, const std::string& field) {
      if (!is_one(type) || key_of(type) != longest) return;
      if (!declared) {
        name = unused_name(type_name(field), taken_);
        declared = type;
        declared->nullable = false;
      }
      type.name = name;
      type.remark.clear();
    });
    records_.push_back({name, *std::move(declared)});
    return true;
  }

  template <class Visit>
  void each_type(const Visit& each) {
    visit(input_.root, {}, each);
    for (NamedType& record : records_)
      for (InputField& field : record.type.fields) visit(field.type, field.name, each);
  }

  InferredInput& input_;
  std::vector<NamedType> records_;
  std::set<std::string> taken_;
};

/// Writes types with their remarks as comments.
class Writer {
 public:
  std::string declarations(const InferredInput& input) {
    for (const NamedType& named : input.named) {
      remark(named.type.remark);
      if (named.type.kind == TypeKind::enumeration) {
        out_ += "enum " + named.name + " { ";
        for (std::size_t i = 0; i < named.type.members.size(); ++i)
          out_ += (i == 0 ? "" : " < ") + field_name(named.type.members[i]);
        out_ += " }\n\n";
      } else {
        out_ += "type " + named.name + " = ";
        body(named.type);
        out_ += "\n\n";
      }
    }
    remark(input.root.remark);
    out_ += "input ";
    lines(input.root);
    return std::move(out_) + "\n";
  }

 private:
  void remark(const std::string& text) {
    if (!text.empty()) out_ += "# " + text + "\n";
  }

  /// Must it be written over several lines, to have room for comments?
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the type
  static bool has_remarks(const InputType& type) {
    if (!type.name.empty()) return false;
    return !type.left_out.empty() || (type.item && has_remarks(*type.item)) ||
           std::ranges::any_of(type.fields, [](const InputField& field) {
             return !field.type.remark.empty() || has_remarks(field.type);
           });
  }

  /// A record, or what leads to one, over several lines where there is something to remark.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the type
  void body(const InputType& type) {
    if (!type.name.empty() || (!has_remarks(type) && spelled(type).size() < 80)) {
      out_ += spelled(type);
    } else if (type.kind == TypeKind::list || type.kind == TypeKind::map) {
      out_ += type.kind == TypeKind::list ? "[" : "{ [string]: ";
      body(*type.item);
      out_ += type.kind == TypeKind::list ? "]" : " }";
      if (type.nullable) out_ += " | null";
    } else if (type.kind == TypeKind::record) {
      lines(type);
      if (type.nullable) out_ += " | null";
    } else {
      out_ += spelled(type);
    }
  }

  /// A record with a field a line.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the type
  void lines(const InputType& record) {
    out_ += "{\n";
    for (const InputField& field : record.fields) this->field(field);
    left_out(record.left_out);
    out_ += "}";
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the type
  void field(const InputField& field) {
    const bool is_long = has_remarks(field.type);
    if (is_long) remark(field.type.remark);
    out_ += field_name(field.name) + (field.optional ? "?: " : ": ");
    body(field.type);
    if (!is_long && !field.type.remark.empty()) out_ += "  # " + field.type.remark;
    out_ += "\n";
  }

  void left_out(const std::vector<std::string>& names) {
    if (names.empty()) return;
    constexpr std::size_t shown = 3;
    std::vector<std::string> some;
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) some.push_back(field_name(names[i]));
    out_ += "# left out: " + joined(some, ", ");
    if (names.size() > shown) out_ += " and " + std::to_string(names.size() - shown) + " more";
    out_ += "\n";
  }

  std::string out_;
};

}  // namespace

namespace {

/// With items of its own, so that names that it is given are not those of the other.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the type
InputType copy_of(const InputType& type) {
  InputType copy = type;
  if (type.item) copy.item = std::make_shared<InputType>(copy_of(*type.item));
  for (InputField& field : copy.fields) field.type = copy_of(field.type);
  return copy;
}

}  // namespace

InferredInput with_names(const InputType& root) {
  InferredInput input;
  input.root = copy_of(root);
  Naming(input).run();
  return input;
}

std::string InferredInput::declarations() const { return Writer().declarations(*this); }

}  // namespace nexus::workspace::infer
