#!/usr/bin/env bash
# Every rule that docs/standard-policies.md names exists. usage: page.sh PROJECT_ROOT
# Looks at the last column of its tables: `gate.requirement`, `.requirement` (of the rule before it), `module/rule`, `phase p`, `param p`.
set -euo pipefail
cd -- "$1"
awk -F'|' '
  FILENAME ~ /\.nexus$/ {
    line = $0
    if (match(line, /^(gate|phase|trigger|param|table|library) [A-Za-z0-9_.]+/)) {
      split(substr(line, RSTART, RLENGTH), words, " ")
      if (words[1] == "library") { library = words[2]; short = library; sub(/.*\./, "", short); known[library] = known[short] = 1 }
      rule = words[2]; known[rule] = known[short "/" rule] = known[library "/" rule] = 1
    }
    # Requirements and obligations are found by the rule that they belong to; order is one that each phase has.
    while (match(line, /(require|remedy) [a-z_][A-Za-z0-9_]*/)) {
      split(substr(line, RSTART, RLENGTH), words, " ")
      known[rule "." words[2]] = known[words[2]] = 1
      line = substr(line, RSTART + RLENGTH)
    }
    next
  }
  /^\|/ && NF > 3 {
    cell = $(NF - 1); last = ""
    while (match(cell, /`[^`]+`/)) {
      name = substr(cell, RSTART + 1, RLENGTH - 2); cell = substr(cell, RSTART + RLENGTH)
      sub(/^(gate|phase|trigger|param|table) /, "", name)
      if (name !~ /^[a-z0-9_.\/]+$/) continue  # a value, a file
      if (name ~ /^\./) name = last name
      plain = name; sub(/.*\//, "", plain)
      if (!(name in known) && !(plain in known)) { printf "%s:%d: there is no `%s`\n", FILENAME, FNR, name; ++missing }
      else ++found
      last = plain; sub(/\..*/, "", last)
    }
  }
  END {
    if (missing) exit 1
    if (found < 200) { print "only " found + 0 " rules are named: is this the page?"; exit 1 }
    print found " rules are named, and all of them exist"
  }
' $(find stdlib-policies -name '*.nexus' | sort) docs/standard-policies.md
