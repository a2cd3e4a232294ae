#include "collect/jacoco.h"

#include "collect/coverage.h"
#include "collect/xml.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::collect {

namespace {

class Jacoco final : public XmlHandler {
 public:
  explicit Jacoco(Coverage& coverage) : coverage_(coverage) {}

  void open(std::string_view element, const XmlAttributes& attributes) override {
    if (std::exchange(at_root_, false)) {
      if (element != "report") refuse(wrong_root(element, "JaCoCo"));
    } else if (element == "group" || element == "package") {
      folders_.emplace_back(attributes.get("name"));
    } else if (element == "sourcefile") {
      file_ = &coverage_.files[path_of(attributes.get("name"))];
    } else if (element == "line" && file_ != nullptr) {
      open_line(attributes);
    }
  }

  void close(std::string_view element) override {
    if (element == "group" || element == "package") {
      folders_.pop_back();
    } else if (element == "sourcefile") {
      file_ = nullptr;
    }
  }

 private:
  /// `nr`, and missed and covered instructions (`mi`, `ci`) and branches (`mb`, `cb`).
  void open_line(const XmlAttributes& attributes) {
    const auto number = count("line", attributes, "nr");
    const auto missed = count("line", attributes, "mi"), covered = count("line", attributes, "ci");
    if (!number || !missed || !covered) return refuse("a `<line>` lacks `nr`, `mi` or `ci`");
    const std::uint64_t branches_missed = count("line", attributes, "mb").value_or(0);
    const std::uint64_t branches_covered = count("line", attributes, "cb").value_or(0);
    merge(file_->lines[*number], {.covered = *covered != 0,
                                  .branches = branches_missed + branches_covered,
                                  .branches_covered = branches_covered});
  }

  [[nodiscard]] std::string path_of(std::string_view name) const {
    std::string path;
    for (const std::string& folder : folders_)
      if (!folder.empty()) path.append(folder).append("/");
    return path.append(name);
  }

  Coverage& coverage_;
  std::vector<std::string> folders_;
  FileCoverage* file_ = nullptr;
  bool at_root_ = true;
};

}  // namespace

std::optional<Malformed> read_jacoco(Bytes& bytes, Coverage& coverage) {
  Jacoco handler(coverage);
  return read_xml(bytes, handler);
}

}  // namespace nexus::collect
