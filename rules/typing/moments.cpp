#include "rules/typing/moments.h"

#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"

namespace nexus::rules::typing {

namespace {

std::optional<grammar::Name> zone_of(const Context& context, std::size_t module) {
  if (module >= context.resolved.modules.size()) return std::nullopt;
  const auto& header = context.tree(module).header;
  return header ? header->zone : std::nullopt;
}

/// When a day of the zone begins; where the calendar ends, as in UTC.
base::Decimal begin_in_zone(const base::Decimal& local, const std::optional<grammar::Name>& zone) {
  const auto known = zone ? base::TimeZone::find(zone->text) : nullptr;
  return known != nullptr ? known->first_from_local(local).value_or(local) : local;
}

}  // namespace

void check_zone(Context& context, std::size_t module) {
  const auto zone = zone_of(context, module);
  if (!zone || base::TimeZone::find(zone->text) != nullptr) return;
  context.report(diagnostics::unknown_zone(zone->span, zone->text)
                     .with_help("zones have IANA names, such as `Europe/Berlin` or `UTC`"));
}

std::optional<base::Moment> type_moment(Scope& scope, const grammar::ExprClause& clause, Edge edge,
                                        std::string_view what) {
  Context& context = scope.context;
  const TypeId time = context.scalar(TypeKind::time);
  const ExprId typed = type_expression(scope, clause.expr, time);
  if (context.kind(require_type(context, typed, time, what)) == TypeKind::error) return std::nullopt;
  const auto value = fold_in_force(context.model, typed);
  const auto* quantity = value ? std::get_if<base::Quantity>(&*value) : nullptr;
  if (quantity == nullptr) {
    context.report(diagnostics::not_a_constant(context.span_of(typed), what)
                       .with_help("write the day out, or make it a param: it holds for every snapshot"));
    return std::nullopt;
  }
  if (context.kind(typed) != TypeKind::date) return base::Moment{quantity->value, base::format_time(quantity->value)};
  constexpr std::int64_t seconds_per_day = 86'400;
  const auto zone = zone_of(context, scope.module);
  std::string text = base::format_date(quantity->value);
  if (zone) text.append(" (").append(zone->text).append(")");
  const base::Decimal local =
      edge == Edge::begin ? quantity->value : base::add(quantity->value, base::Decimal(seconds_per_day)).value;
  return base::Moment{begin_in_zone(local, zone), std::move(text)};
}

}  // namespace nexus::rules::typing
