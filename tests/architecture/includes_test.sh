#!/usr/bin/env bash
# Tests of includes.sh: each line of the lists is one file with one #include, allowed or forbidden.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf -- "$tree"' EXIT
failures=0

check() {  # allowed|forbidden FILE INCLUDE
  local verdict=allowed output
  rm -rf -- "${tree:?}"/*
  mkdir -p -- "$tree/$(dirname -- "$2")"
  printf '// first line\n  # include %s  // why\n' "$3" >"$tree/$2"
  output=$("$here/includes.sh" "$tree" 2>&1) || verdict=forbidden
  if [[ $verdict != "$1" ]]; then
    echo "FAIL $2 with $3 is $verdict, not $1: $output"
    failures=$((failures + 1))
  elif [[ $verdict == forbidden && $output != "$2:2: includes $3: "* ]]; then
    echo "FAIL $2 with $3 is reported as: $output"
    failures=$((failures + 1))
  fi
}

while read -r verdict file include; do
  [[ -z $verdict ]] || check "$verdict" "$file" "$include"
done <<'LIST'
allowed base/a.cpp "base/ids.h"
allowed base/a.h <vector>
allowed report/graph/layout.cpp <graphviz/gvc.h>
forbidden report/graph/svg.cpp <graphviz/gvc.h>
forbidden base/a.h "grammar/parse.h"
forbidden base/a.cpp "ids.h"
forbidden base/a.cpp "../grammar/parse.h"
forbidden base/a.cpp <base/ids.h>
forbidden base/a.h "fmt/core.h"
allowed grammar/a.cpp "base/ids.h"
forbidden grammar/a.cpp "rules/types.h"
allowed rules/plan/a.cpp "grammar/parse.h"
forbidden rules/a.h "engine/value.h"
allowed engine/a.cpp "rules/plan/plan.h"
forbidden engine/a.cpp "rules/types.h"
forbidden engine/a.cpp "grammar/parse.h"
allowed report/a.cpp "engine/report.h"
forbidden report/a.cpp "rules/plan/plan.h"
forbidden report/a.cpp "workspace/nexus.h"
allowed workspace/a.cpp "stdlib-policies/embedded.h"
forbidden workspace/a.cpp "cli/main.h"
allowed cli/a.cpp "workspace/nexus.h"
allowed cli/a.cpp "report/text.h"
forbidden cli/a.cpp "engine/value.h"
allowed cli/a.cpp "playground/repl/repl.h"
forbidden cli/a.cpp "playground/repl/session.h"
forbidden playground/repl/a.cpp "cli/main.h"
allowed grammar/a.cpp <tao/pegtl.hpp>
allowed grammar/pegtl/a.h <tao/pegtl.hpp>
forbidden grammar/a.h <tao/pegtl.hpp>
forbidden rules/a.cpp <tao/pegtl.hpp>
allowed engine/read/a.h <simdjson.h>
forbidden engine/a.cpp <simdjson.h>
allowed report/json.cpp <nlohmann/json.hpp>
allowed workspace/nexus.h <nlohmann/json_fwd.hpp>
forbidden report/sarif.cpp <nlohmann/json.hpp>
allowed cli/a.h <CLI/CLI.hpp>
allowed playground/repl/line_editor.cpp <histedit.h>
forbidden playground/repl/repl.cpp <histedit.h>
allowed playground/view/screen.cpp <ncurses.h>
forbidden playground/view/view.cpp <ncurses.h>
forbidden workspace/a.cpp <CLI/CLI.hpp>
allowed rules/check/a.cpp <re2/re2.h>
forbidden engine/a.h <re2/re2.h>
allowed base/values/a.cpp <bid_functions.h>
forbidden base/values/a.h <bid_functions.h>
allowed base/values/a.cpp <date/tz.h>
forbidden engine/a.cpp <date/date.h>
allowed engine/a.cpp <nettle/sha2.h>
forbidden workspace/a.cpp <nettle/sha2.h>
allowed rules/a.cpp <range/v3/view/filter.hpp>
forbidden rules/a.h <fmt/format.h>
forbidden engine/a.cpp <fstream>
forbidden rules/a.cpp <sys/stat.h>
allowed workspace/a.cpp <sys/stat.h>
forbidden rules/a.cpp <boost/optional.hpp>
forbidden base/diagnostics/a.def "rules/types.h"
allowed tests/unit/base/a.cpp "engine/value.h"
allowed tests/support/catch.h <catch2/catch.hpp>
forbidden tests/unit/base/a.cpp <catch2/catch.hpp>
LIST

[[ $failures == 0 ]] || exit 1
echo "includes.sh keeps its rules"
