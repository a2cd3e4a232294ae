#!/usr/bin/env bash
# A command that is killed leaves whole files. usage: killed.sh NEXUS PROJECT_ROOT
#
# Each job runs in a copy of the folder `old`, and is killed; then every file must be that of `old` or that of `new`, which the job left when it
# was not killed. Moments are random (NEXUS_KILLS for each job, 4; NEXUS_SEED) and, where strace is there, the last system calls that
# write and rename.
set -uo pipefail
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
kills=${NEXUS_KILLS:-4}
seed=${NEXUS_SEED:-$((RANDOM * 32768 + RANDOM))}
RANDOM=$((seed % 32768))
echo "seed $seed"
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 2
export HOME=$scratch LC_ALL=C.UTF-8
failed=0 survived_whole=0 killed_early=0 killed=0
now=2026-11-05T10:00:00Z

# ---- the files that are there before

mkdir -p old/policies old/reports
cp "$root"/examples/release-gate/{release.nexus,failing.json,green.json} "$root"/tests/cli/files/alarm.{nexus,jsonl} old
# Long enough that writing takes its time.
for i in {1..15}; do
  { echo "policy p$i"; echo "input{n:int}"; for j in {1..40}; do echo "gate g$j \"Gate $j\"{require   n>$j else block \"{n}\"}"; done; } >"old/policies/p$i.nexus"
done
for i in {1..150}; do tr -d '\n' <"$root/examples/release-gate/failing.json"; echo; done >old/stream.jsonl
{ echo '<testsuite name="s">'; for i in {1..1000}; do echo "<testcase classname=\"c\" name=\"t$i\"><failure message=\"no\"/></testcase>"; done; echo '</testsuite>'; } >old/reports/junit.xml
for file in report.json results.jsonl record.json snapshot.json next.json; do
  for i in {1..200}; do echo "old $file $i"; done >"old/$file"
done
cat >old/session <<'SESSION'
:set coverage.line = 79%
gate more "More" { require coverage.line >= 75% else warn "{coverage.line}" }
:save
SESSION

# ---- the jobs

job_format() { exec "$nexus" eval release.nexus -s failing.json -s green.json -v --now "$now" --format json=report.json; }
job_jsonl() { exec "$nexus" eval release.nexus --jsonl -s stream.jsonl --now "$now" --format jsonl=results.jsonl; }
job_record() { exec "$nexus" eval release.nexus -s failing.json -s green.json --now "$now" --record record.json -q; }
job_fmt() { exec "$nexus" fmt --write policies -q; }
job_collect() { exec "$nexus" collect --junit reports/junit.xml --now "$now" -o snapshot.json; }
job_apply() { exec "$nexus" next release.nexus -s failing.json --now "$now" --apply next.json; }
job_save() { exec "$nexus" repl release.nexus -s green.json --now "$now" <session; }

# check JOB WHEN: each file of `work` is old or new
check() {
  local file mixed=0 is_old=1 is_new=1
  while IFS= read -r -d '' file; do
    if [[ ! -e old/$file && ! -e new/$file ]]; then
      # What a killed process could not take away: hidden, and of a name that nothing reads.
      [[ $(basename "$file") == .*.tmp ]] && continue
      echo "$1, killed $2: leaves $file"
      mixed=1
      continue
    fi
    cmp -s "work/$file" "old/$file" || is_old=0
    cmp -s "work/$file" "new/$file" || is_new=0
    cmp -s "work/$file" "old/$file" || cmp -s "work/$file" "new/$file" || { echo "$1, killed $2: $file is neither the old nor the new one"; mixed=1; }
  done < <(cd work && find . -type f -print0)
  while IFS= read -r -d '' file; do
    [[ -e work/$file ]] || { echo "$1, killed $2: $file is gone"; mixed=1; }
  done < <(cd old && find . -type f -print0)
  [[ $mixed -eq 0 ]] || failed=1
  survived_whole=$((survived_whole + is_new)) killed_early=$((killed_early + is_old)) killed=$((killed + 1))
  # What is left is not in the way: the same job does all of its work.
  if [[ $3 == again ]]; then
    (cd work && "job_$1") >/dev/null 2>&1 </dev/null
    while IFS= read -r -d '' file; do
      cmp -s "work/$file" "new/$file" || { echo "$1, once more after it was killed $2: $file is not the new one"; failed=1; }
    done < <(cd new && find . -type f -print0)
  fi
}

fresh() { rm -rf work; cp -a old work; }

has_strace=
points=$((kills < 20 ? 2 : kills / 10))
if strace -o /dev/null -e trace=none true 2>/dev/null; then has_strace=yes; else echo "skipped: kills in system calls (there is no strace, or it may not trace)"; fi

for job in format jsonl record fmt collect apply save; do
  fresh
  begin=${EPOCHREALTIME/[.,]/}
  (cd work && "job_$job") >/dev/null 2>said </dev/null
  code=$?
  took=$((${EPOCHREALTIME/[.,]/} - begin))
  rm -rf new && mv work new
  diff -rq old new >/dev/null && { echo "$job changes nothing (exit code $code):"; cat said; failed=1; }

  for ((i = 0; i < kills; ++i)); do
    fresh
    moment=$(((RANDOM * 32768 + RANDOM) % (took + took / 8 + 1)))
    {
      (cd work && "job_$job") >/dev/null </dev/null &
      sleep "$(printf '%d.%06d' $((moment / 1000000)) $((moment % 1000000)))"
      kill -9 $!
      wait $!
    } 2>/dev/null
    check "$job" "after $moment µs" "$( ((i % 3)) || echo again)"
  done

  # The last calls of each kind are those that have to do with the files that are written.
  [[ $has_strace ]] || continue
  fresh
  (cd work && strace -f -o ../calls -e trace=write,rename bash -c "$(declare -f "job_$job"); nexus=$nexus now=$now; job_$job") >/dev/null 2>&1 </dev/null
  for call in write rename; do
    count=$(grep -c "^[0-9]* *$call(" calls)
    for ((when = count; when > 0 && when > count - points; --when)); do
      fresh
      {
        (cd work && exec strace -f -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$when" bash -c "$(declare -f "job_$job"); nexus=$nexus now=$now; job_$job") >/dev/null </dev/null
      } 2>/dev/null
      check "$job" "in its $call number $when of $count" no
    done
  done
done

# Both must have been seen: kills that came before the work was done, and after.
[[ $killed_early -gt 0 ]] || { echo "no job was killed before it had changed anything"; failed=1; }
echo "$killed kills: $killed_early left all as it was, $survived_whole came too late"
exit $failed
