#!/usr/bin/env bash
# Full disks, closed pipes and closed streams. usage: no_room.sh NEXUS PROJECT_ROOT
set -uo pipefail
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 2
export HOME=$scratch LC_ALL=C.UTF-8
unset GITHUB_STEP_SUMMARY
failed=0 checked=0
now=2026-11-05T10:00:00Z
complain() { echo "$1"; [[ ! -s said ]] || head -n 5 said; failed=1; }

# expect CODE WORDS COMMAND…: the exit code, and a part of what is complained about (empty: nothing is)
expect() {
  local code=$1 words=$2 got
  shift 2
  "$@" 2>said </dev/null
  got=$?
  checked=$((checked + 1))
  [[ $got -eq $code ]] || complain "exit code $got, not $code: $*"
  if [[ -n $words ]]; then grep -q -e "$words" said || complain "does not say $words: $*"; else [[ ! -s said ]] || complain "complains: $*"; fi
}

cp "$root"/examples/release-gate/{release.nexus,failing.json,green.json} "$root"/tests/cli/files/{alarm.nexus,alarm.jsonl,broken.jsonl} .
for i in {1..40}; do tr -d '\n' <failing.json; echo; done >stream.jsonl
mkdir policies reports
{ echo 'policy p'; echo 'input{n:int}'; for i in {1..300}; do echo "gate g$i \"Gate $i\"{require   n>$i else block \"{n}\"}"; done; } >policies/p.nexus
{ echo '<testsuite name="s">'; for i in {1..300}; do echo "<testcase classname=\"c\" name=\"t$i\"><failure message=\"no\"/></testcase>"; done; echo '</testsuite>'; } >reports/junit.xml
"$nexus" eval release.nexus -s failing.json --now "$now" --record record.json -q >/dev/null
printf '%s\n' ':set coverage.line = 79%' 'gate more "More" { require coverage.line >= 75% else warn "{coverage.line}" }' ':save' >session

# ---- standard output on a full disk

if [[ -w /dev/full ]]; then
  full() { "$@" >/dev/full; }
  for format in text json jsonl sarif junit tap github gitlab markdown; do
    expect 2 NX4010 full "$nexus" eval release.nexus -s failing.json --format "$format"
    expect 2 NX4010 full "$nexus" eval release.nexus -s failing.json -s green.json --format "$format"
  done
  expect 2 NX4010 full "$nexus" eval release.nexus -s failing.json -e coverage.line
  expect 2 NX4010 full "$nexus" eval release.nexus --jsonl -s stream.jsonl
  expect 2 NX4010 full "$nexus" check release.nexus
  expect 2 NX4010 full "$nexus" check release.nexus --format json
  expect 2 NX4010 full "$nexus" explain release.nexus -s failing.json
  expect 2 NX4010 full "$nexus" explain NX2103
  expect 2 NX4010 full "$nexus" next release.nexus -s failing.json
  expect 2 NX4010 full "$nexus" replay alarm.nexus --history alarm.jsonl
  expect 2 NX4010 full "$nexus" graph release.nexus
  expect 2 NX4010 full "$nexus" doc release.nexus
  expect 2 NX4010 full "$nexus" collect --junit reports/junit.xml
  expect 2 NX4010 full "$nexus" fmt release.nexus
  expect 2 NX4010 full "$nexus" fmt --check policies
  expect 2 NX4010 full "$nexus" init -s green.json -q
  expect 2 NX4010 full "$nexus" stdlib
  expect 2 NX4010 full "$nexus" stdlib show rollback
  expect 2 NX4010 full "$nexus" test release.nexus
  expect 2 NX4010 full "$nexus" verify record.json
  expect 2 NX4010 full "$nexus" --help
  expect 2 NX4010 full "$nexus" --man
  expect 2 NX4010 full "$nexus" completions bash
  # A file of the run is there all the same: it was written first.
else
  echo "skipped: there is no /dev/full"
fi

# ---- files that find no room: the one of before stays, nothing else is left

# small WORDS COMMAND…: in the folder, with 4 KiB at most in a file
small() {
  local words=$1 before after
  shift
  before=$(find . -type f ! -name said -exec cksum {} + | sort)
  expect 2 "$words" bash -c 'ulimit -f 4; exec "$@"' - "$@" >/dev/null
  after=$(find . -type f ! -name said -exec cksum {} + | sort)
  [[ $before == "$after" ]] || { diff <(echo "$before") <(echo "$after"); complain "files have changed: $*"; }
}
for file in report.json results.jsonl other.json snapshot.json next.json doc.md; do echo "old" >"$file"; done
small 'NX4008.*report.json' "$nexus" eval release.nexus -s failing.json -s green.json -v --format json=report.json
small 'NX4008.*record.json' "$nexus" eval release.nexus -s failing.json --format sarif=other.json -q --record record.json
small 'NX4008.*record.json' "$nexus" eval release.nexus -s failing.json --record record.json --format text=report.json
small 'NX4008.*results.jsonl' "$nexus" eval release.nexus --jsonl -s stream.jsonl --format jsonl=results.jsonl
small 'NX4008.*policies/p.nexus' "$nexus" fmt --write policies
small 'NX4008.*snapshot.json' "$nexus" collect --junit reports/junit.xml -o snapshot.json
small 'NX4008.*doc.html' "$nexus" doc release.nexus --format html -o doc.html
small 'NX4008.*phases.svg' "$nexus" stdlib copy quality_gates phases.svg

# A disk of its own that is full, where one may be mounted.
if unshare -rm true 2>/dev/null && mkdir disk && unshare -rm mount -t tmpfs -o size=16k none disk 2>/dev/null; then
  cat >on_disk.sh <<'SCRIPT'
mount -t tmpfs -o size=16k none disk || exit 99
echo old >disk/report.json
head -c 12000 /dev/zero >disk/filling
"$1" eval release.nexus -s failing.json -s green.json -v --format json=disk/report.json
code=$?
[[ $(cat disk/report.json) == old && $(ls -A disk) == $'filling\nreport.json' ]] || { ls -lA disk >&2; exit 98; }
exit $code
SCRIPT
  on_disk() { unshare -rm bash on_disk.sh "$nexus" >/dev/null; }
  expect 2 'NX4008.*disk/report.json.*no space left on device' on_disk
else
  echo "skipped: no disk can be mounted here"
fi

# ---- pipes that nobody reads: the exit code is that of the decision, but for a stream, of which the rest was not judged

closed() { { sleep 0.05; "$@"; echo $? >code; } | : ; return "$(cat code)"; }
expect 1 '' closed "$nexus" eval release.nexus -s failing.json
expect 0 '' closed "$nexus" eval release.nexus -s green.json -v --format json
expect 1 '' closed "$nexus" next release.nexus -s failing.json
expect 0 '' closed "$nexus" verify record.json
expect 0 '' closed "$nexus" stdlib show rollback
expect 2 '' closed "$nexus" eval release.nexus --jsonl -s stream.jsonl

# ---- streams that are not open at all: a file must not come to stand in their place

without_output() { "$@" >&-; }
without_complaints() { "$@" 2>&- >/dev/null; }
without_input() { "$@" <&- >/dev/null; }
rm -f report.json
expect 2 NX4010 without_output "$nexus" eval release.nexus -s failing.json --format json=report.json --format text
grep -q '"decision": "block"' report.json && [[ $(grep -c '^{' report.json) -eq 1 ]] || complain "without standard output, report.json is not the report"
cat stream.jsonl broken.jsonl >mixed.jsonl
"$nexus" eval release.nexus --jsonl -s mixed.jsonl --now "$now" --format jsonl=results.jsonl 2>said
[[ -s said ]] || complain "mixed.jsonl gives no complaints: this checks nothing"
cp results.jsonl expected.jsonl
without_complaints "$nexus" eval release.nexus --jsonl -s mixed.jsonl --now "$now" --format jsonl=results.jsonl
cmp -s results.jsonl expected.jsonl || complain "without standard error, results.jsonl is not what it is with it"
expect 2 'NX4003.*<stdin>' without_input "$nexus" eval release.nexus -s -

[[ $checked -gt 30 ]] || { echo "only $checked calls were checked"; failed=1; }
[[ $failed -eq 0 ]] && echo "$checked calls"
exit $failed
