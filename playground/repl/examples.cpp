#include "playground/repl/examples.h"

#include "base/values/text.h"
#include "playground/repl/commands.h"
#include "playground/repl/embedded.h"
#include "playground/repl/words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace nexus::playground {

namespace {

/// An example of examples/.
struct Example {
  std::string_view name;
  std::string_view policy;     ///< its file
  std::string_view snapshots;  ///< the folder with JSON files
  std::string_view input;      ///< a further document that it declares; its file is called like it
  std::string_view summary;
};

constexpr std::array table{
    Example{"release-gate", "release-gate/release.nexus", "release-gate/", "", "one policy, two snapshots: start here"},
    Example{"web-service", "web-service/release.nexus", "web-service/days/", "baseline",
            "staging, canary, everybody; most of the standard library"},
    Example{"library-release", "library-release/release.nexus", "library-release/days/", "last",
            "versions, a changelog, signed artefacts; a waiver"},
    Example{"team", "delivery-team/team.nexus", "delivery-team/days/", "", "a team of agents: phases and budgets"},
    Example{"direction", "delivery-team/direction.nexus", "delivery-team/orders/", "",
            "one order to an agent: is it sound, is it done?"},
};

constexpr std::string_view folder = "examples/";

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view text_of(std::string_view path) {
  const auto is_meant = [&](const EmbeddedFile& file) {
    return file.path.starts_with(folder) && file.path.substr(folder.size()) == path;
  };
  const auto at = std::ranges::find_if(embedded_files(), is_meant);
  return at == embedded_files().end() ? std::string_view() : at->text;
}

/// The paths of its snapshots.
std::vector<std::string_view> snapshots_of(const Example& example) {
  std::vector<std::string_view> paths;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(folder)) continue;
    const std::string_view path = file.path.substr(folder.size());
    if (path.starts_with(example.snapshots) && path.ends_with(".json") &&
        path.find('/', example.snapshots.size()) == std::string_view::npos)
      paths.push_back(path);
  }
  return paths;
}

const Example* find(std::string_view name) {
  const auto at = std::ranges::find(table, name, &Example::name);
  return at == table.end() ? nullptr : &*at;
}

/// The moment a snapshot says it was taken at: an example is judged as of then, not as of today.
std::optional<std::string> time_of(const State& state) {
  const State nothing;
  const auto empty = playground::evaluate(nothing, {}, nullptr);
  const auto expression = workspace::compile_expression(*empty->state.compiled, "", "time as time");
  if (!expression) return std::nullopt;
  const workspace::Text snapshot = snapshot_of(state);
  const auto value = workspace::Runner(*expression).show(expression->root, &snapshot, {});
  return value && value->known ? std::optional(value->text) : std::nullopt;
}

Reply list(Session& session) {
  return session.say([](report::Page& page) {
    for (const Example& example : table) {
      page.line(17, example.name, report::Tone::strong).prose(example.summary);
      std::string names;
      for (const std::string_view path : snapshots_of(example))
        names += (names.empty() ? "" : "  ") + std::string(name_of(path));
      page.line(17).prose(names, report::Tone::faint);
    }
    page.blank();
    page.line(0).prose("`:example NAME` loads one with its first snapshot, `:example NAME SNAPSHOT` with another.");
  });
}

}  // namespace

std::set<std::string> example_names(std::string_view behind) {
  std::set<std::string> names;
  const std::string name = trimmed(behind);
  if (name.empty())
    for (const Example& each : table) names.insert(std::string(each.name));
  else if (const Example* example = find(name))
    for (const std::string_view path : snapshots_of(*example)) names.insert(std::string(name_of(path)));
  return names;
}

Reply example(Session& session, const std::string& words) {
  const std::vector<std::string> asked = split_words(words);
  if (asked.empty()) return list(session);
  const Example* example = find(asked.front());
  if (example == nullptr) {
    std::vector<std::string_view> names;
    for (const Example& each : table) names.push_back(each.name);
    const auto meant = base::nearest(asked.front(), names);
    return session.complain("there is no example `" + asked.front() + "`",
                            meant ? "did you mean `" + std::string(*meant) + "`?" : "`:example` lists them");
  }
  const std::vector<std::string_view> paths = snapshots_of(*example);
  auto path = paths.begin();
  if (asked.size() > 1) path = std::ranges::find(paths, std::string_view(asked[1]), name_of);
  if (path == paths.end())
    return session.complain("the example has no snapshot `" + asked[1] + "`", "`:example` lists them");

  State next = session.state();
  next.policies = {text_file(std::string(name_of(example->policy)), std::string(text_of(example->policy)), false)};
  next.snapshot = text_file(std::string(name_of(*path)), std::string(text_of(*path)), false);
  next.inputs.clear();
  next.history.reset();
  if (!example->input.empty()) {
    const std::string file = std::string(example->input) + ".json";
    const std::string place = std::string(example->policy.substr(0, example->policy.find('/') + 1)) + file;
    next.inputs.push_back({std::string(example->input), text_file(file, std::string(text_of(place)), false)});
  }
  next.now = time_of(next);
  const std::string said = std::string(name_of(example->policy)) + " and " + next.snapshot.name +
                           (next.now ? ", as of " + *next.now : "") +
                           ": `:policy` and `:snapshot` show them, `:eval` the whole report\n";
  return session.change(std::move(next), ":example " + words, said);
}

}  // namespace nexus::playground
