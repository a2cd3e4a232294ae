"""Runs the programs of the benchmark and collects figures; knows nothing of goals.

All times are in seconds, all sizes in bytes. Of times inside a process, what counts is the time on the CPU; of whole
processes, both that and the time on the clock are kept.
"""

import json
import os
import platform
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOW = "2026-11-02T12:00:00Z"  # release_now of workloads.h


class Failed(Exception):
    """A program that is measured did not do its work; says which, and what it said."""


class Programs:
    def __init__(self, tree):
        self.nexus = tree / "cli/nexus"
        self.bench = tree / "bench/nexus_bench"
        self.ruler = tree / "bench/nexus_ruler"
        self.workload = tree / "bench/nexus_workload"
        self.runner = tree / "bench/nexus_run"
        for program in vars(self).values():
            if not program.exists():
                raise Failed(f"{program} is not there: build the target {program.name}, or run `./dev bench`")

    def run(self, words, out="/dev/null", good=(0,)):
        """Runs a command to its end. Gives its times, `wall` and `cpu`, and the most memory it held at once, `rss`."""
        words = [str(word) for word in words]
        ran = subprocess.run([self.runner, out, *words], capture_output=True, text=True, errors="replace", check=False)
        if ran.returncode != 0:
            raise Failed(ran.stderr)
        found = json.loads(ran.stdout)
        if found["code"] not in good:
            raise Failed(f"{' '.join(words)}\nends with {found['code']}: {ran.stderr}")
        return {key: found[key] for key in ("wall", "cpu", "rss")}


def median_of(runs):
    return {key: statistics.median(one[key] for one in runs) for key in runs[0]}


# ---- inside a process --------------------------------------------------------------------------------------------------

# Left out of a quick run: all that only graphs and the second table show.
QUICK_FILTER = r"-release/(1|10|160|640)KB|services/10{1,3}/|compile/(10|100|100000)/|update/10{2,3}$|nlohmann"


def bench_command(programs, quick):
    words = [
        programs.bench,
        "--benchmark_enable_random_interleaving=true",
        f"--benchmark_repetitions={5 if quick else 9}",
        f"--benchmark_min_time={0.05 if quick else 0.2}",
    ]
    return words + ([f"--benchmark_filter={QUICK_FILTER}"] if quick else [])


def inside(programs, quick, out):
    """What nexus_bench measures, by name: the median of its repetitions, and half of them lie within `quartiles`."""
    programs.run([*bench_command(programs, quick), f"--benchmark_out={out}", "--benchmark_out_format=json"])
    found = json.loads(out.read_text())
    runs = {}
    for one in found["benchmarks"]:
        if one["run_type"] != "iteration":
            continue
        name, suffix, _ = one["run_name"].partition("/real_time")
        scale = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1}[one["time_unit"]]
        entry = runs.setdefault(name, {"times": [], "bytes": one.get("bytes")})
        entry["times"].append(scale * one["real_time" if suffix else "cpu_time"])
    figures = {}
    for name, entry in runs.items():
        times = entry["times"]
        low, _, high = statistics.quantiles(times, n=4, method="inclusive") if len(times) > 1 else times * 3
        figures[name] = {"median": statistics.median(times), "quartiles": [low, high], "runs": len(times)}
        if entry["bytes"]:
            figures[name]["bytes"] = entry["bytes"]
    return figures, found["context"]


# ---- whole processes ---------------------------------------------------------------------------------------------------


def stream_commands(programs, stream, threads):
    nexus = [programs.nexus, "eval", ROOT / "bench/release_gate.nexus", "--jsonl", "-s", stream, "--now", NOW, "--jobs", threads]
    return {
        "nexus": nexus,
        "nexus -q": nexus + ["-q"],
        "dom ruler": [programs.ruler, "dom", stream, NOW, threads],
        "ondemand ruler": [programs.ruler, "ondemand", stream, NOW, threads],
    }


VERDICTS = (0, 1, 3, 4)  # exit codes of `nexus eval` that say a decision


def write_workload(programs, what, count, file):
    programs.run([programs.workload, what, count], out=file)
    return file


def threads_to_try(quick):
    cores = len(os.sched_getaffinity(0))
    several = {cores} if quick else {cores, *(2**i for i in range(1, 8) if 2**i <= 2 * cores)}
    return sorted({1} | several)


def streams(programs, quick, folder):
    """The stream of snapshots, by contender and threads; in turns, so that whatever else happens strikes all of them."""
    count = 20_000 if quick else 100_000
    whole = write_workload(programs, "snapshots", count, folder / "snapshots.jsonl")
    tenth = write_workload(programs, "snapshots", count // 10, folder / "tenth.jsonl")
    written = check_stream(programs, tenth, folder)
    runs = {}
    for _ in range(3 if quick else 5):
        for threads in threads_to_try(quick):
            for who, words in stream_commands(programs, whole, threads).items():
                runs.setdefault((who, threads), []).append(programs.run(words, good=VERDICTS))
    figures = {
        "snapshots": count,
        "bytes": whole.stat().st_size,
        "runs": {f"{who}/{threads}": median_of(several) for (who, threads), several in runs.items()},
        "tenth": {},
        "written": {who: size / (count // 10) for who, size in written.items()},
        "made_by": command_line([programs.workload, "snapshots", count]) + " > " + whole.name,
        "commands": {who: command_line(words, folder) for who, words in stream_commands(programs, whole, 1).items()},
    }
    for threads in threads_to_try(quick):
        several = [programs.run(stream_commands(programs, tenth, threads)["nexus"], good=VERDICTS) for _ in range(3)]
        figures["tenth"][f"nexus/{threads}"] = median_of(several)
    return figures


def check_stream(programs, stream, folder):
    """The same decision of every line, or there is nothing to compare. Gives how much each contender writes."""
    expected, written = None, {}
    results = folder / "results"
    for who, words in stream_commands(programs, stream, 2).items():
        programs.run(words, out=results, good=VERDICTS)
        with open(results, encoding="utf-8") as lines:
            decided = [line.strip() if who == "nexus -q" else json.loads(line)["decision"] for line in lines]
        expected = expected or decided
        if decided != expected:
            line = next((i for i, pair in enumerate(zip(expected, decided)) if pair[0] != pair[1]), min(len(expected), len(decided)))
            raise Failed(f"in line {line + 1} of {stream.name}, {who} does not decide as nexus does")
        written[who] = results.stat().st_size
    return written


def replay(programs, quick, folder):
    count = 52_560 if quick else 525_600
    history = write_workload(programs, "history", count, folder / "history.jsonl")
    words = [programs.nexus, "replay", ROOT / "bench/triggers.nexus", "--history", history]
    figures = median_of([programs.run(words) for _ in range(3)])
    return figures | {"snapshots": count, "bytes": history.stat().st_size, "command": command_line(words, folder),
                      "made_by": command_line([programs.workload, "history", count]) + " > " + history.name}


def command_line(words, made_in=None):
    """As one would type it in the root of the project; files that were made for this run by their names alone."""

    def shown(word):
        if not isinstance(word, Path):
            return str(word)
        if word.parent == made_in or not word.is_relative_to(ROOT):
            return word.name
        return str(word.relative_to(ROOT))

    return " ".join(map(shown, words))


# ---- on what ------------------------------------------------------------------------------------------------------------


def first_match(file, pattern):
    try:
        found = re.search(pattern, Path(file).read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found.group(1).strip().strip('"') if found else "unknown"


def machine(context):
    """What the figures depend on. `context` is what nexus_bench says of itself."""
    return {
        "cpu": first_match("/proc/cpuinfo", r"^model name\s*:\s*(.*)$"),
        "cores": len(os.sched_getaffinity(0)),
        "mhz": context.get("mhz_per_cpu"),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": first_match("/etc/os-release", r"^PRETTY_NAME=(.*)$") + ", Linux " + platform.release(),
        "compiler": context.get("compiler", "unknown"),
        "libraries": context.get("libraries", "unknown"),
        "commit": commit(),
    }


def commit():
    words = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"]
    try:
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def everything(programs, quick, folder, say):
    """All figures. `folder` is for what is needed on the way; `say` is told what is going on."""
    busy = os.getloadavg()[0]
    floor = programs.run(["/bin/true"])["rss"]
    with tempfile.TemporaryDirectory(dir=folder) as made:
        say("a stream of snapshots, process by process")
        stream = streams(programs, quick, Path(made))
        say("a history, replayed")
        history = replay(programs, quick, Path(made))
    say("inside one process, in turns: " + ("about a minute" if quick else "about ten minutes"))
    times, context = inside(programs, quick, folder / "inside.json")
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "quick": quick,
        "load_before": busy,
        "machine": machine(context),
        "inside_command": command_line(bench_command(programs, quick)),
        "inside": times,
        "rss_floor": floor,
        "stream": stream,
        "replay": history,
    }
