#include "base/diagnostics/catalogue.h"
#include "playground/repl/changes.h"
#include "playground/repl/commands.h"
#include "playground/repl/words.h"
#include "workspace/declarations.h"
#include "workspace/edit.h"
#include "workspace/select.h"

#include <algorithm>
#include <utility>
#include <vector>

/// The commands that change the snapshot, the policy and the clock, and take that back.
namespace nexus::playground {

namespace {

/// What a policy does not declare can be declared here and now.
Reply complain_of_path(Session& session, workspace::Mistakes mistakes) {
  for (base::Diagnostic& diagnostic : mistakes.diagnostics)
    if (diagnostic.name == "set-undeclared-path" && diagnostic.helps.empty())
      diagnostic.helps.emplace_back("`:help input` says how to declare it");
  return session.complain(mistakes);
}

Reply apply(Session& session, base::Expected<workspace::Edit, workspace::Mistakes> edit, std::string what) {
  if (!edit) return complain_of_path(session, std::move(edit.error()));
  const workspace::Text before = snapshot_of(session.state());
  auto text = workspace::edited({&*edit, 1}, before, {});
  if (!text) return session.complain(workspace::with_text(std::move(text.error()), before));
  if (*text == before.text) return session.say("that is what stands there already");
  return session.edit(*edit, *std::move(text), std::move(what));
}

/// Lines of one text that the other lacks, in their order.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

/// The lines that differ: what stands between the equal ones at the start and at the end.
void write_text_change(report::Page& page, const std::string& before, const std::string& after) {
  const std::vector<std::string> old_lines = lines_of(before), new_lines = lines_of(after);
  const auto [old_first, new_first] = std::ranges::mismatch(old_lines, new_lines);
  auto old_last = old_lines.end();
  auto new_last = new_lines.end();
  while (old_last != old_first && new_last != new_first && *(old_last - 1) == *(new_last - 1)) --old_last, --new_last;
  for (auto line = old_first; line != old_last; ++line)
    page.line(2, "-", report::Tone::bad).piece(*line, report::Tone::faint);
  for (auto line = new_first; line != new_last; ++line) page.line(2, "+", report::Tone::good).piece(*line);
}

}  // namespace

Reply set(Session& session, const std::string& words) {
  // The first `=` that is neither in a string nor in brackets, as `--set` has it; white space round it is none of its business.
  char quote = 0;
  std::size_t equals = 0;
  for (; equals < words.size(); ++equals) {
    const char c = words[equals];
    if (quote != 0 ? c == quote : c == '"' || c == '\'') quote = quote != 0 ? '\0' : c;
    if (quote == 0 && c == '=') break;
  }
  if (words.empty() || equals == 0 || equals >= words.size())
    return session.complain("`:set` needs a path and a value", "such as `:set coverage.line = 79.9%`");
  const std::string path = trimmed(words.substr(0, equals)), value = trimmed(words.substr(equals + 1));
  if (value.empty())
    return session.complain("`:set` needs a value",
                            "such as `:set " + path + " = 79.9%`; `:unset " + path + "` takes it away");
  return apply(session, workspace::parse_edit(*session.state().compiled, path + "=" + value, ":set"),
               ":set " + path + " = " + value);
}

Reply unset(Session& session, const std::string& words) {
  if (words.empty()) return session.complain("`:unset` needs a path", "such as `:unset coverage.line`");
  return apply(session, workspace::parse_removal(*session.state().compiled, words, ":unset"), ":unset " + words);
}

Reply drop(Session& session, const std::string& words) {
  const std::size_t space = words.find(' ');
  const workspace::DeclarationName name{words.substr(0, space), space == std::string::npos ? "" : [&] {
                                          std::string rest = trimmed(words.substr(space));
                                          if (rest.size() > 1 && rest.front() == '"' && rest.back() == '"')
                                            rest = rest.substr(1, rest.size() - 2);
                                          return rest;
                                        }()};
  if (words.empty())
    return session.complain("`:drop` needs the name of a declaration", "such as `:drop gate coverage`");
  State next = session.state();
  for (TextFile& file : next.policies) {
    auto text = workspace::without_declaration(*file.text, name);
    if (!text) continue;
    file.set_text(*std::move(text));
    return session.change(std::move(next), ":drop " + words, workspace::words_of(name) + " dropped\n");
  }
  return session.complain("there is no `" + words + "` here",
                          "`:policy` shows what there is; write it as `gate coverage`");
}

Reply undo(Session& session, const std::string&) { return session.undo(); }

Reply diff(Session& session, const std::string&) {
  if (session.past().empty()) return session.say("nothing has changed yet");
  const State &before = session.past().back(), &after = session.state();
  return session.say([&](report::Page& page) {
    page.line(0).piece(after.change, report::Tone::strong);
    for (std::size_t i = 0; i < after.policies.size(); ++i) {
      const std::string old = i < before.policies.size() ? *before.policies[i].text : "";
      if (old != *after.policies[i].text && before.policies.size() <= after.policies.size())
        write_text_change(page, old, *after.policies[i].text);
    }
    if (*before.snapshot.text != *after.snapshot.text)
      write_text_change(page, *before.snapshot.text, *after.snapshot.text);
    page.blank();
    if (!write_detailed_changes(page, before.report.get(), after.report.get()))
      page.line(0).prose("no rule comes out differently");
  });
}

Reply set_now(Session& session, const std::string& words) {
  if (words.empty()) {
    return session.say("now is " + (session.state().now
                                        ? *session.state().now + "; `:now clock` takes the clock's time again"
                                        : "what the clock says; `:now 2026-11-02T10:00:00Z` stops it there"));
  }
  State next = session.state();
  next.now.reset();
  if (words != "clock") {
    const auto moment = workspace::parse_moment(words);
    if (!moment) return session.complain(moment.error());
    next.now = words;
  }
  return session.change(std::move(next), ":now " + words);
}

}  // namespace nexus::playground
