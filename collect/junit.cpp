#include "collect/junit.h"

#include "base/values/decimal.h"
#include "base/values/time.h"
#include "collect/text.h"
#include "collect/xml.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::collect {

namespace {

/// Seconds as a decimal: `0.25`, Surefire's `1,234.5`. Empty for what is none, such as a decimal comma.
std::string seconds(std::string_view text) {
  std::string digits(text);
  if (text.find('.') != std::string_view::npos) std::erase(digits, ',');
  const auto value = base::Decimal::parse(digits);
  return value && !value->is_negative() ? value->to_string() : std::string{};
}

/// In RFC 3339; empty without an offset, for nobody knows which one was meant.
std::string moment(std::string_view text) {
  const auto at = base::parse_time(text);
  return at ? base::format_time(*at) : std::string{};
}

/// How much more the first is; 0 where it is not.
std::uint64_t difference(std::uint64_t more, std::uint64_t less) { return more - std::min(more, less); }

struct Counts {
  std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;

  Counts& operator+=(const Counts& other) {
    tests += other.tests, failures += other.failures, errors += other.errors, skipped += other.skipped;
    return *this;
  }
  /// As many tests as have an outcome that is told.
  void make_room() { tests = std::max(tests, failures + errors + skipped); }
};

/// `<testsuites>` or `<testsuite>`, which may be in one another.
struct OpenSuite {
  std::size_t place = 0;           ///< among all suites
  Counts claimed;                  ///< by its attributes
  Counts own;                      ///< of its own cases
  Counts below;                    ///< of the suites in it
  std::uint64_t reruns = 0;        ///< which Surefire counts among the tests
  bool counts_assertions = false;  ///< Catch2 and doctest count these as tests
  std::size_t noted_before = 0;    ///< of `JUnit::noted_`, when it began
  std::uint64_t unlisted = 0;      ///< noted of the suites in it
  /// `<failure>` and `<error>` elements: Catch2 counts these, several in a case, not cases.
  std::uint64_t failure_elements = 0, error_elements = 0;
  bool is_container = false;          ///< it need not be a suite itself
  bool claims = false;                ///< it, or one around it, says how many failed
  std::vector<FailedTest> tolerated;  ///< of its own cases, as long as it claims no more failures than are left
};

struct OpenCase {
  FailedTest test;
  bool failed = false, broke = false, skipped = false;
  bool not_run = false;         ///< it says so itself
  bool marked_skipped = false;  ///< by an element
  bool is_todo = false;         ///< which Node says of a test that may fail
  std::uint64_t failure_elements = 0, error_elements = 0;
};

class JUnit final : public XmlHandler {
 public:
  void open(std::string_view element, const XmlAttributes& attributes) override {
    if (open_.empty() && element != "testsuites" && element != "testsuite") return refuse(wrong_root(element, "JUnit"));
    if (element == "testsuites" || element == "testsuite") {
      open_suite(element, attributes);
    } else if (element == "testcase") {
      open_case(attributes);
    } else if (element == "failure" || element == "error") {
      open_failure(element == "error", attributes);
    } else if (element == "skipped" || element == "disabled") {
      if (case_) skip_case(attributes);
    } else if (case_ && (element == "rerunFailure" || element == "flakyFailure")) {
      ++case_->failure_elements;  // Surefire counts every run of a test, and says of the last one how it ended
      ++open_.back().reruns;
    } else if (case_ && (element == "rerunError" || element == "flakyError")) {
      ++case_->error_elements;
      ++open_.back().reruns;
    }
  }

  void text(std::string_view piece) override {
    constexpr std::size_t enough = 4096;  // for the first line
    if (in_message_ && message_.size() < enough) message_ += piece.substr(0, enough - message_.size());
  }

  void close(std::string_view element) override {
    if (element == "testsuites" || element == "testsuite") {
      close_suite();
    } else if (element == "testcase") {
      close_case();
    } else if ((element == "failure" || element == "error") && std::exchange(in_message_, false)) {
      FailedTest& failure = case_ ? case_->test : suites_[open_.back().place].suite.failed.back();
      failure.message = first_line(message_);
    }
  }

  [[nodiscard]] std::vector<Suite> take() {
    // A report in which nothing ran says that, too.
    if (std::ranges::none_of(suites_, &Candidate::keep) && !suites_.empty()) suites_.front().keep = true;
    std::vector<Suite> kept;
    for (Candidate& candidate : suites_)
      if (candidate.keep) kept.push_back(std::move(candidate.suite));
    return kept;
  }

 private:
  struct Candidate {
    Suite suite;
    bool keep = false;
  };

  void open_suite(std::string_view element, const XmlAttributes& attributes) {
    OpenSuite opened;
    opened.place = suites_.size();
    opened.noted_before = noted_.size();
    opened.is_container = element == "testsuites";
    opened.claims = attributes.find("failures").has_value() || attributes.find("errors").has_value();
    if (!open_.empty()) {
      open_.back().is_container = true;
      opened.claims = opened.claims || open_.back().claims;
    }
    const auto claim = [&](std::string_view name) { return count(element, attributes, name).value_or(0); };
    opened.claimed = {claim("tests"), claim("failures"), claim("errors"), claim("skipped") + claim("disabled")};
    opened.counts_assertions = attributes.find("doctest_version") || attributes.get("hostname") == "tbd";
    open_.push_back(std::move(opened));

    Suite suite;
    suite.name = attributes.get("name");
    suite.seconds = seconds(attributes.get("time"));
    suite.started_at = moment(attributes.get("timestamp"));
    suites_.push_back({std::move(suite), false});
  }

  void open_case(const XmlAttributes& attributes) {
    if (case_) return refuse("a `<testcase>` begins inside another one");
    case_.emplace();
    case_->test.name = attributes.get("name");
    case_->test.suite_class = attributes.get("classname");
    case_->test.file = attributes.get("file");
    case_->test.line = parse_count(attributes.get("line"));
    for (const std::string_view name : {"status", "result"}) read_status(attributes.get(name));
  }

  /// Words of many tools; others say nothing, or that the test ran.
  void read_status(std::string_view word) {
    std::string status(word);
    std::ranges::transform(status, status.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto is_one_of = [&](std::initializer_list<std::string_view> words) {
      return std::ranges::find(words, status) != words.end();
    };
    case_->not_run = case_->not_run || status == "notrun";
    case_->skipped = case_->skipped || is_one_of({"notrun", "disabled", "skipped", "ignored"});
    case_->failed = case_->failed || is_one_of({"fail", "failed", "failure"});
    case_->broke =
        case_->broke || is_one_of({"error", "errored", "aborted", "timeout", "timedout", "broken", "crashed"});
  }

  void skip_case(const XmlAttributes& attributes) {
    const std::string_view message = attributes.get("message");
    case_->skipped = case_->marked_skipped = true;
    case_->is_todo = attributes.get("type") == "todo";
    // CTest writes so of a test that it could not start, and counts as failed; of one that was to be skipped it names the property.
    if (!case_->not_run || message.empty() || message.starts_with("SKIP_")) return;
    case_->broke = true;
    case_->test.message = first_line(message);
  }

  void open_failure(bool is_error, const XmlAttributes& attributes) {
    std::string message = first_line(attributes.get("message"));
    const bool wants_text = message.empty();
    if (case_) {
      const bool is_first = case_->test.message.empty();
      ++(is_error ? case_->error_elements : case_->failure_elements);
      (is_error ? case_->broke : case_->failed) = true;
      if (!is_first) return;
      case_->test.message = std::move(message);
    } else {
      // The suite itself broke: what sets it up, say.
      OpenSuite& suite = open_.back();
      ++(is_error ? suite.error_elements : suite.failure_elements);
      ++suite.own.tests;
      ++(is_error ? suite.own.errors : suite.own.failures);
      FailedTest test;
      test.name = suites_[suite.place].suite.name;
      test.is_error = is_error;
      test.message = std::move(message);
      suites_[suite.place].suite.failed.push_back(std::move(test));
    }
    in_message_ = wants_text;
    message_.clear();
  }

  void close_case() {
    OpenSuite& suite = open_.back();
    ++suite.own.tests;
    // Both skipped and failed: a failure that was expected (Catch2), or of what is still to be done (Node). pytest writes the same of a
    // test that was skipped and could not be cleaned up after, and claims the error: `close_suite` sees to that.
    const bool tolerated = case_->marked_skipped && case_->failure_elements + case_->error_elements != 0 &&
                           (case_->is_todo || suite.claims);
    case_->test.is_error = !case_->failed;
    if (tolerated) {
      ++suite.own.skipped;
      suite.tolerated.push_back(std::move(case_->test));
    } else if (case_->failed || case_->broke) {
      // Where an attribute says so, and no element.
      suite.failure_elements += std::max(case_->failure_elements, std::uint64_t{case_->failed});
      suite.error_elements += std::max(case_->error_elements, std::uint64_t{case_->broke});
      ++(case_->failed ? suite.own.failures : suite.own.errors);
      suites_[suite.place].suite.failed.push_back(std::move(case_->test));
    } else {
      // Runs of a test that passed in the end.
      suite.failure_elements += case_->failure_elements;
      suite.error_elements += case_->error_elements;
      if (case_->skipped) ++suite.own.skipped;
    }
    case_.reset();
  }

  void close_suite() {
    OpenSuite closed = std::move(open_.back());
    open_.pop_back();
    Suite& suite = suites_[closed.place].suite;
    Counts& own = closed.own;
    if (own.tests == 0 && closed.below.tests == 0) {
      own = closed.claimed;  // a summary is all there is
      closed.failure_elements = own.failures;
      closed.error_elements = own.errors;
    } else {
      // What it counts and does not list.
      const std::uint64_t listed = own.tests + closed.below.tests;
      std::uint64_t unlisted = difference(closed.claimed.tests, listed + closed.reruns);
      const auto make_up = [&](std::uint64_t claimed, std::uint64_t& seen, std::uint64_t& counted, bool is_error) {
        if (claimed <= seen) return;
        std::uint64_t lacking = claimed - seen;
        counted += lacking;
        seen = claimed;
        unlisted = difference(unlisted, lacking);
        // Failures that were thought to be expected, and are counted by the suite, were not.
        std::erase_if(closed.tolerated, [&](FailedTest& test) {
          if (lacking == 0 || test.is_error != is_error) return false;
          --lacking;
          --own.skipped;
          suite.failed.push_back(std::move(test));
          return true;
        });
      };
      make_up(closed.claimed.failures, closed.failure_elements, own.failures, false);
      make_up(closed.claimed.errors, closed.error_elements, own.errors, true);
      // Rust's libtest counts tests that it left out, and does not list them.
      const std::uint64_t left_out = std::min(difference(closed.claimed.tests, listed),
                                              difference(closed.claimed.skipped, own.skipped + closed.below.skipped));
      own.tests += left_out;
      own.skipped += left_out;
      if (!closed.counts_assertions) note_unlisted(closed, difference(unlisted, left_out), left_out);
    }
    own.make_room();

    suites_[closed.place].keep = own.tests != 0 || suite.unlisted != 0 || !closed.is_container;
    suite.tests = own.tests, suite.failures = own.failures, suite.errors = own.errors, suite.skipped = own.skipped;
    if (open_.empty()) return;
    OpenSuite& parent = open_.back();
    parent.below += own;
    parent.below += closed.below;
    parent.failure_elements += closed.failure_elements;
    parent.error_elements += closed.error_elements;
    parent.reruns += closed.reruns;
    parent.unlisted += closed.unlisted;
    parent.counts_assertions = parent.counts_assertions || closed.counts_assertions;
  }

  /// Notes tests that a suite counts and neither it nor those in it list. Mocha says of skipped ones only at the top: `left_out`
  /// explains what the suites in it do not list.
  void note_unlisted(OpenSuite& closed, std::uint64_t unlisted, std::uint64_t left_out) {
    while (left_out != 0 && noted_.size() > closed.noted_before) {
      std::uint64_t& count = suites_[noted_.back()].suite.unlisted;
      const std::uint64_t explained = std::min(count, left_out);
      count -= explained, left_out -= explained, closed.unlisted -= explained;
      if (count == 0) noted_.pop_back();
    }
    std::uint64_t& own = suites_[closed.place].suite.unlisted;
    own = difference(unlisted, closed.unlisted);
    closed.unlisted += own;
    if (own != 0) noted_.push_back(closed.place);
  }

  std::vector<OpenSuite> open_;
  std::optional<OpenCase> case_;
  std::vector<Candidate> suites_;
  std::vector<std::size_t> noted_;  ///< suites that do not list all of their tests, in the order in which they ended
  std::string message_;
  bool in_message_ = false;
};

}  // namespace

std::optional<Malformed> read_junit(Bytes& bytes, Tests& tests) {
  JUnit handler;
  if (auto malformed = read_xml(bytes, handler)) return malformed;
  std::vector<Suite> suites = handler.take();
  std::ranges::move(suites, std::back_inserter(tests.suites));
  return std::nullopt;
}

}  // namespace nexus::collect
