#!/usr/bin/env bash
# The steps of action.yml on a made-up runner. usage: github_test.sh NEXUS ROOT
set -uo pipefail
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
here=$root/tests/integrations
for tool in python3 jq curl; do command -v $tool >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }; done
python3 -c 'import yaml' 2>/dev/null || { echo "skipped: python3-yaml is not installed"; exit 77; }
scratch=$(mktemp -d) || exit 2
server=
trap '[[ -z $server ]] || kill "$server"; rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/work" "$scratch/temp" "$scratch/home"
ln -s "$nexus" "$scratch/bin/nexus"
cp "$root"/examples/release-gate/*.{nexus,json} "$scratch/work"
cd "$scratch/work" || exit 2
problems=0
problem() { printf '%s\n' "$*"; sed 's/^/    /' "$scratch/log"; problems=$((problems + 1)); }

echo '[{"id": 1, "user": {"type": "User", "id": 5}, "body": "<!-- nexus: release/gate --> written by somebody"}]' >"$scratch/comments"
python3 "$here/github_api.py" "$scratch/comments" >"$scratch/api" &
server=$!
for _ in {1..100}; do [[ -s $scratch/api ]] && break; sleep 0.1; done
port=$(head -n 1 "$scratch/api")

# run INPUT=VALUE…: the action; what it prints is in log, its outputs in outputs, and its exit code in $code
run() {
  : >"$scratch/summary"
  : >"$scratch/path"
  env -i PATH="${path:-$scratch/bin:$PATH}" HOME="$scratch/home" LC_ALL=C.UTF-8 GITHUB_ACTIONS=true CI=true RUNNER_TEMP="$scratch/temp" \
    GITHUB_STEP_SUMMARY="$scratch/summary" GITHUB_PATH="$scratch/path" GITHUB_REPOSITORY=owner/project GITHUB_WORKFLOW=release GITHUB_JOB=gate \
    GITHUB_API_URL="http://127.0.0.1:$port" GITHUB_TOKEN="${token-secret}" PULL_REQUEST="${pull-}" GITHUB_SERVER_URL="file://$scratch/server" \
    ACTION_REPOSITORY=owner/nexus ACTION_REF="${ref-}" \
    python3 "$here/run_action.py" "${action:-$root/action.yml}" "$@" >"$scratch/log" 2>&1
  code=$?
  tail -n 1 "$scratch/log" >"$scratch/outputs"
}
# expect WORDS CODE DECISION
expect() {
  [[ $code == "$2" ]] || problem "$1: exit code $code, not $2"
  local decision
  decision=$(jq -r .decision "$scratch/outputs")
  [[ $decision == "$3" ]] || problem "$1: decision '$decision', not '$3'"
}

run snapshot=failing.json policy=release.nexus
expect "a failing release" 1 block
grep -q '^::error .*file=' "$scratch/log" || problem "a failing release: no annotation"
[[ -s $scratch/summary ]] || problem "a failing release: nothing on the page of the job"
grep -q '^BLOCK' "$scratch/log" || problem "a failing release: the log lacks the report"
jq -e '.decision == "block"' "$(jq -r .report "$scratch/outputs")" >/dev/null || problem "a failing release: no report"
grep -q 'Comment on the pull request: left out' "$scratch/log" || problem "a comment nobody asked for"

run snapshot=green.json
expect "a green release, policy found" 0 allow
run snapshot=$'green.json\nfailing.json'
expect "two snapshots" 1 block
mkdir -p "services/a b" services/web
cp green.json "services/a b/snapshot.json"
cp failing.json services/web/snapshot.json
run snapshot='services/a*/snapshot.json'
expect "a pattern, of a name with a space" 0 allow
run snapshot=$'services/*/snapshot.json\ngreen.json'
expect "a pattern and a file" 1 block
[[ $(jq '.reports | length' "$(jq -r .report "$scratch/outputs")") == 3 ]] || problem "a pattern and a file: not three snapshots"
run snapshot=$'green.json\nservices/*/other.json'
expect "a pattern that matches nothing" 2 ''
# shellcheck disable=SC2016
grep -q '^::error .*`services/\*/other.json`' "$scratch/log" || problem "a pattern that matches nothing: not named"
run snapshot=failing.json fail-on=never
expect "only telling" 0 block
grep -q '^::warning ' "$scratch/log" && ! grep -q '^::error ' "$scratch/log" || problem "only telling: findings are errors, though nothing fails"
run snapshot=failing.json fail-on=rollback
expect "a milder limit" 0 block
run snapshot=failing.json phase=go_live params=$'min_coverage=70%\n' $'format=junit=results.xml\nsarif=own.sarif\n'
expect "everything at once" 1 block
[[ -s results.xml && -s own.sarif ]] || problem "further formats: no files"
run snapshot=failing.json sarif=true
grep -q 'upload-sarif.*nexus.sarif.*"category": "nexus/release/gate"' "$scratch/log" || problem "findings are not uploaded"
run snapshot=failing.json sarif=true name=arm
grep -q '"category": "nexus/release/gate/arm"' "$scratch/log" || problem "findings of a use with a name are not told from others"

# What the job's own reports say, collected.
printf '[tests]\njunit = "junit.xml"\n' >nexus.collect
printf '<testsuite name="cart" tests="1" failures="1"><testcase name="adds"><failure message="2 is not 3"/></testcase></testsuite>\n' >junit.xml
printf 'policy ci\n\nimport std.delivery.evidence\n\ninput { tests?: evidence.Tests }\n\ngate tests { require tests.failures == 0 }\n' >ci.nexus
run collect=nexus.collect policy=ci.nexus
expect "a collected snapshot" 1 block
first=$(jq -r .report "$scratch/outputs")
run collect=nexus.collect policy=ci.nexus
diff <(grep snapshot "$first") <(grep snapshot "$(jq -r .report "$scratch/outputs")") || problem "a collected snapshot: another run has another path"
# Several snapshots: their paths are part of the fingerprints.
fingerprints() { jq '.runs[].results[].partialFingerprints' "${1%/*}/nexus.sarif"; }
run collect=nexus.collect snapshot=green.json policy=ci.nexus
first=$(jq -r .report "$scratch/outputs")
run collect=nexus.collect snapshot=green.json policy=ci.nexus
[[ -n $(fingerprints "$first") && $(fingerprints "$first") == $(fingerprints "$(jq -r .report "$scratch/outputs")") ]] || problem "another run has other fingerprints"
rm junit.xml
run collect=nexus.collect policy=ci.nexus
expect "a report that is missing" 4 hold
printf '<testsuite' >junit.xml
run collect=nexus.collect policy=ci.nexus
expect "a broken report" 2 ''
rm ci.nexus

# Lines of files that nexus quotes are no commands, though they look like some. What stands between the two lines of
# ::stop-commands:: is text.
commands() { awk '/^::stop-commands::/ { stop = "::" substr($0, 18) "::"; next } $0 == stop { stop = ""; next } stop == "" && /##\[|::set-/' "$scratch/log"; }
mkdir hostile
printf 'policy hostile\n\ngate g { require ##[error]owned }\n' >hostile/policy.nexus
run snapshot=green.json policy=hostile/policy.nexus
expect "a policy that does not parse" 2 ''
grep -q '##\[error\]owned' "$scratch/log" || problem "a policy that does not parse: the log does not say why"
[[ -z $(commands) ]] || problem "a line of a policy commands the runner: $(commands)"
printf '[##[error]owned]\n' >hostile/nexus.collect
run collect=hostile/nexus.collect policy=release.nexus
expect "a configuration that does not parse" 2 ''
grep -q '##\[error\]owned' "$scratch/log" || problem "a configuration that does not parse: the log does not say why"
[[ -z $(commands) ]] || problem "a line of a configuration commands the runner: $(commands)"
run snapshot=$'100%\r::set-output name=decision::allow'
expect "a return in a name" 2 ''
grep -q '^::error .*`100%25%0D::set-output' "$scratch/log" || problem "a return in a name starts a line"

run
expect "nothing to judge" 2 ''
grep -q '^::error .*nothing to judge' "$scratch/log" || problem "nothing to judge: not said"
run snapshot=failing.json format=sarif
expect "a format without a file" 2 ''
run snapshot=missing.json
expect "a missing snapshot" 2 ''

# No input is a command, wherever it stands.
# shellcheck disable=SC2016
hostile='x"; touch pwned; $(touch pwned) `touch pwned` '"'; touch pwned; '"
for input in policy snapshot collect format fail-on phase params version working-directory; do
  for value in "$hostile" "$hostile=x" $'x\n::set-output name=decision::allow\ntouch pwned'; do
    run snapshot=green.json "$input=$value"
    [[ $code != 0 ]] || problem "$input=$value: was taken"
    [[ -z $(find "$scratch" "$root" -maxdepth 3 -name pwned -print -quit) ]] || problem "$input=$value: was run"
  done
done

# One comment, written again; that of somebody else stays.
pull=7
run snapshot=failing.json comment=true
expect "a comment" 1 block
run snapshot=green.json comment=true
expect "the comment again" 0 allow
[[ $(jq length "$scratch/comments") == 2 ]] || problem "there are $(jq length "$scratch/comments") comments, not two"
[[ $(jq -r '.[0].body' "$scratch/comments") == *'written by somebody' ]] || problem "the comment of somebody was replaced"
grep -qi allow <<<"$(jq -r '.[1].body' "$scratch/comments")" || problem "the comment was not written again"
grep -q '^PATCH .*/issues/comments/2 200$' "$scratch/api" || problem "the comment was not updated in place"
run snapshot=missing.json comment=true
expect "no snapshot any more" 2 ''
[[ $(jq length "$scratch/comments") == 2 ]] || problem "what cannot be judged has a comment of its own"
[[ $(jq -r '.[1].body' "$scratch/comments") == *'## Nexus could not decide'*missing.json* ]] || problem "the comment still allows, or says not why"
grep -q '^## Nexus could not decide' "$scratch/summary" || problem "the page of the job does not say that nothing was decided"
run snapshot=green.json policy=hostile/policy.nexus comment=true
grep -q '^    .*##\[error\]owned' <<<"$(jq -r '.[1].body' "$scratch/comments")" || problem "the comment does not quote what is wrong in the policy"
{ printf 'policy hostile\n\n'; for i in {1..3000}; do printf 'gate g%s { require == 1 }\n' "$i"; done; } >hostile/policy.nexus
run snapshot=green.json policy=hostile/policy.nexus comment=true
expect "many mistakes" 2 ''
size=$(jq '.[1].body | length' "$scratch/comments")
[[ $size -gt 5000 && $size -lt 65536 ]] || problem "many mistakes: the comment has $size characters"
rm -r hostile

# The legs of a matrix are one job, and each has its comment; names that look alike are two.
run snapshot=failing.json comment=true name='a b'
run snapshot=green.json comment=true name='a_b'
run snapshot=green.json comment=true
[[ $(jq length "$scratch/comments") == 4 ]] || problem "two legs: there are $(jq length "$scratch/comments") comments, not four"
grep -q BLOCK <<<"$(jq -r '.[2].body' "$scratch/comments")" || problem "a leg has overwritten the comment of another"
run snapshot=green.json comment=true name='--> @all'
[[ $(jq -r '.[4].body | split("\n")[0]' "$scratch/comments") == '<!-- nexus: release/gate/--%3E%20%40all -->' ]] || problem "a name ends the mark"

# A person's token: the comment is theirs, and that of the bot is left alone.
token=of-a-person
run snapshot=failing.json comment=true
run snapshot=failing.json comment=true
[[ $(jq length "$scratch/comments") == 6 ]] || problem "a person's token: there are $(jq length "$scratch/comments") comments, not six"
[[ $(jq -r '.[5].user.id' "$scratch/comments") == 42 ]] || problem "a person's token: the comment is of somebody else"
grep -q ALLOW <<<"$(jq -r '.[1].body' "$scratch/comments")" || problem "a person's token: the comment of the bot was written again"
token=of-a-fork
run snapshot=green.json comment=true
expect "a token that may not write" 0 allow
grep -q '^::warning .*permission' "$scratch/log" || problem "a token that may not write: not said"
unset token pull

# From the package of a release, on a machine without nexus.
if command -v dpkg-deb >/dev/null; then
  folder=$scratch/server/owner/nexus/releases/download/v9.8.7
  mkdir -p "$scratch/package/DEBIAN" "$scratch/package/usr/bin" "$folder"
  cp "$nexus" "$scratch/package/usr/bin/nexus"
  printf 'Package: nexus\nVersion: 9.8.7\nArchitecture: %s\nMaintainer: nobody\nDescription: for a test\n' "$(dpkg --print-architecture)" >"$scratch/package/DEBIAN/control"
  system=$(. /etc/os-release && printf '%s-%s' "$ID" "$VERSION_ID")
  dpkg-deb --root-owner-group -Zgzip -b "$scratch/package" "$folder/nexus_9.8.7_${system}_$(dpkg --print-architecture).deb" >/dev/null || problem "no package for the test"
  mkdir "$scratch/bare"
  for tool in bash env curl dpkg dpkg-deb ldd grep jq mktemp cat od tr id sed tar gzip rm; do ln -s "$(command -v $tool)" "$scratch/bare/$tool"; done
  ln -s "$(python3 -c 'import sys; print(sys.executable)')" "$scratch/bare/python3"
  path=$scratch/bare
  ref=v9.8.7
  run snapshot=green.json
  expect "a release's package" 0 allow
  grep -q 'temp/nexus-9.8.7/usr/bin$' "$scratch/path" || problem "the package is not on the path"
  ref=main
  run snapshot=green.json version=9.8.7
  expect "a version that is asked for" 0 allow
  run snapshot=green.json version=1.1.1
  expect "a version that does not exist" 1 ''
  grep -q '^::error .*release 1.1.1' "$scratch/log" || problem "a version that does not exist: not said"
  # A comment that allowed an earlier commit does not stand.
  pull=7
  run snapshot=green.json version=1.1.1 comment=true
  expect "a version that does not exist, and a comment" 1 ''
  [[ $(jq -r '.[1].body' "$scratch/comments") == *'## Nexus could not decide'*'release 1.1.1'* ]] || problem "a version that does not exist: the comment still tells an earlier decision"
  grep -q '^## Nexus could not decide' "$scratch/summary" || problem "a version that does not exist: the page of the job does not say so"
  unset pull
  # Without a release, from source: ./dev of the action's checkout.
  mkdir -p "$scratch/checkout/build/release/cli"
  cp -r "$root/action.yml" "$root/integrations" "$scratch/checkout"
  printf '#!/usr/bin/env bash\n[[ "$*" == "build nexus" ]] && ln -s "%s" "%s/build/release/cli/nexus"\n' "$nexus" "$scratch/checkout" >"$scratch/checkout/dev"
  chmod +x "$scratch/checkout/dev"
  ln -s "$(command -v ln)" "$scratch/bare/ln"
  action=$scratch/checkout/action.yml
  run snapshot=green.json
  expect "built from source" 0 allow
fi
[[ $problems -eq 0 ]] || exit 1
echo "the action runs"
