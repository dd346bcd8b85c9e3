"""The manners of drawing, applied to the finished picture."""

from __future__ import annotations

import numpy as np

from genevolve.language.description import Style
from genevolve.world.illustrator.stage import Pixels


def apply_style(pixels: Pixels, style: Style | None, *, seed: int) -> Pixels:
    """The picture redrawn in a style; None leaves it as it is."""
    if style is None:
        return pixels
    del seed
    return np.clip((pixels - 0.5) * 1.05 + 0.5, 0.0, 1.0)
