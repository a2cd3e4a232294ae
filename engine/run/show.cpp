#include "engine/run/show.h"

#include "base/values/quantity.h"
#include "base/values/text.h"
#include "engine/run/places.h"

#include <algorithm>

namespace nexus::engine {

namespace {

std::string_view words(ReasonCode code) {
  switch (code) {
    case ReasonCode::absent: return "missing";
    case ReasonCode::null: return "null";
    case ReasonCode::wrong_type: return "wrong type";
    case ReasonCode::bad_form: return "malformed";
    case ReasonCode::not_a_member: return "unknown word in";
    case ReasonCode::out_of_range: return "out of range";
    case ReasonCode::overflow: return "out of the range of numbers";
    case ReasonCode::division_by_zero: return "cannot divide by zero";
    case ReasonCode::bad_zone: return "no such time zone";
    case ReasonCode::bad_version: return "not a version";
    case ReasonCode::too_few: return "too few values";
    case ReasonCode::nothing_to_judge: return "nothing to judge";
    case ReasonCode::several: return "more than one";
    case ReasonCode::no_row: return "no row fits";
    case ReasonCode::two_rows: return "more than one row fits";
    case ReasonCode::stale: return "stale";
    case ReasonCode::other_subject: return "foreign";
    case ReasonCode::no_history: return "no history";
    case ReasonCode::short_history: return "too short a history";
    case ReasonCode::gap: return "a gap in the history";
    case ReasonCode::undecided: return "undecided";
  }
  return "unknown";
}

/// In a list, a string that could be taken for several items, or for none, is quoted.
bool needs_quotes(std::string_view text) {
  return text.empty() || text.find_first_of(",[]{}\"\n") != std::string_view::npos || text.front() == ' ' || text.back() == ' ';
}

class TextWriter {
 public:
  TextWriter(std::string& out, const plan::Plan& plan, ReasonStore& reasons, int places) : out_(out), plan_(plan), reasons_(reasons), places_(places) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as documents and types, which have limits
  void write(const Value& value, bool inside = false) {
    switch (value.kind()) {
      case ValueKind::unknown: out_ += "<" + reason_in_short(value, plan_, reasons_) + ">"; return;
      case ValueKind::boolean: out_ += value.as_bool() ? "true" : "false"; return;
      case ValueKind::number:
      case ValueKind::ratio:
      case ValueKind::duration:
      case ValueKind::size:
      case ValueKind::time:
      case ValueKind::date: out_ += base::format_quantity(value.as_decimal(), value.dimension(), places_); return;
      case ValueKind::string: out_ += inside && needs_quotes(value.as_string()) ? base::quote_json(value.as_string()) : std::string(value.as_string()); return;
      case ValueKind::member: out_ += plan_.enums[value.member_enum()].members[value.member_index()]; return;
      case ValueKind::level: out_ += base::level_name(value.as_level()); return;
      case ValueKind::version: out_ += value.as_version().text(); return;
      case ValueKind::list: return list(value.as_list());
      case ValueKind::record: return record(value);
      case ValueKind::map: return map(value.as_map());
      case ValueKind::null: out_ += "null"; return;
    }
  }

 private:
  void list(const ListData& list) {
    out_ += '[';
    for (std::uint32_t i = 0; i < list.size; ++i) {
      if (i != 0) out_ += ", ";
      write(list.items[i], true);
      if (list.maybe != nullptr && list.maybe[i].is_unknown()) out_ += '?';
    }
    out_ += ']';
  }

  void record(const Value& record) {
    out_ += "{ ";
    bool first = true;
    const bool from_document(plan_.shapes[record.shape()].place);
    for (const plan::Shape::Field& field : plan_.shapes[record.shape()].fields) {
      const Value& value = record.frame()->slots()[field.slot];
      // A field that is simply not there stays away, as it did in the document.
      if (from_document && value.is_unknown() && reasons_.all(value, ReasonClass::absence)) continue;
      out_ += (std::exchange(first, false) ? "" : ", ") + plan_.names[field.name] + ": ";
      write(value, true);
    }
    out_ += " }";
  }

  void map(const MapData& map) {
    if (map.size == 0) return void(out_ += "{}");
    out_ += "{ ";
    for (std::uint32_t i = 0; i < map.size; ++i) {
      out_ += (i == 0 ? "" : ", ") + base::quote_json(map.keys[i]) + ": ";
      write(map.values[i], true);
    }
    out_ += " }";
  }

  std::string& out_;
  const plan::Plan& plan_;
  ReasonStore& reasons_;
  int places_;
};

class JsonWriter {
 public:
  JsonWriter(std::string& out, const plan::Plan& plan, bool& whole) : out_(out), plan_(plan), whole_(whole) {}

  // NOLINTNEXTLINE(misc-no-recursion)
  void write(const Value& value) {
    switch (value.kind()) {
      case ValueKind::unknown: whole_ = false; out_ += "null"; return;
      case ValueKind::boolean: out_ += value.as_bool() ? "true" : "false"; return;
      case ValueKind::number: out_ += value.as_decimal().to_string(); return;
      case ValueKind::ratio:
      case ValueKind::duration:
      case ValueKind::size:
      case ValueKind::time:
      case ValueKind::date: out_ += base::quote_json(base::format_exact(value.as_decimal(), value.dimension())); return;
      case ValueKind::string: out_ += base::quote_json(value.as_string()); return;
      case ValueKind::member: out_ += base::quote_json(plan_.enums[value.member_enum()].members[value.member_index()]); return;
      case ValueKind::level: out_ += base::quote_json(base::level_name(value.as_level())); return;
      case ValueKind::version: out_ += base::quote_json(value.as_version().text()); return;
      case ValueKind::list: {
        const ListData& list = value.as_list();
        out_ += '[';
        for (std::uint32_t i = 0; i < list.size; ++i) {
          if (i != 0) out_ += ',';
          if (list.maybe != nullptr && list.maybe[i].is_unknown()) whole_ = false;
          write(list.items[i]);
        }
        out_ += ']';
        return;
      }
      case ValueKind::record: return record(value);
      case ValueKind::map: {
        const MapData& map = value.as_map();
        out_ += '{';
        for (std::uint32_t i = 0; i < map.size; ++i) {
          out_ += (i == 0 ? "" : ",") + base::quote_json(map.keys[i]) + ":";
          write(map.values[i]);
        }
        out_ += '}';
        return;
      }
      case ValueKind::null: out_ += "null"; return;
    }
  }

 private:
  void record(const Value& record) {
    out_ += '{';
    bool first = true;
    const bool from_document(plan_.shapes[record.shape()].place);
    for (const plan::Shape::Field& field : plan_.shapes[record.shape()].fields) {
      const Value& value = record.frame()->slots()[field.slot];
      if (from_document && value.is_unknown() && value.is_at_place() && value.code() == ReasonCode::absent) continue;
      out_ += (std::exchange(first, false) ? "" : ",") + base::quote_json(plan_.names[field.name]) + ":";
      write(value);
    }
    out_ += '}';
  }

  std::string& out_;
  const plan::Plan& plan_;
  bool& whole_;
};

}  // namespace

void show_text(std::string& out, const Value& value, const plan::Plan& plan, ReasonStore& reasons, int places) {
  TextWriter(out, plan, reasons, places).write(value);
}

void show_json(std::string& out, const Value& value, const plan::Plan& plan, bool& whole) { JsonWriter(out, plan, whole).write(value); }

std::string reason_in_short(const Value& unknown, const plan::Plan& plan, ReasonStore& reasons) {
  const Reason first = reasons.reasons(unknown).front();
  std::string text(words(first.code));
  // The path that was asked for says more than the record above it that is missing.
  const plan::SchemaId place = unknown.is_at_place() ? unknown.place() : first.place;
  if (place) text += " " + place_text(plan, place, first.frame, first.key).path;
  if (const std::size_t more = reasons.total(unknown) - 1; more != 0) text += " (+" + std::to_string(more) + " more)";
  return text;
}

}  // namespace nexus::engine
