#!/usr/bin/env bash
# Runs a transcript of the command line and compares what comes out. usage: transcript.sh NEXUS TRANSCRIPT
#
#   # a comment
#   $ nexus eval release.nexus -s failing.json -q     a command, run by bash
#   | block                                           what it prints
#   ! error[NX4001]: …                                what it complains
#   ? 1                                               its exit code, where that is not 0
#
# One that begins with "# needs a terminal" is skipped where the system has no pseudo-terminals to give.
# Every transcript has a folder of its own, with examples/release-gate and tests/cli/files in it.
# NEXUS_ACCEPT=1 writes what comes out into the transcript; not in CI, where nobody would look at it.
set -u
nexus=$(realpath -- "$1")
transcript=$(realpath -- "$2")
here=$(dirname -- "$(realpath -- "$0")")
if [[ -n ${NEXUS_ACCEPT:-} && -n ${CI:-} ]]; then
  echo "NEXUS_ACCEPT is for people: CI only compares" >&2
  exit 2
fi

if [[ $(head -n 1 "$transcript") == "# needs a terminal" ]] && ! script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  echo "skipped: no pseudo-terminal here"
  exit 77
fi

scratch=$(mktemp -d) || exit 2
trap 'chmod -R u+rwx "$scratch"; rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home" "$scratch/work"
ln -s "$nexus" "$scratch/bin/nexus"
cp -r "$here"/files/. "$here"/../../examples/release-gate/*.nexus "$here"/../../examples/release-gate/*.json "$scratch/work"
cd "$scratch/work" || exit 2

run() {
  env -i PATH="$scratch/bin:$PATH" HOME="$scratch/home" LC_ALL=C.UTF-8 TERM=xterm ASAN_OPTIONS="${ASAN_OPTIONS:-}" LSAN_OPTIONS="${LSAN_OPTIONS:-}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-}" \
    bash -c "$1" >"$scratch/stdout" 2>"$scratch/stderr" </dev/null
  local code=$?
  sed -e 's/^/| /' -e 's/^| $/|/' "$scratch/stdout"
  sed -e 's/^/! /' -e 's/^! $/!/' "$scratch/stderr"
  [[ $code -eq 0 ]] || echo "? $code"
}

while IFS= read -r line || [[ -n $line ]]; do
  case $line in
    '| '* | '|' | '! '* | '!' | '? '*) ;;
    '$ '*)
      printf '%s\n' "$line"
      run "${line#\$ }"
      ;;
    *) printf '%s\n' "$line" ;;
  esac
done <"$transcript" >"$scratch/actual"

if [[ -n ${NEXUS_ACCEPT:-} ]]; then
  cat "$scratch/actual" >"$transcript"
else
  diff -u --label "$transcript" --label 'what came out' "$transcript" "$scratch/actual"
fi
