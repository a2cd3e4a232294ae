#pragma once

#include "base/values/quantity.h"
#include "rules/types.h"
#include "workspace/infer/shape.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace nexus::workspace::infer {

struct InputField;

/// A type of an input block that is being written, with what was seen of it.
struct InputType {
  rules::TypeKind kind = rules::TypeKind::any;
  base::WireUnit wire = base::WireUnit::none;
  bool nullable = false;
  std::string name;  ///< what is written in place of it: a `type` or `enum` of the file, `evidence.Tests`
  std::vector<std::string> members;    ///< of an enumeration
  bool ordered = false;                ///< its members, the least first
  std::vector<InputField> fields;      ///< of a record
  std::shared_ptr<InputType> item;     ///< of a list; the value of a map
  std::string remark;                  ///< what somebody should look at: why it was guessed
  std::vector<std::string> left_out;   ///< fields of a record that are not declared
  std::shared_ptr<const Shape> shape;  ///< null where nothing was seen
};

struct InputField {
  std::string name;
  bool optional = false;
  InputType type;
};

/// A declaration that the input block uses.
struct NamedType {
  std::string name;
  InputType type;  ///< an enumeration or a record
};

/// What an input block should say of documents that are objects, every one.
struct InferredInput {
  InputType root;
  std::vector<NamedType> named;  ///< each before those that use it

  /// `policy` text: the enums, the types and the input block.
  [[nodiscard]] std::string declarations() const;
};

/// The type of what stood at one place. `parent` and `name` are those of the field: they say what numbers measure.
[[nodiscard]] InputType infer_type(const std::shared_ptr<const Shape>& shape, const std::string& parent,
                                   const std::string& name);

/// That of whole documents, which are all objects.
[[nodiscard]] InputType infer_root(const std::shared_ptr<const Shape>& shape);

/// Gives names to enums, and to records that come more than once.
[[nodiscard]] InferredInput with_names(const InputType& root);

/// As the language writes it, remarks apart.
[[nodiscard]] std::string spelled(const InputType& type);

}  // namespace nexus::workspace::infer
