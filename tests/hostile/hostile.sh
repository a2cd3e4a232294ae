# What the tests of hostile inputs share; each begins with: . "$(dirname -- "$0")/hostile.sh"
# usage of a test: NAME_test.sh NEXUS PROJECT_ROOT. Every run has bounds on time and memory: whoever meets them has failed. The
# time is that of the processor, so that a busy machine fails nobody; whoever only waits is ended much later.
set -uo pipefail
nexus=$(realpath -- "$1")
scratch=$(mktemp -d) || exit 2
trap 'chmod -R u+rwx "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 2
export LC_ALL=C.UTF-8
problems=0 ran=0

# How much larger inputs are than what a quick run needs.
factor=1
[[ ${NEXUS_HOSTILE:-} != full ]] || factor=10

seconds=$((60 * factor))
kilobytes=$((3 * 1024 * 1024 * (factor == 1 ? 1 : 3)))
# A sanitizer reserves more than there is, and its frames are larger.
if grep -qa __asan_init "$nexus"; then
  kilobytes=unlimited
  ulimit -s 131072 2>/dev/null || true
fi

# expect CODE WORDS ARGUMENT…: nexus ends with that exit code and says these words.
expect() {
  local wanted=$1 words=$2 out code
  shift 2
  out=$(ulimit -v "$kilobytes"; ulimit -t "$seconds"; timeout -s KILL $((10 * seconds)) "$nexus" "$@" 2>&1 </dev/null | head -c 200000 | tr -d '\0'; exit "${PIPESTATUS[0]}")
  code=$?
  ran=$((ran + 1))
  [[ $code -eq $wanted && $out == *"$words"* ]] && return
  problems=$((problems + 1))
  printf 'nexus %s\n  wanted exit code %s and `%s`\n  came   exit code %s and\n' "$*" "$wanted" "$words" "$code"
  printf '%s\n' "${out:0:600}" | sed 's/^/    /'
}

# repeat TEXT TIMES
repeat() { yes -- "$1" | head -n "$2" | tr -d '\n'; }

# gate FILE INPUT CONDITION: a policy of one gate.
gate() { printf 'policy hostile\n\ninput { %s }\n\ngate g "G" {\n  require it: %s else block "no"\n}\n' "$2" "$3" >"$1"; }

finish() {
  printf '%s runs, %s problems\n' "$ran" "$problems"
  [[ $problems -eq 0 && $ran -gt 0 ]]
}
