#!/usr/bin/env bash
# Judges, annotates the change, fills the page of the job, and leaves the results for the steps that follow.
# Takes POLICY, SNAPSHOT, FORMAT and PARAMS (one a line), COLLECT, FAIL_ON and PHASE; any may be empty. Writes to GITHUB_OUTPUT:
#   decision, exit-code   of nexus eval
#   verdict               what the job exits with: 0 where the decision is milder than FAIL_ON
#   report, comment, sarif   files
# It succeeds whatever the decision: the last step of the action tells, so that the comment is written before.
set -euo pipefail
results=$(mktemp -d "$RUNNER_TEMP/nexus.XXXXXX")

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
# cannot WORDS: nothing can be judged
cannot() {
  printf '::error title=Nexus::%s\n' "$*"
  output exit-code 2
  output verdict 2
  exit 0
}

arguments=()
lines "${SNAPSHOT:-}"
for snapshot in "${found[@]}"; do arguments+=(--snapshot "$snapshot"); done
if [[ -n ${COLLECT:-} ]]; then
  nexus collect --config "$COLLECT" --output "$results/snapshot.json" || cannot "the evidence could not be collected; the log says why"
  arguments+=(--snapshot "$results/snapshot.json")
fi
[[ ${#arguments[@]} -gt 0 ]] || cannot "there is nothing to judge: name a file by the input snapshot, or a configuration by collect"

lines "${PARAMS:-}"
for param in "${found[@]}"; do arguments+=(--param "$param"); done
[[ -z ${PHASE:-} ]] || arguments+=(--phase "$PHASE")
tells_only=
case ${FAIL_ON:-} in
  '') ;;
  never) tells_only=yes ;;
  *) arguments+=(--fail-on "$FAIL_ON") ;;
esac

lines "${FORMAT:-}"
for format in "${found[@]}"; do
  [[ $format == *=?* ]] || cannot "the input format needs a file, such as sarif=nexus.sarif"
  arguments+=(--format "$format")
done
lines "${POLICY:-}"

code=0
nexus eval "${arguments[@]}" --format github --format "json=$results/report.json" --format "markdown=$results/comment.md" \
  --format "sarif=$results/nexus.sarif" --format "text=$results/report.txt" -- "${found[@]}" || code=$?
output exit-code "$code"
if [[ $code == 2 || ! -s $results/report.json ]]; then
  cannot "nothing was decided, for there is a mistake in the call, a policy or a snapshot; the log says which"
fi

# The log has the report as people read it; what it quotes of snapshots must not command the runner.
stop=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$stop"
cat "$results/report.txt"
printf '\n::%s::\n' "$stop"

output decision "$(jq -r .decision "$results/report.json")"
output report "$results/report.json"
output comment "$results/comment.md"
output sarif "$results/nexus.sarif"
[[ -z $tells_only ]] || code=0
output verdict "$code"
