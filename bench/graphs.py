"""The graphs of the figures: what grows with what."""

from chart import Chart, Series, draw
from table import seconds, significant


def sizes(count):
    for unit, scale in (("MB", 1e6), ("KB", 1e3)):
        if count >= scale:
            return f"{significant(count / scale)} {unit}"
    return f"{count:.0f} B"


def count_of(number):
    return f"{number:,.0f}"


HOT = (("report", "Nexus, full report", "nexus"), ("decision", "Nexus, decision", "nexus2"), ("dom_ruler", "by hand, DOM", "hand"), ("ondemand_ruler", "by hand, On-Demand", "hand2"))


def along(figures, work, who, x_of):
    """Points of all benchmarks WORK/…/WHO."""
    found = []
    for name, one in figures["inside"].items():
        parts = name.split("/")
        if parts[0] == work and parts[-1] == who:
            found.append((x_of(parts, one), one["median"]))
    return sorted(found)


def hot_by_rules(figures):
    chart = Chart("Judging a snapshot, by number of rules", "rules, each about a service of its own (64 bytes of the snapshot)", "time a snapshot", x_text=count_of, y_text=seconds)
    chart.series = [Series(label, colour, along(figures, "services", who, lambda parts, _: int(parts[1]))) for who, label, colour in HOT]
    return chart


def hot_by_size(figures):
    chart = Chart("Ten rules, by size of the snapshot", "size of the snapshot", "time a snapshot", x_text=sizes, y_text=seconds)
    more = (("simdjson_dom", "simdjson's DOM alone", "parser"), ("nlohmann", "nlohmann/json alone", "parser2"))
    chart.series = [Series(label, colour, along(figures, "release", who, lambda _, one: one["bytes"])) for who, label, colour in HOT + more]
    return chart


def compile_by_rules(figures):
    chart = Chart("Compiling a policy, by number of rules", "rules", "time", x_text=count_of, y_text=seconds)
    for who, label, colour in (("library", "library call, with lints", "nexus2"), ("plan", "text to plan", "nexus")):
        chart.series.append(Series(label, colour, along(figures, "compile", who, lambda parts, _: int(parts[1]))))
    plan = chart.series[-1].points
    if len(plan) >= 2:
        count, time = next((point for point in plan if point[0] == 1_000), plan[0])
        chart.series.append(Series("in proportion to 1,000", "parser", [(x, time / count * x) for x, _ in plan], is_dashed=True))
    return chart


def stream_by_threads(figures):
    stream = figures["stream"]
    chart = Chart(f"A stream of {stream['snapshots']:,} snapshots, by threads ({figures['machine']['cores']} cores)", "threads", "MB a second", x_is_log=False, y_is_log=False, x_text=count_of, y_text=significant)
    for who, label, colour in (("nexus", "nexus eval --jsonl", "nexus"), ("nexus -q", "nexus eval --jsonl -q", "nexus2"), ("dom ruler", "by hand, DOM", "hand"), ("ondemand ruler", "by hand, On-Demand", "hand2")):
        points = [(int(name.split("/")[1]), stream["bytes"] / one["wall"] / 1e6) for name, one in stream["runs"].items() if name.split("/")[0] == who]
        chart.series.append(Series(label, colour, sorted(points)))
    return chart


GRAPHS = {"rules": hot_by_rules, "size": hot_by_size, "compile": compile_by_rules, "threads": stream_by_threads}


def write(figures, folder):
    """Writes a file for each graph that the figures have points for. Gives their paths."""
    written = []
    for name, make in GRAPHS.items():
        chart = make(figures)
        chart.series = [one for one in chart.series if len(one.points) >= 2]
        if not chart.series:
            continue
        path = folder / f"{name}.svg"
        path.write_text(draw(chart), encoding="utf-8")
        written.append(path)
    return written
