#!/usr/bin/env bash
# Runs the commands on a page of documentation and compares what comes out. usage: console.sh NEXUS PAGE
#
# Each section (## …) is a folder of its own, in which `examples` is that of the project. In it a ```nexus block is release.nexus, a ```json block snapshot.json, one that
# says its name (```xml junit.xml) that file, and
# the lines of a ```console block that begin with "$ " are run, by bash. What follows each is all that it prints, and
# "exit code N" where that is not 0. Between the lines "<!-- $ COMMAND -->" and "<!-- end -->" stands what the command prints as
# a part of the page itself: Markdown. Other blocks are left alone. Policies that can be read are in the layout of `nexus fmt`.
# NEXUS_ACCEPT=1 writes what comes out into the page; not in CI, where nobody would look at it.
set -u
nexus=$(realpath -- "$1")
page=$(realpath -- "$2")
here=$(dirname -- "$(realpath -- "$0")")
if [[ -n ${NEXUS_ACCEPT:-} && -n ${CI:-} ]]; then
  echo "NEXUS_ACCEPT is for people: CI only compares" >&2
  exit 2
fi

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home" "$scratch/work"
ln -s "$nexus" "$scratch/bin/nexus"

clean() {
  (cd "$scratch/work" && env -i PATH="$scratch/bin:$PATH" HOME="$scratch/home" LC_ALL=C.UTF-8 \
    ASAN_OPTIONS="${ASAN_OPTIONS:-}" LSAN_OPTIONS="${LSAN_OPTIONS:-}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-}" bash -c "$1" 2>&1 </dev/null)
}

failed=0
commands=0
section=
layout() {
  [[ -f $scratch/work/release.nexus ]] || return
  clean 'nexus fmt --check release.nexus' >"$scratch/layout"
  if [[ $? -eq 1 ]]; then # 2: it has syntax errors, and no layout
    echo "$section: not in the layout of nexus fmt" >&2
    cat "$scratch/layout" >&2
    failed=1
  fi
}

file_of() {
  case $1 in
    nexus) echo release.nexus ;;
    json) echo snapshot.json ;;
    *' '*.*) echo "${1#* }" ;;
  esac
}

block= # what the lines belong to: "nexus", "json", "console", "shown", another language, or nothing
while IFS= read -r line || [[ -n $line ]]; do
  case $block:$line in
    :'## '*)
      layout
      rm -f "$scratch/work"/*
      ln -s "$here/../../examples" "$scratch/work/examples"
      section=$line
      printf '%s\n' "$line"
      ;;
    :'```'*)
      block=${line#'```'}
      block=${block:-text}
      file=$(file_of "$block")
      [[ -z $file ]] || : >"$scratch/work/$file"
      printf '%s\n' "$line"
      ;;
    :'<!-- $ '*' -->')
      block=shown
      printf '%s\n' "$line"
      command=${line#'<!-- $ '}
      clean "${command%' -->'}"
      commands=$((commands + 1))
      ;;
    shown:'<!-- end -->')
      block=
      printf '%s\n' "$line"
      ;;
    shown:*) ;;
    *:'```')
      block=
      printf '%s\n' "$line"
      ;;
    console:'$ '*)
      printf '%s\n' "$line"
      clean "${line#\$ }"
      code=$?
      [[ $code -eq 0 ]] || echo "exit code $code"
      commands=$((commands + 1))
      ;;
    console:*) ;; # what came out when the page was written
    *)
      file=$(file_of "$block")
      [[ -z $file ]] || printf '%s\n' "$line" >>"$scratch/work/$file"
      printf '%s\n' "$line"
      ;;
  esac
done <"$page" >"$scratch/actual"
layout

if [[ $commands -eq 0 ]]; then
  echo "$page: no command is on it: is this the page?"
  exit 1
fi
if [[ -n ${NEXUS_ACCEPT:-} ]]; then
  cat "$scratch/actual" >"$page"
else
  diff -u --label "$page" --label 'what came out' "$page" "$scratch/actual" || failed=1
fi
exit $failed
