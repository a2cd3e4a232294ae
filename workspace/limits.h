#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/limits.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The limits of a run by name, as `--limit NAME=VALUE` sets them (docs/cli.md, "Limits").
namespace nexus::workspace {

/// What is known of one limit.
struct LimitForm {
  std::string_view name;  ///< `snapshot-size`
  std::uint64_t base::Limits::*value;
  std::uint64_t least, most;  ///< the range in which it may be set
  bool is_size = false;       ///< in bytes: `64MiB`; else a plain number
  std::string_view what;      ///< is limited, in words
};
/// Every limit, in the order of docs/cli.md.
[[nodiscard]] std::span<const LimitForm> limit_forms();

/// `4GiB`, `512`: the value of a limit as it is set.
[[nodiscard]] std::string limit_text(const LimitForm& form, std::uint64_t value);

/// Does a help say how `--limit` is to be written? That is always a help of its own, so that a command without the option can
/// leave it out.
[[nodiscard]] bool is_limit_advice(std::string_view help);

/// What is wrong with limits that were not set by words: the first that is outside its range.
[[nodiscard]] std::optional<base::Diagnostic> out_of_range(const base::Limits& limits);

/// Sets one limit as `snapshot-size=4GiB` says; nothing where that is fine, else what is wrong with it.
[[nodiscard]] std::optional<base::Diagnostic> set_limit(base::Limits& limits, std::string_view assignment);

/// How to go on beyond a limit, for a help: "or allow more: `--limit steps=200`", about twice as much as now, or that it
/// cannot be moved further.
[[nodiscard]] std::string allow_more(const base::Limits& limits, std::uint64_t base::Limits::*value);

/// What a file may have, and the limit that says so.
struct SizeLimit {
  std::uint64_t bytes;
  const LimitForm* form;  ///< never null

  [[nodiscard]] std::string words() const;  ///< `16MiB`
};
[[nodiscard]] SizeLimit policy_size(const base::Limits& limits);
[[nodiscard]] SizeLimit snapshot_size(const base::Limits& limits);
[[nodiscard]] SizeLimit line_size(const base::Limits& limits);

/// What `name`, a file or a line of one, is told where it has more bytes.
[[nodiscard]] base::Diagnostic file_too_large(std::string_view name, const SizeLimit& limit);

}  // namespace nexus::workspace
