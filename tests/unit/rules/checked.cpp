#include "tests/unit/rules/checked.h"

#include "grammar/parse.h"

#include <algorithm>

namespace nexus::rules {

namespace {

std::string codes_of(base::DiagnosticSink& sink) {
  sink.sort_and_unique();
  std::string codes;
  for (const base::Diagnostic& diagnostic : sink.all()) codes.append(codes.empty() ? "" : " ").append(diagnostic.code);
  return codes;
}

}  // namespace

Checked::Checked(std::string_view policy) {
  trees_.push_back(grammar::parse(sources_, sources_.add("policy.nexus", std::string(policy)), sink_));
  resolved_ = resolve(sources_, trees_, {}, sink_);
  model_ = check(resolved_, sink_);
}

std::string Checked::codes() const {
  base::DiagnosticSink copy = sink_;
  return codes_of(copy);
}

const Expr& Checked::let(std::string_view name) const {
  const auto at = std::ranges::find(model_->lets, name, &LetDefinition::name);
  return (*model_)[at->value];
}

std::string Checked::type_of_let(std::string_view name) const { return model_->types.spell(let(name).type); }

std::string Checked::type_at_prompt(std::string_view expression) {
  base::DiagnosticSink said;
  const auto parsed = grammar::parse_expression(sources_, sources_.add("-e", std::string(expression)), said);
  if (!parsed) return codes_of(said);
  const auto typed = check_expression(*model_, resolved_, parsed->tree, parsed->root, said);
  return typed ? model_->types.spell((*model_)[*typed].type) : codes_of(said);
}

}  // namespace nexus::rules
