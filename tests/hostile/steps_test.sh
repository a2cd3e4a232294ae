#!/usr/bin/env bash
# The limit of steps holds wherever it is met, and what takes long or much memory counts as steps.
. "$(dirname -- "$0")/hostile.sh"
numbers() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; ++i) printf "%s%d", i ? "," : "", i }'; }

# ---- met before any rule is judged: while evidence is
gate evidence.nexus 'services: [{ qa: { ok: bool, finished_at: time } fresh 1d by finished_at }]' 'every s in services if any has s.qa.ok'
echo "{\"services\":[$(yes '{"qa":{"ok":true,"finished_at":"2026-01-01T00:00:00Z"}}' | head -n 50 | paste -sd,)]}" >evidence.json
expect 2 'NX5002' eval evidence.nexus -s evidence.json --limit steps=20
expect 2 '`hostile/g`' eval evidence.nexus -s evidence.json --limit steps=20

# ---- met by what explains and was not judged
gate lazy.nexus 'n: int, xs: [int]' 'n == 1 or (no a in xs, b in xs, c in xs where a + b + c < 0)'
echo "{\"n\":1,\"xs\":[$(numbers 300)]}" >lazy.json
expect 0 'ALLOW' eval lazy.nexus -s lazy.json --limit steps=1000
expect 2 'NX5006' eval lazy.nexus -s lazy.json --limit steps=1000 -v
expect 2 'it was at `hostile/g`' eval lazy.nexus -s lazy.json --limit steps=1000 -v
expect 2 'the decision is `allow`' explain g lazy.nexus -s lazy.json --limit steps=1000
expect 2 'NX5002' eval -s lazy.json --limit steps=1000 -e 'count(a in xs, b in xs where a + b < 0)'
expect 0 '' eval -s lazy.json --limit steps=1000000 -e 'count(a in xs, b in xs where a + b < 0)'

# The same in an earlier snapshot.
gate past.nexus 'n: int, xs: [int], time: time' \
  'max(n over 2d needs at least 1) == 1 and (n == 1 or max(sum(x for x in xs) over 2d needs at least 1) > 3)'
echo "{\"n\":1,\"time\":\"2026-01-01T00:00:00Z\",\"xs\":[$(numbers 300)]}" >past.jsonl
echo "{\"n\":1,\"time\":\"2026-01-02T00:00:00Z\",\"xs\":[$(numbers 300)]}" >past.json
expect 0 'ALLOW' eval past.nexus -s past.json --history past.jsonl --limit steps=60
expect 2 'NX5006' eval past.nexus -s past.json --history past.jsonl --limit steps=60 -v
expect 2 'NX5002' eval past.nexus -s past.json --history past.jsonl --limit steps=60 -e 'max(sum(x for x in xs) over 2d needs at least 1)'
expect 2 'NX5006' explain g past.nexus -s past.json --history past.jsonl --limit steps=60

# Tests, and what they put into a snapshot.
{ cat lazy.nexus; printf '\ntest "lazy" {\n  given %s\n  expect decision is allow\n}\n' "$(cat lazy.json)"; } >tested.nexus
expect 0 '1 test passed' test tested.nexus --limit steps=1000
expect 1 'counting what it covers' test tested.nexus --coverage --limit steps=1000

# ---- unknowns: what is known of each takes memory
allowed=$kilobytes
[[ $kilobytes == unlimited ]] || kilobytes=1000000
gate unknown.nexus 'xs: [{ a?: int, b?: int }]' 'every x in xs has x.a > 0'
echo "{\"xs\":[$(repeat '{},' 299999){}]}" >unknown.json
expect 4 'HOLD' eval unknown.nexus -s unknown.json
gate pairs.nexus 'xs: [{ a?: int, b?: int }]' 'every x in xs, y in xs has x.a + y.b > 0'
echo "{\"xs\":[$(repeat '{},' 899){}]}" >pairs.json
expect 4 'HOLD' eval pairs.nexus -s pairs.json
expect 2 'NX5002' eval pairs.nexus -s pairs.json --limit steps=6000000
kilobytes=$allowed

# ---- phases that wait for one another in twos, layer by layer
{ printf 'policy hostile\n\ninput { n: int }\n\nphase a0 "A" { done when n == 2 }\nphase b0 "B" { done when n == 2 }\n'
  for ((i = 1; i <= 40; ++i)); do
    for phase in a b; do
      printf 'phase %s%d "P" {\n  after a%d, b%d\n  applies when n == 2\n  done when n == 2\n}\n' $phase $i $((i - 1)) $((i - 1))
    done
  done
  printf 'phase last "L" {\n  after a40, b40\n  done when n == 2\n}\n'; } >layers.nexus
expect 1 '`a0` (ready, not done) and `b0` (ready, not done)' eval layers.nexus -s lazy.json --phase last

# ---- long texts, maps and sets
usual=$seconds
seconds=$((10 * factor))
gate subset.nexus 'xs: [{ tags: [string] }], all: [string]' 'every x in xs has x.tags subset of all'
awk 'BEGIN { printf "{\"xs\":["; for (i = 0; i < 1000; ++i) { printf "%s{\"tags\":[", i ? "," : ""
  for (j = 0; j < 17; ++j) printf "%s\"t%d\"", j ? "," : "", (i * 17 + j) * 7 % 50000; printf "]}" }
  printf "],\"all\":["; for (i = 0; i < 50000; ++i) printf "%s\"t%d\"", i ? "," : "", i; print "]}" }' >subset.json
expect 0 'ALLOW' eval subset.nexus -s subset.json
expect 2 'NX5002' eval subset.nexus -s subset.json --limit steps=60000
seconds=$usual
gate contains.nexus 's: string, ws: [string]' 'no w in ws where s contains w'
echo "{\"s\":\"$(repeat a 1000000)\",\"ws\":[$(repeat '"b",' 1999)\"b\"]}" >contains.json
expect 2 'NX5002' eval contains.nexus -s contains.json --limit steps=10000
gate maps.nexus 'xs: [{ m: { [string]: int } }]' 'no a in xs, b in xs where a.m != b.m'
map="{$(awk 'BEGIN { for (i = 0; i < 1000; ++i) printf "%s\"k%d\":%d", i ? "," : "", i, i }')}"
echo "{\"xs\":[$(repeat "{\"m\":$map}," 49){\"m\":$map}]}" >maps.json
expect 2 'NX5002' eval maps.nexus -s maps.json --limit steps=100000
gate random.nexus 's: string' "not (s matches '1[01]{900}2')"
awk 'BEGIN { srand(2); printf "{ \"s\": \""; for (i = 0; i < 100000; ++i) printf "%d", rand() * 2; print "\" }" }' >random.json
expect 2 'NX5002' eval random.nexus -s random.json --limit steps=100000
text=$(repeat x 20000)
echo "{\"xs\":[$(repeat "{\"t\":\"$text\"}," 99){\"t\":\"$text\"}]}" >texts.json
for condition in 'length(a.t) < length(b.t)' 'a.t > b.t' 'not (a.t starts with b.t)' 'not (a.t ends with b.t)' 'not (a.t between b.t and b.t)'; do
  gate texts.nexus 'xs: [{ t: string }]' "no a in xs, b in xs where $condition"
  expect 2 'NX5002' eval texts.nexus -s texts.json --limit steps=200000
done
# Each snapshot of a window looks at all that are before it.
gate history.nexus 'n: int, time: time' 'count(history is empty over 2d needs at least 1) < 2'
awk 'BEGIN { for (i = 0; i < 300; ++i) printf "{\"n\":1,\"time\":\"2026-01-01T%02d:%02d:00Z\"}\n", i / 60, i % 60 }' >history.jsonl
expect 0 'ALLOW' eval history.nexus -s past.json --history history.jsonl
expect 2 'NX5002' eval history.nexus -s past.json --history history.jsonl --limit steps=30000

finish
