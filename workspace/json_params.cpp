#include "workspace/json_params.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <utility>

namespace nexus::workspace {

namespace {

/// Hears a JSON text as a row of events. nlohmann's tree would turn `0.10000000000000000001` into a double; the events
/// carry the digits.
class ParamsListener : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit ParamsListener(std::vector<JsonParam>& into) : into_(into) {}

  [[nodiscard]] bool is_object() const { return is_object_; }

  bool null() override { return add(JsonValue::Kind::null, "null"); }
  bool boolean(bool value) override { return add(JsonValue::Kind::boolean, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return add(JsonValue::Kind::number, std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(JsonValue::Kind::number, std::to_string(value)); }
  bool number_float(number_float_t, const string_t& digits) override { return add(JsonValue::Kind::number, digits); }
  bool string(string_t& value) override { return add(JsonValue::Kind::string, std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override {
    if (depth_++ == 0) return is_object_ = true;
    // What stands inside an object is of no use to a param: only that it is one is kept.
    if (skipped_++ == 0) place() = {.kind = JsonValue::Kind::object, .text = {}, .items = {}};
    return true;
  }
  bool end_object() override {
    --depth_;
    if (skipped_ != 0) --skipped_;
    return true;
  }
  bool key(string_t& name) override {
    if (skipped_ == 0) into_.push_back({std::move(name), {}});
    return true;
  }
  bool start_array(std::size_t) override {
    if (depth_++ == 0) return false;
    if (skipped_ != 0) return true;
    JsonValue& list = place();
    list.kind = JsonValue::Kind::list;
    ++lists_;
    return true;
  }
  bool end_array() override {
    --depth_;
    if (skipped_ == 0) --lists_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  bool add(JsonValue::Kind kind, std::string text) {
    if (depth_ == 0) return false;
    if (skipped_ == 0) place() = {.kind = kind, .text = std::move(text), .items = {}};
    return true;
  }
  /// Where the next value goes: the last param, or the end of the innermost open list.
  JsonValue& place() {
    JsonValue* value = &into_.back().value;
    for (std::size_t i = 0; i + 1 < lists_; ++i) value = &value->items.back();
    return lists_ == 0 ? *value : value->items.emplace_back();
  }

  std::vector<JsonParam>& into_;
  bool is_object_ = false;
  std::size_t depth_ = 0;
  std::size_t lists_ = 0;    // lists that are open inside the last param
  std::size_t skipped_ = 0;  // objects that are open inside a param
};

}  // namespace

std::string_view describe(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::null: return "null";
    case JsonValue::Kind::boolean: return "a bool";
    case JsonValue::Kind::number: return "a number";
    case JsonValue::Kind::string: return "a string";
    case JsonValue::Kind::list: return "a list";
    case JsonValue::Kind::object: break;
  }
  return "an object";
}

bool read_json_params(std::string_view text, std::vector<JsonParam>& into) {
  ParamsListener listener(into);
  nlohmann::json::sax_parse(text.begin(), text.end(), &listener);
  return listener.is_object();
}

}  // namespace nexus::workspace
