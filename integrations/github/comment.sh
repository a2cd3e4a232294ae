#!/usr/bin/env bash
# Puts a report on a pull request: one comment, which is written again on each run.
# Takes COMMENT (a file, Markdown), PULL_REQUEST (its number), NAME (of this use; may be empty), GITHUB_TOKEN; and what a runner
# gives: GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_WORKFLOW, GITHUB_JOB. Where the token may not write, as for pull requests from
# forks, it says so and succeeds: what was decided stands on the page of the job, too.
set -euo pipefail
server=${GITHUB_API_URL:-https://api.github.com}
api=$server/repos/$GITHUB_REPOSITORY
[[ $PULL_REQUEST =~ ^[0-9]+$ ]] || { echo "::error title=Nexus::the pull request has no number"; exit 1; }

# call METHOD URL [curl options…]: the token goes by standard input, which other processes cannot see
call() {
  local method=$1 url=$2
  shift 2
  curl -fsS --retry 3 -X "$method" -K - -H 'Accept: application/vnd.github+json' -H 'X-GitHub-Api-Version: 2022-11-28' "$@" "$url" \
    <<<"header = \"Authorization: Bearer $GITHUB_TOKEN\""
}
cannot() {
  echo "::warning title=Nexus::the pull request could not be commented on: the token needs the permission pull-requests: write, which pull requests from forks do not have"
  exit 0
}

# What tells this comment from others, and from those of other jobs. Encoded, two names stay two, and none can end the HTML comment
# it stands in.
mark=$(jq -rn --arg workflow "${GITHUB_WORKFLOW:-}" --arg job "${GITHUB_JOB:-}" --arg name "${NAME:-}" \
  '[$workflow, $job, if $name == "" then empty else $name end] | map(@uri) | "<!-- nexus: \(join("/")) -->"')
body=$(mktemp)
trap 'rm -f "$body"' EXIT
jq -n --arg mark "$mark" --rawfile report "$COMMENT" '{body: ($mark + "\n" + $report)}' >"$body"

# Only a comment of its own is rewritten: anybody may put the mark into a comment of theirs. A person's token says whose it is; that
# of a job may not ask, and writes as a bot.
me=$(call GET "$server/user" 2>/dev/null | jq -r '.id // empty') || me=''
own=''
page=1
while :; do
  comments=$(call GET "$api/issues/$PULL_REQUEST/comments?per_page=100&page=$page") || cannot
  own=$(jq -r --arg mark "$mark" --arg me "$me" '[.[]
    | select(if $me == "" then .user.type == "Bot" else (.user.id | tostring) == $me end)
    | select(.body // "" | startswith($mark)) | .id] | first // empty' <<<"$comments")
  [[ -z $own && $(jq length <<<"$comments") == 100 ]] || break
  page=$((page + 1))
done

if [[ -n $own ]]; then
  call PATCH "$api/issues/comments/$own" --data-binary "@$body" >/dev/null || cannot
else
  call POST "$api/issues/$PULL_REQUEST/comments" --data-binary "@$body" >/dev/null || cannot
fi
