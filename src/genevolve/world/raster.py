"""SVG to pixels, the one way in which the world makes pictures out of drawings."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import resvg_py
from PIL import Image

from genevolve.errors import LibraryError


def rasterise_png(
    svg: str, *, width: int | None = None, height: int | None = None, fonts: Sequence[Path] = ()
) -> bytes:
    """PNG bytes of `svg`, transparent where nothing is drawn. With one of width and height the aspect is kept.

    Raises:
        LibraryError: the markup is not an SVG that can be drawn.
    """
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                width=width,
                height=height,
                skip_system_fonts=True,
                font_files=[str(font) for font in fonts] or None,
            )
        )
    except ValueError as error:
        raise LibraryError(f"a drawing cannot be rasterised: {error}") from error


def rasterise(
    svg: str, *, width: int | None = None, height: int | None = None, fonts: Sequence[Path] = ()
) -> Image.Image:
    """The same as an RGBA image."""
    with Image.open(io.BytesIO(rasterise_png(svg, width=width, height=height, fonts=fonts))) as image:
        return image.convert("RGBA")
