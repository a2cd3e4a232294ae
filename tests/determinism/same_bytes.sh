#!/usr/bin/env bash
# The same call gives the same bytes. usage: same_bytes.sh NEXUS PROJECT_ROOT
# NEXUS_REPETITIONS (20) says how often a run is repeated at other addresses.
set -uo pipefail
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
repetitions=${NEXUS_REPETITIONS:-20}
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
failed=0 compared=0

# lay_out FOLDER [ORDER…]: the files of a run, written in that order of the policies, so that the file system lists them in another one.
policies=(a b c d e f g h)
lay_out() {
  local folder=$1 name
  shift
  mkdir -p "$folder/many/deep" "$folder/reports" "$folder/snapshots"
  for name in "$@"; do
    local at=$folder/many
    [[ $name == [c-e] ]] && at=$folder/many/deep
    cat >"$at/$name.nexus" <<POLICY
policy team_$name

input { coverage: { line: ratio in percent } }
param least_$name: ratio = 75%

gate coverage "Tested by $name" {
  require coverage.line >= least_$name else warn "{coverage.line}"
}
POLICY
    echo "<testsuite name='$name' tests='1'><testcase classname='$name' name='one'/></testsuite>" >"$folder/reports/$name.xml"
  done
  cp -r "$root"/examples/{release-gate,web-service,library-release,delivery-team} "$folder"
  cp "$root"/tests/cli/files/{alarm.nexus,alarm.jsonl,broken.jsonl,commands.session} "$folder"
  for name in 1 2 3 4 5 6 7 8 9; do sed "s/74\\.2/7$name.$name/" "$folder/release-gate/failing.json" >"$folder/snapshots/$name.json"; done
}

# outputs: every command and format in the current folder, with what each says and its exit code
now=2026-11-05T10:00:00Z
outputs() {
  local format run
  run() {
    local words="$*"
    printf '\n$ nexus %s\n' "${words/-j $jobs /-j N }"
    "${wrapper[@]}" "$nexus" "$@" 2>&1 </dev/null
    printf '? %s\n' $?
  }
  for format in text json jsonl sarif junit tap github gitlab markdown; do
    run eval release-gate/release.nexus -s snapshots/*.json -j "$jobs" --now "$now" --format "$format"
    run eval release-gate/release.nexus -s release-gate/failing.json --now "$now" --format "$format" -v
  done
  run eval many -s snapshots/*.json -j "$jobs" --now "$now" -v
  run eval many -s release-gate/failing.json --now "$now" --record record.json --format json=report.json
  cat record.json report.json
  run eval release-gate/release.nexus -s snapshots/*.json -j "$jobs" --now "$now" --record record.json -q
  cat record.json
  run verify record.json
  run eval alarm.nexus --jsonl -s alarm.jsonl --now "$now"
  run eval alarm.nexus --jsonl -s broken.jsonl --now "$now"
  run eval web-service/release.nexus -s web-service/days/*.json -j "$jobs" --input baseline=web-service/baseline.json --now "$now"
  run eval library-release -s library-release/days/*.json -j "$jobs" --now "$now" --format json
  run explain release-gate/release.nexus -s release-gate/failing.json --now "$now" -v
  run next release-gate/release.nexus -s release-gate/failing.json --now "$now" -v
  run replay alarm.nexus --history alarm.jsonl --format json
  run graph release-gate/release.nexus -s release-gate/failing.json --now "$now" --format mermaid
  run graph release-gate/release.nexus --format svg
  run doc release-gate/release.nexus --format html --now "$now"
  run test . -v --coverage
  run check . --now "$now" --format json
  run fmt --check many
  run init -s release-gate/green.json
  run collect --junit 'reports/*.xml' --now "$now"
  run eval nothing.nexus -s release-gate/failing.json
  run eval many -s release-gate/failing.json --param least_c=70% --param least_f=99% --now "$now"
}

# same NAME FILE: is it what came out first?
same() {
  compared=$((compared + 1))
  cmp -s "$scratch/first" "$2" && return
  failed=1
  echo "not the same: $1"
  diff "$scratch/first" "$2" | head -n 10
}

jobs=1
# Nothing but what a sanitizer is told.
bare=(env -i ${LSAN_OPTIONS:+"LSAN_OPTIONS=$LSAN_OPTIONS"})
wrapper=("${bare[@]}" "PATH=$PATH" HOME="$scratch" LC_ALL=C.UTF-8)
lay_out "$scratch/work" "${policies[@]}"
find "$scratch/work" -type f -exec touch -d 2026-11-02T10:00:00Z {} +
(cd "$scratch/work" && outputs) >"$scratch/first"
# What nothing came out of would be the same, too.
for words in '"decision":' '<testsuite' '^::error' '^not ok' '"record_version": 1' '^SAME' 'NX4001' '<svg'; do
  grep -q -e "$words" "$scratch/first" || { echo "nothing gives $words: has everything run?"; failed=1; }
done

vary() {  # NAME FOLDER
  (cd "$2" && outputs) >"$scratch/again"
  same "$1" "$scratch/again"
}

for jobs in 2 3 16; do vary "$jobs threads" "$scratch/work"; done
jobs=3

mkdir "$scratch/locales"
for locale in C de_DE.UTF-8 tr_TR.UTF-8 tr_TR.ISO-8859-9; do
  if [[ $locale != C ]]; then
    localedef -i "${locale%%.*}" -f "${locale#*.}" "$scratch/locales/$locale" 2>/dev/null || { echo "skipped: there is no locale $locale here"; continue; }
  fi
  wrapper=("${bare[@]}" "PATH=$PATH" HOME="$scratch" LOCPATH="$scratch/locales" LC_ALL="$locale" LANGUAGE=de)
  vary "locale $locale" "$scratch/work"
done
for zone in UTC America/St_Johns Asia/Kathmandu Pacific/Apia nowhere ':/etc/passwd'; do
  wrapper=("${bare[@]}" "PATH=$PATH" HOME="$scratch" LC_ALL=C.UTF-8 TZ="$zone")
  vary "time zone $zone" "$scratch/work"
done
wrapper=("${bare[@]}" PATH=/usr/bin COLUMNS=40 LINES=5 TERM=dumb NO_COLOR=1 USER=nobody LC_ALL=C.UTF-8 NEXUS_COLOR=always)
vary "another environment, without a home" "$scratch/work"
wrapper=("${bare[@]}" "PATH=$PATH" HOME="$scratch" LC_ALL=C.UTF-8)
(umask 077 && vary "umask 077" "$scratch/work"; exit $failed) || failed=1

# Another folder, deeper down; files made in another order, after others were made and removed.
deep=$scratch/$(printf 'deep/%.0s' {1..20})work
mkdir -p "$deep/many"
for i in {1..50}; do : >"$deep/many/$i"; done
rm -f "$deep/many"/*
lay_out "$deep" h c f a e b g d
find "$deep" -type f -exec touch -d 2026-11-02T10:00:00Z {} +
vary "files in another order, in another folder" "$deep"

# Other addresses, and memory that is filled with other bytes before it is used.
fixed=()
setarch -R true 2>/dev/null && fixed=(setarch -R) || echo "skipped: addresses cannot be fixed here (setarch -R)"
short() {
  "${wrapper[@]}" "$nexus" eval release-gate/release.nexus -s snapshots/*.json -j 3 --now "$now" --format json=report.json --record record.json -v 2>&1
  cat report.json record.json
  "${wrapper[@]}" "$nexus" explain release-gate/release.nexus -s release-gate/failing.json --now "$now" -v
}
cd "$scratch/work" || exit 2
short >"$scratch/first"
for ((i = 1; i <= repetitions; ++i)); do
  wrapper=("${bare[@]}" "PATH=$PATH" HOME="$scratch" LC_ALL=C.UTF-8 "MALLOC_PERTURB_=$((i * 37 % 255 + 1))")
  (( i % 2 )) || wrapper=("${fixed[@]}" "${wrapper[@]}")
  short >"$scratch/again"
  same "repetition $i" "$scratch/again"
done

[[ $compared -gt 20 ]] || { echo "only $compared runs were compared"; failed=1; }
[[ $failed -eq 0 ]] && echo "$compared runs, the same bytes"
exit $failed
