#include "workspace/infer/evidence.h"

#include "workspace/infer/names.h"
#include "workspace/misfits.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace nexus::workspace::infer {

namespace {

using rules::TypeKind;

/// What the modules of the library call the parts of a snapshot.
struct Part {
  std::string_view field, type;
};
constexpr std::array parts{
    Part{"tests", "evidence.Tests"},
    Part{"coverage", "evidence.Coverage"},
    Part{"security", "evidence.Security"},
    Part{"git", "evidence.Git"},
    Part{"build", "evidence.Build"},
    Part{"qa", "evidence.Qa"},
    Part{"approvals", "[evidence.Approval]"},
    Part{"artifacts", "[evidence.Artifact]"},
    Part{"metrics", "evidence.Metrics"},
    Part{"deployment", "evidence.Deployment"},
    Part{"plan", "evidence.Plan"},
    Part{"rollback", "evidence.Undo"},
    Part{"report", "evidence.Report"},
    Part{"recovery", "evidence.Recovery"},
    Part{"health_checks", "[evidence.Check]"},
    Part{"smoke_tests", "[evidence.Check]"},
    Part{"environments", "{ [string]: evidence.Environment }"},
};

/// A collected snapshot says in `evidence` what it was made of. It is in the library's units, and has more in it than the
/// library asks for.
bool is_collected(const InputType& root) {
  const Shape* evidence = root.shape->find("evidence");
  return evidence != nullptr && evidence->objects == root.shape->objects && evidence->find("files") != nullptr;
}

/// The type that the library may have for a field, by what it is called; of a collected one, which may have any name, by what is in
/// it. Empty where there is none.
std::string_view library_type(const InputField& field, bool collected) {
  const auto* part = std::ranges::find(parts, field.name, &Part::field);
  if (part != parts.end()) return part->type;
  const auto has = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::all_of(names, [&](std::string_view name) { return field.type.shape->find(name) != nullptr; });
  };
  if (!collected) return {};
  if (has({"suites", "failures", "errors"})) return "evidence.Tests";
  return has({"findings", "completed"}) ? "evidence.Security" : "";
}

/// Does what was seen have all that the type requires, and (but for what is `collected`) no more than it declares?
// NOLINTNEXTLINE(misc-no-recursion): as deep as the type
bool fits(const rules::TypeTable& types, rules::TypeId id, const Shape& shape, bool collected) {
  const rules::Type& type = types[id];
  if (type.kind == TypeKind::list) return shape.item == nullptr || fits(types, type.item, *shape.item, collected);
  if (type.kind == TypeKind::map)
    return std::ranges::all_of(shape.fields,
                               [&](const Field& field) { return fits(types, type.item, field.shape, collected); });
  if (type.kind != TypeKind::record) return true;
  const rules::RecordShape& record = types[type.record];
  const auto declared = [&](const Field& field) { return collected || record.find(field.name) != nullptr; };
  const auto is_there = [&](const rules::RecordField& field) {
    const Shape* found = shape.find(field.name);
    if (found == nullptr) return field.optional;
    return (field.optional || found->values() == shape.objects) && fits(types, field.type, *found, collected);
  };
  return std::ranges::all_of(shape.fields, declared) && std::ranges::all_of(record.fields, is_there);
}

/// What the numbers of a part tell about percentages: 83 is one, 0.83 may as well be a part of 1.
struct Percentages {
  bool told = false;
  bool doubtful = false;
};
// NOLINTNEXTLINE(misc-no-recursion): as deep as the type
void look_at(const InputType& type, Percentages& into) {
  if (type.wire == base::WireUnit::percent && type.shape && type.shape->most) {
    const bool told = *type.shape->most > base::Decimal(1);
    into.told = into.told || told;
    into.doubtful = into.doubtful || (!told && type.shape->has_fractions);
  }
  if (type.item) look_at(*type.item, into);
  for (const InputField& field : type.fields) look_at(field.type, into);
}

/// The library's type with what was seen of it.
class Conversion {
 public:
  Conversion(const rules::TypeTable& types, const std::shared_ptr<const Shape>& root) : types_(types), root_(root) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the type
  InputType type(rules::TypeId id, const Shape* shape) {
    const rules::Type& from = types_[id];
    InputType to;
    to.kind = from.kind;
    to.wire = from.wire;
    to.nullable = from.nullable;
    if (shape != nullptr) to.shape = {root_, shape};
    if (from.kind == TypeKind::enumeration) {
      to.members = types_[from.enumeration].members;
      to.ordered = types_[from.enumeration].ordered;
    } else if (from.kind == TypeKind::list) {
      to.item = std::make_shared<InputType>(type(from.item, shape != nullptr ? shape->item.get() : nullptr));
    } else if (from.kind == TypeKind::map) {
      to.item = std::make_shared<InputType>(type(from.item, values_of(shape)));
    } else if (from.kind == TypeKind::record) {
      for (const rules::RecordField& field : types_[from.record].fields)
        to.fields.push_back(
            {field.name, field.optional, type(field.type, shape != nullptr ? shape->find(field.name) : nullptr)});
    }
    return to;
  }

 private:
  /// The values of a map as one; they live as long as what was seen.
  const Shape* values_of(const Shape* shape) {
    if (shape == nullptr || shape->fields.empty()) return nullptr;
    const auto values = std::make_shared<Shape>();
    for (const Field& field : shape->fields) values->absorb(field.shape);
    // Owner of both, so that parts of the one outlive the other.
    root_ = std::shared_ptr<const Shape>(
        std::make_shared<std::pair<std::shared_ptr<const Shape>, std::shared_ptr<const Shape>>>(root_, values),
        root_.get());
    return values.get();
  }

  const rules::TypeTable& types_;
  std::shared_ptr<const Shape> root_;
};

/// Gives the name to the type that it is of: the item of a list or map, or the type itself.
void give_name(InputType& type, std::string_view written) {
  InputType& named = type.item ? *type.item : type;
  const std::size_t begin = written.find("evidence.");
  named.name = written.substr(begin, written.find_first_of(" ]", begin) - begin);
}

}  // namespace

bool use_evidence_types(InputType& root, std::span<const std::string_view> snapshots) {
  const bool collected = is_collected(root);
  std::string text = "# nexus: silence policy-without-rules\npolicy tried\nimport std.delivery.evidence\ninput {\n";
  std::vector<std::pair<InputField*, std::string_view>> known;
  for (InputField& field : root.fields) {
    const std::string_view type = library_type(field, collected);
    if (type.empty() || field.type.shape->values() == 0) continue;
    known.emplace_back(&field, type);
    text.append(field_name(field.name)).append("?: ").append(type).append("\n");
  }
  if (known.empty()) return false;
  LoadRequest request;
  request.texts = {{"tried.nexus", text + "}\n"}};
  request.look_around = false;
  const auto policy = load(request);
  if (!policy->is_sound()) return false;

  const rules::CheckedModel& model = policy->model();
  std::set<std::string> unfit;
  Misfits misfits(policy->sources(), model);
  for (const std::string_view snapshot : snapshots)
    for (const engine::ReasonReport& misfit : misfits.of(0, snapshot))
      unfit.insert(steps_of(misfit.evidence.pointer).front());

  bool used = false;
  const rules::RecordShape& declared = model.types[model.types[model.inputs[rules::InputId(0)].type].record];
  for (const auto& [field, written] : known) {
    const rules::TypeId type = declared.find(field->name)->type;
    if (unfit.contains(field->name) || !fits(model.types, type, *field->type.shape, collected)) continue;
    InputType converted = Conversion(model.types, root.shape).type(type, field->type.shape.get());
    Percentages percentages;
    look_at(converted, percentages);
    if (percentages.doubtful && !percentages.told && !collected) continue;
    field->type = std::move(converted);
    give_name(field->type, written);
    used = true;
  }
  if (!collected) return used;
  // What could not be collected is not there; and what it was made of is for people who look for the cause of something.
  for (InputField& field : root.fields) field.optional = field.name != "time";
  std::erase_if(root.fields, [](const InputField& field) { return field.name == "evidence"; });
  root.left_out.emplace_back("evidence");
  return used;
}

}  // namespace nexus::workspace::infer
