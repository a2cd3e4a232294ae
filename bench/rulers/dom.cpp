#include "bench/rulers/release_rules.h"
#include "bench/rulers/ruler.h"
#include "bench/rulers/services_rules.h"

#include <simdjson.h>

namespace nexus::bench {

namespace {

static_assert(ruler_padding >= simdjson::SIMDJSON_PADDING);
constexpr bool padding_is_there = false;  // what `parse` calls realloc_if_needed

class DomReleaseRuler : public Ruler {
 public:
  bool judge(std::string_view json, std::int64_t now, Verdict& verdict) override {
    verdict.clear();
    simdjson::dom::element root;
    if (parser_.parse(json.data(), json.size(), padding_is_there).get(root) != simdjson::SUCCESS) return false;
    judge_release(root, now, verdict);
    return true;
  }

 private:
  simdjson::dom::parser parser_;
};

class DomServicesRuler : public Ruler {
 public:
  explicit DomServicesRuler(std::size_t count) : rules_(count) {}
  bool judge(std::string_view json, std::int64_t, Verdict& verdict) override {
    verdict.clear();
    simdjson::dom::element root;
    if (parser_.parse(json.data(), json.size(), padding_is_there).get(root) != simdjson::SUCCESS) return false;
    rules_.judge(root, verdict);
    return true;
  }

 private:
  simdjson::dom::parser parser_;
  ServicesRules rules_;
};

}  // namespace

std::unique_ptr<Ruler> dom_release_ruler() { return std::make_unique<DomReleaseRuler>(); }
std::unique_ptr<Ruler> dom_services_ruler(std::size_t count) { return std::make_unique<DomServicesRuler>(count); }

}  // namespace nexus::bench
