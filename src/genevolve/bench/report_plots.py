"""Plots as inline SVG: no script, no file beside it, colours from the page so that light and dark both work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from genevolve.bench.statistics import Interval

_WIDTH = 820
_LABEL = 180
_RIGHT = 210
_ROW = 26
_TOP = 8
_AXIS = 26


@dataclass(frozen=True, slots=True)
class Estimate:
    """One line of a plot: a number with its interval; `ceiling` is what was attainable; `kind` picks the colour."""

    label: str
    interval: Interval
    ceiling: float | None = None
    kind: str = ""


def interval_plot(estimates: Sequence[Estimate], title: str) -> str:
    """Dots with 95 % intervals on a scale from 0 to 1, one line each."""
    height = _TOP + _ROW * len(estimates) + _AXIS
    parts = [_grid(height, len(estimates))]
    for number, one in enumerate(estimates):
        y = _TOP + _ROW * number + _ROW / 2
        low, mean, high = (_x(value) for value in (one.interval.low, one.interval.mean, one.interval.high))
        colour = f"var(--{escape(one.kind)}, var(--mark))" if one.kind else "var(--mark)"
        parts.append(_label(one.label, y))
        if one.ceiling is not None:
            x = _x(one.ceiling)
            parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - 7:.1f}" y2="{y + 7:.1f}" class="ceiling"/>')
        parts.append(
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="3" '
            f'stroke-linecap="round" opacity="0.45"/><circle cx="{mean:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>'
        )
        said = f"{one.interval.mean:.3f} [{one.interval.low:.3f}, {one.interval.high:.3f}] n={one.interval.num_rows}"
        parts.append(f'<text x="{_WIDTH - _RIGHT + 10}" y="{y + 4:.1f}" class="figure">{escape(said)}</text>')
    return _svg(parts, height, title)


def bar_plot(bars: Sequence[tuple[str, float, str]], title: str) -> str:
    """Bars on a common scale; each is a label, a number, and what is written at its end."""
    most = max((number for _, number, _ in bars), default=0.0) or 1.0
    height = _TOP + _ROW * len(bars) + 6
    parts = []
    for number, (label, value, said) in enumerate(bars):
        y = _TOP + _ROW * number + _ROW / 2
        width = (_WIDTH - _LABEL - _RIGHT) * value / most
        parts.append(_label(label, y))
        parts.append(f'<rect x="{_LABEL}" y="{y - 7:.1f}" width="{width:.1f}" height="14" rx="3" fill="var(--mark)"/>')
        parts.append(f'<text x="{_LABEL + width + 8:.1f}" y="{y + 4:.1f}" class="figure">{escape(said)}</text>')
    return _svg(parts, height, title)


def _grid(height: float, num_rows: int) -> str:
    bottom = _TOP + _ROW * num_rows
    lines = []
    for step in range(6):
        x = _x(step / 5)
        lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}" class="grid"/>')
        lines.append(f'<text x="{x:.1f}" y="{height - 8}" class="tick">{step / 5:.1f}</text>')
    return "".join(lines)


def _label(text: str, y: float) -> str:
    return f'<text x="{_LABEL - 12}" y="{y + 4:.1f}" class="label">{escape(text.replace("_", " "))}</text>'


def _x(value: float) -> float:
    return _LABEL + (_WIDTH - _LABEL - _RIGHT) * min(max(value, 0.0), 1.0)


def _svg(parts: Sequence[str], height: float, title: str) -> str:
    named = f'role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>'
    return f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" {named}{"".join(parts)}</svg>'
