"""How a drawing becomes SVG: one brush, three artists' manners.

A drawing says *what* there is (a shape, its true colour, how it is turned to the light); the manner decides how it
looks. Light comes from the upper left in every manner, also where the view is mirrored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from genevolve.world.atlas.palettes import luminance, mix
from genevolve.world.atlas.svg import Point, Shape, curve, join

Turn = Literal["flat", "tube", "ball", "wall", "slope", "away"]
"""How a surface meets the light: unshaded, upright cylinder, sphere, front wall, roof, or turned away from it."""


@dataclass(frozen=True, slots=True)
class Manner:
    """One artist's way of drawing."""

    artist: str
    paper: str
    """Every colour is mixed a little towards this, the tint of the medium."""
    tint: float
    ink: str
    outline: float
    """Width of the contour in ink; 0 draws none."""
    pencil: float
    """Width of a pencilled contour in a darker tone of each colour; 0 draws none."""
    crisp: bool
    """Tones meet in hard edges (cut paper) instead of running into each other."""
    hatched: bool
    strength: float
    """How far light and shade depart from the true colour."""


PLATES = Manner("Atlas Plates", "#d9b98a", 0.07, "#33261f", 2.2, 0.0, crisp=False, hatched=True, strength=0.85)
FIELDBOOK = Manner("Fieldbook", "#fff6e6", 0.12, "#5a4a44", 0.0, 1.7, crisp=False, hatched=False, strength=1.05)
WAYFARER = Manner("Wayfarer", "#ffffff", 0.0, "#22242b", 0.0, 0.0, crisp=True, hatched=False, strength=0.9)
MANNERS = (PLATES, FIELDBOOK, WAYFARER)

_SUN = "#fff3d2"
_DUSK = "#231d45"


@lru_cache(maxsize=4096)
def lit(colour: str, amount: float = 0.3) -> str:
    """`colour` in the light."""
    return mix(colour, _SUN, amount)


@lru_cache(maxsize=4096)
def shaded(colour: str, amount: float = 0.28) -> str:
    """`colour` in the shade: darker and cooler."""
    return mix(colour, _DUSK, amount)


class Brush:
    """Collects the shapes of one drawing in one manner."""

    def __init__(self, manner: Manner, name: str, *, mirrored: bool = False) -> None:
        self.manner = manner
        self.mirrored = mirrored
        self._name = name
        self._parts: list[str] = []
        self._defs: list[str] = []
        self._gradients: dict[tuple[str, Turn], str] = {}
        self._ids = 0

    def form(self, shape: Shape, colour: str, turn: Turn = "flat", *, contour: bool = True, rule: str = "") -> None:
        """Paint a solid shape in its true `colour`, shaded as it is turned."""
        colour = self._tinted(colour)
        extra = f' fill-rule="{rule}"' if rule else ""
        if contour and self.manner.outline:
            extra += f' stroke="{self.manner.ink}" stroke-width="{self.manner.outline}" stroke-linejoin="round"'
        elif contour and self.manner.pencil:
            extra += self._pencil(colour, self.manner.pencil)
        self._parts.append(f'<path d="{shape.d}" fill="{self._fill(colour, turn)}"{extra}/>')
        if shape.size > 900 and turn not in ("flat", "wall"):
            self._texture(shape, colour, turn)

    def detail(self, shape: Shape, colour: str, opacity: float = 1.0) -> None:
        """Paint a small flat shape without a contour: markings, glints, shadows."""
        fade = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(f'<path d="{shape.d}" fill="{self._tinted(colour)}"{fade}/>')

    def stroke(
        self, d: str, colour: str, width: float, *, opacity: float = 1.0, dash: str = "", cap: str = "round"
    ) -> None:
        """Draw a line along path data."""
        extra = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
        if dash:
            extra += f' stroke-dasharray="{dash}"'
        self._parts.append(
            f'<path d="{d}" fill="none" stroke="{self._tinted(colour)}" stroke-width="{width:.1f}" '
            f'stroke-linecap="{cap}" stroke-linejoin="round"{extra}/>'
        )

    def rope(self, points: Sequence[Point], colour: str, width: float) -> None:
        """Draw a soft line through points, with a contour where the manner has contours."""
        d = curve(points)
        if self.manner.outline:
            self._parts.append(
                f'<path d="{d}" fill="none" stroke="{self.manner.ink}" '
                f'stroke-width="{width + 2 * self.manner.outline:.1f}" '
                'stroke-linecap="round" stroke-linejoin="round"/>'
            )
        self.stroke(d, colour, width)

    def shadow(self, shape: Shape, opacity: float = 0.22) -> None:
        """Darken what is under `shape`."""
        self._parts.append(f'<path d="{shape.d}" fill="{_DUSK}" opacity="{opacity:.2f}"/>')

    def fused(self, shapes: Sequence[Shape], colour: str, turn: Turn = "ball") -> None:
        """Paint overlapping shapes as one body: one contour around all, one light across all."""
        whole = join(*shapes)
        if self.manner.outline:
            width = 2 * self.manner.outline
            self._parts.append(
                f'<path d="{whole.d}" fill="none" stroke="{self.manner.ink}" stroke-width="{width}" '
                'stroke-linejoin="round"/>'
            )
        colour = self._tinted(colour)
        if self.manner.pencil:
            self._parts.append(f'<path d="{whole.d}" fill="none"{self._pencil(colour, 2 * self.manner.pencil)}/>')
        name = self._new_id("g")
        self._defs.append(self._gradient(name, colour, turn, whole))
        self._parts.append(f'<path d="{whole.d}" fill="url(#{name})"/>')
        self._texture(whole, colour, turn)

    @contextmanager
    def within(self, *shapes: Shape) -> Iterator[None]:
        """Everything painted inside the block shows only inside the shapes."""
        clip = self._new_id("c")
        self._defs.append(f'<clipPath id="{clip}">' + "".join(f'<path d="{s.d}"/>' for s in shapes) + "</clipPath>")
        self._parts.append(f'<g clip-path="url(#{clip})">')
        yield
        self._parts.append("</g>")

    @contextmanager
    def moved(self, dx: float, dy: float, scale: float = 1.0, *, angle: float = 0.0) -> Iterator[None]:
        """Everything painted inside the block is scaled and turned about the origin, then moved."""
        turn = f" rotate({angle:.1f})" if angle else ""
        grow = f" scale({scale:.3f})" if scale != 1 else ""
        self._parts.append(f'<g transform="translate({dx:.1f} {dy:.1f}){turn}{grow}">')
        yield
        self._parts.append("</g>")

    @contextmanager
    def framed(self, scale: float, dx: float = 0.0) -> Iterator[None]:
        """Everything painted inside the block is scaled about the foot of the picture, then moved sideways."""
        with self.moved(256 * (1 - scale) + dx, 488 * (1 - scale), scale):
            yield

    @contextmanager
    def posed(self, width: float, height: float, angle: float, foot: float) -> Iterator[None]:
        """Everything painted inside the block is narrower, lower or tilted, about the point (256, `foot`)."""
        self._parts.append(
            f'<g transform="translate(256 {foot:.0f}) rotate({angle:.1f}) scale({width:.3f} {height:.3f}) '
            f'translate(-256 {-foot:.0f})">'
        )
        yield
        self._parts.append("</g>")

    @contextmanager
    def reflected(self, axis: float) -> Iterator[None]:
        """Everything painted inside the block is mirrored at the upright line x = `axis`."""
        self._parts.append(f'<g transform="translate({2 * axis:.1f} 0) scale(-1 1)">')
        yield
        self._parts.append("</g>")

    def svg(self) -> str:
        """The finished drawing."""
        defs = f"<defs>{''.join(self._defs)}</defs>" if self._defs else ""
        body = "".join(self._parts)
        if self.mirrored:
            body = f'<g transform="translate(512 0) scale(-1 1)">{body}</g>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">{defs}{body}</svg>'
        )

    def _pencil(self, colour: str, width: float) -> str:
        return f' stroke="{shaded(colour, 0.5)}" stroke-width="{width}" stroke-opacity="0.6" stroke-linejoin="round"'

    def _tinted(self, colour: str) -> str:
        return mix(colour, self.manner.paper, self.manner.tint) if self.manner.tint else colour

    def _new_id(self, prefix: str) -> str:
        self._ids += 1
        return f"{prefix}{self._name}{self._ids}"

    def _fill(self, colour: str, turn: Turn) -> str:
        strength = self.manner.strength
        if turn == "flat":
            return colour
        if turn == "away":
            return shaded(colour, round(0.24 * strength, 3))
        key = (colour, turn)
        if key not in self._gradients:
            name = self._new_id("g")
            self._gradients[key] = name
            self._defs.append(self._gradient(name, colour, turn, None))
        return f"url(#{self._gradients[key]})"

    def _gradient(self, name: str, colour: str, turn: Turn, box: Shape | None) -> str:
        """The shading of `turn`, over the box of each shape that uses it, or over one box for many."""
        strength = self.manner.strength
        reach = 0.16 if luminance(colour) > 0.8 else 0.30
        light = lit(colour, round((0.42 if luminance(colour) < 0.5 else 0.55) * 0.6 * strength, 3))
        shade = shaded(colour, round((reach + 0.06) * strength, 3))
        left, right = ("1", "0") if self.mirrored else ("0", "1")
        units = ""
        if box is not None:
            width, height = box.x1 - box.x0 or 1.0, box.y1 - box.y0 or 1.0
            units = (
                ' gradientUnits="userSpaceOnUse" '
                f'gradientTransform="translate({box.x0:.1f} {box.y0:.1f}) scale({width:.1f} {height:.1f})"'
            )
        if turn == "ball":
            centre = "0.66" if self.mirrored else "0.34"
            head = f'<radialGradient id="{name}" cx="{centre}" cy="0.28" r="0.82"{units}>'
            stops = self._stops(((0.0, light), (0.42, colour), (0.98, shade)), (0.22, 0.68))
            return f"{head}{stops}</radialGradient>"
        if turn == "tube":
            head = f'<linearGradient id="{name}" x1="{left}" y1="0" x2="{right}" y2="0"{units}>'
            stops = self._stops(((0.0, colour), (0.22, light), (0.5, colour), (1.0, shade)), (0.0, 0.28, 0.62))
        elif turn == "wall":
            head = f'<linearGradient id="{name}" x1="{left}" y1="0" x2="{right}" y2="1"{units}>'
            stops = self._stops(((0.0, lit(colour, 0.1)), (0.55, colour), (1.0, shaded(colour, 0.12))), (0.0, 1.0))
        else:
            head = f'<linearGradient id="{name}" x1="{left}" y1="0" x2="{right}" y2="0.5"{units}>'
            stops = self._stops(((0.05, light), (0.45, colour), (1.0, shade)), (0.3, 0.66))
        return f"{head}{stops}</linearGradient>"

    def _stops(self, soft: Sequence[tuple[float, str]], edges: Sequence[float]) -> str:
        if not self.manner.crisp:
            return "".join(f'<stop offset="{at:.2f}" stop-color="{colour}"/>' for at, colour in soft)
        stops = []
        for i, (_, colour) in enumerate(soft):
            if i:
                stops.append(f'<stop offset="{edges[i - 1]:.2f}" stop-color="{colour}"/>')
            if i < len(edges):
                stops.append(f'<stop offset="{edges[i]:.2f}" stop-color="{colour}"/>')
        return "".join(stops)

    def _texture(self, shape: Shape, colour: str, turn: Turn) -> None:
        if self.manner.hatched:
            opacity = 0.42 if luminance(colour) > 0.35 else 0.6
            self._fill_with(shape, _hatching(shape, turn, mirrored=self.mirrored), self.manner.ink, 1.1, opacity)

    def _fill_with(self, shape: Shape, lines: str, colour: str, width: float, opacity: float) -> None:
        """Lines inside a shape: one tile of a pattern, which draws faster than a clipped group."""
        if not lines:
            return
        name = self._new_id("p")
        dx, dy = -shape.x0, -shape.y0
        self._defs.append(
            f'<pattern id="{name}" patternUnits="userSpaceOnUse" x="{shape.x0:.1f}" y="{shape.y0:.1f}" '
            f'width="{shape.x1 - shape.x0:.1f}" height="{shape.y1 - shape.y0:.1f}">'
            f'<path transform="translate({dx:.1f} {dy:.1f})" d="{lines}" fill="none" stroke="{colour}" '
            f'stroke-width="{width}" stroke-opacity="{opacity}" stroke-linecap="round"/></pattern>'
        )
        self._parts.append(f'<path d="{shape.d}" fill="url(#{name})"/>')


def _hatching(shape: Shape, turn: Turn, *, mirrored: bool) -> str:
    """Parallel strokes over the side that the light does not reach."""
    width, height = shape.x1 - shape.x0, shape.y1 - shape.y0
    start = {"away": 0.0, "tube": 0.66, "slope": 0.55}.get(turn, 0.62)
    step = 5.5
    lines = []
    if turn == "tube":
        y = shape.y0 + 2.0
        i = 0
        while y < shape.y1:
            reach = width * (1 - start) * (1.0, 0.62, 0.85, 0.5)[i % 4]
            x0, x1 = (shape.x0, shape.x0 + reach) if mirrored else (shape.x1 - reach, shape.x1)
            lines.append(f"M{x0:.0f} {y:.0f}L{x1:.0f} {y + 1.5:.0f}")
            y += 4.5
            i += 1
        return "".join(lines)
    offset = start * (width + height)
    while offset < width + height:
        if mirrored:
            lines.append(f"M{shape.x1 - offset:.0f} {shape.y0:.0f}l{offset:.0f} {offset:.0f}")
        else:
            lines.append(f"M{shape.x0 + offset:.0f} {shape.y0:.0f}l{-offset:.0f} {offset:.0f}")
        offset += step
    return "".join(lines)
