#include "engine/run/history.h"

#include "engine/history/past.h"

#include <algorithm>

/// Earlier snapshots, windows over them, and conditions that must last (docs/language.md, "History").
namespace nexus::engine {

using base::Truth;
using plan::Function;
using plan::Node;
using plan::NodeId;

bool Machine::has_record() const { return standpoint_.past != nullptr && standpoint_.past->supplied(); }

const plan::ForEach* Machine::instances_of(const Node& node) const {
  return node.c == plan::none ? nullptr : &*plan_.rule(plan::RuleRef::unpack(node.c)).for_each;
}

Value Machine::history(NodeId id) {
  if (!has_record()) return unknown(ReasonCode::no_history, id);
  std::vector<Value> samples;
  spend_on(standpoint_.before * sizeof(Value));
  samples.reserve(standpoint_.before);
  for (std::size_t i = 0; i < standpoint_.before; ++i) samples.push_back(standpoint_.past->sample(i).document.root().slots()[0]);
  return make_list(samples, {});
}

Value Machine::previous(NodeId id) {
  if (!has_record()) return unknown(ReasonCode::no_history, id);
  if (standpoint_.before == 0) return unknown(ReasonCode::absent, id, "no earlier snapshot");
  return standpoint_.past->sample(standpoint_.before - 1).document.root().slots()[0];
}

// ------------------------------------------------------------------------------------------------ conditions that last

std::variant<Lasting, Value> Machine::lasting_form(NodeId amount, NodeId of_last, NodeId max_gap) {
  Lasting how;
  Value unknown;
  const auto number = [&](NodeId id) {
    const Value value = eval(id);
    unknown = reasons_.merge(unknown, value);
    return value.is_numeric() ? value.as_decimal() : base::Decimal();
  };
  const base::Decimal first = number(amount);
  if (of_last) {
    how.kind = Lasting::Kind::count;
    how.needed = first.to_int64().value_or(0);
    how.of_last = number(of_last).to_int64().value_or(0);
  } else {
    how.kind = Lasting::Kind::duration;
    how.duration = first;
    how.max_gap = max_gap ? number(max_gap) : first;
  }
  if (unknown.is_unknown()) return unknown;
  return how;
}

Value Machine::lasting(const Node& node, NodeId id) {
  const auto part = [&](std::uint32_t i) {
    const std::uint32_t index = plan_.operands[node.a + i];
    return index == plan::none ? NodeId() : NodeId(index);
  };
  const NodeId condition = part(0);
  const auto form = lasting_form(part(1), part(2), part(3));
  if (const auto* unknown = std::get_if<Value>(&form)) return *unknown;
  const auto& how = std::get<Lasting>(form);
  const plan::ForEach* for_each = instances_of(node);
  const std::string instance = for_each != nullptr ? instance_ : std::string();
  const Value now = eval(condition);
  if (has_record()) standpoint_.past->remember(*this, condition, instance, now);
  Trail trail = this->trail(how, {}, now, [&](std::size_t sample) {
    return standpoint_.past->value(*this, sample, condition, for_each, instance).value_or(Value::boolean(false));
  });
  const std::size_t last = trail.values.size() - 1;
  const bool at_least = lasted(how, trail.moments, last, Truth::no);
  const bool at_most = lasted(how, trail.moments, last, Truth::yes);
  return at_least == at_most ? Value::boolean(at_least) : why(trail, id);
}

Value Machine::why(const Trail& trail, NodeId node) {
  Value why;
  for (std::size_t i = trail.values.size(); i > 0; --i)
    if (trail.moments.all[i - 1].asked) why = reasons_.merge(why, trail.values[i - 1]);
  if (trail.moments.asked_silence) why = reasons_.merge(why, unknown(ReasonCode::gap, node));
  if (trail.moments.asked_before) why = reasons_.merge(why, unknown(ReasonCode::no_history, node));
  return why;
}

// ------------------------------------------------------------------------------------------------ windows

Value Machine::window(const Node& node, NodeId id) {
  const std::span parts = operands(node);
  const auto part = [&](std::size_t i) { return parts[i] == plan::none ? Value::boolean(false) : eval(parts[i]); };
  const Value duration = part(1), needs = part(2), max_gap = part(3), rank = part(4);
  Value unknown;
  for (const Value& each : {duration, needs, max_gap, rank}) unknown = reasons_.merge(unknown, each);
  if (unknown.is_unknown()) return unknown;
  if (!has_record()) return this->unknown(ReasonCode::no_history, id);

  Past& past = *standpoint_.past;
  const base::Decimal start = base::subtract(standpoint_.time, duration.as_decimal()).value;
  const std::size_t first = std::min(past.record()->count_until(start), standpoint_.before);
  const bool reaches_back = first > 0, tolerant = needs.is_numeric();
  if (!reaches_back && !tolerant) return this->unknown(ReasonCode::short_history, id);

  const auto function = static_cast<Function>(node.detail);
  const bool differences = function == Function::increase || function == Function::increase_int;
  const plan::ForEach* for_each = instances_of(node);
  const std::string instance = for_each != nullptr ? instance_ : std::string();
  const NodeId expression(parts[0]);
  std::vector<Value> values;
  std::int64_t known_inside = 0;
  std::size_t absent = 0;
  const auto take = [&](const Value& value, bool inside) {
    if (!value.is_unknown()) {
      values.push_back(value);
      known_inside += inside ? 1 : 0;
    } else if (tolerant && reasons_.all(value, ReasonClass::absence)) {
      ++absent;
    } else {
      unknown = reasons_.merge(unknown, value);
    }
  };
  for (std::size_t i = differences && reaches_back ? first - 1 : first; i < standpoint_.before; ++i) {
    step();
    const auto value = past.value(*this, i, expression, for_each, instance);
    if (value)
      take(*value, i >= first);
    else  // the item was not there
      take(function == Function::count ? Value::boolean(false) : this->unknown(ReasonCode::absent, expression, "no such item"), i >= first);
  }
  const Value now = eval(expression);
  past.remember(*this, expression, instance, now);
  take(now, true);

  if (max_gap.is_numeric()) {
    const base::Decimal longest = max_gap.as_decimal();
    for (std::size_t i = reaches_back ? first : first + 1; i <= standpoint_.before; ++i) {
      if (i == 0) continue;
      const base::Decimal& until = i < standpoint_.before ? past.sample(i).time : standpoint_.time;
      if (base::subtract(until, past.sample(i - 1).time).value > longest) unknown = reasons_.merge(unknown, this->unknown(ReasonCode::gap, id));
    }
  }
  if (unknown.is_unknown()) return unknown;
  if (tolerant && base::Decimal(known_inside) < needs.as_decimal()) return this->unknown(ReasonCode::too_few, id, "too few snapshots with a value");
  const auto is_said = [&](const LeftOut& window) { return window.window == id && window.samples == absent; };
  if (absent != 0 && std::ranges::none_of(left_out_, is_said)) left_out_.push_back({id, absent});
  return over_samples(node, id, values, rank);
}

Value Machine::over_samples(const Node& node, NodeId id, std::span<const Value> values, const Value& rank) {
  const auto function = static_cast<Function>(node.detail);
  if (function == Function::count)
    return count_value(static_cast<std::size_t>(std::ranges::count_if(values, [](const Value& value) { return value.as_bool(); })));
  if (function == Function::increase || function == Function::increase_int) return increase(values, function == Function::increase_int, id);
  const Value arguments[] = {make_list({values.begin(), values.end()}, {}), rank};
  return aggregate(function, arguments, id);
}

/// By how much a counter grew; where it fell it began again at zero.
Value Machine::increase(std::span<const Value> values, bool integer, NodeId id) {
  if (values.empty()) return unknown(ReasonCode::too_few, id, "no values");
  const plan::Arithmetic detail{.dimension = values.front().dimension(), .integer = integer, .any = false};
  base::ArithmeticResult total;
  for (std::size_t i = 1; i < values.size() && total.error == base::ArithmeticError::none; ++i) {
    const base::Decimal before = values[i - 1].as_decimal(), after = values[i].as_decimal();
    total = base::add(total.value, after < before ? after : base::subtract(after, before).value);
  }
  return result(total, detail, id);
}

}  // namespace nexus::engine
