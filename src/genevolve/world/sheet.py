"""A sheet of the pictures found for a query, with what must be said of each."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from genevolve.language.vocabulary import FontClass
from genevolve.records import PictureEntry
from genevolve.sheet import fitted, wrapped
from genevolve.world.world import World

_SCALE = 2
_CARD_W, _CARD_H, _GAP, _EDGE, _HEAD = 220, 304, 18, 34, 92
_PICTURE = 168
_PAPER, _PANEL, _LINE = "#f3efe7", "#fffdf9", "#e2dacb"
_INK, _SOFT, _ACCENT = "#22252b", "#7b746a", "#b4552d"
_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Faces:
    heading: ImageFont.FreeTypeFont
    title: ImageFont.FreeTypeFont
    small: ImageFont.FreeTypeFont


def picture_sheet(world: World, query: str, columns: int = 5) -> Image.Image:
    """The best pictures for `query` in rows of `columns`: title, artist and licence under each."""
    found = [hit.entry for hit in world.library.search_pictures(query, columns * _ROWS)]
    rows = max(1, -(-len(found) // columns))
    width = 2 * _EDGE + columns * _CARD_W + (columns - 1) * _GAP
    height = _EDGE + _HEAD + rows * _CARD_H + (rows - 1) * _GAP + _EDGE
    sheet = Image.new("RGB", (width * _SCALE, height * _SCALE), _PAPER)
    faces = _faces(world)
    _draw_heading(ImageDraw.Draw(sheet), faces, query, len(found), width)
    for place, entry in enumerate(found):
        left = _EDGE + (place % columns) * (_CARD_W + _GAP)
        top = _EDGE + _HEAD + (place // columns) * (_CARD_H + _GAP)
        _draw_card(sheet, faces, world, entry, left, top)
    return sheet


def _faces(world: World) -> _Faces:
    def face(font_class: FontClass, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(world.pack.font_path(font_class, bold)), size * _SCALE)

    return _Faces(face(FontClass.SERIF, 40, bold=True), face(FontClass.SANS, 14, bold=True), face(FontClass.SANS, 11))


def _draw_heading(pen: ImageDraw.ImageDraw, faces: _Faces, query: str, num: int, width: int) -> None:
    left, top = _EDGE * _SCALE, (_EDGE - 12) * _SCALE
    pen.text((left, top), fitted(query, faces.heading, (width - 2 * _EDGE) * _SCALE), font=faces.heading, fill=_INK)
    count = f"{num} picture{'' if num == 1 else 's'} from the embedded world" if num else "nothing found for this"
    pen.text((left + 2, top + 52 * _SCALE), count, font=faces.small, fill=_ACCENT)


def _draw_card(sheet: Image.Image, faces: _Faces, world: World, entry: PictureEntry, left: int, top: int) -> None:
    pen = ImageDraw.Draw(sheet)
    box = [value * _SCALE for value in (left, top, left + _CARD_W, top + _CARD_H)]
    pen.rounded_rectangle(box, radius=14 * _SCALE, fill=_PANEL, outline=_LINE, width=_SCALE)
    picture = _picture(world, entry)
    centre_x, centre_y = (left + _CARD_W / 2) * _SCALE, (top + 18 + _PICTURE / 2) * _SCALE
    sheet.paste(picture, (round(centre_x - picture.width / 2), round(centre_y - picture.height / 2)), picture)
    text_left, text_top = (left + 16) * _SCALE, (top + _PICTURE + 36) * _SCALE
    room = (_CARD_W - 32) * _SCALE
    first, second, *_ = (*wrapped(entry.title, faces.title, room, max_lines=2), "", "")
    for text, face, colour, drop in (
        (first, faces.title, _INK, 0),
        (second, faces.title, _INK, 20),
        (entry.artist or entry.source, faces.small, _SOFT, 46),
        (entry.licence, faces.small, _SOFT, 63),
    ):
        pen.text((text_left, text_top + drop * _SCALE), fitted(text, face, room), font=face, fill=colour)


def _picture(world: World, entry: PictureEntry) -> Image.Image:
    with Image.open(io.BytesIO(world.load_picture(entry))) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((_PICTURE * _SCALE, _PICTURE * _SCALE), Image.Resampling.LANCZOS)
    return picture
