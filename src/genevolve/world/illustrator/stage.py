"""What the painters of a picture hand to each other: the light and the painted backdrop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genevolve.language.vocabulary import LightKind

Pixels = npt.NDArray[np.float32]
"""An RGB canvas, shape (height, width, 3), sRGB values in 0..1."""


@dataclass(frozen=True, slots=True)
class Lighting:
    """The light as the painters use it.

    `azimuth` -1 from the left … 1 from the right, `elevation` 0 at the horizon … 1 overhead (negative from below),
    `behind` true for back light; `colour` multiplies lit parts and `ambient` the unlit ones (RGB, about 1);
    `strength` 0 flat … 1 hard; `shadow_softness` 0 crisp … 1 diffuse; `exposure` scales the whole picture (night < 1);
    `kind` is the mood the final grade follows, None for light of no particular kind.
    """

    azimuth: float = -0.4
    elevation: float = 0.6
    behind: bool = False
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)
    ambient: tuple[float, float, float] = (1.0, 1.0, 1.0)
    strength: float = 0.6
    shadow_softness: float = 0.6
    exposure: float = 1.0
    kind: LightKind | None = None


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A painted setting, and where in it things can be.

    `horizon`: y (0 top … 1 bottom) where ground, water or table begins; things at the back stand there.
    `standing`: whether there is a ground to stand on; without it (sky, space, underwater) things float or hang.
    `ground_rgb`: the mean colour under a thing's feet, for contact shadows and reflections.
    `reflective`: 0 … 1, how far the ground mirrors what stands on it (sea, lake, marble, wet street, ice).
    """

    pixels: Pixels
    horizon: float
    standing: bool
    ground_rgb: tuple[float, float, float]
    reflective: float = 0.0
