#!/usr/bin/env bash
# Policies that are too deep, too long, or no policies.
. "$(dirname -- "$0")/hostile.sh"

# ---- nesting
deep=100000
echo '{ "n": 1, "xs": [1] }' >n.json
gate brackets.nexus 'n: int' "$(repeat '(' $deep)n$(repeat ')' $deep) == 1"
expect 2 'NX1008' check brackets.nexus
gate lists.nexus 'n: int' "n in $(repeat '[' $deep)1$(repeat ']' $deep)"
expect 2 'NX1008' check lists.nexus
gate ifs.nexus 'n: int' "$(repeat 'if n == 1 then 2 else ' $deep)3 == 1"
expect 2 'NX1008' check ifs.nexus
gate chain.nexus 'n: int' "$(repeat 'n + ' $deep)n == 1"
expect 2 'NX1008' check chain.nexus
gate nots.nexus 'n: int' "$(repeat 'not ' $deep)(n == 1)"
expect 2 'NX1008' check nots.nexus
gate minus.nexus 'n: int' "$(repeat '-' $deep)n == 1"
expect 2 'NX1008' check minus.nexus
gate types.nexus "n: $(repeat '[' $deep)int$(repeat ']' $deep)" 'true'
expect 2 'NX1008' check types.nexus
gate records.nexus "n: $(repeat '{ a: ' $deep)int$(repeat '}' $deep)" 'true'
expect 2 'NX1008' check records.nexus
gate messages.nexus 'n: int' "\"$(repeat '{"' 2000)$(repeat '"}' 2000)\" == \"x\""
expect 2 'NX1008' check messages.nexus
repeat '{' 1000000 >open.nexus
expect 2 'NX1011' check open.nexus
repeat '"' 1000000 >quotes.nexus
expect 2 'NX1011' check quotes.nexus

# Each is short; written out into one another they are as deep as they are many.
# definitions FILE COUNT FIRST STEP LAST: in STEP, % is the definition before.
definitions() {
  awk -v count="$2" -v first="$3" -v step="$4" -v last="$5" 'BEGIN {
    print "policy hostile\n\ninput { n: int, xs: [int] }\n\nlet a0 = " first
    for (i = 1; i < count; ++i) { text = step; gsub(/%/, "a" (i - 1), text); print "let a" i " = " text }
    text = last; gsub(/%/, "a" (count - 1), text)
    print "gate g \"G\" {\n  require it: " text " else block \"no\"\n}"
  }' >"$1"
}
definitions sums.nexus 20000 n '% + 1' '% == 1'
expect 2 'NX2118' check sums.nexus
definitions loops.nexus 20000 'n == 1' 'every x in xs has (% or x == 2)' '%'
expect 2 'NX2118' check loops.nexus
definitions texts.nexus 20000 '"a"' '"{%}"' '% == "a"'
expect 2 'NX2118' check texts.nexus
definitions few.nexus 900 'n == 1' 'if n == 2 then false else %' '%'
expect 0 'ALLOW' eval few.nexus -s n.json -v
expect 0 '' next few.nexus -s n.json
definitions doubles.nexus 60 n '% + %' '% == 1'
expect 1 'BLOCK' eval doubles.nexus -s n.json
{ printf 'policy hostile\n\ninput { n: int }\n\ndef f0(x: int) = x + 1\n'
  for ((i = 1; i < 40; ++i)); do printf 'def f%d(x: int) = f%d(x) + f%d(x + 1)\n' $i $((i - 1)) $((i - 1)); done
  printf 'gate g "G" {\n  require it: f39(n) == 1 else block "no"\n}\n'; } >calls.nexus
expect 2 'NX2119' check calls.nexus
{ printf 'policy hostile\n\ninput { n: int }\n\ndef f0(x: int) = x + 1\n'
  for ((i = 1; i < 40; ++i)); do printf 'def f%d(x: int) = f%d(x + 1) + f%d(x * 2)\n' $i $((i - 1)) $((i - 1)); done
  printf 'gate g "G" {\n  require it: f39(n) == 1 else block "no"\n}\n'; } >fresh_calls.nexus
expect 2 'NX2119' check fresh_calls.nexus
awk 'BEGIN { print "policy hostile\n\ninput { n: int }\n"; for (i = 0; i < 20000; ++i) print "gate g" i " \"G\" {\n  require it: gate g" i + 1 " is pass else block \"no\"\n}"
  print "gate g20000 \"G\" {\n  require it: n == 1 else block \"no\"\n}" }' >chain.nexus
expect 2 'NX2118' check chain.nexus
awk 'BEGIN { print "policy hostile\n\ninput { n: int }\n"; for (i = 0; i < 100000; ++i) print "phase p" i " \"P\" { after p" i + 1 " done when n == 1 }"
  print "phase p100000 \"P\" { done when n == 1 }" }' >phases.nexus
expect 2 'NX2118' check phases.nexus
awk 'BEGIN { print "policy hostile\n\ninput { n: int }\n"; for (i = 0; i < 150; ++i) print "gate g" i " \"G\" {\n  require it: gate g" i + 1 " is pass else block \"no\"\n}"
  print "gate g150 \"G\" {\n  require it: n == 1 else block \"no\"\n}" }' >few_gates.nexus
expect 0 'ALLOW' eval few_gates.nexus -s n.json

# ---- size
awk 'BEGIN { print "policy hostile\n\ninput { n: int }\n"; for (i = 0; i < 33333; ++i) print "gate g" i " \"G\" {\n  require it: n == 1 else block \"no\"\n}" }' >long.nexus
expect 0 'no errors' check long.nexus
expect 0 'ALLOW' eval long.nexus -s n.json
awk 'BEGIN { print "policy hostile\n"; for (i = 0; i < 100000; ++i) print "gate { }" }' >mistakes.nexus
expect 2 'NX1009' check mistakes.nexus
name=$(repeat a 1000000)
gate name.nexus "$name: int" "$name == 1"
expect 0 'no errors' check name.nexus
expect 4 'HOLD' eval name.nexus -s n.json
expect 0 'policy hostile' fmt name.nexus
gate text.nexus 'n: int' "\"$(repeat x 10000000)\" == \"x\""
expect 1 'BLOCK' eval text.nexus -s n.json
gate number.nexus 'n: int' "n == $(repeat 1 1000000)"
expect 2 'NX2150' check number.nexus
gate exponent.nexus 'n: int' 'n == 1e99999999999'
expect 2 'NX2150' check exponent.nexus
repeat '# ' 9000000 >comment.nexus
expect 2 'NX4005' check comment.nexus

# ---- no text
head -c 1000000 /dev/zero >zeros.nexus
expect 2 'NX1002' check zeros.nexus
gzip -c <"$0" >zip.nexus
expect 2 'error[NX100' check zip.nexus
printf 'policy p\n\ngate g "\xff\xfe" { }\n' >bytes.nexus
expect 2 'NX1001' check bytes.nexus
printf 'policy p\n# \xe2\x80\xae hidden\n' >direction.nexus
expect 2 'NX1003' check direction.nexus
{ printf '\xef\xbb\xbf'; cat few.nexus; } >mark.nexus
expect 0 'ALLOW' eval mark.nexus -s n.json

finish
