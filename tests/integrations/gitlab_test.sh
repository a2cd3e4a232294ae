#!/usr/bin/env bash
# The job of the GitLab template, its script run by sh as a runner does. usage: gitlab_test.sh NEXUS ROOT
set -uo pipefail
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
command -v jq >/dev/null || { echo "skipped: jq is not installed"; exit 77; }
python3 -c 'import yaml' 2>/dev/null || { echo "skipped: python3-yaml is not installed"; exit 77; }
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/work"
ln -s "$nexus" "$scratch/bin/nexus"
cp "$root"/examples/release-gate/*.{nexus,json} "$scratch/work"
cd "$scratch/work" || exit 2
python3 -c 'import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)' "$root/integrations/gitlab/nexus.gitlab-ci.yml" >"$scratch/template.json" || exit 1
job() { jq -r '.[".nexus"]'"$1" "$scratch/template.json"; }
job '.script | join("\n")' >"$scratch/script"
problems=0
problem() { printf '%s\n' "$*"; sed 's/^/    /' "$scratch/log"; problems=$((problems + 1)); }

# run VARIABLE=VALUE…: the job, with the template's variables where they are not set
run() {
  local variables=()
  mapfile -t variables < <(job '.variables | to_entries[] | "\(.key)=\(.value)"')
  rm -f nexus-*
  env -i PATH="$scratch/bin:$PATH" LC_ALL=C.UTF-8 CI=true GITLAB_CI=true "${variables[@]}" "$@" sh "$scratch/script" >"$scratch/log" 2>&1
  code=$?
}
run NEXUS_SNAPSHOT=failing.json
[[ $code == 1 ]] || problem "a failing release: exit code $code"
grep -q '^BLOCK' "$scratch/log" || problem "the log lacks the report"
grep -q '<testsuite' "$(job .artifacts.reports.junit)" || problem "no checks for the merge request"
jq -e 'length > 0 and all(has("fingerprint"))' "$(job .artifacts.reports.codequality)" >/dev/null || problem "no findings for the merge request"
run NEXUS_SNAPSHOT=green.json NEXUS_POLICY=release.nexus NEXUS_PHASE=go_live
[[ $code == 0 ]] || problem "a green release: exit code $code"
run NEXUS_SNAPSHOT=failing.json NEXUS_FAIL_ON=rollback
[[ $code == 0 ]] || problem "a milder limit: exit code $code"
printf '[tests]\njunit = "junit.xml"\n' >nexus.collect
printf '<testsuite name="cart" tests="1"><testcase name="adds"/></testsuite>\n' >junit.xml
printf 'policy ci\n\nimport std.delivery.evidence\n\ninput { tests?: evidence.Tests }\n\ngate tests { require tests.failures == 0 }\n' >ci.policy.nexus
run NEXUS_COLLECT=nexus.collect NEXUS_POLICY=ci.policy.nexus
[[ $code == 0 ]] || problem "a collected snapshot: exit code $code"
rm ci.policy.nexus
mkdir -p "services/a b" services/web
cp green.json "services/a b/snapshot.json"
cp failing.json services/web/snapshot.json
run NEXUS_SNAPSHOT='services/a*/snapshot.json'
[[ $code == 0 ]] || problem "a pattern, of a name with a space: exit code $code"
run NEXUS_SNAPSHOT=$'green.json\nservices/*/snapshot.json\n'
[[ $code == 1 && $(grep -c '<testsuite ' nexus-junit.xml) == 3 ]] || problem "a pattern and a file: exit code $code"
run NEXUS_SNAPSHOT=$'green.json\nservices/*/other.json'
[[ $code == 2 && $(<"$scratch/log") == *"'services/*/other.json'"* ]] || problem "a pattern that matches nothing: exit code $code"
run
[[ $code == 2 ]] || problem "nothing to judge: exit code $code"
# shellcheck disable=SC2016
run NEXUS_SNAPSHOT=green.json NEXUS_POLICY='$(touch pwned) ; touch pwned'
[[ $code == 2 && ! -e pwned ]] || problem "a hostile variable: exit code $code"
# shellcheck disable=SC2016
run NEXUS_SNAPSHOT='$(touch pwned) ; `touch pwned`'
[[ $code == 2 && ! -e pwned ]] || problem "a hostile snapshot: exit code $code"
# Whoever includes the template gets no job that they have not written.
jq -e 'keys == [".nexus"]' "$scratch/template.json" >/dev/null || problem "the template has a job of its own"
[[ $problems -eq 0 ]] || exit 1
echo "the job runs"
