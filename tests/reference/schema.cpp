#include "tests/reference/schema.h"

#include <utility>

namespace nexus::reference {

namespace {

using Kind = Shape::Kind;

Shape scalar(Kind kind, std::string sort, std::string written) {
  Shape shape;
  shape.kind = kind;
  shape.sort = std::move(sort);
  shape.written = std::move(written);
  return shape;
}

Shape any_scalar(const Schema& schema, Dice& dice) {
  switch (dice.roll(15)) {
    case 0:
    case 1:
      return scalar(Kind::boolean, "bool", "bool");
    case 2:
    case 3:
      return scalar(Kind::integer, "int", "int");
    case 4:
      return scalar(Kind::number, "number", "number");
    case 5:
      return scalar(Kind::ratio, "ratio", dice.pick<std::string>({"ratio", "ratio in percent", "number in percent"}));
    case 6:
      return scalar(Kind::duration, "duration",
                    dice.pick<std::string>({"duration", "duration in ms", "duration in s", "duration in h"}));
    case 7:
      return scalar(Kind::size, "size", dice.pick<std::string>({"size", "size in bytes", "size in MiB", "size in KB"}));
    case 8:
      return scalar(Kind::time, "time",
                    dice.pick<std::string>({"time", "time", "time in epoch s", "time in epoch ms",
                                            "time in zone \"Europe/Berlin\"", "time in zone \"Asia/Tokyo\""}));
    case 9:
      return scalar(Kind::version, "version", "version");
    case 10:
      return scalar(Kind::level, "level", "level");
    case 11:
    case 12:
      return dice.pick(schema.enums);
    case 13:
      return schema.declared ? scalar(Kind::string, "string", "string") : scalar(Kind::any, "any", "any");
    default:
      return scalar(Kind::string, "string", "string");
  }
}

Shape record(const Schema& schema, Dice& dice, int depth);

Shape any_shape(const Schema& schema, Dice& dice, int depth) {
  const std::size_t roll = depth == 0 ? 0 : dice.roll(10);
  if (roll < 5) return any_scalar(schema, dice);
  if (roll < 6) return record(schema, dice, depth - 1);
  Shape shape;
  const Shape item = dice.percent(50) ? any_scalar(schema, dice) : record(schema, dice, depth - 1);
  shape.kind = roll < 9 ? Kind::list : Kind::map;
  shape.sort = shape.kind == Kind::list ? "[" + item.sort + "]" : "{ [string]: " + item.sort + " }";
  shape.written = shape.kind == Kind::list ? "[" + item.written + "]" : "{ [string]: " + item.written + " }";
  shape.item = std::make_shared<const Shape>(item);
  return shape;
}

/// Places of the snapshot that hold a value of that sort.
void places(const Shape& shape, const std::string& path, const std::string& sort, std::vector<std::string>& found) {
  if (shape.sort == sort) found.push_back(path);
  for (const Field& field : shape.fields) places(field.shape, path + "." + field.name, sort, found);
}

/// What makes a record good evidence, where it has the fields for it. Its subject is among the fields that are declared so
/// far, so that no evidence is about itself in a circle.
std::string quality_of(const Shape& shape, const Schema& schema, Dice& dice) {
  std::string fresh, about;
  for (const Field& field : shape.fields) {
    if (field.shape.sort == "time" && fresh.empty())
      fresh = " fresh " + dice.pick<std::string>({"1h", "1d", "36h"}) + " by " + field.name;
    std::vector<std::string> subjects;
    for (const Field& earlier : schema.snapshot.fields) places(earlier.shape, earlier.name, field.shape.sort, subjects);
    if (field.shape.sort == "string") subjects.emplace_back("\"a\"");
    const bool is_scalar = field.shape.fields.empty() && field.shape.item == nullptr && field.shape.kind != Kind::any;
    if (is_scalar && !subjects.empty() && (about.empty() || dice.percent(30)))
      about = " about " + dice.pick(subjects) + " by " + field.name;
  }
  if (fresh.empty() || about.empty()) return fresh + about;
  return dice.percent(40) ? fresh : dice.percent(40) ? about : fresh + "," + about;
}

Shape record(const Schema& schema, Dice& dice, int depth) {
  static const std::vector<std::string> names = {"id", "name", "a", "b", "c", "d", "e"};
  Shape shape;
  shape.kind = Kind::record;
  const std::size_t first = dice.roll(3);
  const std::size_t count = 2 + dice.roll(3);
  shape.written = "{ ";
  for (std::size_t i = 0; i < count; ++i) {
    Field field{.name = names[first + i], .shape = {}, .optional = dice.percent(25)};
    field.shape = field.name == "id" || field.name == "name" ? scalar(Kind::string, "string", "string")
                                                             : any_shape(schema, dice, depth);
    const bool nullable = dice.percent(8);
    if (dice.percent(10)) field.quality = quality_of(field.shape, schema, dice);
    const std::string declared = field.name + (field.optional ? "?: " : ": ") + field.shape.written +
                                 (nullable ? " | null" : "") + field.quality;
    // What follows on the same line would be read as one more word of its evidence.
    shape.written += (i == 0 ? "" : ", ") + declared;
    shape.fields.push_back(std::move(field));
  }
  shape.written += " }";
  shape.sort = shape.written;
  return shape;
}

const std::vector<std::string>& digits_of(Kind kind) {
  static const std::vector<std::string> ints = {"0",
                                                "1",
                                                "2",
                                                "3",
                                                "-1",
                                                "10",
                                                "3.0",
                                                "1e1",
                                                "9223372036854775807",
                                                "-9223372036854775808",
                                                "9223372036854775808",
                                                "3.5",
                                                "1e30"};
  static const std::vector<std::string> numbers = {"0",
                                                   "1",
                                                   "2.5",
                                                   "-0.1",
                                                   "0.1",
                                                   "0.2",
                                                   "0.3",
                                                   "1e6",
                                                   "3",
                                                   "1e-7",
                                                   "9999999999999999999999999999999999",
                                                   "1e6000",
                                                   "9.9e6144",
                                                   "-1e-6143",
                                                   "0.33333333333333333333333333333333333333335"};
  static const std::vector<std::string> parts = {"0", "1", "0.5", "0.8", "0.799", "0.02", "0.01", "1.0000001", "-0.01"};
  static const std::vector<std::string> amounts = {"0", "1", "2", "90", "3600", "1024", "1.5", "200", "1e9", "-1"};
  static const std::vector<std::string> moments = {
      "0", "1793613600", "1793613600000", "1793613601", "253402300800", "-62167219201000", "1e6000"};
  switch (kind) {
    case Kind::integer:
      return ints;
    case Kind::number:
      return numbers;
    case Kind::ratio:
      return parts;
    case Kind::time:
      return moments;
    default:
      return amounts;
  }
}

Json wrong(Dice& dice) {
  switch (dice.roll(6)) {
    case 0:
      return {};
    case 1:
      return Json::number("3.5");
    case 2:
      return Json::string("soon");
    case 3:
      return Json::of(true);
    case 4:
      return Json::array();
    default:
      return Json::object();
  }
}

/// JSON of any shape, with what it may be read as.
Json anything(Dice& dice, int depth) {
  static const std::vector<std::string> texts = {"",
                                                 "a",
                                                 "x/y~z",
                                                 "200ms",
                                                 "1h30m",
                                                 "80%",
                                                 "1MiB",
                                                 "low",
                                                 "stage",
                                                 "block",
                                                 "1.2.3",
                                                 "2026-11-02",
                                                 "2026-11-02T09:00:00Z"};
  static const std::vector<std::string> numbers = {"0",   "1",  "2",  "3",      "2.5",
                                                   "3.0", "90", "-1", "1e6000", "1793613600"};
  switch (dice.roll(depth > 0 ? 12 : 7)) {
    case 0:
      return dice.percent(40) ? Json{} : Json::of(dice.percent(50));
    case 1:
    case 2:
    case 3:
      return Json::number(dice.pick(numbers));
    case 4:
    case 5:
    case 6:
      return Json::string(dice.pick(texts));
    case 7:
    case 8: {
      Json json = Json::array();
      for (std::size_t n = dice.roll(4); n > 0; --n) json.items.push_back(anything(dice, depth - 1));
      return json;
    }
    default: {
      Json json = Json::object();
      for (const char* key : {"id", "a", "k", "x/y"})
        if (dice.percent(60)) json.add(key, anything(dice, depth - 1));
      return json;
    }
  }
}

Json fill(const Shape& shape, Dice& dice);

/// As declared, or now and then something else.
Json perhaps(const Shape& shape, Dice& dice, unsigned odd) {
  return dice.percent(odd) ? wrong(dice) : fill(shape, dice);
}

Json fill(const Shape& shape, Dice& dice) {
  static const std::vector<std::string> durations = {"200ms", "1h30m", "90s",   "PT0S", "1s",
                                                     "2d",    "-5s",   "P400D", "1w",   "P1Y"};
  static const std::vector<std::string> sizes = {"1MiB", "512Mi", "1KB", "10MB", "1.5GB", "0B", "1e3B", "9TiB"};
  static const std::vector<std::string> times = {
      "2026-11-01T00:00:00Z", "2026-11-02T10:00:00+01:00", "2026-11-02",
      "2026-11-02T09:00:00Z", "2026-10-31T23:59:59.5Z",    "2026-11-02T08:59:60Z",
      "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z",      "2026-02-29"};
  // In Berlin the clocks skip one of them, and show another twice.
  static const std::vector<std::string> local_times = {"2026-11-02T10:00:00", "2026-11-02T01:00:00",
                                                       "2026-07-01T12:00:00", "2026-03-29T02:30:00",
                                                       "2026-10-25T02:30:00", "2026-11-02T10:00:00.25"};
  static const std::vector<std::string> versions = {
      "1.2.3", "v1.10.0", "1.9", "2", "1.0.0-rc.1", "1.0.0-rc.2", "1.0.0+x", "1.02.0", "99999999999999999999.1",
      "next"};
  static const std::vector<std::string> texts = {
      "", "a", "b", "main", "release/1.4", "A b", "\xC3\xA9t\xC3\xA9", "x/y~z", std::string(2000, 'n')};
  static const std::vector<std::string> keys = {"a", "b", "k", "x/y", "z~"};
  switch (shape.kind) {
    case Kind::any:
      return anything(dice, 3);
    case Kind::boolean:
      return Json::of(dice.percent(50));
    case Kind::integer:
    case Kind::number:
      return Json::number(dice.pick(digits_of(shape.kind)));
    case Kind::ratio: {
      if (dice.percent(10)) return Json::string(dice.pick<std::string>({"80%", "0.5%", "100%"}));
      if (shape.written == "ratio") return Json::number(dice.pick(digits_of(shape.kind)));
      return Json::number(dice.pick<std::string>({"0", "80", "79.9", "100", "50", "2", "1", "100.0001", "-1", "250"}));
    }
    case Kind::duration:
      if (shape.written == "duration" ? !dice.percent(5) : dice.percent(10)) return Json::string(dice.pick(durations));
      return Json::number(dice.pick(digits_of(shape.kind)));
    case Kind::size:
      if (shape.written == "size" ? !dice.percent(5) : dice.percent(10)) return Json::string(dice.pick(sizes));
      return Json::number(dice.pick(digits_of(shape.kind)));
    case Kind::time:
      if (shape.written.starts_with("time in zone") && dice.percent(60)) return Json::string(dice.pick(local_times));
      if (!shape.written.starts_with("time in epoch") ? !dice.percent(5) : dice.percent(10))
        return Json::string(dice.pick(times));
      return Json::number(dice.pick(digits_of(shape.kind)));
    case Kind::version:
      return Json::string(dice.pick(versions));
    case Kind::level:
      return Json::string(dice.pick<std::string>({"warn", "hold", "block", "rollback"}));
    case Kind::string:
      return Json::string(dice.pick(texts));
    case Kind::enumeration:
      return Json::string(dice.percent(8) ? "other" : dice.pick(shape.members));
    case Kind::list: {
      Json json = Json::array();
      for (std::size_t n = dice.percent(2) ? 6 : dice.roll(4); n > 0; --n) {
        const bool again = !json.items.empty() && dice.percent(10);
        json.items.push_back(again ? dice.pick(json.items) : perhaps(*shape.item, dice, 6));
      }
      return json;
    }
    case Kind::map: {
      Json json = Json::object();
      for (const std::string& key : keys)
        if (dice.percent(35)) json.add(key, perhaps(*shape.item, dice, 6));
      return json;
    }
    case Kind::record: {
      Json json = Json::object();
      for (const Field& field : shape.fields)
        if (!dice.percent(field.optional ? 25 : 6)) json.add(field.name, perhaps(field.shape, dice, 6));
      return json;
    }
  }
  return {};
}

}  // namespace

Schema make_schema(Dice& dice, bool declared) {
  Schema schema;
  schema.declared = declared;
  Shape severity = scalar(Kind::enumeration, "Severity", "Severity");
  severity.members = {"low", "medium", "high"};
  Shape stage = scalar(Kind::enumeration, "Stage", "Stage");
  stage.members = {"dev", "stage", "live"};
  schema.enums = {severity, stage};
  schema.declarations = "enum Severity { low < medium < high }\nenum Stage { dev, stage, live }\n";
  schema.snapshot.kind = Kind::record;
  const std::size_t count = 4 + dice.roll(6);
  for (std::size_t i = 0; i < count; ++i) {
    Field field{.name = "f" + std::to_string(i), .shape = any_shape(schema, dice, 2), .optional = dice.percent(30)};
    if (dice.percent(30)) field.quality = quality_of(field.shape, schema, dice);
    schema.snapshot.fields.push_back(std::move(field));
  }
  if (dice.percent(20)) {
    Document base{.name = "base", .optional = dice.percent(50), .shape = record(schema, dice, 1)};
    if (dice.percent(30)) base.quality = quality_of(base.shape, schema, dice);
    schema.others.push_back(std::move(base));
  }
  return schema;
}

Json make_document(const Shape& shape, Dice& dice) { return fill(shape, dice); }

std::vector<Json> make_history(const Schema& schema, const Json& snapshot, Dice& dice) {
  std::vector<Json> history;
  static const std::vector<std::string> times = {"08:30:00", "09:00:00", "09:50:00", "09:55:00", "09:56:00",
                                                 "09:57:00", "09:58:00", "09:58:30", "09:59:00", "09:59:30"};
  for (const std::string& time : times) {
    if (!dice.percent(55)) continue;
    Json earlier = snapshot;
    if (dice.percent(15)) earlier = make_document(schema.snapshot, dice);
    for (std::size_t i = 0; i < schema.snapshot.fields.size(); ++i) {
      const Field& field = schema.snapshot.fields[i];
      if (!dice.percent(12)) continue;
      for (std::size_t at = 0; at < earlier.keys.size(); ++at)
        if (earlier.keys[at] == field.name) earlier.items[at] = perhaps(field.shape, dice, 8);
    }
    // Now and then two are of one time, one is there twice, and one is of the future.
    const std::string at = dice.percent(3) ? "10:05:00" : dice.percent(5) ? "09:57:00" : time;
    earlier.add("time", Json::string("2026-11-02T" + at + "Z"));
    history.push_back(std::move(earlier));
    if (dice.percent(3)) history.push_back(history.back());
  }
  for (std::size_t i = 1; i < history.size(); ++i)
    if (dice.percent(5)) std::swap(history[i - 1], history[i]);
  return history;
}

std::string literal(const std::string& sort, Dice& dice) {
  if (sort == "bool") return dice.pick<std::string>({"true", "false"});
  if (sort == "int") return dice.pick<std::string>({"0", "1", "2", "3", "10"});
  if (sort == "number") return dice.pick<std::string>({"0", "2.5", "0.1", "0.3", "1e6", "3"});
  if (sort == "ratio") return dice.pick<std::string>({"80%", "50%", "0%", "100%", "1pt", "2%"});
  if (sort == "duration") return dice.pick<std::string>({"200ms", "90s", "1h30m", "2s", "1d"});
  if (sort == "size") return dice.pick<std::string>({"1MiB", "512MiB", "1KB", "200B", "2KiB"});
  if (sort == "time") return dice.pick<std::string>({"2026-11-01", "2026-11-02T09:00:00Z", "2026-11-02T10:00:00Z"});
  if (sort == "version") return "version(\"" + dice.pick<std::string>({"1.9", "1.2.3", "1.0.0-rc.1"}) + "\")";
  if (sort == "level") return dice.pick<std::string>({"warn", "hold", "block", "rollback"});
  if (sort == "Severity") return dice.pick<std::string>({"low", "medium", "high"});
  if (sort == "Stage") return dice.pick<std::string>({"dev", "stage", "live"});
  if (sort == "string") return dice.pick<std::string>({"\"a\"", "\"main\"", "\"\"", "\"b\"", "'x'"});
  return "";
}

}  // namespace nexus::reference
