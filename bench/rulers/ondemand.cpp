#include "bench/rulers/release_rules.h"
#include "bench/rulers/ruler.h"
#include "bench/rulers/services_rules.h"

#include <simdjson.h>

namespace nexus::bench {

namespace {

static_assert(ruler_padding >= simdjson::SIMDJSON_PADDING);

class OnDemandReleaseRuler : public Ruler {
 public:
  bool judge(std::string_view json, std::int64_t now, Verdict& verdict) override {
    verdict.clear();
    simdjson::ondemand::document root;
    if (parser_.iterate(json.data(), json.size(), json.size() + simdjson::SIMDJSON_PADDING).get(root) !=
        simdjson::SUCCESS)
      return false;
    judge_release(root, now, verdict);
    return true;
  }

 private:
  simdjson::ondemand::parser parser_;
};

class OnDemandServicesRuler : public Ruler {
 public:
  explicit OnDemandServicesRuler(std::size_t count) : rules_(count) {}
  bool judge(std::string_view json, std::int64_t, Verdict& verdict) override {
    verdict.clear();
    simdjson::ondemand::document root;
    if (parser_.iterate(json.data(), json.size(), json.size() + simdjson::SIMDJSON_PADDING).get(root) !=
        simdjson::SUCCESS)
      return false;
    rules_.judge(root, verdict);
    return true;
  }

 private:
  simdjson::ondemand::parser parser_;
  ServicesRules rules_;
};

}  // namespace

std::unique_ptr<Ruler> ondemand_release_ruler() { return std::make_unique<OnDemandReleaseRuler>(); }
std::unique_ptr<Ruler> ondemand_services_ruler(std::size_t count) {
  return std::make_unique<OnDemandServicesRuler>(count);
}

}  // namespace nexus::bench
