#!/usr/bin/env bash
# Each limit: what is within it is judged, what is beyond ends with exit code 2 and a word on how to allow more.
. "$(dirname -- "$0")/hostile.sh"
gate n.nexus 'n: int, xs?: [int], a?: any' 'n == 1'
echo '{ "n": 1, "xs": [1, 2, 3], "a": [[[[]]]] }' >n.json

# within NAME VALUE LESS ARGUMENT…: with VALUE it is judged, with LESS it is not.
within() {
  local name=$1 value=$2 less=$3 code=$4
  shift 4
  expect 0 'ALLOW' eval "$@" --limit "$name=$value"
  expect 2 "$code" eval "$@" --limit "$name=$less"
  expect 2 "--limit $name=" eval "$@" --limit "$name=$less"
}
within policy-size 1KiB 100B NX4005 n.nexus -s n.json
gate deep.nexus 'n: int' '((((n)))) == 1'
within policy-depth 5 4 NX1008 deep.nexus -s n.json
gate long.nexus 'n: int' 'n + 1 + 1 + 1 + 1 == 5'
within expression-depth 20 4 NX2118 long.nexus -s n.json
gate pattern.nexus 'n: int' '"abc" matches "b{3}|abc"'
sed -i "s/\"b{3}|abc\"/'b{3}|abc'/" pattern.nexus
within regex-size 100 5 NX2156 pattern.nexus -s n.json
within snapshot-size 1KiB 10 NX4005 n.nexus -s n.json
within snapshot-depth 5 4 NX4105 n.nexus -s n.json
# edits, too, before and in what they edit; so is a line of a stream
echo '{ "n": 1, "a": '"$(repeat '[' 599)$(repeat ']' 599)"' }' >deep.json
within snapshot-depth 1000 599 NX4105 n.nexus -s deep.json --set n=1
expect 0 '"decision":"allow"' eval n.nexus --jsonl -s deep.json --set n=1 --limit snapshot-depth=1000
expect 2 '--limit snapshot-depth=' eval n.nexus --jsonl -s deep.json --set n=1 --limit snapshot-depth=599
gate given.nexus 'n: int' 'n == p'
echo 'param p: int = 2' >>given.nexus
within policy-depth 300 200 NX1008 given.nexus -s n.json --param "p=$(repeat '(' 299)1$(repeat ')' 299)"
within policy-depth 10 5 NX1008 given.nexus -s n.json --param "p=((((((((1))))))))"
echo "{ \"p\": $(repeat '[' 599)$(repeat ']' 599) }" >deep-params.json
expect 2 NX4105 eval given.nexus -s n.json --params deep-params.json
expect 2 NX1008 eval given.nexus -s n.json --params deep-params.json --limit snapshot-depth=1000
gate every.nexus 'n: int, xs: [int]' 'every x in xs has x < 10'
within steps 100 5 NX5002 every.nexus -s n.json
expect 2 '`hostile/g`' eval every.nexus -s n.json --limit steps=5

gate broken.nexus 'xs: [int]' 'every x in xs has x > 10'
expect 1 'BLOCK' eval broken.nexus -s n.json --limit findings=3
expect 2 'NX5005' eval broken.nexus -s n.json --limit findings=2
expect 2 'the decision is `block`' eval broken.nexus -s n.json --limit findings=2
expect 2 '--limit findings=4' eval broken.nexus -s n.json --limit findings=2

tr -d '\n' <n.json >n.jsonl && echo >>n.jsonl
expect 0 '"decision":"allow"' eval n.nexus --jsonl -s n.jsonl --limit line-size=1KiB
expect 2 'NX4005' eval n.nexus --jsonl -s n.jsonl --limit line-size=10
expect 2 '`--limit line-size=20B`' eval n.nexus --jsonl -s n.jsonl --limit line-size=10
expect 2 '`--limit steps=10`' eval every.nexus --jsonl -s n.jsonl --limit steps=5

cp every.nexus tested.nexus
printf 'test "they are small" {\n  given { "n": 1, "xs": [1, 2, 3] }\n  expect gate g is pass\n}\n' >>tested.nexus
expect 0 '1 test passed' test tested.nexus
expect 1 '`--limit steps=10`' test tested.nexus --limit steps=5

# ---- how they are set
expect 2 'there is no limit `stepps`' eval n.nexus -s n.json --limit stepps=1
expect 2 'did you mean `steps`?' eval n.nexus -s n.json --limit stepps=1
expect 2 'it can be 1 to 2000' eval n.nexus -s n.json --limit snapshot-depth=2001
for command in check 'test --list' doc graph fmt; do
  # shellcheck disable=SC2086
  expect 2 'NX4005' $command n.nexus --limit policy-size=10
done
for command in next explain; do expect 2 'NX4005' $command n.nexus -s n.json --limit snapshot-size=10; done
expect 2 'NX4005' replay n.nexus --history n.jsonl --limit line-size=10

# ---- as high as they go, they hold
gate any.nexus 'n: int, a: any' 'a is present'
deep=$(repeat '[' 1999)$(repeat ']' 1999)
expect 0 'ALLOW' eval any.nexus -s <(echo "{ \"n\": 1, \"a\": $deep }") --limit snapshot-depth=2000
expect 0 "$(repeat '[' 1999)" eval -e a -s <(echo "{ \"n\": 1, \"a\": $deep }") --limit snapshot-depth=2000
gate brackets.nexus 'n: int' "$(repeat '(' 399)n$(repeat ')' 399) == 1"
expect 0 'ALLOW' eval brackets.nexus -s n.json -v --limit policy-depth=400
{ printf 'policy hostile\n\ninput { n: int, xs: [int] }\n\nlet a0 = n == 1\n'
  for ((i = 1; i < 1450; ++i)); do printf 'let a%d = if n == 2 then false else not not a%d\n' $i $((i - 1)); done | head -n 990
  printf 'gate g "G" {\n  require it: a990 else block "no"\n}\n'; } >lets.nexus
expect 0 'ALLOW' eval lets.nexus -s n.json -v --limit expression-depth=3000

finish
