#include "playground/view/view.h"

#include "report/text_words.h"

#include <algorithm>
#include <map>
#include <utility>

/// What the keys do. How it looks: draw.cpp.
namespace nexus::playground {

namespace {

using Kind = Key::Kind;

constexpr std::string_view help_text =
    "Tab              the next pane; Shift-Tab, the one before\n"
    "arrows, PgUp …   move in the pane; left and right in the policy, too\n"
    "Enter            in the snapshot: change the value; it is JSON or a literal of\n"
    "                 the language, such as 74.2% or 150ms. Enter takes it, Esc\n"
    "                 gives up. On a rule: the same as w\n"
    "x, Delete        take the value out of the snapshot\n"
    "u                undo the last change\n"
    "w                why the selected rule came out as it did\n"
    "n                what must still happen for allow\n"
    ":                type a command, a rule or an expression, as at the prompt;\n"
    "                 :help lists the commands\n"
    "s                save\n"
    "Esc              close this; so does q\n"
    "Ctrl-L           draw the screen again\n"
    "q, Ctrl-D        leave\n"
    "\n"
    "An answer stays while you change the snapshot, and is given again each time.\n";

bool is_control(const Key& key, char32_t letter) { return key.kind == Kind::control && key.character == letter; }

/// Values by their path.
std::map<std::string_view, std::string_view> values_of(const std::vector<workspace::OutlineRow>& rows) {
  std::map<std::string_view, std::string_view> values;
  for (const workspace::OutlineRow& row : rows)
    if (!row.path.empty() && row.kind == workspace::OutlineRow::Kind::value) values[row.path] = row.value;
  return values;
}

}  // namespace

View::View(Session& session, Leaving leaving) : session_(session), leaving_(leaving) {
  refresh();
  follow_rule();
}

void View::show(const std::string& title, const std::string& text) {
  answer_ = {title, text, "", wrapped(styled_lines(text), width_)};
  scroll(Pane::answer) = {};
  focus_ = Pane::answer;
}

void View::press(const Key& key) {
  if (entry_)
    press_in_entry(key);
  else
    press_command(key);
}

void View::press_in_entry(const Key& key) {
  if (key.kind == Kind::escape || is_control(key, 'c')) {
    entry_.reset();
    said_ = Line().add("nothing was changed", Look::faint);
    if (answer_ && answer_->input.empty()) close_answer();
  } else if (key.kind == Kind::enter) {
    // What was not understood stays, to be mended.
    if (const Entry typed = *entry_; submit(typed.input())) entry_.reset();
  } else if (answer_ && (key.kind == Kind::page_up || key.kind == Kind::page_down)) {
    move(key);
  } else {
    entry_->press(key);
  }
}

void View::press_command(const Key& key) {
  switch (key.kind) {
    case Kind::character:
      press_character(key.character);
      break;
    case Kind::control:
      if (key.character == 'd') leave();
      if (key.character == 'c') close_answer();
      break;
    case Kind::escape:
      close_answer();
      break;
    case Kind::enter:
      if (focus_ == Pane::snapshot) edit_selected();
      if (focus_ == Pane::rules) press_character('w');
      break;
    case Kind::remove:
      unset_selected();
      break;
    case Kind::tab:
    case Kind::back_tab:
      select_next_pane(key.kind == Kind::back_tab);
      break;
    default:
      move(key);
  }
}

void View::press_character(char32_t character) {
  switch (character) {
    case 'q':
      if (answer_)
        close_answer();
      else
        leave();
      break;
    case 'u':
      (void)submit(":undo");
      break;
    case 's':
      (void)submit(":save");
      break;
    case 'x':
      unset_selected();
      break;
    case 'w':
      if (const engine::RuleReport* rule = selected_rule())
        ask("why " + rule->kind + ' ' + rule->id, ":why " + rule->id);
      else
        said_ = Line().add("there is no rule to ask about", Look::caution);
      break;
    case 'n':
      ask("what next", ":next");
      break;
    case '?':
      show("help", std::string(help_text));
      break;
    case ':':
      entry_ = Entry::command(":");
      break;
    default:
      said_ = Line().add("that key does nothing here; ? says what the keys do", Look::faint);
  }
}

void View::move(const Key& key) {
  const Pane pane = entry_ ? Pane::answer : focus_;
  Scroll& at = scroll(pane);
  // In a list one moves from item to item, in a text line by line.
  const bool is_list = pane == Pane::rules || pane == Pane::snapshot;
  const std::size_t count = items_of(pane);
  const std::size_t page = std::max<std::size_t>(1, at.height - 1);
  const std::size_t last = is_list ? (count == 0 ? 0 : count - 1) : (count > at.height ? count - at.height : 0);
  std::size_t& position = is_list ? at.selected : at.top;
  const auto back = [&](std::size_t by) { position -= std::min(position, by); };
  const auto on = [&](std::size_t by) { position = std::min(last, position + by); };
  switch (key.kind) {
    case Kind::up:
      back(1);
      break;
    case Kind::down:
      on(1);
      break;
    case Kind::page_up:
      back(page);
      break;
    case Kind::page_down:
      on(page);
      break;
    case Kind::home:
      position = 0;
      at.left = 0;
      break;
    case Kind::end:
      position = last;
      break;
    case Kind::left:
      at.left -= std::min<std::size_t>(at.left, 8);
      break;
    case Kind::right:
      if (!is_list) at.left = std::min<std::size_t>(at.left + 8, 400);
      break;
    default:
      break;
  }
  if (pane == Pane::rules) follow_rule();
}

void View::select_next_pane(bool backwards) {
  std::vector<Pane> panes{Pane::policy, Pane::rules, Pane::snapshot};
  if (answer_) panes = {Pane::answer, Pane::snapshot};
  const auto at = static_cast<std::size_t>(std::ranges::find(panes, focus_) - panes.begin());
  focus_ = panes[(at + (backwards ? panes.size() - 1 : 1)) % panes.size()];
}

void View::edit_selected() {
  if (snapshot_.empty()) {
    entry_ = Entry::command(":set ");
    return;
  }
  const workspace::OutlineRow& row = snapshot_[scroll(Pane::snapshot).selected];
  if (row.path.empty()) {
    said_ = Line().add("the language has no name for this place: change what it stands in", Look::caution);
    return;
  }
  entry_ = Entry::value_of(row.path, workspace::json_at(*session_.state().snapshot.text, row));
}

void View::unset_selected() {
  if (focus_ != Pane::snapshot || snapshot_.empty()) return;
  const workspace::OutlineRow& row = snapshot_[scroll(Pane::snapshot).selected];
  if (!row.path.empty()) (void)submit(":unset " + row.path);
}

void View::ask(std::string title, std::string input) {
  const Reply reply = session_.submit(input);
  show(title, reply.text);
  answer_->input = std::move(input);
}

void View::ask_again() {
  answer_->text = session_.submit(answer_->input).text;
  answer_->lines = wrapped(styled_lines(answer_->text), width_);
}

void View::close_answer() {
  if (focus_ == Pane::answer) focus_ = Pane::snapshot;
  answer_.reset();
}

void View::leave() {
  if (leaving_ == Leaving::with_care) {
    const std::string warning = session_.unsaved_warning();
    said_ = in_one_line(warning);
    if (!warning.empty()) return;
  }
  is_over_ = true;
  ends_session_ = leaving_ == Leaving::with_care;
}

bool View::submit(const std::string& input) {
  const auto before = session_.state().report;
  const Reply reply = session_.submit(input);
  take(reply, before, input);
  return !reply.failed;
}

void View::look_at_files() {
  const auto before = session_.state().report;
  if (const auto reply = session_.look_at_files()) take(*reply, before, "files");
}

void View::take(const Reply& reply, const std::shared_ptr<const engine::Report>& before, const std::string& input) {
  const bool has_changed = session_.state().report != before;
  if (has_changed) before_ = before;
  refresh();
  said_ = in_one_line(reply.text);
  std::vector<Line> lines = styled_lines(reply.text);
  // Changes are seen where they are; an answer of more than a line, a mistake, and what the tutorial says need room.
  const bool needs_room = reply.failed || session_.exercise() || !has_changed;
  if (needs_room && lines.size() > 1) {
    show(reply.failed ? "this could not be done" : input.starts_with(':') ? input : "done", reply.text);
    said_ = Line().add(reply.failed ? "nothing was changed" : "");
  } else if (answer_ && !answer_->input.empty() && !reply.failed) {
    ask_again();
  } else if (answer_ && answer_->input.empty() && !reply.failed) {
    close_answer();
  }
  if (reply.ends) is_over_ = ends_session_ = true;
}

void View::refresh() {
  const State& state = session_.state();
  policy_ = policy_text(state);
  rules_ = rule_rows(state, before_.get(), rules_width());
  const auto old = std::exchange(snapshot_, workspace::outline(*state.compiled, *state.snapshot.text));
  note_changed_values(old);
  const auto keep = [](Scroll& at, std::size_t count) { at.selected = std::min(at.selected, count - (count != 0)); };
  keep(scroll(Pane::rules), rules_.begins.size());
  keep(scroll(Pane::snapshot), snapshot_.size());
}

void View::note_changed_values(const std::vector<workspace::OutlineRow>& before) {
  const auto old = values_of(before), now = values_of(snapshot_);
  if (old == now) return;
  changed_.clear();
  for (const auto& [path, value] : now) {
    const auto at = old.find(path);
    if (!before.empty() && (at == old.end() || at->second != value)) changed_.insert(std::string(path));
  }
}

const engine::RuleReport* View::selected_rule() const {
  const auto& report = session_.state().report;
  const std::size_t selected = scrolls_[static_cast<std::size_t>(Pane::rules)].selected;
  return report != nullptr && selected < report->rules.size() ? &report->rules[selected] : nullptr;
}

void View::follow_rule() {
  const engine::RuleReport* rule = selected_rule();
  if (rule == nullptr) return;
  Scroll& at = scroll(Pane::policy);
  at.selected = policy_.line_of(rule->policy);
  // With the line above it, which often says why.
  at.top = at.selected - std::min<std::size_t>(at.selected, 1);
  at.left = 0;
}

std::size_t View::items_of(Pane pane) const {
  switch (pane) {
    case Pane::policy:
      return policy_.lines.size();
    case Pane::rules:
      return rules_.begins.size();
    case Pane::snapshot:
      return snapshot_.size();
    case Pane::answer:
      return answer_ ? answer_->lines.size() : 0;
  }
  return 0;
}

}  // namespace nexus::playground
