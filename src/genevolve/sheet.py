"""Contact sheets: pictures side by side with a few words under each; and words fitted into the room there is.

The words are set in the face that Pillow brings, which lacks a few signs; these are said in signs that it has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

_PAPER, _INK, _FAINT = "#f6f3ec", "#23211d", "#7a756a"
_MARGIN, _GAP = 28, 22
_ABSENT = "\uffff"
_INSTEAD = {
    "—": "-",
    "–": "-",
    "−": "-",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "×": "x",
    "·": "-",
    "→": ">",
}

Face = ImageFont.FreeTypeFont | ImageFont.ImageFont
_IN_THE_FACE = str.maketrans({"—": "-", "–": "-", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "•": "-"})
"""Marks that the face which ships with Pillow does not have, and what is set instead."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of a sheet; `title` is set larger, `lines` small beneath it, each cut to the tile's width."""

    image: Image.Image
    title: str = ""
    lines: tuple[str, ...] = ()


def contact_sheet(tiles: Sequence[Tile], *, columns: int, tile_px: int = 360, heading: str = "") -> Image.Image:
    """An RGB sheet of `tiles` in rows of `columns`, each fitted into a square of `tile_px` pixels."""
    title_font, line_font, heading_font = (ImageFont.load_default(size) for size in (17, 13, 26))
    num_lines = max((_num_lines(tile, title_font, tile_px) for tile in tiles), default=0)
    text_px = 30 + num_lines * 20
    top = _MARGIN + (48 if heading else 0)
    rows = -(-len(tiles) // columns)
    width = 2 * _MARGIN + columns * tile_px + (columns - 1) * _GAP
    sheet = Image.new("RGB", (width, top + rows * (tile_px + text_px) + _MARGIN), _PAPER)
    pen = ImageDraw.Draw(sheet)
    if heading:
        said = fitted(sayable(heading, heading_font), heading_font, width - 2 * _MARGIN)
        pen.text((_MARGIN, _MARGIN - 6), said, fill=_INK, font=heading_font)
    for number, tile in enumerate(tiles):
        x = _MARGIN + (number % columns) * (tile_px + _GAP)
        y = top + (number // columns) * (tile_px + text_px)
        _paste(sheet, tile.image, x, y, tile_px)
        _write(pen, tile, x, y + tile_px + 8, tile_px, title_font, line_font)
    return sheet


def _paste(sheet: Image.Image, image: Image.Image, x: int, y: int, tile_px: int) -> None:
    fitted = image.convert("RGBA")
    scale = tile_px / max(fitted.size)
    size = (max(1, round(fitted.width * scale)), max(1, round(fitted.height * scale)))
    fitted = fitted.resize(size, Image.Resampling.LANCZOS)
    background = Image.new("RGB", (tile_px, tile_px), "white")
    background.paste(fitted, ((tile_px - size[0]) // 2, (tile_px - size[1]) // 2), fitted)
    sheet.paste(background, (x, y))


def _write(pen: ImageDraw.ImageDraw, tile: Tile, x: int, y: int, width: int, title_font: Face, line_font: Face) -> None:
    for text in wrapped(sayable(tile.title, title_font), title_font, width, max_lines=3):
        pen.text((x, y), text, fill=_INK, font=title_font)
        y += 21
    for line in tile.lines:
        pen.text((x, y), fitted(sayable(line, line_font), line_font, width), fill=_FAINT, font=line_font)
        y += 17


def _num_lines(tile: Tile, font: Face, width: int) -> int:
    return len(wrapped(sayable(tile.title, font), font, width, max_lines=3)) + len(tile.lines)


def wrapped(text: str, face: Face, room: float, *, max_lines: int) -> list[str]:
    """`text` in lines no longer than `room` pixels; what is left over is cut from the last."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and len(lines) < max_lines - 1 and face.getlength(longer) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [fitted(line, face, room) for line in [*lines, *([line] if line else [])]]


def fitted(text: str, face: Face, room: float) -> str:
    """`text`, cut where it would be longer than `room` pixels."""
    if face.getlength(text) <= room:
        return text
    mark = sayable("…", face)
    while text and face.getlength(text.rstrip() + mark) > room:
        text = text[:-1]
    return text.rstrip() + mark


def sayable(text: str, face: Face) -> str:
    """`text` without signs for which `face` would draw an empty box."""
    if not isinstance(face, ImageFont.FreeTypeFont):
        return text
    return "".join(char if _has(face, char) else _instead(char) for char in text)


def _instead(char: str) -> str:
    base = "".join(one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one))
    return _INSTEAD.get(char, base if base.isascii() else "?")


@lru_cache(maxsize=2048)
def _has(face: ImageFont.FreeTypeFont, char: str) -> bool:
    return char.isspace() or bytes(face.getmask(char)) != bytes(face.getmask(_ABSENT))
