"""Axes, bars, lines and dots as one SVG: no plotting library, no font of its own, at home on light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

NUM_COLOURS = 6
_WIDTH, _HEIGHT = 960, 470
_NUM_TICKS = 5
_LIGHT = ("#2f6f8f", "#b5632f", "#4f8a3f", "#7a5aa6", "#a63d5c", "#8a7a1f")
_DARK = ("#7fb9d6", "#e29a69", "#93c47f", "#b79ae0", "#e07f9c", "#cdbb5a")


def _colours(colours: Sequence[str]) -> str:
    return "".join(
        f".line.c{number}{{stroke:{colour}}}.dot.c{number}{{fill:{colour}}}" for number, colour in enumerate(colours)
    )


_STYLE = f"""
.page{{fill:#faf8f3}}.ink{{fill:#23221f}}.faint{{fill:#6d685e}}.grid{{stroke:#e2ddd2}}.bar{{fill:#cfd8dc}}
.reach{{stroke:#23221f;stroke-width:2}}.line{{fill:none;stroke-width:1.8;stroke-linejoin:round}}
.dot{{stroke:#faf8f3;stroke-width:1.2}}{_colours(_LIGHT)}
text{{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}}
.title{{font:600 22px Georgia,"Times New Roman",serif}}.small{{font-size:12px}}.strong{{font-weight:600}}
@media (prefers-color-scheme:dark){{
.page{{fill:#17181a}}.ink{{fill:#e9e6df}}.faint{{fill:#a29d93}}.grid{{stroke:#303238}}.bar{{fill:#3b444a}}
.reach{{stroke:#e9e6df}}.dot{{stroke:#17181a}}{_colours(_DARK)}
}}
"""


@dataclass(frozen=True)
class Axis:
    """From where to where, and the marks on it: where each is and what is written there."""

    low: float
    high: float
    marks: Sequence[tuple[float, str]]

    def share(self, value: float) -> float:
        """How far along the axis a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Panel:
    """A field to draw on: its place and size in pixels, its axes, and what is written under it."""

    x: float
    y: float
    width: float
    height: float
    across: Axis
    up: Axis
    name: str

    def frame(self) -> str:
        """The lines of the vertical axis, both axes' marks, and the name."""
        foot = self.y + self.height
        parts = [text(self.x + self.width / 2, foot + 44, self.name, "ink", "middle")]
        for value, said in self.up.marks:
            y = self._y(value)
            parts.append(f'<path class="grid" d="M{self.x:.1f} {y:.1f}h{self.width:.1f}"/>')
            parts.append(text(self.x - 10, y + 4, said, "faint small", "end"))
        parts += [text(self._x(value), foot + 20, said, "faint small", "middle") for value, said in self.across.marks]
        return "".join(parts)

    def bar(self, left: float, right: float, value: float) -> str:
        """A bar from the foot to `value`."""
        x, y = self._x(left), self._y(value)
        wide, tall = self._x(right) - x, self.y + self.height - y
        return f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="3"/>'

    def reach(self, x: float, low: float, high: float) -> str:
        """An interval, with a stroke at each end."""
        at, bottom, top = self._x(x), self._y(low), self._y(high)
        path = f"M{at - 6:.1f} {bottom:.1f}h12M{at - 6:.1f} {top:.1f}h12M{at:.1f} {bottom:.1f}V{top:.1f}"
        return f'<path class="reach" d="{path}"/>'

    def label(self, x: float, y: float, said: str) -> str:
        """Words above a point."""
        return text(self._x(x), self._y(y) - 12, said, "ink strong", "middle")

    def line(self, points: Sequence[tuple[float, float]], number: int) -> str:
        """A line through points, in the colour of that number."""
        path = " ".join(f"{self._x(x):.1f},{self._y(y):.1f}" for x, y in points)
        return f'<polyline class="line c{number % NUM_COLOURS}" points="{path}"/>'

    def dot(self, x: float, y: float, number: int) -> str:
        """A dot in the colour of that number."""
        return f'<circle class="dot c{number % NUM_COLOURS}" cx="{self._x(x):.1f}" cy="{self._y(y):.1f}" r="5"/>'

    def _x(self, value: float) -> float:
        return self.x + self.width * self.across.share(value)

    def _y(self, value: float) -> float:
        return self.y + self.height * (1 - self.up.share(value))


def axis(low: float, high: float) -> Axis:
    """An axis that holds both ends, with marks at round numbers."""
    span = (high - low) or abs(high) or 1.0
    step = _round_step(span / _NUM_TICKS)
    first, last = math.floor(low / step + 1e-9), math.ceil((low + span) / step - 1e-9)
    marks = [(number * step, _said(number * step, step)) for number in range(first, last + 1)]
    return Axis(first * step, last * step, marks)


def picture(title: str, said: str, drawn: str, names: Sequence[str] = ()) -> str:
    """The whole SVG; `names` are explained by the colours of their numbers."""
    legend = "".join(
        f'<circle class="dot c{number % NUM_COLOURS}" cx="{_WIDTH - 30 - 90 * place}" cy="35" r="5"/>'
        + text(_WIDTH - 40 - 90 * place, 40, name, "faint small", "end")
        for place, (number, name) in enumerate(reversed(list(enumerate(names))))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" aria-label="{escape(title)}"><style>{_STYLE}</style>'
        f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}" rx="12"/>{text(24, 40, title, "ink title")}'
        f"{text(24, 66, said, 'faint small')}{legend}{drawn}</svg>\n"
    )


def text(x: float, y: float, said: str, kind: str, anchor: str = "start") -> str:
    """Words at a place."""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'


def _round_step(step: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 … that is no smaller."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step * (1 - 1e-9))


def _said(value: float, step: float) -> str:
    return f"{value:,.0f}" if step >= 1 else f"{value:.{-math.floor(math.log10(step))}f}"
