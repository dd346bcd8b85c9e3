"""Contact sheets: pictures side by side with a few words under each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

_PAPER, _INK, _FAINT = "#f6f3ec", "#23211d", "#7a756a"
_MARGIN, _GAP = 28, 22
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
        pen.text((_MARGIN, _MARGIN - 6), heading, fill=_INK, font=heading_font)
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


def _write(
    pen: ImageDraw.ImageDraw,
    tile: Tile,
    x: int,
    y: int,
    width: int,
    title_font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    line_font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    for text in _wrapped(tile.title, title_font, width, max_lines=3):
        pen.text((x, y), text, fill=_INK, font=title_font)
        y += 21
    for line in tile.lines:
        pen.text((x, y), next(iter(_wrapped(line, line_font, width, max_lines=1)), ""), fill=_FAINT, font=line_font)
        y += 17


def _num_lines(tile: Tile, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> int:
    return len(_wrapped(tile.title, font, width, max_lines=3)) + len(tile.lines)


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int, *, max_lines: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.translate(_IN_THE_FACE).split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines += [line] if line else []
    if len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], lines[max_lines - 1] + " ..."]
    return [_cut(line, font, width) for line in lines]


def _cut(line: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    while len(line) > 3 and font.getlength(line) > width:
        line = line.removesuffix("...")[:-1].rstrip() + "..."
    return line
