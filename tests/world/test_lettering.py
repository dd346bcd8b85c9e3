"""Letters are whole, fill their carrier and stand off from it."""

from __future__ import annotations

import numpy as np
import pytest
from illustrator_kit import PlainFonts, at

from genevolve.language.description import Colour, WrittenText
from genevolve.language.vocabulary import Carrier, FontClass, Material, Size
from genevolve.world.illustrator.carriers.boards import draw_board
from genevolve.world.illustrator.lettering import Lettering, block, readable_on
from genevolve.world.illustrator.stage import Lighting
from genevolve.world.illustrator.texts import BOARDS, lettering_for, place_boards, written_board

FONTS = PlainFonts()
FONT = FONTS.path(FontClass.SANS, False)


def inked(image: object) -> tuple[int, int, int, int]:
    box = image.getchannel("A").point([0] * 128 + [255] * 128).getbbox()  # type: ignore[attr-defined]
    assert box is not None
    return box


@pytest.mark.parametrize("string", ["OPEN", "Open late", "A good many words that need to be broken into several lines"])
@pytest.mark.parametrize("size", [(300, 80), (120, 160)])
def test_text_fills_its_room_and_is_never_cut(string: str, size: tuple[int, int]) -> None:
    left, top, right, bottom = inked(block(Lettering(string, FONT, "#000000", "#ffffff"), *size))
    assert left > 0
    assert right < size[0]
    assert top >= 0
    assert bottom <= size[1]
    assert right - left > 0.75 * size[0] or bottom - top > 0.5 * size[1]


def test_text_is_in_the_middle() -> None:
    left, top, right, bottom = inked(block(Lettering("HELLO", FONT, "#000000", "#ffffff"), 300, 100))
    assert abs((left + right) / 2 - 150) < 4
    assert abs((top + bottom) / 2 - 50) < 5


def test_pale_letters_on_a_pale_ground_get_an_outline() -> None:
    pixels = np.asarray(block(Lettering("HI", FONT, "#f4f4f4", "#ffffff"), 120, 80))
    solid = pixels[pixels[..., 3] > 200][:, :3]
    assert solid.min() < 60
    assert solid.max() > 200


@pytest.mark.parametrize("string", ["", "   ", "\n"])
def test_no_letters_are_nothing(string: str) -> None:
    assert block(Lettering(string, FONT, "#000000", "#ffffff"), 50, 20).getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize("carrier", sorted(BOARDS))
def test_every_board_takes_its_text_legibly(carrier: Carrier) -> None:
    text = WrittenText("OPEN", quoted=True, carrier=carrier)
    (box,) = place_boards([text], [0], 400, 400, alone=False)
    image = np.asarray(written_board(text, "OPEN", box, FONTS, Lighting(), seed=1).convert("RGB"), dtype=np.float32)
    empty = np.asarray(
        draw_board(carrier, box.width, box.height, Lighting(), seed=1).image.convert("RGB"), dtype=np.float32
    )
    strokes = np.abs(image - empty).max(axis=2) > 50
    assert 0.02 < strokes.mean() < 0.6


@pytest.mark.parametrize("material", [Material.WOOD, Material.BRASS, Material.MARBLE])
def test_a_board_of_a_material_is_no_flat_colour(material: Material) -> None:
    board = draw_board(Carrier.SIGN, 240, 90, Lighting(), material=material, seed=1)
    assert np.asarray(board.image.convert("L"), dtype=np.float32)[20:70, 40:200].std() > 4


def test_boards_stand_where_asked_and_apart() -> None:
    texts = [
        WrittenText("TEA", quoted=True, carrier=Carrier.CHALKBOARD, placement=at(0.3, 0.3)),
        WrittenText("CAKE", quoted=True, carrier=Carrier.CHALKBOARD, placement=at(0.7, 0.3)),
        WrittenText("MENU", quoted=True, carrier=Carrier.SIGN),
        WrittenText("MORE", quoted=True, carrier=Carrier.SIGN),
    ]
    boxes = place_boards(texts, [0, 1, 2, 3], 600, 600, alone=False)
    assert (boxes[0].left + boxes[0].width / 2) / 600 == pytest.approx(0.3, abs=0.06)
    assert (boxes[1].left + boxes[1].width / 2) / 600 == pytest.approx(0.7, abs=0.06)
    for at_, one in enumerate(boxes):
        for other in boxes[at_ + 1 :]:
            across = min(one.edges[2], other.edges[2]) - max(one.edges[0], other.edges[0])
            down = min(one.edges[3], other.edges[3]) - max(one.edges[1], other.edges[1])
            assert across <= 0 or down <= 0


def test_larger_is_larger() -> None:
    def width(size: Size) -> int:
        return place_boards([WrittenText("OPEN LATE", True, Carrier.SIGN, size=size)], [0], 500, 500, alone=False)[
            0
        ].width

    assert width(Size.SMALL) < width(Size.NORMAL) < width(Size.LARGE) < width(Size.HUGE)


def test_capitals_colour_and_default_ink() -> None:
    text = WrittenText("open", True, Carrier.SIGN, capitals=True, colour=Colour("gold", "#ffd700"))
    set_ = lettering_for(text, "open", FONTS, "#203040")
    assert (set_.string, set_.ink) == ("OPEN", "#ffd700")
    assert readable_on("#ffffff") != readable_on("#000000")
