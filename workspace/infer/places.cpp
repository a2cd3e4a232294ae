#include "workspace/infer/places.h"

#include <utility>

namespace nexus::workspace::infer {

namespace {

using rules::TypeKind;

class Walk {
 public:
  explicit Walk(std::vector<Place>& into) : into_(into) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the type
  void record(const InputType& record, const Place& at) {
    for (const InputField& field : record.fields) {
      if (!is_always_there(field, record)) continue;
      Place place = at;
      place.steps.push_back(field.name);
      place.type = &field.type;
      place.owner = &record;
      place.may_be_absent = place.may_be_absent || field.optional;
      const bool is_collection = field.type.kind == TypeKind::list || field.type.kind == TypeKind::map;
      if (field.type.kind == TypeKind::record)
        this->record(field.type, place);
      else if (!is_collection)
        into_.push_back(std::move(place));
      else if (place.collection.empty())
        items(field.type, std::move(place));
    }
  }

 private:
  static bool is_always_there(const InputField& field, const InputType& owner) {
    if (field.type.nullable) return false;
    if (!field.optional) return true;
    return field.type.shape && owner.shape && field.type.shape->values() != 0 &&
           field.type.shape->values() == owner.shape->objects;
  }

  void items(const InputType& collection, Place place) {
    if (collection.item->kind != TypeKind::record || collection.item->nullable) return;
    place.collection = std::exchange(place.steps, {});
    place.is_map = collection.kind == TypeKind::map;
    place.item = collection.item.get();
    record(*collection.item, place);
  }

  std::vector<Place>& into_;
};

}  // namespace

std::vector<Place> places_of(const InputType& root) {
  std::vector<Place> places;
  Walk(places).record(root, {});
  return places;
}

}  // namespace nexus::workspace::infer
