#!/usr/bin/env bash
# The hooks in a repository, run by pre-commit where it is installed, else as it would. usage: hooks_test.sh NEXUS ROOT
set -uo pipefail
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
command -v git >/dev/null || { echo "skipped: git is not installed"; exit 77; }
python3 -c 'import yaml' 2>/dev/null || { echo "skipped: python3-yaml is not installed"; exit 77; }
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home" "$scratch/hooks" "$scratch/work"
ln -s "$nexus" "$scratch/bin/nexus"
export PATH=$scratch/bin:$PATH HOME=$scratch/home LC_ALL=C.UTF-8 GIT_CONFIG_NOSYSTEM=1
git config --global user.name somebody
git config --global user.email somebody@localhost
problems=0

# What pre-commit clones: a repository with the file of hooks.
cp "$root/.pre-commit-hooks.yaml" "$scratch/hooks"
(cd "$scratch/hooks" && git init -q && git add . && git commit -qm hooks && git tag v1.0) || exit 1

cd "$scratch/work" || exit 2
git init -q
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $scratch/hooks
    rev: v1.0
    hooks: [{ id: nexus-fmt }, { id: nexus-check }, { id: nexus-test }]
YAML
cp "$root"/examples/release-gate/{release.nexus,green.json,failing.json} .
git add .
# hook ID: runs it on all files
hook() {
  if command -v pre-commit >/dev/null; then
    pre-commit run "$1" --all-files >"$scratch/log" 2>&1
  else
    python3 - "$root/.pre-commit-hooks.yaml" "$1" >"$scratch/log" 2>&1 <<'PYTHON'
import re, shlex, subprocess, sys, yaml
hook = next(h for h in yaml.safe_load(open(sys.argv[1])) if h["id"] == sys.argv[2])
files = [f for f in subprocess.check_output(["git", "ls-files"], text=True).splitlines() if re.search(hook["files"], f)]
before = subprocess.check_output(["git", "diff"])
code = subprocess.run(shlex.split(hook["entry"]) + (files if hook.get("pass_filenames", True) else [])).returncode
sys.exit(code != 0 or subprocess.check_output(["git", "diff"]) != before)
PYTHON
  fi
}
check() { # check WANTED ID WORDS
  hook "$2"
  local code=$?
  [[ $code == "$1" ]] || { echo "$2, $3: exit code $code, not $1"; sed 's/^/    /' "$scratch/log"; problems=$((problems + 1)); }
}
for id in nexus-fmt nexus-check nexus-test; do check 0 $id "a policy that is in order"; done
sed -i 's/^gate coverage/gate   coverage/' release.nexus
git add release.nexus
check 1 nexus-fmt "another layout"
check 0 nexus-fmt "the layout it has put right"
git add release.nexus
sed -i 's/min_coverage: ratio in 50%..100% = 80%/min_coverage: ratio in 50%..100% = 75%/' release.nexus
git add release.nexus
check 1 nexus-test "a test that does not pass"
sed -i 's/coverage.line >= min_coverage/coverage.lines >= min_coverage/' release.nexus
git add release.nexus
check 1 nexus-check "a misspelt field"
[[ $problems -eq 0 ]] || exit 1
echo "the hooks run$(command -v pre-commit >/dev/null || echo ', without pre-commit')"
