#include "engine/read/locate.h"
#include "tests/fuzz/strict_json.h"
#include "tests/fuzz/target.h"
#include "workspace/json_text.h"
#include "workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <string_view>

// Any text as a snapshot. A policy that reads every kind of value, one that reads nothing, and another library all accept it, or
// all refuse it. What is accepted can be judged, laid out and looked into.

namespace nexus::fuzz {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view policy = R"(policy fuzz
enum Level { low < middle < high }
input {
  time?: time
  a?: int, b?: number, c?: string, d?: bool, e?: Level, v?: version
  ratio?: ratio in percent, took?: duration in ms, age?: duration, size?: size in MiB, bytes?: size
  at?: time, epoch?: time in epoch s, local?: time in zone "Europe/Berlin", day?: date
  list?: [ { a?: int, b?: string, deep?: [ [ int ] ] } ]
  map?: { [string]: { a?: int, b?: any } }
  record?: { record?: { a?: string, record?: { a?: number } }, rest?: any }
  any?: any
}
gate scalars "s" { require a: a > 0 else warn "{a} {b} {c}"  require d: d else "{d}"  require e: e >= middle else "{e}"  require v: v >= version("1.2") else "{v}" }
gate quantities "q" { require r: ratio >= 5% else "{ratio}"  require t: took + age < 5m else "{took}"  require s: size + bytes < 1GiB else "{size}" }
gate moments "m" { require at: at > 2026-01-01 else "{at}"  require e: epoch <= now else "{epoch}"  require l: local <= now else "{local}"  require d: day < 2027-01-01 else "{day}" }
gate lists "l" { require l: every i in list has i.a > 0 and i.b != "" else "{i.b}"  require n: no k, m in map where m.a > 3 else "{k} {m.b}" }
gate records "r" { require r: record.record.record.a is present else "{record.rest}"  require a: any == record.rest else "{any}" }
)";

const workspace::LoadedPolicy& loaded() {
  static const auto sound = [] {
    workspace::LoadRequest request;
    request.look_around = false;
    request.texts.push_back({"fuzz.nexus", std::string(policy)});
    auto compiled = workspace::load(request);
    std::string why;
    for (const base::Diagnostic& diagnostic : compiled->diagnostics()) why += diagnostic.message + "\n";
    must(compiled->is_sound(), "the policy of this target is sound", why);
    return compiled;
  }();
  return *sound;
}

/// Each value is found where it stands.
void look_into(const Json& value, const std::string& pointer, engine::Locator& locator, std::string_view text,
               int& left) {
  if (--left < 0) return;
  const auto range = locator.locate(pointer);
  must(range.has_value(), "what is there is found", pointer);
  const std::string_view found = text.substr(range->begin, range->end - range->begin);
  must(Json::parse(found) == value, "what is found is what stands there", pointer);
  if (value.is_object())
    for (const auto& [key, member] : value.items())
      look_into(member, pointer + engine::pointer_step(key), locator, text, left);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i)
      look_into(value[i], pointer + "/" + std::to_string(i), locator, text, left);
}

}  // namespace

}  // namespace nexus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nexus;
  using namespace nexus::fuzz;
  const std::string text = text_of(data, size);
  static engine::Reader reader(loaded().plan());
  const auto read = reader.read(0, text);
  const auto mistake = workspace::json_mistake(text);
  must(read.has_value() == !mistake, "whether a text is JSON does not depend on what is read of it",
       mistake ? mistake->message
       : read  ? ""
               : read.error().message);
  if (mistake) {
    must(mistake->offset <= size && read.error().offset <= size, "a mistake has its place in the text");
    must(!mistake->message.empty(), "a mistake says something");
  }
  const Verdict verdict = strict_json(text);
  must(verdict == Verdict::cannot_tell || (verdict == Verdict::json) == !mistake, "another library says the same",
       mistake ? mistake->message : "we accept it");
  if (mistake) return 0;

  static workspace::Runner runner(loaded());
  const workspace::Question question{
      .now = base::Decimal(1'790'000'000), .now_is_given = true, .phase = {}, .only = {}};
  must(runner.run({"snapshot.json", text}, question).has_value(), "any JSON can be judged");
  if (verdict == Verdict::cannot_tell) return 0;
  const Json value = Json::parse(text);
  const std::string indented = workspace::indented(text);
  must(Json::parse(indented) == value, "laid out, it is what it was", indented);
  engine::Locator locator(text);
  int left = 300;
  look_into(value, "", locator, text, left);
  return 0;
}
