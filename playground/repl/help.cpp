#include "playground/repl/help.h"

#include "base/values/text.h"
#include "playground/repl/commands.h"
#include "playground/repl/words.h"

#include <algorithm>
#include <array>
#include <vector>

namespace nexus::playground {

namespace {

constexpr std::array table{
    Topic{"input", "what the snapshot looks like",
          "Says which fields the JSON has, and in which form. `?` marks a field that may be missing, `in percent` says "
          "that 83.5\n"
          "means 83.5%. Typed again, it adds fields, and replaces those of the same name.\n"
          "Types: bool, int, number, string, ratio, duration, size, time, date, version, \"a\" | \"b\", [T], { name: T "
          "}, { [string]: T }.",
          R"(input {
  build: { status: "success" | "failure", commit: string }
  coverage?: { line: ratio in percent }
  tests: [ { name: string, failed: int } ]
}
:set build.status = success
)"},
    Topic{"gate", "what must hold",
          "A gate has requirements; each is a condition, and what is said where it does not hold. `block`, `hold` and "
          "`warn` say how\n"
          "grave that is. `{…}` in a message shows a value. What is missing makes a gate unknown, which is neither "
          "pass nor fail.",
          R"(input { coverage: { line: ratio in percent } }
gate coverage "Enough of the code is tested" {
  require coverage.line >= 80% else block "line coverage is {coverage.line}, the floor is 80%"
}
:set coverage.line = 74.2%
:why coverage
:set coverage.line = 85%
)"},
    Topic{"phase", "a stage of the work",
          "A phase may start when the phases it comes after are done and its gates hold; `done when` says when it is "
          "over.",
          R"(input { tests: { failed: int }, deployed?: bool }
gate tests { require tests.failed == 0 else block "{tests.failed} tests failed" }
phase build "Build" { done when tests.failed == 0 }
phase release "Release" { after build  gates tests  done when deployed ?? false }
:set tests.failed = 1
:phases
)"},
    Topic{"trigger", "what calls for a rollback",
          "A trigger fires when its condition holds; `then` says what is asked for: `rollback`, `block`, `hold` or "
          "`warn`.",
          R"(input { metrics: { error_rate: ratio in percent } }
trigger errors "Customers see errors" {
  fires when metrics.error_rate > 2%
  then rollback "error rate is {metrics.error_rate}"
}
:set metrics.error_rate = 2.5%
)"},
    Topic{"waiver", "a dated exception",
          "A waiver takes one requirement out until a day, with the name of whoever agreed. Requirements are named by "
          "a label,\n"
          "or by their number: `coverage.1`.",
          R"(input { coverage: { line: ratio in percent } }
gate coverage { require floor: coverage.line >= 80% else block "only {coverage.line}" }
:now 2026-11-02T10:00:00Z
:set coverage.line = 70%
waiver "The new module has no tests yet" {
  waives coverage.floor
  until 2026-12-31
  approved by "ana"
}
)"},
    Topic{"units", "80%, 150ms, 10MiB",
          "A unit touches its number: `80%`, `1pt`, `150ms`, `1h30m`, `10MiB`, `5MB`. Units are checked: a ratio is "
          "not compared with\n"
          "a duration, and not with a bare number.",
          R"(1h30m + 90s
85% - 1pt
10MiB / 4
)"},
    Topic{"expressions", "conditions and values",
          "`and` `or` `not`, `==` `!=` `<` `>=`, `x in list`, `between a and b`, `is missing`, `is present`, `a ?? "
          "default`,\n"
          "`every s in suites has s.failed == 0`, `some …`, `no f in findings where f.severity == \"high\"`, "
          "`count(…)`, `sum(…)`, `max(…)`.\n"
          "What is typed at the prompt is shown with its type.",
          R"(input { tests: [ { name: string, failed: int } ] }
:set tests = [{ "name": "unit", "failed": 0 }, { "name": "api", "failed": 2 }]
every t in tests has t.failed == 0
[t.name for t in tests where t.failed > 0]
sum(t.failed for t in tests)
)"},
    Topic{"names", "let, def, param, enum, table",
          "`param` is a threshold that can be set from outside, `let` names a value, `def` a function, `enum` a set of "
          "words, in order\n"
          "where `<` stands between them.",
          R"(enum Severity { low < medium < high }
param most: int in 0..10 = 0
input { findings: [ { id: string, severity: Severity } ] }
let serious = [f for f in findings where f.severity >= high]
gate findings { require length(serious) <= most else block "{length(serious)} serious findings" }
:snapshot { "findings": [ { "id": "F-1", "severity": "high" } ] }
)"},
    Topic{"library", "policies that ship with nexus",
          "`import` makes a library known, `enforce` puts its rules in force, with thresholds of your own. `nexus "
          "stdlib` lists them.",
          R"(import std.delivery.quality_gates
enforce quality_gates with { min_coverage = 85% }
:eval -q
)"},
    Topic{"tests", "tests of a policy",
          "A `test` gives a snapshot and says what is expected. `nexus test` runs those of a file.",
          R"(input { coverage: { line: ratio in percent } }
gate coverage { require coverage.line >= 80% else block "only {coverage.line}" }
test "the floor" {
  given { "coverage": { "line": 79.9 } }
  expect gate coverage is fail
}
)"},
};

Reply list_commands(Session& session) {
  return session.say([](report::Page& page) {
    page.line(0).prose(
        "Type a declaration to add or replace it, an expression to see its value, a JSON object to have it as the "
        "snapshot. What is not complete goes on on the next line.");
    page.blank();
    std::size_t widest = 0;
    for (const Command& command : commands())
      widest = std::max(widest, std::min<std::size_t>(command.usage.size(), 27));
    for (const Command& command : commands())
      page.line(widest + 2, command.usage).prose(command.summary, report::Tone::plain, 2);
    page.blank();
    page.line(0).prose("`:help` tells more about a command, or about a part of the language:");
    std::string names;
    for (const Topic& topic : topics()) names += (names.empty() ? "" : ", ") + std::string(topic.name);
    page.prose(names);
    page.blank();
    page.line(0).prose("To begin:");
    page.line(0)
        .piece("  :help gate", report::Tone::strong)
        .prose("shows a first gate, ready to be typed;", report::Tone::plain, 2);
    page.line(0)
        .piece("  :tutorial", report::Tone::strong)
        .prose("has twelve short exercises;", report::Tone::plain, 2);
    page.line(0)
        .piece("  :example release-gate failing.json", report::Tone::strong)
        .prose("loads a whole policy.", report::Tone::plain, 2);
  });
}

}  // namespace

std::span<const Topic> topics() { return table; }

std::string_view welcome() {
  return "Type `:help` to see what there is, `:help gate` for a first gate, `:example` for whole policies; Ctrl-D "
         "ends.\n"
         "Begin by saying what the snapshot looks like:  input { coverage: { line: ratio in percent } }\n"
         "then give it a value with  :set coverage.line = 74.2%  and ask for something with  gate NAME { require … }\n";
}

Reply help(Session& session, const std::string& words) {
  if (words.empty()) return list_commands(session);
  const std::string name = words.starts_with(':') ? words.substr(1) : words;
  if (const auto topic = std::ranges::find(table, name, &Topic::name);
      topic != table.end() && !words.starts_with(':')) {
    std::string text = session.say([&](report::Page& page) { write_paragraphs(page, topic->words); }).text + "\n";
    std::string_view example = topic->example;
    while (!example.empty()) {
      const std::size_t end = example.find('\n');
      text += "  " + std::string(example.substr(0, end)) + "\n";
      example.remove_prefix(end + 1);
    }
    return {std::move(text)};
  }
  const auto found = find_command(name);
  if (const auto* command = std::get_if<const Command*>(&found)) {
    return session.say([&](report::Page& page) {
      page.line(0).piece((*command)->usage, report::Tone::strong);
      page.line(2).prose((*command)->summary);
      if ((*command)->details.empty()) return;
      page.blank();
      write_paragraphs(page, (*command)->details);
    });
  }
  std::vector<std::string_view> names;
  for (const Topic& topic : table) names.push_back(topic.name);
  for (const Command& command : commands()) names.push_back(command.name);
  const auto meant = base::nearest(name, names);
  return session.complain("there is no help about `" + words + "`",
                          meant ? "did you mean `:help " + std::string(*meant) + "`?" : "`:help` lists what there is");
}

}  // namespace nexus::playground
