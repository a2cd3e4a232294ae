#!/usr/bin/env bash
# Snapshots that are too deep, too large, ambiguous, or no JSON.
. "$(dirname -- "$0")/hostile.sh"
gate n.nexus 'n: int, a?: any' 'n == 1'
gate a.nexus 'n: int, a: any' 'a is present'

# ---- depth
expect 0 'ALLOW' eval n.nexus -s <(echo "{ \"n\": 1, \"a\": $(repeat '[' 511)$(repeat ']' 511) }")
expect 0 'ALLOW' eval a.nexus -s <(echo "{ \"n\": 1, \"a\": $(repeat '[' 511)$(repeat ']' 511) }")
expect 2 'NX4105' eval n.nexus -s <(echo "{ \"n\": 1, \"a\": $(repeat '[' 512)$(repeat ']' 512) }")
{ printf '{ "n": 1, "a": '; repeat '[' 5000000; repeat ']' 5000000; printf '}'; } >lists.json
expect 2 'NX4105' eval n.nexus -s lists.json
expect 2 'NX4105' eval a.nexus -s lists.json
repeat '{"a":' 1000000 >objects.json
expect 2 'NX4105' eval n.nexus -s objects.json
expect 2 'NX4105' init -s objects.json

# ---- keys
expect 2 'NX4104' eval n.nexus -s <(echo '{ "n": 1, "n": 1 }')
expect 2 'NX4104' eval n.nexus -s <(echo '{ "n": 1, "\u006e": 2 }')
expect 2 'NX4104' eval n.nexus -s <(echo '{ "n": 1, "a": { "b": { "c": 1, "c": 1 } } }')
keys=$((300000 * factor))
awk -v keys=$keys 'BEGIN { printf "{\"n\":1,\"a\":{"; for (i = 0; i < keys; ++i) printf "%s\"k%d\":1", i ? "," : "", i; print "}}" }' >keys.json
expect 0 'ALLOW' eval n.nexus -s keys.json
expect 0 'ALLOW' eval a.nexus -s keys.json
awk -v keys=$keys 'BEGIN { printf "{\"n\":1,\"a\":{"; for (i = 0; i < keys; ++i) printf "\"k%d\":1,", i; print "\"k7\":1}}" }' >twice.json
expect 2 'NX4104' eval n.nexus -s twice.json
# Keys that differ in the middle alone, in one bit, or only in their length: what sums, prefixes and multiplying hashes confuse.
awk -v keys=$keys 'BEGIN {
  printf "{\"n\":1,\"a\":{"
  for (i = 0; i < keys; ++i) printf "%s\"aaaaaaaaaaaaaaaa%07daaaaaaaaaaaaaaaa\":1", i ? "," : "", i
  for (i = 0; i < 16384; ++i) { key = ""; for (bit = 1; bit <= 8192; bit *= 2) key = key (int(i / bit) % 2 ? "Aa" : "BB"); printf ",\"%s\":1", key }
  key = ""; for (i = 0; i < 2000; ++i) { printf ",\"%s\":1", key; key = key "a" }
  print "}}" }' >collide.json
expect 0 'ALLOW' eval n.nexus -s collide.json
expect 0 'ALLOW' eval a.nexus -s collide.json

# ---- size
{ printf '{ "n": 1, "a": "'; repeat x 100000000; printf '" }'; } >text.json
expect 0 'ALLOW' eval n.nexus -s text.json
{ printf '{ "n": 1, "'; repeat x 100000000; printf '": 1 }'; } >key.json
expect 0 'ALLOW' eval n.nexus -s key.json
rm text.json key.json
repeat ' ' 50000000 >blank.json
expect 2 'NX4101' eval n.nexus -s blank.json
awk 'BEGIN { printf "{\"xs\":["; for (i = 0; i < 1000000; ++i) printf "%s{\"n\":%d}", i ? "," : "", i % 7; print "]}" }' >list.json
gate none.nexus 'xs: [ { n: int } ]' 'no x in xs where x.n > 6'
expect 0 'ALLOW' eval none.nexus -s list.json
gate some.nexus 'xs: [ { n: int } ]' 'no x in xs where x.n > 5'
expect 2 'NX5005' eval some.nexus -s list.json
expect 2 '`hostile/g`' eval some.nexus -s list.json
gate pairs.nexus 'xs: [ { n: int } ]' 'no x in xs, y in xs where x.n + 100 == y.n'
expect 2 'NX5002' eval pairs.nexus -s list.json

# ---- numbers
expect 4 'HOLD' eval n.nexus -s <(echo "{ \"n\": $(repeat 1 1000000) }")
expect 4 'HOLD' eval n.nexus -s <(echo "{ \"n\": 0.$(repeat 0 1000000)1 }")
expect 4 'HOLD' eval n.nexus -s <(echo '{ "n": 1e999999999999999999999 }')
expect 4 'HOLD' eval n.nexus -s <(echo '{ "n": 1e-999999999999999999999 }')
expect 0 'ALLOW' eval n.nexus -s <(echo "{ \"n\": 1.$(repeat 0 1000000) }")
for number in 01 1. .1 +1 0x1 1e 1e+ NaN Infinity -; do
  expect 2 'NX4102' eval n.nexus -s <(echo "{ \"n\": $number }")
done

# ---- texts
expect 2 'NX4102' eval n.nexus -s <(printf '{ "n": 1 }\0')
expect 2 'NX4102' eval n.nexus -s <(printf '{ "n": 1, "a": "\0" }')
expect 2 'NX4103' eval n.nexus -s <(printf '{ "n": 1, "a": "\xff\xfe" }')
expect 2 'NX4103' eval n.nexus -s <(printf '{ "n": 1, "a": "\xc0\xaf" }')
expect 2 'NX4103' eval n.nexus -s <(printf '{ "n": 1, "a": "\xed\xa0\x80" }')
expect 2 'NX4103' eval n.nexus -s <(printf '\xff\xfe{\0"\0n\0"\0:\0001\0}\0')
expect 2 'one half of a character' eval n.nexus -s <(echo '{ "n": 1, "a": "\ud800" }')
expect 2 'one half of a character' eval n.nexus -s <(echo '{ "n": 1, "\udc00": 1 }')
expect 0 'ALLOW' eval n.nexus -s <(printf '\xef\xbb\xbf{ "n": 1 }')
expect 2 'NX4102' eval n.nexus -s <(printf '\xef\xbb\xbf\xef\xbb\xbf{ "n": 1 }')
expect 2 'NX4101' eval n.nexus -s <(printf '')
expect 2 'NX4102' eval n.nexus -s <(echo '{ "n": 1 } { "n": 1 }')
expect 2 'NX4102' eval n.nexus -s <(echo "{ 'n': 1 }")

# ---- streams
{ echo '{ "n": 1 }'; repeat x 3000000; echo; echo '{ "n": 1 }'; } >stream.jsonl
expect 4 'NX4005' eval n.nexus --jsonl -s stream.jsonl --limit line-size=2MiB
expect 2 'NX4005' eval n.nexus --jsonl --strict -s stream.jsonl --limit line-size=2MiB

finish
