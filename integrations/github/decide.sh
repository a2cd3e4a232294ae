#!/usr/bin/env bash
# Judges, annotates the change, fills the page of the job, and leaves the results for the steps that follow.
# Takes POLICY, SNAPSHOT, FORMAT and PARAMS (one a line), COLLECT, FAIL_ON and PHASE; any may be empty. Writes to GITHUB_OUTPUT:
#   decision, exit-code   of nexus eval; where nothing can be judged, no decision, and 2
#   verdict               what the job exits with: 0 where the decision is milder than FAIL_ON
#   report, comment, sarif   files; where nothing can be judged, only the comment, which says so
# It succeeds whatever the decision: the last step of the action tells, so that the comment is written before.
set -euo pipefail
results=$(mktemp -d "$RUNNER_TEMP/nexus.XXXXXX")
log=$results/log.txt  # what nexus says of its call, policies, reports and snapshots
: >"$log"

output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }
# lines TEXT: the lines that are not empty, into the array `found`
lines() {
  local line
  found=()
  while IFS= read -r line; do
    line=${line%$'\r'}
    [[ -z ${line//[[:space:]]/} ]] || found+=("$line")
  done <<<"$1"
}
# quote FILE: its text into the log. What it quotes of policies, reports and snapshots must not command the runner.
quote() {
  [[ -s $1 ]] || return 0
  local stop
  stop=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$stop"
  cat "$1"
  printf '\n::%s::\n' "$stop"
}
# cannot WORDS: nothing can be judged. The comment says so, too: one that allowed an earlier commit must not stand.
cannot() {
  local words=$*
  words=${words//%/%25}
  printf '::error title=Nexus::%s\n' "${words//$'\r'/%0D}"
  {
    printf '## Nexus could not decide\n\n'
    # An indented block, which no text can end; short enough for a comment even if all of it is ends of lines.
    { printf '%s\n\n' "$*"; head -c 10000 "$log"; } | tr -d '\r' | sed 's/^/    /'
    printf '\n'
  } >"$results/comment.md"
  cat "$results/comment.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
  output comment "$results/comment.md"
  output exit-code 2
  output verdict 2
  exit 0
}

arguments=()
lines "${SNAPSHOT:-}"
shopt -s nullglob
for pattern in "${found[@]}"; do
  files=("$pattern")
  # Unquoted, and split nowhere: names are matched, nothing else is expanded.
  # shellcheck disable=SC2206
  [[ -e $pattern ]] || { IFS=; files=($pattern); unset IFS; }
  [[ ${#files[@]} -gt 0 && -e ${files[0]} ]] || cannot "the input snapshot names \`$pattern\`, and there is no such file in $PWD"
  for file in "${files[@]}"; do arguments+=(--snapshot "$file"); done
done
shopt -u nullglob
if [[ -n ${COLLECT:-} ]]; then
  # The same path in every run: fingerprints of findings are made of it.
  collected=$RUNNER_TEMP/nexus-collected.json
  code=0
  nexus collect --config "$COLLECT" --output "$collected" >"$log" 2>&1 || code=$?
  quote "$log"
  [[ $code == 0 ]] || cannot "the evidence could not be collected; the log says why"
  arguments+=(--snapshot "$collected")
fi
[[ ${#arguments[@]} -gt 0 ]] || cannot "there is nothing to judge: name a file by the input snapshot, or a configuration by collect"

lines "${PARAMS:-}"
for param in "${found[@]}"; do arguments+=(--param "$param"); done
[[ -z ${PHASE:-} ]] || arguments+=(--phase "$PHASE")
[[ -z ${FAIL_ON:-} ]] || arguments+=(--fail-on "$FAIL_ON")

lines "${FORMAT:-}"
for format in "${found[@]}"; do
  [[ $format == *=?* ]] || cannot "the input format needs a file, such as sarif=nexus.sarif"
  arguments+=(--format "$format")
done
lines "${POLICY:-}"

code=0
nexus eval "${arguments[@]}" --format github --format "json=$results/report.json" --format "markdown=$results/comment.md" \
  --format "sarif=$results/nexus.sarif" --format "text=$results/report.txt" -- "${found[@]}" 2>"$log" || code=$?
quote "$log"
if [[ $code == 2 || ! -s $results/report.json ]]; then
  cannot "nothing was decided, for there is a mistake in the call, a policy or a snapshot; the log says which"
fi

quote "$results/report.txt"
output exit-code "$code"
output decision "$(jq -r .decision "$results/report.json")"
output report "$results/report.json"
output comment "$results/comment.md"
output sarif "$results/nexus.sarif"
output verdict "$code"
