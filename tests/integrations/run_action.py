#!/usr/bin/env python3
"""Runs the steps of a composite action of GitHub that have a shell, as a runner does.

usage: run_action.py ACTION.yml [INPUT=VALUE]…
Expressions know inputs, github, and the outputs of earlier steps; `github` is made of $GITHUB_* and $PULL_REQUEST. Nobody cancels. Steps that use
another action are named, and not run; behind a step that fails, only those run that ask for `!cancelled()`. What the steps print is printed; a last line has the outputs of the action as JSON. The exit
code is that of the first step that fails.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import yaml

with open(sys.argv[1]) as file:
    action = yaml.safe_load(file)
inputs = {name: str(spec.get("default", "")) for name, spec in action["inputs"].items()}
for word in sys.argv[2:]:
    name, value = word.split("=", 1)
    if name not in inputs:
        sys.exit(f"the action has no input {name}")
    inputs[name] = value
github = {
    "action_path": os.path.dirname(os.path.abspath(sys.argv[1])),
    "action_repository": os.environ.get("ACTION_REPOSITORY", ""),
    "action_ref": os.environ.get("ACTION_REF", ""),
    "workflow": os.environ.get("GITHUB_WORKFLOW", ""),
    "job": os.environ.get("GITHUB_JOB", ""),
    "token": os.environ.get("GITHUB_TOKEN", ""),
    "event": {"pull_request": {"number": os.environ.get("PULL_REQUEST", "")}},
}
steps = {}


def lookup(path):
    value = {"inputs": inputs, "github": github, "steps": steps}
    for key in path.split("."):
        value = value.get(key, "") if isinstance(value, dict) else ""
    return value


def evaluate(expression):
    """A path, or paths and strings with == != && || and brackets."""
    python = ""
    for token in re.findall(r"'[^']*'|!cancelled\(\)|==|!=|&&|\|\||[A-Za-z_][\w.-]*|\S", expression):
        if token[0] == "'" or token in ("==", "!=", "(", ")"):
            python += token
        elif token == "!cancelled()":
            python += "True"
        elif token in ("&&", "||"):
            python += " and " if token == "&&" else " or "
        elif re.match(r"[A-Za-z_]", token):
            python += repr(lookup(token))
        else:
            sys.exit(f"this runner does not know `{token}` in `{expression}`")
    return eval(python)


def substituted(text):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(evaluate(match[1])), str(text))


inputs = {name: substituted(value) for name, value in inputs.items()}
code = 0
for step in action["runs"]["steps"]:
    if code != 0 and "!cancelled()" not in step.get("if", ""):
        print(f"-- {step['name']}: left out, a step has failed")
        continue
    if "if" in step and not evaluate(step["if"].strip().removeprefix("${{").removesuffix("}}")):
        print(f"-- {step['name']}: left out")
        continue
    if "uses" in step:
        print(f"-- {step['name']}: {step['uses']} {json.dumps({k: substituted(v) for k, v in step['with'].items()})}")
        continue
    if "${{" in step["run"]:
        sys.exit(f"{step['name']}: an expression stands in the script, where its value could be a command")
    print(f"-- {step['name']}", flush=True)
    with tempfile.NamedTemporaryFile("r", suffix=".output") as output:
        environment = {**os.environ, "GITHUB_OUTPUT": output.name, **{k: substituted(v) for k, v in step.get("env", {}).items()}}
        folder = substituted(step.get("working-directory", "."))
        ended = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], env=environment, cwd=folder).returncode
        lines = output.read().splitlines()
    if "id" in step:
        steps[step["id"]] = {"outputs": dict(line.split("=", 1) for line in lines)}
    paths = os.environ.get("GITHUB_PATH")
    if paths and os.path.exists(paths):
        with open(paths) as file:
            os.environ["PATH"] = ":".join(reversed(file.read().split())) + ":" + os.environ["PATH"]
    code = code or ended
print(json.dumps({name: substituted(spec["value"]) for name, spec in action["outputs"].items()}))
sys.exit(code)
