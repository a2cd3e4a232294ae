#!/usr/bin/env bash
# Types the sessions on a page of documentation and compares what comes out. usage: page.sh NEXUS PAGE
#
# A ```console block begins with "$ COMMAND", which bash runs. Where that is `nexus repl`, the lines that begin with its prompts are
# typed into it. Everything else in the block is what comes out. All blocks share one folder.
# NEXUS_ACCEPT=1 writes what comes out into the page; not in CI, where nobody would look at it.
set -u
nexus=$(realpath -- "$1")
page=$(realpath -- "$2")
if [[ -n ${NEXUS_ACCEPT:-} && -n ${CI:-} ]]; then
  echo "NEXUS_ACCEPT is for people: CI only compares" >&2
  exit 2
fi

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/work"
ln -s "$nexus" "$scratch/bin/nexus"

clean() { # COMMAND, on what stands on standard input
  (cd "$scratch/work" && env -i PATH="$scratch/bin:$PATH" HOME="$scratch" LC_ALL=C.UTF-8 \
    ASAN_OPTIONS="${ASAN_OPTIONS:-}" LSAN_OPTIONS="${LSAN_OPTIONS:-}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-}" bash -c "$1" 2>&1)
}

sessions=0
run() {
  [[ -n $command ]] || return
  printf '$ %s\n' "$command"
  if [[ $command == 'nexus repl'* ]]; then
    printf '%s' "$typed" | clean "$command --echo"
  else
    clean "$command" </dev/null
  fi
  sessions=$((sessions + 1))
}

inside=
while IFS= read -r line || [[ -n $line ]]; do
  case $inside:$line in
    ':```console')
      inside=console command='' typed=''
      printf '%s\n' "$line"
      ;;
    'console:```')
      run
      inside=
      printf '%s\n' "$line"
      ;;
    'console:$ '*) command=${line#\$ } ;;
    'console:nexus> '*) typed+=${line#nexus> }$'\n' ;;
    'console:  ...> '*) typed+=${line#  ...> }$'\n' ;;
    console:*) ;; # what came out when the page was written
    *) printf '%s\n' "$line" ;;
  esac
done <"$page" >"$scratch/actual"

if [[ $sessions -eq 0 ]]; then
  echo "$page: no session is on it: is this the page?"
  exit 1
fi
if [[ -n ${NEXUS_ACCEPT:-} ]]; then
  cat "$scratch/actual" >"$page"
else
  diff -u --label "$page" --label 'what came out' "$page" "$scratch/actual"
fi
