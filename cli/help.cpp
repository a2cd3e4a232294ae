#include "cli/help.h"

namespace nexus::cli {

std::string_view general_help() {
  return R"(Rules for releases: gates, phases and rollback triggers, judged on a snapshot.

  nexus init -s build.json -o release.nexus    a first policy from what is there
  nexus eval release.nexus -s snapshot.json    may this be released?
  nexus check release.nexus                    does the policy make sense?
  nexus test release.nexus                     does it do what its tests say?
  nexus replay alerts.nexus --history h.jsonl  what would have fired, and when?
  nexus repl                                   what if? a place to try it out

Commands
  init    writes a policy that starts where the project is, from snapshots
  eval    evaluates policies on snapshots
  explain says why a rule is what it is, part by part; and what a code means
  next    says what to do so that the decision becomes allow
  replay  evaluates every snapshot of a history in turn
  check   finds mistakes in policies; needs no snapshot
  test    runs the tests in policies
  collect makes a snapshot of the reports that CI has already
  fmt     lays policies out the way all policies are laid out
  graph   draws the phases, and how far each is
  doc     writes policies out in sentences, for people who read no code
  repl    a session: type rules, change values, see what comes of it
  stdlib  shows the policies that ship with nexus
  verify  decides again what a record holds, and says whether it is the same

Limits, each moved by `--limit NAME=VALUE`
  policy-size       16MiB      one policy file, or file of params
  policy-depth      256        brackets inside one another in a policy
  expression-depth  2000       operations inside one another, with all that they
                               stand on
  operations        2000000    of defs, written out wherever they are called
  regex-size        10000      instructions of a compiled regular expression
  snapshot-size     1GiB       one JSON document, or a whole history
  snapshot-depth    512        objects and lists inside one another in JSON
  line-size         64MiB      one line of a stream or history
  steps             100000000  of judging one snapshot
  findings          100000     in one report

`nexus COMMAND --help` says more, `nexus --version` which version this is.
)";
}

std::string_view eval_help() {
  return R"(Evaluates policies on snapshots of the state of a project.

  nexus eval release.nexus -s snapshot.json
  nexus eval policies -s snapshot.json --phase go_live
  nexus eval release.nexus -s snapshot.json --set coverage.line=79.9%
  nexus eval release.nexus -s snapshot.json --format sarif=nexus.sarif
  curl … | nexus eval release.nexus -s - -q
  nexus eval release.nexus -s history.jsonl --jsonl
  nexus eval release.nexus -s services/*.json
  nexus eval -s snapshot.json -e 'count(t in tests where t.failed)'

Usage: nexus eval [POLICY…] -s SNAPSHOT [OPTION…]

  POLICY…                 files, or folders with *.nexus files below them;
                          none: ./*.nexus and ./policies

What is evaluated
  -s, --snapshot FILE     a JSON file, `-` for standard input; may be repeated:
                          `-s services/*.json` judges each by itself
      --input NAME=FILE   a further document that the policy declares
      --history FILE      earlier snapshots, one a line, each with its `time`
      --set PATH=VALUE    edits the snapshot first: a JSON value or a literal
                          such as 79.9% or 150ms; may be repeated
      --jsonl             one snapshot a line, one JSON result a line
      --strict            with --jsonl: stop at a line that is no snapshot
  -j, --jobs N            threads for several snapshots; unless said otherwise,
                          one a core
  -e, --expression EXPR   print the value of an expression instead

What is asked
      --phase PHASE       may this phase start?
      --only RULE         judge only this rule; may be repeated
      --param NAME=VALUE  sets a param: --param min_coverage=75%
      --params FILE       sets params from a JSON object
      --now TIME          what `now` means: 2026-11-02T10:00:00Z
      --limit NAME=VALUE  moves a limit: --limit snapshot-depth=1000; there are
                          those that `nexus --help` lists

What comes out
      --format FORMAT     text (unless said otherwise), json, jsonl; for CI
                          sarif, junit, tap, github, gitlab, markdown; with
                          =FILE into a file, and may then be repeated
      --fail-on LEVEL     the mildest decision that is a failure: warn, hold
                          (unless said otherwise), block or rollback; with
                          never, no decision is one
      --record FILE       writes all that was read and decided into a file, for
                          `nexus verify`; snapshots stand in it as they are
  -q, --quiet             the decision and nothing else
  -v, --verbose           everything: what passed, params, digests
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0 allow or warn (or below --fail-on), 1 block, 3 rollback, 4 hold;
2 where there is no decision: a mistake in the call, a policy or a snapshot.
)";
}

std::string_view replay_help() {
  return R"(Evaluates every snapshot of a history in turn, each with those before it: which
triggers would have fired, when and for how long, and how the decision changed.

  nexus replay alerts.nexus --history production.jsonl
  nexus replay alerts.nexus --history production.jsonl --labels incidents.json
  nexus replay alerts.nexus --history production.jsonl --param limit=2%
  zcat production.jsonl.gz | nexus replay alerts.nexus --history - --format json

Usage: nexus replay [POLICY…] --history FILE [OPTION…]

  POLICY…                 files, or folders with *.nexus files below them;
                          none: ./*.nexus and ./policies

      --history FILE      snapshots by time, one a line, each with its `time`;
                          `-` for standard input
      --labels FILE       windows in which there was an incident, as JSON: how
                          many of them were caught, how early, and how often
                          there was a false alarm
      --input NAME=FILE   a further document that the policy declares
      --phase PHASE       may this phase start?
      --only RULE         judge only this rule; may be repeated
      --param NAME=VALUE  sets a param, as for eval
      --params FILE       sets params from a JSON object
      --limit NAME=VALUE  moves a limit: --limit snapshot-depth=1000; there are
                          those that `nexus --help` lists
      --format FORMAT     text (unless said otherwise), or json
  -q, --quiet             only triggers that fired, and the labels
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0 where everything could be replayed, whatever came out; 2 where not.
)";
}

std::string_view repl_help() {
  return R"(A place to learn the language and to try a change: type a rule, an expression
or a command, change a value, and see at once what comes of it.

  nexus repl
  nexus repl --tutorial
  nexus repl release.nexus -s snapshot.json
  nexus repl release.nexus -s snapshot.json --tui
  echo ':set coverage.line = 79%' | nexus repl release.nexus -s snapshot.json

Usage: nexus repl [POLICY…] [-s SNAPSHOT] [OPTION…]

  POLICY…                 files, or folders with *.nexus files below them;
                          none: an empty policy, to be typed

  -s, --snapshot FILE     a JSON file; none: an empty snapshot
      --input NAME=FILE   a further document that the policy declares
      --history FILE      earlier snapshots, one a line, each with its `time`
      --param NAME=VALUE  sets a param, as for eval
      --params FILE       sets params from a JSON object
      --now TIME          what `now` means: 2026-11-02T10:00:00Z
      --tui               on the whole screen: policy, decision and snapshot; ?
                          says what the keys do
      --tutorial          begin with the first of twelve exercises
      --echo              without a terminal: write what is read, too, so that
                          what comes out is a transcript
      --color WHEN        auto, always or never; NO_COLOR works, too

At its prompt, `:help` says what there is. Without a terminal it reads standard
input, line by line, and answers on standard output.

Exit code: 0; 2 where a file cannot be read or, without a terminal, where
something was not understood.
)";
}

std::string_view check_help() {
  return R"(Finds mistakes in policies: syntax, names, types, units, and what is legal but
probably not meant. Needs no snapshot.

  nexus check release.nexus
  nexus check policies --deny-warnings
  nexus check release.nexus --format json
  nexus check release.nexus --cost -s snapshot.json

Usage: nexus check [POLICY…] [OPTION…]

  POLICY…                 files, or folders with *.nexus files below them;
                          none: ./*.nexus and ./policies

      --param NAME=VALUE  sets a param, as for eval
      --params FILE       sets params from a JSON object
      --now TIME          waivers that have expired by then are warned of
      --deny-warnings     a warning is a failure
      --cost              how many steps each rule can take, dearest first
  -s, --snapshot FILE     with --cost: says how long the lists are
      --limit NAME=VALUE  moves a limit: --limit snapshot-depth=1000; there are
                          those that `nexus --help` lists
      --format FORMAT     text (unless said otherwise), or json for editors
  -q, --quiet             no summary
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0 no errors, 2 errors (or warnings, with --deny-warnings).
)";
}

std::string_view test_help() {
  return R"(Runs the `test` blocks of policies.

  nexus test release.nexus
  nexus test policies --filter coverage
  nexus test release.nexus --coverage --min-coverage 80%
  nexus test policies --format junit=tests.xml
  nexus test release.nexus --watch

Usage: nexus test [POLICY…] [OPTION…]

  POLICY…                 files, or folders with *.nexus files below them;
                          none: ./*.nexus and ./policies

What is run
  -k, --filter TEXT       only tests with this in their name, module or place
                          (release.nexus:12); may be repeated
  -x, --fail-fast         stop at the first test that does not pass
      --list              print the names of the tests instead
      --watch             run again whenever a file changes
      --param NAME=VALUE  sets a param, where the test sets none
      --params FILE       sets params from a JSON object

What comes out
      --coverage          which conditions the tests saw true and false
      --min-coverage P    fail below this coverage: 80%
      --limit NAME=VALUE  moves a limit: --limit snapshot-depth=1000; there are
                          those that `nexus --help` lists
      --format FORMAT     text (unless said otherwise), junit, tap or json;
                          with =FILE into a file, and may then be repeated
  -q, --quiet             how many passed and nothing else
  -v, --verbose           every test, everything that failed
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0 all passed, 1 some did not or the coverage is too low; 2 where
nothing was run: a mistake in the call or a policy, or no test.
)";
}

std::string_view init_help() {
  return R"(Writes a policy that starts where the project is: an input block that says what
is in the snapshots, a gate that holds in each of them, and tests that show it
hold and fail. All of it was tried: the policy checks, its tests pass, and every
snapshot is allowed.

  nexus init -s build.json -o release.nexus
  nexus init -s monday.json -s tuesday.json > release.nexus
  nexus init -s history.jsonl --jsonl -o release.nexus
  gh api repos/shop/web/commits/main/status | nexus init -s -

Usage: nexus init -s SNAPSHOT… [OPTION…]

  -s, --snapshot FILE     a JSON file, `-` for standard input; may be repeated.
                          The more there are, the better it knows what may be
                          absent, and which words a status is one of
      --jsonl             one snapshot a line
  -o, --output FILE       where the policy goes; standard output unless said
      --force             replace a file that is there

What is guessed from a name, such as a unit, says so in a comment. The policy is
yours from then on: nothing is written into it again.

  -q, --quiet             no word on what to do next
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0, or 2 where something is wrong.
)";
}

std::string_view stdlib_help() {
  return R"(Shows the policies that ship with nexus: libraries that a policy puts in force.

  nexus stdlib
  nexus stdlib show std.delivery.rollback | less
  nexus stdlib copy std.delivery.rollback

Usage: nexus stdlib [list | show NAME | copy NAME [FILE]] [OPTION…]

  list                    every module, and what it is for
  show NAME               the module's text: its rules, params and tests
  copy NAME [FILE]        writes it into a file of your own, ./rollback.nexus
                          unless said otherwise; `import "rollback.nexus"` then
                          takes it from there

To put one in force: `import std.delivery.rollback` and `enforce rollback`;
`enforce rollback with { max_error_rate = 2% }` sets its params.

      --force             copy: replace a file that is there
      --format FORMAT     list: text (unless said otherwise) or json
  -q, --quiet             copy: say nothing
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0, or 2 where something is wrong.
)";
}

std::string_view next_help() {
  return R"(Says what to do so that the decision becomes allow. Every change it names was
made to a copy of the snapshot, and the policy evaluated again.

  nexus next release.nexus -s snapshot.json
  nexus next release.nexus -s snapshot.json --phase go_live
  nexus next release.nexus -s snapshot.json --json
  nexus next release.nexus -s snapshot.json --apply if.json

Usage: nexus next [POLICY…] -s SNAPSHOT [OPTION…]

  POLICY…                 files, or folders with *.nexus files below them;
                          none: ./*.nexus and ./policies

What is evaluated
  -s, --snapshot FILE     a JSON file, `-` for standard input
      --input NAME=FILE   a further document that the policy declares
      --history FILE      earlier snapshots, one a line, each with its `time`
      --set PATH=VALUE    edits the snapshot first

What is asked
      --phase PHASE       may this phase start, too?
      --only RULE         look only at this rule; may be repeated
      --param NAME=VALUE  sets a param, as for eval
      --params FILE       sets params from a JSON object
      --now TIME          what `now` means: 2026-11-02T10:00:00Z

What comes out
      --apply FILE        writes the snapshot with the first way of every step
                          done, for another `nexus eval`; `-` prints it
                          instead of the steps
      --limit NAME=VALUE  moves a limit: --limit snapshot-depth=1000; there are
                          those that `nexus --help` lists
      --format FORMAT     text (unless said otherwise), or json
      --json              the same as --format json
  -q, --quiet             what the decision would be, and nothing else
  -v, --verbose           every change and every reason
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: that of `nexus eval`, for the snapshot as it is: 0 allow or warn,
1 block, 3 rollback, 4 hold; 2 where there is no decision.
)";
}

std::string_view graph_help() {
  return R"(Draws the phases of a policy: which comes after which, the gates that guard
each and, on a snapshot, how far each is and what it waits for.

  nexus graph release.nexus
  nexus graph release.nexus -s snapshot.json --format svg=phases.svg
  nexus graph release.nexus -s snapshot.json --format dot | dot -Tpdf -o p.pdf

Usage: nexus graph [POLICY…] [-s SNAPSHOT] [OPTION…]

  POLICY…                 files, or folders with *.nexus files below them;
                          none: ./*.nexus and ./policies

      --limit NAME=VALUE  moves a limit: --limit snapshot-depth=1000; there are
                          those that `nexus --help` lists
      --format FORMAT     mermaid (unless said otherwise: for Markdown), dot or
                          svg; with =FILE into a file, and may then be repeated
  -s, --snapshot FILE     a JSON file, `-` for standard input
      --set PATH=VALUE    edits the snapshot first
      --input NAME=FILE   a further document that the policy declares
      --history FILE      earlier snapshots, one a line, each with its `time`
      --param NAME=VALUE  sets a param, as for eval
      --params FILE       sets params from a JSON object
      --now TIME          what `now` means: 2026-11-02T10:00:00Z
  -q, --quiet             no warnings about the policy
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0, or 2 where something is wrong. What the snapshot decides does not
matter here: that is what `nexus eval` is for.
)";
}

std::string_view explain_help() {
  return R"(Says why a rule became what it is: its conditions part by part, with the value
of each, where that comes from, and which part decides.

  nexus explain release.nexus -s snapshot.json
  nexus explain coverage release.nexus -s snapshot.json
  nexus explain 'health[staging].1' release.nexus -s snapshot.json -v
  nexus explain coverage release.nexus -s snapshot.json --set coverage.line=80%
  nexus explain NX2103

Usage: nexus explain [RULE] [POLICY…] -s SNAPSHOT [OPTION…]
       nexus explain CODE

  RULE                    a rule, or what findings are called by: `tests.1`,
                          `health[staging]`; none: whatever does not pass
  POLICY…                 files that end in .nexus, or folders that end in `/`;
                          none: ./*.nexus and ./policies
  CODE                    of an error or a warning: cause, example, what to do

  -s, --snapshot FILE     a JSON file, `-` for standard input
      --set PATH=VALUE    edits the snapshot first
      --input NAME=FILE   a further document that the policy declares
      --history FILE      earlier snapshots, one a line, each with its `time`
      --param NAME=VALUE  sets a param, as for eval
      --params FILE       sets params from a JSON object
      --phase PHASE       as if this phase was asked about
      --now TIME          what `now` means: 2026-11-02T10:00:00Z
      --limit NAME=VALUE  moves a limit: --limit snapshot-depth=1000; there are
                          those that `nexus --help` lists
      --format FORMAT     text (unless said otherwise) or json
  -v, --verbose           also the parts that decide nothing
  -q, --quiet             no warnings about the policy
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0, or 2 where something is wrong. What is decided does not matter
here: that is what `nexus eval` is for.
)";
}

std::string_view doc_help() {
  return R"(Writes policies out in sentences, for people who do not read code: what each
gate, phase and trigger asks for, with the thresholds as they are set, what
follows when it fails or evidence is missing, waivers, and the evidence read.

  nexus doc release.nexus > release.md
  nexus doc release.nexus --format html -o release.html
  nexus doc release.nexus --param min_coverage=75%
  nexus doc policies --format html=rules.html --format markdown=rules.md

Usage: nexus doc [POLICY…] [OPTION…]

  POLICY…                 files, or folders with *.nexus files below them;
                          none: ./*.nexus and ./policies

      --limit NAME=VALUE  moves a limit: --limit snapshot-depth=1000; there are
                          those that `nexus --help` lists
      --format FORMAT     markdown (unless said otherwise) or html, one page
                          that needs nothing else; with =FILE into a file, and
                          may then be repeated
  -o, --output FILE       writes a file, whole or not at all
      --param NAME=VALUE  sets a param, as for eval
      --params FILE       sets params from a JSON object
      --now TIME          waivers that are over by then are said to be
  -q, --quiet             no warnings about the policy
      --color WHEN        auto, always or never; NO_COLOR works, too

What is in force is described, with what the policies enforce of libraries. If
only libraries are named, all of their rules are.

Exit code: 0, or 2 where something is wrong.
)";
}

std::string_view fmt_help() {
  return R"(Lays policies out the way all policies are laid out. What they say stays, and
every comment stays where it is.

  nexus fmt release.nexus
  nexus fmt --write release.nexus policies
  nexus fmt --check policies
  nexus fmt - < release.nexus

Usage: nexus fmt FILE… [OPTION…]

  FILE…                   a file to print in its layout, `-` for standard input;
                          with --check and --write several, and folders with
                          *.nexus files below them

      --check             write nothing: name the files that would change, each
                          with the first lines that differ
      --write             replace the files, and say which have changed
      --limit NAME=VALUE  moves a limit: --limit snapshot-depth=1000; there are
                          those that `nexus --help` lists
  -q, --quiet             say nothing
      --color WHEN        auto, always or never; NO_COLOR works, too

A file with syntax errors is left as it is, and the errors are shown.

Exit code: 0; 1 where --check finds a file that would change; 2 where something
is wrong.
)";
}

std::string_view collect_help() {
  return R"(Makes a snapshot of what CI has already: reports of tests, coverage and
scanners, bills of materials, git, files. Policies read it as it is.

  nexus collect --junit 'build/**/junit*.xml' --lcov coverage/lcov.info
  nexus collect -o snapshot.json && nexus eval release.nexus -s snapshot.json
  nexus collect --junit unit.xml --junit e2e_tests='e2e/*.xml'
  nexus collect --cobertura coverage.xml --env CI --env 'GITHUB_*'

Usage: nexus collect [OPTION…]

Without an option that names something, ./nexus.collect says what to collect.

What is read: a file, or a pattern in quotes (`*`, `**`, `?`, `[…]`). Each may
be repeated. FIELD= puts it into another field than its own. With a `?` behind
it, the file need not be there; otherwise, a field of which a file is missing is
left out as a whole, with a warning: a policy then finds its evidence missing.

      --junit FILE        results of tests, into `tests`
      --cobertura FILE    coverage, into `coverage`
      --jacoco FILE       the same, of JaCoCo
      --lcov FILE         the same, of LCOV
      --sarif FILE        findings of scanners, into `security`
      --cyclonedx-vulnerabilities FILE
                          the same, of CycloneDX
      --cyclonedx FILE    a bill of materials in JSON, into `sbom`
      --spdx FILE         the same, of SPDX 2.x
      --manifest FILE     what `sha256sum` wrote, and what the files are now,
                          into `manifest`
      --json FIELD=FILE   any document, into a field of that name
      --yaml FIELD=FILE   the same, of YAML
      --toml FIELD=FILE   the same, of TOML
      --csv FIELD=FILE    the same, of CSV
      --git [BASE]        the commit that is checked out, and what has changed
                          since BASE (origin/main), into `git`
      --env NAME          a variable of the environment, or a pattern of names,
                          into `env`; what looks like a secret only by its name
      --config FILE       says all this in a file (TOML); its paths are relative
                          to it

What comes out
  -o, --output FILE       writes a file, whole or not at all
      --now TIME          what `time` is: 2026-11-02T10:00:00Z
  -q, --quiet             no warnings
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0, or 2 where something cannot be read; then nothing is written.
)";
}

std::string_view verify_help() {
  return R"(Decides again what a record holds, from the record alone, and says whether it
comes out the same: anywhere, at any later time, without the files of then.

  nexus eval release.nexus -s snapshot.json --record record.json
  nexus verify record.json
  nexus verify record.json --files

Usage: nexus verify RECORD [OPTION…]

  RECORD                  what `nexus eval --record` wrote; `-` for standard
                          input

      --files             says, too, whether the files here are those of the
                          record
      --limit NAME=VALUE  moves a limit: those of the record go no further than
                          these, of which `nexus --help` has the list
  -q, --quiet             says nothing; the exit code remains
      --color WHEN        auto, always or never; NO_COLOR works, too

Exit code: 0 the same; 1 something comes out differently, or with --files a file
is another one; 2 the record is damaged, or cannot be evaluated.
)";
}

}  // namespace nexus::cli
