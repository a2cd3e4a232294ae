#pragma once

#include "workspace/describe/wording.h"

#include <utility>

namespace nexus::workspace::describing {

/// Counts how deep sentences are nested. Beyond a point nobody reads them, and what the policy says is shorter.
class Wording::Deeper {
 public:
  explicit Deeper(Wording& wording) : wording_(wording) { ++wording_.depth_; }
  ~Deeper() { --wording_.depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

  [[nodiscard]] bool too_deep() const { return wording_.depth_ > deepest; }

 private:
  static constexpr int deepest = 9;
  Wording& wording_;
};

/// Refers to items in one way until its own life ends.
class Wording::With {
 public:
  With(Wording& wording, Reference reference)
      : wording_(wording), before_(std::exchange(wording.reference_, reference)) {}
  ~With() { wording_.reference_ = before_; }
  With(const With&) = delete;
  With& operator=(const With&) = delete;

 private:
  Wording& wording_;
  Reference before_;
};

}  // namespace nexus::workspace::describing
