#include "bench/contenders.h"

#include "base/values/time.h"
#include "bench/workloads.h"
#include "engine/evaluate.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simdjson.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace nexus::bench {

namespace {

class Library : public Contender {
 public:
  explicit Library(const Policy& policy) : policy_(policy) {}
  void run(std::string_view text) override {
    const auto report = policy_.evaluate({.snapshot = text, .snapshot_name = "snapshot.json"}, options_);
    if (!report) give_up(report.error().text());
    benchmark::DoNotOptimize(report->decision);
  }

 private:
  Policy policy_;
  EvaluateOptions options_{.now = std::string(release_now), .phase = std::nullopt, .only = {}};
};

class Reads : public Contender {
 public:
  explicit Reads(const CompiledPolicy& policy) : reader_(policy.plan()) {}
  void run(std::string_view text) override {
    if (const auto error = reader_.read_into(document_, 0, text)) give_up(error->message);
    benchmark::DoNotOptimize(document_.root().slots());
  }

 protected:
  engine::Reader reader_;
  engine::Document document_;
};

class Decides : public Reads {
 public:
  explicit Decides(const CompiledPolicy& policy) : Reads(policy), evaluator_(policy.plan()) {}
  void run(std::string_view text) override {
    Reads::run(text);
    const auto decision =
        evaluator_.evaluate({.documents = documents_, .now = now_, .asked_phase = std::nullopt, .only = nullptr});
    if (!decision) give_up("nothing was decided");
    benchmark::DoNotOptimize(*decision);
  }

 protected:
  engine::Evaluator evaluator_;

 private:
  const base::Decimal now_ = *base::parse_time(release_now);
  const engine::Document* documents_[1] = {&document_};
};

class Reports : public Decides {
 public:
  explicit Reports(const CompiledPolicy& policy) : Decides(policy), policy_(policy) {}
  void run(std::string_view text) override {
    Decides::run(text);
    benchmark::DoNotOptimize(evaluator_.report(policy_.sources(), names_));
  }

 private:
  const CompiledPolicy& policy_;
  const std::vector<engine::DocumentName> names_{{.document = "snapshot", .file = "snapshot.json", .has_lines = true}};
};

class ByHand : public Contender {
 public:
  explicit ByHand(std::unique_ptr<Ruler> ruler) : ruler_(std::move(ruler)) {}
  void run(std::string_view text) override {
    if (!ruler_->judge(text, now_, verdict_)) give_up("a ruler does not read the snapshot");
    benchmark::DoNotOptimize(verdict_.level);
  }

 private:
  std::unique_ptr<Ruler> ruler_;
  Verdict verdict_;
  const std::int64_t now_ = *parse_time(release_now);
};

class SimdjsonDom : public Contender {
 public:
  void run(std::string_view text) override {
    simdjson::dom::element root;
    if (parser_.parse(text.data(), text.size(), false).get(root) != simdjson::SUCCESS)
      give_up("simdjson does not read the snapshot");
    benchmark::DoNotOptimize(root);
  }

 private:
  simdjson::dom::parser parser_;
};

/// Where in the text structure stands, and whether it is UTF-8: what both ways to read with simdjson begin with, and Nexus.
class SimdjsonStage1 : public Contender {
 public:
  void run(std::string_view text) override {
    if (capacity_ < text.size()) {
      capacity_ = 2 * text.size();
      if (simdjson::get_active_implementation()->create_dom_parser_implementation(capacity_, 1, parser_) !=
          simdjson::SUCCESS)
        give_up("simdjson has no memory");
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    if (parser_->stage1(bytes, text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS)
      give_up("simdjson does not read the snapshot");
    benchmark::DoNotOptimize(parser_->n_structural_indexes);
  }

 private:
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser_;
  std::size_t capacity_ = 0;
};

class NlohmannDom : public Contender {
 public:
  void run(std::string_view text) override { benchmark::DoNotOptimize(nlohmann::json::parse(text).size()); }
};

}  // namespace

Texts::Texts(std::vector<std::string> texts) : padded_(std::move(texts)) {
  for (std::string& text : padded_) text.append(ruler_padding, '\0');
}

double Texts::bytes() const {
  std::size_t all = 0;
  for (std::size_t i = 0; i < size(); ++i) all += (*this)[i].size();
  return static_cast<double>(all) / static_cast<double>(size());
}

std::unique_ptr<Contender> nexus_library(const Policy& policy) { return std::make_unique<Library>(policy); }
std::unique_ptr<Contender> nexus_report(const CompiledPolicy& policy) { return std::make_unique<Reports>(policy); }
std::unique_ptr<Contender> nexus_decision(const CompiledPolicy& policy) { return std::make_unique<Decides>(policy); }
std::unique_ptr<Contender> nexus_reader(const CompiledPolicy& policy) { return std::make_unique<Reads>(policy); }
std::unique_ptr<Contender> by_hand(std::unique_ptr<Ruler> ruler) { return std::make_unique<ByHand>(std::move(ruler)); }
std::unique_ptr<Contender> simdjson_dom() { return std::make_unique<SimdjsonDom>(); }
std::unique_ptr<Contender> simdjson_stage1() { return std::make_unique<SimdjsonStage1>(); }
std::unique_ptr<Contender> nlohmann_dom() { return std::make_unique<NlohmannDom>(); }

std::string parser_versions() {
  constexpr int simdjson_version[] = {simdjson::SIMDJSON_VERSION_MAJOR, simdjson::SIMDJSON_VERSION_MINOR,
                                      simdjson::SIMDJSON_VERSION_REVISION};
  constexpr int nlohmann_version[] = {NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                                      NLOHMANN_JSON_VERSION_PATCH};
  return fmt::format("simdjson {} ({}), nlohmann/json {}", fmt::join(simdjson_version, "."),
                     simdjson::get_active_implementation()->name(), fmt::join(nlohmann_version, "."));
}

}  // namespace nexus::bench
