"""Holds figures against the goals, and writes them as Markdown tables."""

from dataclasses import dataclass


@dataclass
class Row:
    what: str
    measured: str
    goal: str
    reached: bool
    ruler: str = ""
    ratio: str = ""


def significant(number):
    return f"{number:.3g}" if abs(number) < 1000 else f"{number:,.0f}"


def seconds(time):
    for unit, scale in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if abs(time) >= scale:
            return f"{significant(time / scale)} {unit}"
    return f"{significant(time / 1e-9)} ns"


def size(count):
    return f"{count / 2**20:.1f} MiB"


def per_second(count, time):
    return f"{significant(count / time / 1e6)} MB/s"


# ---- the goals ----------------------------------------------------------------------------------------------------------


def at_most(figures, what, nexus, ruler, factor):
    mine, theirs = figures["inside"][nexus]["median"], figures["inside"][ruler]["median"]
    ratio = mine / theirs
    return Row(what, seconds(mine), f"≤ {factor} × the DOM ruler", ratio <= factor, seconds(theirs), f"{ratio:.2f}")


def hot_rows(figures):
    for name, words in (("2KB", "2 KB"), ("40KB", "40 KB")):
        ruler = f"release/{name}/dom_ruler"
        yield at_most(figures, f"ten rules on {words}, text to full report (engine)", f"release/{name}/report", ruler, 1.25)
        yield at_most(figures, f"ten rules on {words}, text to full report (library call)", f"release/{name}/library", ruler, 1.25)


def stream_rows(figures):
    stream = figures["stream"]
    cores = figures["machine"]["cores"]
    size_of_all, count = stream["bytes"], f"{stream['snapshots']:,}"
    one, ruler = stream["runs"]["nexus/1"]["wall"], stream["runs"]["dom ruler/1"]["wall"]
    yield Row(f"`--jsonl` of {count} snapshots ({size_of_all / 1e6:.0f} MB), one core", per_second(size_of_all, one), "≥ 0.8 × the DOM ruler",
              ruler / one >= 0.8, per_second(size_of_all, ruler), f"{ruler / one:.2f}")
    if cores > 1:
        all_cores, rulers = stream["runs"][f"nexus/{cores}"]["wall"], stream["runs"][f"dom ruler/{cores}"]["wall"]
        goal = 0.9 * cores
        yield Row(f"the same, {cores} cores", per_second(size_of_all, all_cores), f"≥ {goal:.1f} × one core", one / all_cores >= goal,
                  per_second(size_of_all, rulers), f"{one / all_cores:.2f}")
    yield memory_row(figures, cores)


def memory_row(figures, cores):
    """Flat: ten times the snapshots need no more memory, but for what the allocator happens to keep."""
    stream = figures["stream"]
    most = max(one["rss"] for who, one in stream["runs"].items() if who.startswith("nexus/") and int(who.split("/")[1]) <= cores)
    tenth = max(one["rss"] for who, one in stream["tenth"].items() if int(who.split("/")[1]) <= cores)
    ruler = max(stream["runs"][f"dom ruler/{threads}"]["rss"] for threads in {1, cores})
    is_flat = most <= tenth * 1.1 + 2**20
    measured = f"{size(most)}, a tenth of it {size(tenth)}"
    if most <= figures["rss_floor"]:
        measured = "at most " + measured
    ruler_measured = ("at most " if ruler <= figures["rss_floor"] else "") + size(ruler)
    return Row("most memory of that stream", measured, "flat, < 32 MiB", is_flat and most < 32 * 2**20, ruler_measured)


def other_rows(figures):
    inside = figures["inside"]
    nothing, start = inside["start/true"]["median"], inside["start/nexus"]["median"]
    yield Row("cold start: a whole `nexus eval` on 2 KB", seconds(start), "≤ 2.5 ms above `/bin/true`", start - nothing <= 2.5e-3,
              f"{seconds(nothing)} (`/bin/true`)", f"+{seconds(start - nothing)}")

    ruler = "services/10000/dom_ruler"
    yield at_most(figures, "10,000 rules over 640 KB, text to decision", "services/10000/decision", ruler, 1.5)
    yield at_most(figures, "10,000 rules over 640 KB, text to full report (engine)", "services/10000/report", ruler, 1.5)

    for name, words in (("plan", "text to plan"), ("library", "library call, with lints")):
        time = inside[f"compile/10000/{name}"]["median"]
        yield Row(f"compiling 10,000 rules, {words}", seconds(time), "< 60 ms", time < 60e-3)
        yield linear_row(inside, name, words)

    time = inside["update/10000"]["median"]
    yield Row("one field edited among 10,000 rules", seconds(time), "< 5 µs", time < 5e-6)

    replay = figures["replay"]
    goal = 2 * replay["snapshots"] / 525_600
    yield Row(f"`replay` of {replay['snapshots']:,} snapshots, 20 triggers", f"{seconds(replay['cpu'])} of one core, {size(replay['rss'])}",
              f"< {significant(goal)} s a core", replay["cpu"] < goal)


def linear_row(inside, name, words):
    """Linear: a rule among the most costs no more than half as much again as one among a thousand."""
    most = max(int(key.split("/")[1]) for key in inside if key.startswith("compile/") and key.endswith(name))
    few, many = (inside[f"compile/{count}/{name}"]["median"] / count for count in (1_000, most))
    return Row(f"compiling {most:,} rules, {words}, a rule", seconds(many), "≤ 1.5 × a rule of 1,000", many / few <= 1.5, seconds(few) + " (of 1,000)",
               f"{many / few:.2f}")


def rows(figures):
    return [*hot_rows(figures), *stream_rows(figures), *other_rows(figures)]


# ---- all else -----------------------------------------------------------------------------------------------------------

CONTENDERS = {
    "library": "Nexus, library call to full report",
    "report": "Nexus, engine to full report",
    "decision": "Nexus, engine to decision",
    "reader": "Nexus, reading alone",
    "dom_ruler": "by hand over simdjson's DOM",
    "ondemand_ruler": "by hand over On-Demand",
    "simdjson_dom": "simdjson's DOM alone",
    "simdjson_stage1": "simdjson's stage 1 alone",
    "nlohmann": "nlohmann/json alone",
}


def contender_table(figures):
    inside = figures["inside"]
    works = {"release/2KB": "2 KB", "release/40KB": "40 KB", "services/10000": "10,000 rules, 640 KB"}
    lines = []
    for who, words in CONTENDERS.items():
        cells = [words]
        for work in works:
            one = inside.get(f"{work}/{who}")
            cells += [seconds(one["median"]), f"{one['bytes'] / one['median'] / 1e9:.3g}"] if one else ["", ""]
        lines.append(cells)
    head = [""]
    for words in works.values():
        head += [words, "GB/s"]
    return markdown(head, lines)


def stream_table(figures):
    stream = figures["stream"]
    lines = []
    for name, one in stream["runs"].items():
        who, threads = name.split("/")
        lines.append([who, threads, per_second(stream["bytes"], one["wall"]), seconds(one["wall"]), seconds(one["cpu"]), size(one["rss"]),
                      f"{stream['written'][who]:,.0f} B"])
    return markdown(["stream", "threads", "", "clock", "CPU", "most memory", "written a snapshot"], sorted(lines))


def markdown(head, lines):
    widths = [max(len(line[i]) for line in [head, *lines]) for i in range(len(head))]
    def row(cells):
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"
    return "\n".join([row(head), "|" + "|".join("-" * (width + 2) for width in widths) + "|", *map(row, lines)])


def goal_table(figures):
    head = ["what", "measured", "ruler", "ratio", "goal", "reached"]
    return markdown(head, [[row.what, row.measured, row.ruler, row.ratio, row.goal, "yes" if row.reached else "**no**"] for row in rows(figures)])


def circumstances(figures):
    machine, stream = figures["machine"], figures["stream"]
    mhz = f" at {machine['mhz'] / 1000:.1f} GHz" if machine["mhz"] else ""
    lines = [
        f"- {machine['cpu']}, {machine['cores']} cores{mhz}, {machine['memory'] / 2**30:.0f} GiB; {machine['system']}",
        f"- {machine['compiler']}; {machine['libraries']}",
        f"- commit {machine['commit']}, {figures['date']}{', a quick run' if figures['quick'] else ''}; load before: {figures['load_before']:.2f}",
        f"- inside a process: `{figures['inside_command']}`",
        f"- streams: `{stream['made_by']}`; then `{stream['commands']['nexus']}` and `{stream['commands']['dom ruler']}`, results to `/dev/null`, in turns",
        f"- history: `{figures['replay']['made_by']}`; then `{figures['replay']['command']}`",
    ]
    if figures["load_before"] > 0.5:
        lines.append("- the machine was not idle: ratios hold better than times")
    return "\n".join(lines)


def report(figures):
    """The whole text, as Markdown."""
    return "\n\n".join([goal_table(figures), "Beside it:", contender_table(figures), stream_table(figures), "Medians, on:", circumstances(figures)]) + "\n"
