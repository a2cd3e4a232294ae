#!/usr/bin/env bash
# Patterns and texts that make a matcher, or a text, explode.
. "$(dirname -- "$0")/hostile.sh"
matches() { gate "$1" 's: string' "s matches '$2'"; }
echo "{ \"s\": \"$(repeat a 1000000)\" }" >a.json
awk 'BEGIN { srand(2); printf "{ \"s\": \""; for (i = 0; i < 1000000; ++i) printf "%d", rand() * 2; print "\" }" }' >bits.json
echo "{ \"s\": \"$(repeat x 1000000)\" }" >x.json

# ---- regular expressions: what makes backtracking exponential, or quadratic
matches nested.nexus '^(a+)+$'
matches stars.nexus '(((((((((a*)*)*)*)*)*)*)*)*)*b'
matches pluses.nexus '(x+x+)+y'
matches suffix.nexus '[01]*1[01]{500}$'
matches quadratic.nexus 'x*x*x*x*x*y'
alternatives=$(awk 'BEGIN { for (i = 1; i < 130; ++i) { printf "%s", (i > 1 ? "|" : ""); for (j = 0; j < i; ++j) printf "a" } }')
matches alternatives.nexus "^($alternatives)*\$"
for snapshot in a bits x; do
  for policy in stars pluses quadratic; do expect 1 'BLOCK' eval $policy.nexus -s $snapshot.json; done
done
expect 0 'ALLOW' eval nested.nexus -s a.json
expect 0 'ALLOW' eval alternatives.nexus -s a.json
expect 1 'BLOCK' eval alternatives.nexus -s x.json
expect 1 'BLOCK' eval suffix.nexus -s x.json
matches repeated.nexus '((a{100}){100}){100}'
expect 2 'NX21' check repeated.nexus
matches backwards.nexus 'a{3,2}'
expect 2 'NX2151' check backwards.nexus
matches counted.nexus '\p{L}{1,100}'
expect 2 'NX2156' check counted.nexus
expect 2 'NX2156' check nested.nexus --limit regex-size=3
matches brackets.nexus "$(repeat '(' 5000)a$(repeat ')' 5000)"
expect 2 'NX21' check brackets.nexus

# ---- globs
gate glob.nexus 's: string' "s like '$(repeat 'a*' 50)b'"
expect 1 'BLOCK' eval glob.nexus -s a.json
gate given.nexus 's: string, p: string' 's like p'
echo "{ \"s\": \"$(repeat a 100000)\", \"p\": \"$(repeat '**a' 200)b\" }" >glob.json
expect 1 'BLOCK' eval given.nexus -s glob.json
echo "{ \"s\": \"$(repeat 'a/' 500000)\", \"p\": \"$(repeat '**/*a*/' 20000)b\" }" >globs.json
expect 2 'NX5002' eval given.nexus -s globs.json

# ---- looking for one text in another
gate contains.nexus 's: string, p: string' 's contains p'
echo "{ \"s\": \"$(repeat a 10000000)\", \"p\": \"$(repeat a 5000000)b\" }" >contains.json
expect 1 'BLOCK' eval contains.nexus -s contains.json
gate split.nexus 's: string, p: string' 'length(split(s, p)) > 1'
expect 1 'BLOCK' eval split.nexus -s contains.json

# ---- texts and lists that double
# doubling FILE INPUT FIRST STEP LAST: in STEP, % is the definition before.
doubling() {
  awk -v input="$2" -v first="$3" -v step="$4" -v last="$5" 'BEGIN {
    print "policy hostile\n\ninput { " input " }\n\nlet a0 = " first
    for (i = 1; i < 60; ++i) { text = step; gsub(/%/, "a" (i - 1), text); print "let a" i " = " text }
    text = last; gsub(/%/, "a59", text)
    print "gate g \"G\" {\n  require it: " text " else block \"no\"\n}"
  }' >"$1"
}
echo '{ "s": "aaaaaaaaaa", "xs": [1, 2, 3] }' >small.json
doubling template.nexus 's: string' s '"{%}{%}"' '% == "x"'
expect 2 'NX5002' eval template.nexus -s small.json
doubling concat.nexus 'xs: [int]' xs 'concat(%, %)' 'length(%) == 1'
expect 2 'NX5002' eval concat.nexus -s small.json
doubling replace.nexus 's: string' s 'replace(%, "a", "aa")' 'length(%) == 1'
expect 2 'NX5002' eval replace.nexus -s small.json
doubling join.nexus 's: string' s 'join([%, %], ",")' 'length(%) == 1'
expect 2 'NX5002' eval join.nexus -s small.json
# In a message it is not judged, but explained.
doubling message.nexus 's: string' s '"{%}{%}"' 's == "x"'
sed -i 's/block "no"/block "{a59}"/' message.nexus
expect 2 'NX5006' eval message.nexus -s small.json
expect 2 'the decision is `block`' eval message.nexus -s small.json

finish
