"""Letters: the right face, wrapped and as large as the carrier allows, and legible."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from genevolve.language.vocabulary import FontClass
from genevolve.world.illustrator.sprite import LUMA, rgb_of

_MOST_LINES = 5
_LEADING = 1.14
_CONTRAST = 0.3


class Fonts(Protocol):
    """Where the font files are."""

    def path(self, font: FontClass, bold: bool) -> Path:
        """The file of a face."""
        ...


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a text is set. `effect` is flat, engraved, glow or chalk."""

    string: str
    font: Path
    ink: str
    ground: str
    effect: str = "flat"


@lru_cache(maxsize=64)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def block(lettering: Lettering, width: int, height: int) -> Image.Image:
    """The text on nothing, set as large as fits into width by height."""
    image = Image.new("RGBA", (max(width, 4), max(height, 4)), (0, 0, 0, 0))
    lines, size = _fitted(lettering.string, lettering.font, width, height)
    if not lines:
        return image
    mask = _mask(lines, _font(lettering.font, size), image.size)
    return _inked(mask, lettering, max(1, size // 18))


def _fitted(string: str, path: Path, width: int, height: int) -> tuple[list[str], int]:
    """The breaking into lines that allows the largest letters."""
    best: tuple[list[str], int] = ([], 0)
    words = string.split()
    probe = _font(path, 100)
    widths = [probe.getlength(word) for word in words]
    space = probe.getlength(" ")
    for count in range(1, min(_MOST_LINES, len(words)) + 1):
        lines, longest = _broken(words, widths, space, count)
        across = 100 * width * 0.98 / max(longest, 1.0)
        down = height * 0.96 / (len(lines) * _LEADING)
        size = int(min(across, down))
        if size > best[1]:
            best = (lines, size)
    return best[0], max(best[1], 6)


def _broken(words: list[str], widths: list[float], space: float, count: int) -> tuple[list[str], float]:
    """Words in at most `count` lines of about equal length, and the length of the longest."""
    low, high = max(widths), sum(widths) + space * len(widths)
    for _ in range(14):
        middle = (low + high) / 2
        if _lines_needed(widths, space, middle) <= count:
            high = middle
        else:
            low = middle
    lines: list[str] = []
    longest = used = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines and used + space + width <= high + 0.01:
            lines[-1] += f" {word}"
            used += space + width
        else:
            lines.append(word)
            used = width
        longest = max(longest, used)
    return lines, longest


def _lines_needed(widths: list[float], space: float, room: float) -> int:
    lines, used = 0, room + 1.0
    for width in widths:
        if used + space + width <= room:
            used += space + width
        else:
            lines, used = lines + 1, width
    return lines


def _mask(lines: list[str], font: ImageFont.FreeTypeFont, size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    step = font.size * _LEADING
    capital = -font.getbbox("H", anchor="ls")[1]
    rise = capital if all(line == line.upper() for line in lines) else capital * 0.86
    first = (size[1] - step * (len(lines) - 1) + rise) / 2
    for number, line in enumerate(lines):
        pen.text((size[0] / 2, first + number * step), line, fill=255, font=font, anchor="ms")
    return mask


def _inked(mask: Image.Image, lettering: Lettering, stroke: int) -> Image.Image:
    """The letters in their colour with what makes them stand off their ground."""
    ink = tuple(int(c * 255) for c in rgb_of(lettering.ink))
    image = Image.new("RGBA", mask.size, (*ink, 0))
    if lettering.effect == "glow":
        halo = mask.filter(ImageFilter.GaussianBlur(stroke * 5)).point([min(255, int(v * 1.5)) for v in range(256)])
        vivid = _vivid(ink)
        image = _filled(halo, vivid)
        image.alpha_composite(_filled(mask, vivid))
        core = mask.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(stroke * 0.6))
        pale = tuple(int(255 - (255 - c) * 0.3) for c in vivid)
        image.alpha_composite(_filled(core, pale))
        return image
    if lettering.effect == "engraved":
        image.alpha_composite(_filled(ImageChops.offset(mask, stroke, stroke), (255, 255, 255), 0.5))
        image.alpha_composite(_filled(ImageChops.offset(mask, -stroke // 2, -stroke // 2), (0, 0, 0), 0.55))
        image.alpha_composite(_filled(mask, ink))
        return image
    if abs(_light(lettering.ink) - _light(lettering.ground)) < _CONTRAST:
        outline = (20, 20, 24) if _light(lettering.ink) > 0.5 else (252, 250, 244)
        grown = mask.filter(ImageFilter.MaxFilter(2 * stroke + 1)).filter(ImageFilter.GaussianBlur(0.6))
        image.alpha_composite(_filled(grown, outline))
    image.alpha_composite(_filled(mask, ink))
    return image


def _vivid(ink: tuple[int, ...]) -> tuple[int, ...]:
    """The ink as a tube of gas glows: its hue at full strength."""
    low, high = min(ink), max(ink)
    if high - low < 12:
        return ink
    return tuple(round(40 + 215 * (c - low) / (high - low)) for c in ink)


def _filled(mask: Image.Image, colour: tuple[int, ...], opacity: float = 1.0) -> Image.Image:
    layer = Image.new("RGBA", mask.size, (*colour, 0))
    layer.putalpha(mask if opacity == 1.0 else mask.point([int(v * opacity) for v in range(256)]))
    return layer


def _light(colour: str) -> float:
    return float(np.dot(rgb_of(colour), LUMA))


def readable_on(ground: str) -> str:
    """A dark or a light ink, whichever reads better."""
    return "#1d1a17" if _light(ground) > 0.5 else "#fbf5e6"
