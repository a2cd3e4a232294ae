#!/usr/bin/env bash
# Every command has a manual page, which mandoc finds no fault with, and which says all that its help says. usage: manual_test.sh NEXUS ROOT
set -uo pipefail
nexus=$(realpath -- "$1")
command -v mandoc >/dev/null || { echo "skipped: mandoc is not installed"; exit 77; }
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
export SOURCE_DATE_EPOCH=1793577600 LC_ALL=C.UTF-8
problems=0
problem() { printf '%s: %s\n' "$1" "$2"; problems=$((problems + 1)); }

mapfile -t commands < <("$nexus" --complete --man '' | cut -f 1)
[[ ${#commands[@]} -gt 8 ]] || problem nexus "names only ${#commands[@]} commands"
for command in '' "${commands[@]}"; do
  page=$scratch/nexus${command:+-$command}.1
  "$nexus" --man $command >"$page" || problem "$page" "is not written"
  mandoc -Tlint -Wwarning "$page" || problem "${page##*/}" "mandoc warns of it"
  grep -q '^\.TH "NEXUS.*" "1" "2026-11-02" "nexus [0-9]' "$page" || problem "${page##*/}" "has another title or day: $(head -n 1 "$page")"
  text=$(mandoc -Tutf8 -Owidth=1000 "$page" | col -bx)
  # Words of the help, one by one, in their order: the page puts some of them elsewhere, and drops none.
  while read -r option; do
    [[ $text == *"$option"* ]] || problem "${page##*/}" "lacks $option"
  done < <("$nexus" ${command:-help} ${command:+--help} | grep -oE '(^| )--?[a-z][a-z-]+' | sort -u)
done
if command -v man >/dev/null && man --version >/dev/null 2>&1; then
  man --warnings=w -E UTF-8 -l "$scratch/nexus-eval.1" 2>&1 >/dev/null | grep . && problem nexus-eval.1 "man warns of it"
fi
[[ $problems -eq 0 ]] || exit 1
echo "$((${#commands[@]} + 1)) pages"
