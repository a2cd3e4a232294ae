#!/usr/bin/env bash
# The snippets of docs/integration.md can be copied: they parse, and name only what there is. usage: page_test.sh NEXUS ROOT
set -uo pipefail
root=$(realpath -- "$2")
python3 -c 'import yaml' 2>/dev/null || { echo "skipped: python3-yaml is not installed"; exit 77; }
exec python3 - "$root" <<'PYTHON'
import re, subprocess, sys, yaml
from shutil import which

root = sys.argv[1]
page = open(f"{root}/docs/integration.md").read()
action = yaml.safe_load(open(f"{root}/action.yml"))
hooks = {hook["id"] for hook in yaml.safe_load(open(f"{root}/.pre-commit-hooks.yaml"))}
template = yaml.safe_load(open(f"{root}/integrations/gitlab/nexus.gitlab-ci.yml"))
problems = []
seen = {"steps": 0, "hooks": 0, "jobs": 0, "shell": 0}


def steps(value):
    """Every mapping with `uses`, wherever it stands."""
    if isinstance(value, dict):
        if "uses" in value:
            yield value
        for part in value.values():
            yield from steps(part)
    elif isinstance(value, list):
        for part in value:
            yield from steps(part)


for language, text in re.findall(r"```(yaml|sh)\n(.*?)```", page, re.S):
    if language == "sh":
        seen["shell"] += 1
        if subprocess.run(["bash", "-n"], input=text, text=True).returncode != 0:
            problems.append(f"bash does not read:\n{text}")
        continue
    value = yaml.safe_load(text)
    for step in steps(value):
        if not step["uses"].startswith("OWNER/nexus@"):
            continue
        seen["steps"] += 1
        problems += [f"the action has no input `{name}`" for name in step["with"] if name not in action["inputs"]]
    if isinstance(value, dict) and "repos" in value:
        used = {hook["id"] for repo in value["repos"] for hook in repo["hooks"]}
        seen["hooks"] += len(used)
        problems += [f"there is no hook `{name}`" for name in used - hooks]
    if isinstance(value, dict) and "include" in value:
        seen["jobs"] += 1
        known = template[value["nexus"]["extends"]]["variables"]
        if value["nexus"]["image"].get("entrypoint") != [""]:
            problems.append("the job's image starts something else than a shell")
        problems += [f"the template has no variable `{name}`" for name in value["nexus"]["variables"] if name not in known]
    if isinstance(value, dict) and "jobs" in value and which("actionlint"):
        if subprocess.run(["actionlint", "-"], input=text, text=True).returncode != 0:
            problems.append("actionlint finds fault with a workflow")

# Whoever adds an input describes it on the page, and nothing is described that is gone.
described = {name for cells in re.findall(r"^\| (`.*?) \|", page, re.M) for name in re.findall(r"`([a-z-]+)`", cells)}
problems += [f"input `{name}` is not described" for name in action["inputs"].keys() - described]
problems += [f"`{name}` is described, and there is none" for name in described - action["inputs"].keys()]
problems += [f"the page has no {name}" for name, count in seen.items() if count == 0]
print("\n".join(problems) or f"the snippets are in order: {seen}")
sys.exit(bool(problems))
PYTHON
