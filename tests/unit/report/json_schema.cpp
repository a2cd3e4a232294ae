#include "tests/unit/report/json_schema.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <regex>

namespace nexus::report::testing {

namespace {

using Json = nlohmann::ordered_json;

class Validator {
 public:
  explicit Validator(const Json& schema) : root_(schema) {}

  void check(const Json& schema, const Json& value, const std::string& place, std::vector<std::string>& wrong) const {
    for (const auto& [keyword, rule] : schema.items()) check_keyword(keyword, rule, schema, value, place, wrong);
  }

 private:
  void check_keyword(const std::string& keyword, const Json& rule, const Json& schema, const Json& value, const std::string& place,
                     std::vector<std::string>& wrong) const {
    const auto complain = [&](const std::string& what) { wrong.push_back(place + ": " + what); };
    if (keyword == "$ref") {
      check(root_.at(Json::json_pointer(rule.get<std::string>().substr(1))), value, place, wrong);
    } else if (keyword == "type") {
      if (!has_type(value, rule)) complain("is not " + rule.dump() + ": " + value.dump());
    } else if (keyword == "enum") {
      if (std::find(rule.begin(), rule.end(), value) == rule.end()) complain(value.dump() + " is not in " + rule.dump());
    } else if (keyword == "const") {
      if (value != rule) complain(value.dump() + " is not " + rule.dump());
    } else if (keyword == "pattern") {
      if (value.is_string() && !std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>(), std::regex::ECMAScript)))
        complain(value.dump() + " does not match " + rule.dump());
    } else if (keyword == "minimum") {
      if (value.is_number() && value.get<double>() < rule.get<double>()) complain(value.dump() + " is too small");
    } else if (keyword == "items") {
      if (value.is_array())
        for (std::size_t i = 0; i < value.size(); ++i) check(rule, value[i], place + '/' + std::to_string(i), wrong);
    } else if (keyword == "required") {
      for (const auto& name : rule)
        if (value.is_object() && !value.contains(name.get<std::string>())) complain("lacks " + name.dump());
    } else if (keyword == "properties") {
      check_properties(rule, value, place, wrong);
    } else if (keyword == "anyOf" || keyword == "oneOf") {
      check_alternatives(keyword == "oneOf", rule, value, place, wrong);
    } else if (keyword != "description" && keyword != "title" && keyword != "$defs" && keyword != "$schema" && keyword != "$id") {
      complain("the validator of the tests does not know the keyword `" + keyword + "` of " + schema.dump());
    }
  }

  void check_properties(const Json& rule, const Json& value, const std::string& place, std::vector<std::string>& wrong) const {
    if (!value.is_object()) return;
    for (const auto& [name, field] : value.items()) {
      if (rule.contains(name)) {
        check(rule[name], field, place + '/' + name, wrong);
      } else {
        wrong.push_back(place + '/' + name + ": is not described");
      }
    }
  }

  void check_alternatives(bool exactly_one, const Json& rule, const Json& value, const std::string& place,
                          std::vector<std::string>& wrong) const {
    std::size_t matching = 0;
    std::vector<std::string> nearest;
    for (const Json& alternative : rule) {
      std::vector<std::string> mistakes;
      check(alternative, value, place, mistakes);
      if (mistakes.empty()) ++matching;
      if (nearest.empty() || mistakes.size() < nearest.size()) nearest = std::move(mistakes);
    }
    if (matching == 0) wrong.insert(wrong.end(), nearest.begin(), nearest.end());
    if (exactly_one && matching > 1) wrong.push_back(place + ": matches several alternatives");
  }

  static bool has_type(const Json& value, const Json& types) {
    if (types.is_array()) return std::any_of(types.begin(), types.end(), [&](const Json& type) { return has_type(value, type); });
    const auto type = types.get<std::string>();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return type == "null" && value.is_null();
  }

  const Json& root_;
};

}  // namespace

std::vector<std::string> schema_violations(const Json& schema, const Json& document) {
  std::vector<std::string> wrong;
  Validator(schema).check(schema, document, "", wrong);
  return wrong;
}

}  // namespace nexus::report::testing
