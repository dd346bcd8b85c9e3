"""The manners of drawing, applied to the finished picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from genevolve.language.description import Style
from genevolve.language.vocabulary import StyleKind
from genevolve.world.illustrator.stage import Pixels
from genevolve.world.illustrator.styles import drawn, painted, printed

STYLES: Mapping[StyleKind, Callable[[Pixels, int], Pixels]] = {
    StyleKind.FLAT: printed.flat,
    StyleKind.WATERCOLOUR: painted.watercolour,
    StyleKind.INK: drawn.ink,
    StyleKind.BLUEPRINT: drawn.blueprint,
    StyleKind.PIXEL: printed.pixel,
    StyleKind.NEON: drawn.neon,
    StyleKind.RISOGRAPH: printed.risograph,
    StyleKind.POSTER: printed.poster,
    StyleKind.OIL: painted.oil,
    StyleKind.SKETCH: drawn.sketch,
    StyleKind.PHOTO: painted.photo,
    StyleKind.STAINED_GLASS: printed.stained_glass,
    StyleKind.PAPERCUT: printed.papercut,
    StyleKind.CARTOON: drawn.cartoon,
    StyleKind.VINTAGE: painted.vintage,
}


def apply_style(pixels: Pixels, style: Style | None, *, seed: int) -> Pixels:
    """The picture redrawn in a style; None leaves it as it is."""
    if style is None:
        return pixels
    return STYLES[style.kind](pixels, seed).astype(np.float32, copy=False)
