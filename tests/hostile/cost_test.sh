#!/usr/bin/env bash
# `nexus check --cost` gives a bound: a rule that may take as many steps as it says, and no more, is judged.
. "$(dirname -- "$0")/hostile.sh"
root=$(realpath -- "$2")

# bounded POLICY SNAPSHOT: every rule of the policy within its own bound on the snapshot; a phase, with which its gates are judged, within
# the sum of all.
bounded() {
  local kind id place line bound all
  all=$("$nexus" check "$1" --cost -s "$2" 2>/dev/null | awk '/^  at most / { all += $3 } END { print all }')
  while read -r kind id place; do
    read -r line && read -r line
    [[ $line == *"at most "* ]] || { echo "$1: no bound of $id on $2: $line"; problems=$((problems + 1)); return; }
    bound=${line#*at most } && bound=${bound%% *}
    read -r line || true
    [[ $kind != phase ]] || bound=$all
    within "$1" "$2" "$kind" "$id" "$bound"
  done < <("$nexus" check "$1" --cost -s "$2" 2>/dev/null | awk '/^(gate|phase|trigger) / { print; getline; print; getline; print; print "" }')
}

# within POLICY SNAPSHOT KIND ID BOUND
within() {
  local out
  ran=$((ran + 1))
  out=$("$nexus" eval "$1" -s "$2" --only "$4" --now 2026-11-02T12:00:00Z --limit steps="$5" 2>&1)
  [[ $out != *NX5002* ]] && return
  problems=$((problems + 1))
  echo "$1: $3 $4 takes more than $5 steps on $2"
}

for example in release-gate; do
  for snapshot in green failing; do bounded "$root/examples/$example/release.nexus" "$root/examples/$example/$snapshot.json"; done
done

cat >lists.nexus <<'POLICY'
policy hostile

input {
  xs: [{ n: int, tags: [string], ys: [{ n: int }] }]
  map: { [string]: [int] }
}

let all = [y for x in xs, y in x.ys]
let names = unique(concat([t for x in xs, t in x.tags], ["a", "b"]))

gate pairs "Pairs" {
  require no a in xs, b in xs where a.n == b.n + 100 else block "{a.n}"
}
gate nested "Nested" {
  require every x in xs has (every y in x.ys if any has y.n < x.n + 100) else block "no"
}
gate members "Members" {
  require every x in xs has (every t in x.tags if any has t in names) else block "no"
}
gate sums "Sums" {
  require every x in xs has sum(y.n for y in x.ys) < 100000 else block "no"
  require sum(y.n for y in all) < 100000 else block "no"
}
gate sorted "Sorted" {
  require length(sort(x in xs by x.n)) > 0 else warn "no"
}
gate shared "Shared" {
  require every x in xs has x.n < length(all) + length(names) + 1000 else block "no"
}
gate each "Each" for each x in xs {
  require every y in x.ys if any has y.n < 1000 else block "no"
}
gate given "Given" {
  require length(xs ?? []) >= 0 else block "no"
  require length(if length(xs) > 3 then xs else []) >= 0 else block "no"
  require length(concat(xs, xs)) >= 0 else block "no"
}
gate subsets "Subsets" {
  require every x in xs has x.tags subset of names else block "no"
  require [t for x in xs, t in x.tags] subset of concat([t for x in xs, t in x.tags], names) else block "no"
}
gate maps "Maps" {
  require every k, v in map has (every n in v if any has n < 1000) else block "{k}"
}
POLICY
awk 'BEGIN { printf "{\"xs\":["; for (i = 0; i < 60; ++i) { printf "%s{\"n\":%d,\"tags\":[", i ? "," : "", i
  for (j = 0; j < i % 7; ++j) printf "%s\"t%d\"", j ? "," : "", j; printf "],\"ys\":["
  for (j = 0; j < i % 11; ++j) printf "%s{\"n\":%d}", j ? "," : "", j; printf "]}" }
  printf "],\"map\":{"; for (i = 0; i < 20; ++i) printf "%s\"k%d\":[1,2,3]", i ? "," : "", i; print "}}" }' >lists.json
bounded lists.nexus lists.json

finish
