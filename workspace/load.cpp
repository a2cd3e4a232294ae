#include "base/diagnostics/catalogue.h"
#include "engine/digest.h"
#include "grammar/parse.h"
#include "rules/check.h"
#include "rules/lint.h"
#include "rules/lower.h"
#include "workspace/imports.h"
#include "workspace/params.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace nexus::workspace {

struct LoadedPolicy::Impl {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  std::optional<PolicyFiles> files;
  rules::FileRoles roles;
  ParamSettings params{sources, sink};
  rules::ResolvedModel resolved;
  std::optional<rules::CheckedModel> model;
  rules::CheckedTests tests;
  std::vector<FixtureText> fixtures;
  plan::Plan plan;
  std::vector<engine::SourceReport> digests;
  base::Limits limits;
  std::optional<base::Decimal> now;
  bool may_lack_params = false;
  std::vector<std::string> lacking_params;

  void read(const LoadRequest& request);
  void collect_params(const LoadRequest& request);
  void compile();
  void check_tests();
};

void LoadedPolicy::Impl::read(const LoadRequest& request) {
  files.emplace(sources, sink, *request.host, request.library, request.modules, limits);
  for (const PolicyText& open : request.open_files) files->add_open_file(open.name, open.text);
  if (!request.paths.empty() || (request.texts.empty() && request.open_files.empty() && request.look_around))
    for (const std::string& path : request.host->find_policies(request.paths, sink)) files->add_file(path);
  for (const PolicyText& policy : request.texts) files->add_text(policy.name, policy.text);
  files->follow_imports();
  roles = files->roles();
  roles.libraries_in_force = request.libraries_in_force;
}

void LoadedPolicy::Impl::collect_params(const LoadRequest& request) {
  // In the order of precedence: later ones win.
  for (const std::string& path : request.params_files) params.add_file(*request.host, path, limits);
  for (const auto& [name, value] : request.params) params.add(name, value);
  for (const std::string& assignment : request.assignments) params.add_assignment(assignment);
}

void LoadedPolicy::Impl::compile() {
  // A tree with syntax errors lacks declarations: whatever refers to them would be reported for no reason.
  if (sink.has_errors()) return;
  auto overrides = params.expressions(files->trees(), limits, may_lack_params ? &lacking_params : nullptr);
  resolved = rules::resolve(sources, files->trees(), std::move(overrides), sink, roles);
  model = rules::check(resolved, sink, limits);
  if (!model) return;
  rules::lint(resolved, *model, sink, now);
  plan = rules::lower(*model);
#if NEXUS_VERIFY
  plan::verify(plan);
#endif
  for (std::size_t i = 0; i < resolved.modules.size(); ++i) {
    const rules::Module& module = model->modules[rules::ModuleId(static_cast<std::uint32_t>(i))];
    if (!module.takes_part) continue;
    digests.push_back({.name = module.name, .file = std::string(sources.name(module.file)), .sha256 = engine::sha256(sources.text(module.file)), .is_asked = resolved.modules[i].named && module.kind == grammar::ModuleKind::policy});
  }
}

void LoadedPolicy::Impl::check_tests() {
  if (!model) return;
  auto checked = rules::check_tests(*model, resolved, sink, limits);
  if (!checked) return;
  tests = *std::move(checked);
  fixtures = read_fixtures(sources, *model, tests, sink, limits);
}

LoadedPolicy::LoadedPolicy() : impl_(std::make_unique<Impl>()) {}
LoadedPolicy::~LoadedPolicy() = default;

bool LoadedPolicy::is_sound() const { return impl_->model.has_value() && !impl_->sink.has_errors(); }
const base::SourceMap& LoadedPolicy::sources() const { return impl_->sources; }
const std::vector<base::Diagnostic>& LoadedPolicy::diagnostics() const { return impl_->sink.all(); }
const base::Limits& LoadedPolicy::limits() const { return impl_->limits; }
std::size_t LoadedPolicy::file_count() const { return impl_->files->named(); }
std::vector<stdlib::EmbeddedFile> LoadedPolicy::library() const { return impl_->files->imported_from_library(); }
std::span<const std::string> LoadedPolicy::lacking_params() const { return impl_->lacking_params; }
const plan::Plan& LoadedPolicy::plan() const { return impl_->plan; }
const rules::CheckedModel& LoadedPolicy::model() const {
  assert(is_sound());
  return *impl_->model;
}
const rules::ResolvedModel& LoadedPolicy::resolved() const { return impl_->resolved; }
std::span<const engine::SourceReport> LoadedPolicy::digests() const { return impl_->digests; }
const rules::CheckedTests& LoadedPolicy::tests() const { return impl_->tests; }
std::span<const FixtureText> LoadedPolicy::fixtures() const { return impl_->fixtures; }

std::shared_ptr<const LoadedPolicy> load(const LoadRequest& request) {
  const std::shared_ptr<LoadedPolicy> policy(new LoadedPolicy);
  LoadedPolicy::Impl& impl = *policy->impl_;
  impl.limits = request.limits;
  impl.now = request.now;
  impl.may_lack_params = request.may_lack_params;
  impl.read(request);
  impl.collect_params(request);
  impl.compile();
  if (request.tests) impl.check_tests();
  impl.sink.sort_and_unique();
  // INVARIANT (shared-sources): lines are indexed before threads share the map, which would index them on demand.
  for (std::size_t i = 0; i < impl.sources.size(); ++i) (void)impl.sources.line_count(base::FileId(i));
  return policy;
}

std::vector<std::shared_ptr<const LoadedPolicy>> load_each(const LoadRequest& request) {
  base::DiagnosticSink sink;
  const std::vector<std::string> paths = request.host->find_policies(request.paths, sink);
  // One file, or a path that leads nowhere, which is said as for any run.
  if (sink.has_errors() || paths.size() < 2) return {load(request)};
  LoadRequest each = request;
  each.modules = find_modules(paths, request.limits);
  each.may_lack_params = true;
  std::vector<std::shared_ptr<const LoadedPolicy>> policies;
  for (const auto& [module, path] : each.modules) {
    each.paths = {path};
    policies.push_back(load(each));
  }
  // A param that no file has is a mistake in each of them: the first says so.
  const auto is_lacked_by_all = [&](const std::string& name) {
    return std::ranges::all_of(policies, [&](const auto& policy) { return std::ranges::count(policy->lacking_params(), name) != 0; });
  };
  if (std::ranges::any_of(policies.front()->lacking_params(), is_lacked_by_all)) {
    each.paths = {each.modules.begin()->second};
    each.may_lack_params = false;
    return {load(each)};
  }
  return policies;
}

TracedPolicy trace(const LoadedPolicy& policy) {
  rules::LoweredRules lowered = rules::lower_traced(policy.model());
  return {policy, std::move(lowered.plan), std::move(lowered.traces)};
}

base::Expected<Expression, Mistakes> compile_expression(const LoadedPolicy& policy, std::string name, std::string text) {
  // Everything is copied that compiling adds to; ids of files stay what they are.
  base::SourceMap sources = policy.sources();
  const base::FileId file = sources.add(std::move(name), std::move(text));
  base::DiagnosticSink sink;
  const auto parsed = grammar::parse_expression(sources, file, sink, policy.limits());
  rules::ResolvedModel resolved = policy.resolved();
  resolved.sources = &sources;
  rules::CheckedModel model = policy.model();
  const auto root = parsed && !sink.has_errors() ? rules::check_expression(model, resolved, parsed->tree, parsed->root, sink, policy.limits()) : std::nullopt;
  if (!root || sink.has_errors()) {
    sink.sort_and_unique();
    return base::Unexpected{Mistakes{std::move(sources), sink.all()}};
  }
  std::string type = model.types.spell(model.types.plain(model[*root].type));
  rules::LoweredExpression lowered = rules::lower(model, *root);
  return Expression{std::move(sources), std::move(lowered.plan), lowered.root, policy.limits(), std::move(type)};
}

}  // namespace nexus::workspace
