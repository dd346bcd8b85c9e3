"""Capitals drawn as strokes, for wordmarks and mottoes: no font is needed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from genevolve.world.atlas.brush import Brush

CAP_HEIGHT = 14.0
_SPACE = 6.0


def write(
    b: Brush,
    text: str,
    cx: float,
    top: float,
    height: float,
    colour: str,
    *,
    max_width: float,
    track: float = 3.4,
    weight: float = 2.4,
) -> float:
    """Write `text` in capitals centred on `cx`; returns its width. It shrinks to `max_width`."""
    glyphs = [_letters().get(char) for char in text.upper()]
    wide = sum((glyph[0] if glyph else _SPACE) + track for glyph in glyphs) - track
    scale = min(height / CAP_HEIGHT, max_width / wide)
    x = cx - wide * scale / 2
    top += (height - CAP_HEIGHT * scale) / 2
    for glyph in glyphs:
        if glyph:
            with b.moved(x, top, scale):
                b.stroke(glyph[1], colour, weight)
        x += ((glyph[0] if glyph else _SPACE) + track) * scale
    return wide * scale


@cache
def _letters() -> Mapping[str, tuple[float, str]]:
    table = tomllib.loads(files("genevolve.world.atlas").joinpath("data", "letters.toml").read_text("utf-8"))
    return {char: (float(width), str(d)) for char, (width, d) in table.items()}
