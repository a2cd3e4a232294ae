"""Line charts as SVG, legible on light and dark pages: each brings its own background, and follows the reader's choice."""

import math
from dataclasses import dataclass, field
from html import escape

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 72, 176, 72, 58

# Told apart by people who do not see all colours; each for a light and for a dark background.
COLOURS = {
    "nexus": ("#0b62c4", "#58a6ff"),
    "nexus2": ("#0891a8", "#4fd1e0"),
    "hand": ("#c2410c", "#ff9a5c"),
    "hand2": ("#a16207", "#e3b341"),
    "parser": ("#6b7280", "#9aa4b2"),
    "parser2": ("#7c3aed", "#b794f6"),
}

# Ink, axes, grid, background.
PAPER = (("#1f2328", "#57606a", "#d8dee4", "#ffffff"), ("#e6edf3", "#9da7b3", "#30363d", "#0d1117"))


def style():
    """No variables of CSS: not everything that draws SVG knows them."""

    def colours(which):
        ink, axis, grid, back = PAPER[which]
        rules = [f"text {{ fill: {ink}; }}", f".axis {{ fill: {axis}; }}", f".grid {{ stroke: {grid}; }}", f".back {{ fill: {back}; stroke: {grid}; }}"]
        for name, pair in COLOURS.items():
            rules += [f".{name} {{ stroke: {pair[which]}; }}", f"circle.{name}, text.{name} {{ fill: {pair[which]}; stroke: none; }}"]
        return "\n".join(rules)

    fixed = (
        'text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }\n'
        "text.title { font-size: 16px; font-weight: 600; }\n"
        "path { fill: none; stroke-width: 2.5; stroke-linejoin: round; }\n"
    )
    return f"<style>\n{fixed}{colours(0)}\n@media (prefers-color-scheme: dark) {{\n{colours(1)}\n}}\n</style>"


@dataclass
class Series:
    label: str
    colour: str
    points: list  # of (x, y), by x
    is_dashed: bool = False


@dataclass
class Chart:
    title: str
    x_label: str
    y_label: str
    series: list = field(default_factory=list)
    x_is_log: bool = True
    y_is_log: bool = True
    x_text: object = str   # how a tick of the axis is written
    y_text: object = str


class Scale:
    """From values to pixels, with ticks at round numbers."""

    def __init__(self, values, is_log, start, end):
        self.is_log, self.start, self.end = is_log, start, end
        low, high = min(values), max(values)
        if is_log:
            self.low, self.high = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
            self.high = max(self.high, self.low + 1)
            self.ticks = [10.0**i for i in range(self.low, self.high + 1)]
        else:
            step = 10 ** math.floor(math.log10(high))
            step = next(step * f for f in (0.1, 0.2, 0.25, 0.5, 1, 2) if high / (step * f) <= 6)
            self.low, self.high = 0.0, step * math.ceil(high / step - 1e-9)
            self.ticks = [step * i for i in range(round(self.high / step) + 1)]

    def __call__(self, value):
        at = math.log10(value) if self.is_log else value
        return self.start + (at - self.low) / (self.high - self.low) * (self.end - self.start)


def spread_labels(wanted, gap=17):
    """Places for labels, as near to those wanted as their height allows. In the order of `wanted`."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    places = [wanted[i] for i in order]
    for _ in range(200):
        moved = False
        for i in range(len(places) - 1):
            overlap = gap - (places[i + 1] - places[i])
            if overlap > 0.01:
                places[i] -= overlap / 2
                places[i + 1] += overlap / 2
                moved = True
        if not moved:
            break
    result = [0.0] * len(wanted)
    for place, i in zip(places, order):
        result[i] = min(max(place, TOP + 4), HEIGHT - BOTTOM)
    return result


def draw(chart):
    """The text of an SVG."""
    xs = [x for one in chart.series for x, _ in one.points]
    ys = [y for one in chart.series for _, y in one.points]
    x_scale = Scale(xs, chart.x_is_log, LEFT, WIDTH - RIGHT)
    if not chart.x_is_log:  # few whole numbers, such as threads
        x_scale.low, x_scale.high, x_scale.ticks = min(xs) - 0.15, max(xs) + 0.15, sorted(set(xs))
    y_scale = Scale(ys, chart.y_is_log, HEIGHT - BOTTOM, TOP)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{escape(chart.title)}">',
        style(),
        f'<rect class="back" x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="8"/>',
        f'<text class="title" x="{LEFT - 48}" y="30">{escape(chart.title)}</text>',
    ]
    for tick in y_scale.ticks:
        y = y_scale(tick)
        out.append(f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>')
        out.append(f'<text class="axis" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(chart.y_text(tick))}</text>')
    for tick in x_scale.ticks:
        x = x_scale(tick)
        out.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}"/>')
        out.append(f'<text class="axis" x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{escape(chart.x_text(tick))}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    out.append(f'<text class="axis" x="{middle}" y="{HEIGHT - 14}" text-anchor="middle">{escape(chart.x_label)}</text>')
    out.append(f'<text class="axis" x="{LEFT - 48}" y="{TOP - 20}">{escape(chart.y_label)}</text>')

    labels = spread_labels([y_scale(one.points[-1][1]) for one in chart.series])
    for one, label in zip(chart.series, labels):
        places = [(x_scale(x), y_scale(y)) for x, y in one.points]
        line = " L".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dash = ' stroke-dasharray="6 5"' if one.is_dashed else ""
        out.append(f'<path d="M{line}" class="{one.colour}"{dash}/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="{one.colour}"/>' for x, y in places if not one.is_dashed]
        end = places[-1]
        out.append(f'<line x1="{end[0] + 6:.1f}" y1="{end[1]:.1f}" x2="{WIDTH - RIGHT + 16}" y2="{label:.1f}" class="{one.colour}" stroke-width="1" opacity="0.6"/>')
        out.append(f'<text x="{WIDTH - RIGHT + 20}" y="{label + 4:.1f}" class="{one.colour}">{escape(one.label)}</text>')
    out.append("</svg>\n")
    return "\n".join(out)
