#!/usr/bin/env bash
# Who may include whom. usage: includes.sh PROJECT_ROOT
# Samples for other tools (tests/collect/made) are no part of it.
# Prints `file:line: rule broken` for each forbidden #include and fails if there is one.
# The rules are the two tables below: folders, and fences round third-party libraries.
set -uo pipefail
cd -- "$1" || exit 2
export LC_ALL=C

folders=(base grammar rules engine report workspace collect cli playground stdlib-policies tests bench examples)
present=()
for folder in "${folders[@]}"; do [[ -d $folder ]] && present+=("$folder"); done
[[ ${#present[@]} -gt 0 ]] || { echo "$1: no folder of the project here" >&2; exit 2; }

{ grep -rnE --exclude-dir=made --include='*.h' --include='*.cpp' --include='*.def' '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]' "${present[@]}" || true; } |
awk '
  BEGIN {
    # folder → what it may include of the project: prefixes of paths.
    may["base"] = "base/"
    may["grammar"] = "base/ grammar/"
    may["rules"] = "base/ grammar/ rules/"
    may["engine"] = "base/ engine/ rules/plan/"
    may["report"] = "base/ engine/ report/"
    may["workspace"] = "base/ grammar/ rules/ engine/ report/ workspace/ stdlib-policies/embedded.h"
    may["collect"] = "base/ engine/digest.h report/json_writer.h workspace/ collect/"
    may["cli"] = "base/ report/ workspace/ cli/ collect/collect.h collect/config.h collect/kinds.h collect/request.h playground/repl/repl.h"
    may["playground"] = "base/ report/ workspace/ playground/"
    may["stdlib-policies"] = "stdlib-policies/"

    # third party → regular expression of the files that may include it, and how to say so. First match wins.
    fence("^tao/", "^grammar/([^/]*\\.cpp$|pegtl/)", "PEGTL belongs in grammar/*.cpp and grammar/pegtl/")
    fence("^simdjson\\.h$", "^engine/read/", "simdjson belongs in engine/read/")
    fence("^nlohmann/", "^(workspace/|report/json|collect/[^/]*\\.cpp$)", "nlohmann/json belongs in workspace/, report/json* and collect/*.cpp")
    fence("^CLI/", "^cli/", "CLI11 belongs in cli/")
    fence("^re2/", "^(engine|rules)/.*\\.cpp$", "re2 belongs in .cpp files of engine/ and rules/")
    fence("^(bid_|date/)", "^base/values/[^/]*\\.cpp$", "decimals and time zones belong in base/values/*.cpp")
    fence("^(graphviz/|dlfcn\\.h)", "^report/graph/layout\\.cpp$", "Graphviz belongs in report/graph/layout.cpp")
    fence("^histedit\\.h$", "^playground/repl/line_editor\\.cpp$", "libedit belongs in playground/repl/line_editor.cpp")
    fence("^(ncurses|term)\\.h$", "^playground/view/screen\\.cpp$", "ncurses belongs in playground/view/screen.cpp")
    fence("^(expat|yaml|csv)\\.h$", "^collect/[^/]*\\.cpp$", "the libraries of formats belong in collect/*.cpp")
    fence("^toml", "^collect/[^/]*\\.cpp$", "toml11 belongs in collect/*.cpp")
    fence("^nettle/", "^engine/.*\\.cpp$", "nettle belongs in .cpp files of engine/")
    fence("^catch2/", "^$", "include tests/support/catch.h")
    fence("^benchmark/", "^bench/", "Google Benchmark belongs in bench/")
    fence("^(fmt|range)/", "\\.cpp$", "fmt and range-v3 belong in .cpp files: headers are contracts")
    fence("^(filesystem|fstream|random|unistd\\.h|fcntl\\.h|sys/.*)$",
          "^((workspace|collect|cli|playground)/|base/values/time_zone\\.cpp$)",  # the zones of the system are data, like date-tz itself
          "the world (files, processes, chance) is passed in: none of it below workspace/")
    fence("[./]", "^(workspace|collect|cli|playground)/", "a header of the system or of an unknown library: tests/architecture/includes.sh has no rule for it")
  }
  function fence(header, files, words) { ++fences; fenced[fences] = header; inside[fences] = files; rule[fences] = words }
  function broken(words) { printf "%s:%s: includes %s%s%s: %s\n", file, line, open, name, open == "<" ? ">" : open, words; ++count }

  {
    split($0, part, ":"); file = part[1]; line = part[2]
    folder = file; sub("/.*", "", folder)
    text = substr($0, length(file) + length(line) + 3)
    sub("^[ \t]*#[ \t]*include[ \t]*", "", text)
    open = substr(text, 1, 1); name = substr(text, 2); sub("[>\"].*", "", name)
  }
  # Tests, benchmarks and examples may use everything; only Catch2 has one door.
  !(folder in may) {
    if (name ~ "^catch2/" && file != "tests/support/catch.h") broken("include tests/support/catch.h")
    next
  }
  open == "\"" {
    n = split(may[folder], prefixes, " "); allowed = 0
    for (i = 1; i <= n; ++i) if (index(name, prefixes[i]) == 1) allowed = 1
    if (allowed) next
    target = name; sub("/.*", "", target)
    if (name !~ "/" || !(target in may)) broken("a file of the project is written from its root, any other in angle brackets")
    else broken(folder "/ may include only " may[folder])
    next
  }
  {
    target = name; sub("/.*", "", target)
    if (name ~ "/" && target in may) { broken("a file of the project is written in quotes"); next }
    for (i = 1; i <= fences; ++i) if (name ~ fenced[i]) {
      if (file !~ inside[i]) broken(rule[i])
      next
    }
  }
  END { if (count) { printf "%d forbidden include%s\n", count, count == 1 ? "" : "s"; exit 1 } }
'
