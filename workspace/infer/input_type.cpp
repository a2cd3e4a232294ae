#include "workspace/infer/input_type.h"

#include "workspace/infer/guess.h"
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

/// An object with more fields than that is not described field by field.
constexpr std::size_t most_fields = 120;
/// Nor are more than that in all: nobody would read them.
constexpr std::size_t most_fields_in_all = 2000;
/// So many links beside each other say where more is to be found; policies ask about what is here.
constexpr std::size_t many_links = 6;

/// The only kind that was seen, null apart; `any` where there were several.
TypeKind kind_of(const Shape& shape) {
  if (shape.is_cut) return TypeKind::any;
  const std::size_t values = shape.values();
  if (values == shape.bools) return TypeKind::boolean;
  if (values == shape.integers) return TypeKind::integer;
  if (values == shape.integers + shape.numbers) return TypeKind::number;
  if (values == shape.strings) return TypeKind::string;
  if (values == shape.lists) return TypeKind::list;
  return values == shape.objects ? TypeKind::record : TypeKind::any;
}

/// Does a key name one of many things, rather than a property?
bool is_data(std::string_view key) {
  const bool has_digit = std::ranges::any_of(key, [](char c) { return c >= '0' && c <= '9'; });
  const bool is_hex = key.size() >= 7 && has_digit &&
                      std::ranges::all_of(key, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  return key.empty() || (key.front() >= '0' && key.front() <= '9') || is_hex ||
         key.find_first_of("/.: @#\\*") != std::string_view::npos;
}

/// Have both the same kind, and as objects a field in common?
bool are_alike(const Shape& a, const Shape& b) {
  if (a.values() == 0 || b.values() == 0) return true;
  if (kind_of(a) != kind_of(b)) return false;
  if (a.objects == 0 || (a.fields.empty() && b.fields.empty())) return true;
  const auto in_b = [&](const Field& field) { return b.find(field.name) != nullptr; };
  const auto common = static_cast<std::size_t>(std::ranges::count_if(a.fields, in_b));
  return 2 * common >= std::max(a.fields.size(), b.fields.size());
}

/// Are the keys of these objects data: many things of one kind by their names?
bool is_map(const Shape& shape) {
  const auto& fields = shape.fields;
  if (fields.size() < 2) return fields.size() == 1 && is_data(fields.front().name);
  const Shape& first = fields.front().shape;
  if (kind_of(first) == TypeKind::any ||
      !std::ranges::all_of(fields, [&](const Field& field) { return are_alike(first, field.shape); }))
    return false;
  const auto data =
      static_cast<std::size_t>(std::ranges::count_if(fields, [](const Field& field) { return is_data(field.name); }));
  if (2 * data >= fields.size()) return true;
  const auto in_all = [&](const Field& field) { return field.shape.values() + field.shape.nulls == shape.objects; };
  const auto always = static_cast<std::size_t>(std::ranges::count_if(fields, in_all));
  const bool differ = shape.objects >= 2 && fields.size() >= 3 && 2 * always < fields.size();
  const bool are_records = first.objects != 0 && !first.fields.empty();
  return are_records ? fields.size() >= 3 || (shape.objects >= 2 && always == 0)
                     : fields.size() >= 24 || (differ && fields.size() >= 8);
}

std::shared_ptr<const Shape> part_of(const std::shared_ptr<const Shape>& whole, const Shape& part) {
  return {whole, &part};
}

class Inference {
 public:
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the shape
  InputType type(const std::shared_ptr<const Shape>& shape, const std::string& parent, const std::string& name) {
    InputType type;
    type.shape = shape;
    if (shape->values() == 0) {
      type.remark = "null so far: say what it is once it is known";
      if (shape->is_cut) type.remark = "nested too deep to describe here";
      return type;
    }
    type.kind = kind_of(*shape);
    type.nullable = shape->nulls != 0 && type.kind != TypeKind::any;
    switch (type.kind) {
      case TypeKind::any:
        type.remark = shape->is_cut ? "nested too deep to describe here" : "not always of the same kind";
        break;
      case TypeKind::list:
        list(type, parent, name);
        break;
      case TypeKind::record:
        object(type, name);
        break;
      case TypeKind::string:
        text(type, name);
        break;
      case TypeKind::integer:
      case TypeKind::number:
        quantity(type, parent, name);
        break;
      default:
        break;
    }
    return type;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the shape
  void record(InputType& type, const std::string& name) {
    type.kind = TypeKind::record;
    const Shape& shape = *type.shape;
    const auto is_link = [](const Field& field) {
      return field.shape.strings != 0 && field.shape.links == field.shape.strings &&
             field.shape.values() == field.shape.strings && (field.name == "url" || field.name.ends_with("_url"));
    };
    const bool without_links = static_cast<std::size_t>(std::ranges::count_if(shape.fields, is_link)) >= many_links;
    for (const Field& field : shape.fields) {
      if ((without_links && is_link(field)) || type.fields.size() == most_fields || fields_ == most_fields_in_all) {
        type.left_out.push_back(field.name);
        continue;
      }
      ++fields_;
      InputField& declared = type.fields.emplace_back();
      declared.name = field.name;
      declared.type = this->type(part_of(type.shape, field.shape), name, field.name);
      declared.optional = field.shape.values() == 0 || field.shape.values() + field.shape.nulls < shape.objects;
      if (declared.optional) declared.type.nullable = false;  // what is optional may be null
    }
  }

 private:
  static void text(InputType& type, const std::string& name) {
    if (const auto guess = guess_text(*type.shape, words_of(name))) {
      type.kind = guess->kind;
      type.wire = guess->wire;
      type.remark = guess->remark;
    } else if (auto words = guess_words(*type.shape, words_of(name))) {
      type.kind = TypeKind::enumeration;
      type.members = std::move(words->members);
      type.ordered = words->ordered;
      type.remark = std::move(words->remark);
    }
  }

  static void quantity(InputType& type, const std::string& parent, const std::string& name) {
    const auto guess = guess_quantity(*type.shape, words_of(name), words_of(parent));
    if (!guess) return;
    type.kind = guess->kind;
    type.wire = guess->wire;
    type.remark = guess->remark;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the shape
  void list(InputType& type, const std::string& parent, const std::string& name) {
    const Shape& shape = *type.shape;
    type.item = std::make_shared<InputType>();
    if (shape.item)
      *type.item = this->type(part_of(type.shape, *shape.item), parent, singular(name));
    else
      type.remark = "empty so far";
    if (shape.item && !type.item->remark.empty() && type.item->fields.empty())
      type.remark = std::exchange(type.item->remark, {});
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the shape
  void object(InputType& type, const std::string& name) {
    if (!is_map(*type.shape)) return record(type, name);
    auto values = std::make_shared<Shape>();
    for (const Field& field : type.shape->fields) values->absorb(field.shape);
    type.kind = TypeKind::map;
    type.item = std::make_shared<InputType>(this->type(values, name, singular(name)));
    if (type.item->fields.empty()) type.remark = std::exchange(type.item->remark, {});
  }

  std::size_t fields_ = 0;
};

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string all;
  for (const std::string& part : parts) all.append(all.empty() ? "" : between).append(part);
  return all;
}

}  // namespace

InputType infer_type(const std::shared_ptr<const Shape>& shape, const std::string& parent, const std::string& name) {
  return Inference().type(shape, parent, name);
}

InputType infer_root(const std::shared_ptr<const Shape>& shape) {
  InputType root;
  root.shape = shape;
  Inference().record(root, {});
  return root;
}

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
    body(input.root);
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
      out_ += "{\n";
      for (const InputField& field : type.fields) this->field(field);
      left_out(type.left_out);
      out_ += "}";
      if (type.nullable) out_ += " | null";
    } else {
      out_ += spelled(type);
    }
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
    for (const std::string& name : names)
      if (some.size() < shown) some.push_back(field_name(name));
    out_ += "# and " + std::to_string(names.size()) + " more that nothing asks about yet: " + joined(some, ", ") +
            (names.size() > shown ? " …" : "") + "\n";
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
