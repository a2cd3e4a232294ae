#include "workspace/infer/input_type.h"

#include "workspace/infer/guess.h"
#include "workspace/infer/names.h"

#include <algorithm>
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
  if (2 * data > fields.size()) return true;
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

}  // namespace nexus::workspace::infer
