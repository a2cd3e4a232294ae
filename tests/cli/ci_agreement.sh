#!/usr/bin/env bash
# A run fails exactly where the formats for CI say that something fails. usage: ci_agreement.sh NEXUS ROOT
set -u
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
unset GITHUB_STEP_SUMMARY
cd "$root/tests/cli/files" || exit 2

failed=0
runs=0
bad_runs=0

# agree ARGUMENT…: of nexus eval
agree() {
  local code format output expected=0 says
  "$nexus" eval "$@" -q >/dev/null 2>&1
  code=$?
  [[ $code -eq 2 ]] && { echo "no decision: nexus eval $*" >&2; failed=1; return; }
  [[ $code -ne 0 ]] && expected=1
  runs=$((runs + 1))
  bad_runs=$((bad_runs + expected))
  for format in github junit tap sarif; do
    output=$("$nexus" eval "$@" --format "$format")
    case $format in
      github) grep -q '^::error ' <<<"$output" ;;
      junit) grep -q -e '<failure ' -e '<error ' <<<"$output" ;;
      tap) grep '^not ok ' <<<"$output" | grep -qv ' # TODO ' ;;
      sarif) grep -q '^          "level": "error"' <<<"$output" ;;
    esac && says=1 || says=0
    [[ $says -eq $expected ]] || { echo "exit code $code, and $format says otherwise: nexus eval $*" >&2; failed=1; }
  done
}

gate=$root/examples/release-gate
for fail_on in warn hold block rollback never; do
  for level in allow warn hold block rollback; do agree level.nexus -s "$level.json" --fail-on "$fail_on"; done
  agree excepted.nexus -s one_finding.json --now 2026-12-01T00:00:00Z --fail-on "$fail_on"
  agree excepted.nexus -s one_finding.json --now 2027-12-01T00:00:00Z --fail-on "$fail_on"
  agree "$gate/release.nexus" -s "$gate/failing.json" --fail-on "$fail_on"
  agree "$gate/release.nexus" -s "$gate/failing.json" --set 'security.findings=[]' --phase go_live --fail-on "$fail_on"
  agree "$gate/release.nexus" -s "$gate/failing.json" --only go_live --phase go_live --fail-on "$fail_on"
  agree "$gate/release.nexus" -s "$gate/green.json" --phase go_live --fail-on "$fail_on"
  agree "$gate/release.nexus" -s "$gate/green.json" --set metrics=null --fail-on "$fail_on"
  agree "$gate/release.nexus" -s "$gate/green.json" -s "$gate/failing.json" --fail-on "$fail_on"
done
# Both must have been seen, else nothing has been compared.
[[ $bad_runs -gt 10 && $((runs - bad_runs)) -gt 10 ]] || { echo "$bad_runs of $runs runs failed: is that so?" >&2; failed=1; }
exit $failed
