#include "report/next.h"

#include "report/json_writer.h"
#include "report/page.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

using base::Level;
using engine::NextAction;
using engine::NextReport;
using engine::NextStep;
using engine::NextWay;

/// How many actions of one way, and how many reasons of one step, are shown without `-v`.
constexpr std::size_t most_shown = 8;

std::string_view without_module(std::string_view id) {
  const std::size_t slash = id.find('/');
  return slash == std::string_view::npos ? id : id.substr(slash + 1);
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

class NextPage {
 public:
  NextPage(const NextReport& report, const Options& options, std::string& out)
      : report_(report), everything_(options.detail == Detail::everything), page_(out, options.colour, options.width) {}

  void write() {
    write_heading();
    std::size_t number = 0;
    for (const NextStep& step : report_.steps) write_step(step, ++number);
    write_left();
    page_.finish();
  }

 private:
  static constexpr std::size_t indent = 4;

  void write_heading() {
    page_.line(0).prose("The decision on").piece(report_.file, Tone::strong);
    if (!report_.asked_phase.empty())
      page_.prose("and whether").piece(without_module(report_.asked_phase), Tone::strong).prose("may start");
    page_.prose("is");
    page_.piece(base::level_name(report_.decision), tone_of(report_.decision));
    if (report_.steps.empty() && report_.left.empty()) {
      page_.piece(":", Tone::plain, 0).prose("there is nothing to do.");
      return;
    }
    page_.piece(".", Tone::plain, 0);
    if (report_.steps.empty()) {
      page_.prose("No change was found that would help.");
    } else {
      page_.prose("With " +
                  std::string(report_.steps.size() == 1 ? "this step"
                                                        : "these " + std::to_string(report_.steps.size()) + " steps") +
                  " it would be");
      page_.piece(base::level_name(report_.outcome), tone_of(report_.outcome)).piece(":", Tone::plain, 0);
    }
  }

  void write_step(const NextStep& step, std::size_t number) {
    page_.blank();
    bool first = true;
    for (const NextWay& way : step.ways) {
      write_way(way, first ? std::to_string(number) + "." : "or");
      first = false;
    }
    std::size_t shown = 0;
    for (const engine::NextReason& reason : step.reasons) {
      if (!everything_ && shown++ == most_shown) {
        page_.line(indent + 4).prose("and " + std::to_string(step.reasons.size() - most_shown) + " more", Tone::faint);
        break;
      }
      write_reason(reason, shown <= 1 || everything_ ? "for" : "");
    }
  }

  void write_reason(const engine::NextReason& reason, std::string_view word) {
    page_.line(indent + 4, word, Tone::faint, indent).piece(without_module(reason.id), Tone::faint);
    page_.piece("(" + std::string(base::level_name(reason.level)) + ")", Tone::faint);
    if (!reason.message.empty()) page_.prose(reason.message, Tone::faint, 2);
  }

  void write_way(const NextWay& way, std::string_view word) {
    const std::vector<std::string>& told = way.words;
    const std::size_t shown = everything_ ? told.size() : std::min(told.size(), most_shown);
    for (std::size_t i = 0; i < shown; ++i) {
      page_.line(indent, i == 0 ? word : "", i == 0 && word != "or" ? Tone::strong : Tone::plain).prose(told[i]);
      if (i + 1 < told.size()) page_.piece(i + 1 == told.size() - 1 && i + 1 < shown ? ", and" : ",", Tone::plain, 0);
    }
    if (shown < told.size())
      page_.line(indent).prose(
          "and " + counted(told.size() - shown, "more change; -v shows it", "more changes; -v shows all"), Tone::faint);
  }

  void write_left() {
    if (report_.left.empty()) return;
    page_.blank();
    page_.line(0).prose("No change of the documents was found for", Tone::strong).piece(":", Tone::plain, 0);
    for (const engine::NextLeft& left : report_.left) {
      page_.line(indent + 4, "-", Tone::plain, indent - 2)
          .piece(without_module(left.what.id))
          .piece("(" + std::string(base::level_name(left.what.level)) + ")");
      if (!left.what.message.empty()) page_.prose(left.what.message, Tone::plain, 2);
      if (!left.why.empty()) page_.line(indent + 4).prose(left.why);
      if (left.waivable) page_.line(indent + 4).prose("whoever answers for it can waive it in the policy", Tone::faint);
    }
  }

  const NextReport& report_;
  bool everything_;
  Page page_;
};

class NextJson {
 public:
  explicit NextJson(std::string& out) : json_(out, JsonWriter::Layout::indented) {}

  void write(const NextReport& report) {
    json_.begin_object();
    json_.key("version").number(std::uint64_t{1});
    json_.key("snapshot").string(report.file);
    json_.key("now").string(report.now);
    json_.key("asked_phase").string_or_null(report.asked_phase);
    json_.key("decision").string(base::level_name(report.decision));
    json_.key("outcome").string(base::level_name(report.outcome));
    json_.key("steps").begin_array();
    for (const NextStep& step : report.steps) write(step);
    json_.end_array();
    json_.key("left").begin_array();
    for (const engine::NextLeft& left : report.left) {
      json_.begin_object();
      write(left.what);
      json_.key("why").string_or_null(left.why);
      json_.key("waivable").boolean(left.waivable);
      json_.end_object();
    }
    json_.end_array();
    json_.key("evaluations").number(report.evaluations);
    json_.end_object();
  }

 private:
  void write(const engine::NextReason& reason) {
    json_.key("id").string(reason.id);
    json_.key("level").string(base::level_name(reason.level));
    json_.key("message").string_or_null(reason.message);
  }

  void write(const NextStep& step) {
    json_.begin_object();
    json_.key("for").begin_array();
    for (const engine::NextReason& reason : step.reasons) {
      json_.begin_object();
      write(reason);
      json_.end_object();
    }
    json_.end_array();
    json_.key("ways").begin_array();
    for (const NextWay& way : step.ways) {
      json_.begin_object().key("words").begin_array();
      for (const std::string& words : way.words) json_.string(words);
      json_.end_array().key("actions").begin_array();
      for (const NextAction& action : way.actions) write(action);
      json_.end_array().end_object();
    }
    json_.end_array();
    json_.end_object();
  }

  void write(const NextAction& action) {
    json_.begin_object();
    json_.key("kind").string(action.kind);
    json_.key("words").string(action.words);
    if (!action.until.empty()) {
      json_.key("until").string(action.until);
      if (!action.apart_at_most.empty()) json_.key("apart_at_most").raw(action.apart_at_most);
    } else {
      json_.key("document").string(action.document);
      json_.key("pointer").string(action.pointer);
      json_.key("before");
      write_value(action.before);
      json_.key("after");
      write_value(action.after);
    }
    json_.end_object();
  }

  /// Nothing is null here; whether null stands there is of no matter to anybody.
  void write_value(const std::string& json) { json.empty() ? json_.null() : json_.raw(json); }

  JsonWriter json_;
};

}  // namespace

void render_next_text(const NextReport& report, const Options& options, std::string& out) {
  if (options.detail == Detail::decision) {
    Page page(out, options.colour, options.width);
    page.line(0).piece(base::level_name(report.outcome), tone_of(report.outcome)).finish();
    return;
  }
  NextPage(report, options, out).write();
}

void render_next_json(const NextReport& report, std::string& out) {
  NextJson(out).write(report);
  out += '\n';
}

}  // namespace nexus::report
