"""Words on contact sheets: fitted into their room, and never an empty box."""

from __future__ import annotations

import pytest
from PIL import Image, ImageFont

from genevolve.sheet import Tile, contact_sheet, fitted, sayable, wrapped

FACE = ImageFont.load_default(17)


def test_signs_that_the_face_lacks_are_said_otherwise() -> None:
    assert isinstance(FACE, ImageFont.FreeTypeFont)
    absent = bytes(FACE.getmask("\uffff"))
    said = sayable("Nazoufahn Playhouse — Wayfarer … “naïve” ŵ 漢", FACE)
    assert all(bytes(FACE.getmask(char)) != absent for char in said if char != " ")
    assert said.startswith("Nazoufahn Playhouse")
    assert "Wayfarer" in said


@pytest.mark.parametrize("room", [40, 120, 300])
def test_no_line_is_wider_than_its_room(room: int) -> None:
    lines = wrapped(
        "exactly five lanterns in Donaudampfschifffahrtsgesellschaft harbour at night", FACE, room, max_lines=3
    )
    assert 1 <= len(lines) <= 3
    assert all(FACE.getlength(line) <= room for line in lines)


def test_what_fits_is_left_as_it_is() -> None:
    assert fitted("a short line", FACE, 400) == "a short line"
    assert wrapped("a short line", FACE, 400, max_lines=3) == ["a short line"]


def test_a_sheet_has_a_row_for_every_few_tiles() -> None:
    tiles = [Tile(Image.new("RGB", (20, 20)), "a — b", ("one",))] * 5
    wide, tall = (contact_sheet(tiles, columns=columns, tile_px=100) for columns in (5, 2))
    assert wide.width > tall.width
    assert tall.height > 2 * wide.height
