#!/usr/bin/env bash
# Runs the pages of diagnostics. usage: diagnostics.sh NEXUS PROJECT_ROOT
#
# A page has an example and what to do, each in fenced blocks: `nexus`, `nexus lib.nexus`, `json snapshot`, `jsonl history` …
# are files (policy.nexus, lib.nexus, snapshot.json, history.jsonl), and so is each whose name has a dot (`xml junit.xml`); `console` is the command, `nexus check policy.nexus`
# unless it says otherwise. What to do repeats the blocks that change.
set -uo pipefail
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$nexus" "$scratch/bin/nexus"
export PATH="$scratch/bin:$PATH" LC_ALL=C.UTF-8
problems=0 ran=0
problem() { printf '%s: %s\n' "$1" "$2"; problems=$((problems + 1)); }

# blocks PAGE SECTION FOLDER: writes the files of a section; its command goes into .command
blocks() {
  awk -v section="$2" -v folder="$3" '
    /^## / { in_section = $0 == "## " section }
    !in_section { next }
    /^```/ {
      if (file != "") { close(file); file = ""; next }
      split(substr($0, 4), info, " ")
      if (info[1] == "nexus") file = folder "/" (info[2] == "" ? "policy.nexus" : info[2])
      else if ((info[1] == "json" || info[1] == "jsonl") && info[2] != "") file = folder "/" info[2] "." info[1]
      else if (info[2] ~ /[.]/) file = folder "/" info[2]
      else if (info[1] == "console") file = folder "/.command"
      else file = "/dev/null"
      if (file != "/dev/null") printf "" > file
      next
    }
    file != "" { print > file }
  ' "$1"
}

# run FOLDER: all that comes out
run() {
  local command='$ nexus check policy.nexus'
  [[ ! -f $1/.command ]] || command=$(head -n 1 "$1/.command")
  (cd "$1" && bash -c "${command#\$ }" 2>&1 </dev/null)
}

for code in $(grep -oh '^NEXUS_DIAGNOSTIC(NX[0-9]*' "$root"/base/diagnostics/*.def | grep -o 'NX.*'); do
  page=$root/docs/diagnostics/$code.md
  [[ -f $page ]] || { problem "$code" "has no page"; continue; }
  [[ $(head -n 1 "$page") == "# $code: "* ]] || problem "$page" "does not begin with \`# $code: \`"
  grep -q '^## What to do$' "$page" || problem "$page" "does not say what to do"
  work=$scratch/$code
  mkdir "$work"
  blocks "$page" Example "$work"
  # What cannot be had by running something has words alone.
  [[ -n $(ls -A "$work") ]] || continue
  ran=$((ran + 1))
  [[ $(run "$work") == *"[$code"[]\ ]* ]] || problem "$page" "its example does not give $code"
  blocks "$page" "What to do" "$work"
  out=$(run "$work")
  [[ $out != *"[NX"* ]] || problem "$page" "what to do gives ${out#*\[}"
  [[ ! -f $work/policy.nexus ]] || "$nexus" fmt --check "$work/policy.nexus" >/dev/null 2>&1 || problem "$page" "its mended policy is not in canonical layout"
done
for page in "$root"/docs/diagnostics/NX*.md; do
  grep -q "^NEXUS_DIAGNOSTIC($(basename "$page" .md)," "$root"/base/diagnostics/*.def || problem "$page" "there is no such diagnostic"
done
[[ $ran -gt 200 ]] || problem pages "only $ran examples ran"
[[ $problems -eq 0 ]] && echo "$ran examples ran"
