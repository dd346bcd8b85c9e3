"""Plots of plain HTML and CSS: no script, no file beside them, colours from the page, and readable on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from genevolve.bench.statistics import Interval, Tally

_BOUNDS = (0.05, 0.1, 0.2, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One line of a plot: a number with its interval; `ceiling` is what was attainable; `kind` picks the colour."""

    label: str
    interval: Interval
    ceiling: float | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a comparison: the difference with its interval, and in how many tasks the first was better."""

    label: str
    interval: Interval | None
    tally: Tally


def interval_plot(estimates: Sequence[Estimate]) -> str:
    """Dots with 95 % intervals on a scale from 0 to 1, one line each."""
    lines = []
    for one in estimates:
        low, mean, high = (_percent(value) for value in (one.interval.low, one.interval.mean, one.interval.high))
        ceiling = "" if one.ceiling is None else f'<i class="ceiling" style="left:{_percent(one.ceiling):.2f}%"></i>'
        said = _said(one.interval)
        lines.append(_line(one.label, ceiling + _mark(low, mean, high, one.kind), said))
    ticks = [(20.0 * step, f"{step / 5:.1f}") for step in range(6)]
    return _plot("scale", lines, ticks)


def difference_plot(differences: Sequence[Difference]) -> str:
    """Dots with 95 % intervals around 0, first minus second; beside each the tasks won, tied and lost."""
    known = [one.interval for one in differences if one.interval is not None]
    reach = max((abs(end) for one in known for end in (one.low, one.high)), default=0.0)
    bound = next((bound for bound in _BOUNDS if reach <= bound), 1.0)
    lines = []
    for one in differences:
        if one.interval is None:
            lines.append(_line(one.label, "", "–", _tally_bar(one.tally)))
            continue
        ordered = (one.interval.low, one.interval.mean, one.interval.high)
        low, mean, high = (_percent(0.5 + value / bound / 2) for value in ordered)
        sure = one.interval.excludes_zero and one.interval.num_rows > 1
        kind = ("better" if one.interval.mean > 0 else "worse") if sure else "unsure"
        lines.append(_line(one.label, _mark(low, mean, high, kind), _said(one.interval, "+"), _tally_bar(one.tally)))
    ticks = [(25.0 * step, f"{(step / 2 - 1) * bound:+.3g}" if step != 2 else "0") for step in range(5)]
    return _plot("scale around", lines, ticks)


def bar_plot(bars: Sequence[tuple[str, float, str]]) -> str:
    """Bars on a common scale; each is a label, a number, and what is written at its end."""
    most = max((number for _, number, _ in bars), default=0.0) or 1.0
    lines = [
        _line(label, f'<i class="bar" style="width:{100 * value / most:.2f}%"></i>', escape(said))
        for label, value, said in bars
    ]
    return _plot("bars", lines, [])


def ends(interval: Interval, sign: str = "") -> str:
    """An interval's two ends, never broken over two lines; of a single row there is none."""
    return f"[{interval.low:{sign}.3f},\u00a0{interval.high:{sign}.3f}]" if interval.num_rows > 1 else ""


def _said(interval: Interval, sign: str = "") -> str:
    parts = (f"<b>{interval.mean:{sign}.3f}</b>", ends(interval, sign), f"<small>n = {interval.num_rows}</small>")
    return " ".join(part for part in parts if part)


def _mark(low: float, mean: float, high: float, kind: str) -> str:
    colour = f"var(--{escape(kind)}, var(--mark))" if kind else "var(--mark)"
    return (
        f'<i class="reach" style="left:{low:.2f}%;width:{high - low:.2f}%;background:{colour}"></i>'
        f'<i class="dot" style="left:{mean:.2f}%;background:{colour}"></i>'
    )


def _tally_bar(tally: Tally) -> str:
    parts = [("better", tally.wins), ("unsure", tally.ties), ("worse", tally.losses)]
    shares = "".join(f'<i style="flex-grow:{count};background:var(--{kind})"></i>' for kind, count in parts if count)
    return f'<span class="tally"><span>{shares}</span>{tally.wins} / {tally.ties} / {tally.losses}</span>'


def _line(label: str, marks: str, said: str, more: str = "") -> str:
    name = escape(label.replace("_", " "))
    return (
        f'<div class="row"><span class="name">{name}</span><span class="track">{marks}</span>'
        f'<span class="said">{said}</span>{more}</div>'
    )


def _plot(kind: str, lines: Sequence[str], ticks: Sequence[tuple[float, str]]) -> str:
    marks = "".join(f'<em style="left:{place:.0f}%">{escape(text)}</em>' for place, text in ticks)
    axis = f'<div class="row axis"><span class="track">{marks}</span></div>' if ticks else ""
    return f'<div class="plot {kind}">{"".join(lines)}{axis}</div>'


def _percent(value: float) -> float:
    return 100 * min(max(value, 0.0), 1.0)
