"""The texts of a picture: where their boards hang, and the boards with the letters on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from genevolve.language.description import WrittenText
from genevolve.language.vocabulary import Carrier, FontClass, Size
from genevolve.world.illustrator.carriers.boards import Board, draw_board
from genevolve.world.illustrator.carriers.shapes import toned
from genevolve.world.illustrator.lettering import Fonts, Lettering, block, readable_on
from genevolve.world.illustrator.stage import Lighting

BOARDS = frozenset(
    {
        Carrier.SIGN,
        Carrier.BANNER,
        Carrier.PLAQUE,
        Carrier.NEON_SIGN,
        Carrier.CHALKBOARD,
        Carrier.BILLBOARD,
        Carrier.LABEL,
        Carrier.STONE_CARVING,
    }
)
"""Carriers that are cut to the measure of their text. The others are objects of the scene."""

_WIDTH = {Size.TINY: 0.26, Size.SMALL: 0.36, Size.NORMAL: 0.48, Size.LARGE: 0.6, Size.HUGE: 0.78}
_TALLER = {Carrier.CHALKBOARD: 1.5, Carrier.BILLBOARD: 1.4, Carrier.STONE_CARVING: 1.25, Carrier.BANNER: 1.1}
_BOLD = frozenset({Carrier.POSTER, Carrier.STONE_CARVING, Carrier.PLAQUE, Carrier.COVER}) | frozenset(
    {Carrier.SIGN, Carrier.BILLBOARD, Carrier.BANNER, Carrier.SHIRT, Carrier.NEON_SIGN, Carrier.MUG}
)
_EFFECT = {
    Carrier.PLAQUE: "engraved",
    Carrier.STONE_CARVING: "engraved",
    Carrier.NEON_SIGN: "glow",
    Carrier.SCREEN: "flat",
}
_FONT = {
    Carrier.CHALKBOARD: FontClass.HANDWRITTEN,
    Carrier.PLAQUE: FontClass.SERIF,
    Carrier.STONE_CARVING: FontClass.SERIF,
    Carrier.CARD: FontClass.SERIF,
    Carrier.PAGE: FontClass.SERIF,
    Carrier.COVER: FontClass.SERIF,
    Carrier.POSTER: FontClass.DISPLAY,
}
_INK = {
    Carrier.NEON_SIGN: "#ff4fd0",
    Carrier.CHALKBOARD: "#f4f3ec",
    Carrier.PLAQUE: "#2a1c0b",
    Carrier.STONE_CARVING: "#2b2722",
    Carrier.SCREEN: "#eaf6ff",
}


@dataclass(frozen=True, slots=True)
class TextBox:
    """The place of one text's board in the frame, in pixels."""

    text: int
    left: int
    top: int
    width: int
    height: int

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.left + self.width, self.top + self.height


def place_boards(
    texts: Sequence[WrittenText], shown: Sequence[int], width: int, height: int, *, alone: bool
) -> tuple[TextBox, ...]:
    """Boxes for the texts whose indices are `shown`, apart from each other. `alone`: there is nothing else to see."""
    boxes: list[TextBox] = []
    for index in shown:
        text = texts[index]
        room = _room_beside(text, [texts[other] for other in shown if other != index])
        box = _boxed(index, text, width, height, len(shown), alone, room)
        boxes.append(_clear(box, boxes, height))
    return tuple(boxes)


def _room_beside(text: WrittenText, others: Sequence[WrittenText]) -> float:
    """How wide a board may be, as a share of the frame, so that it keeps clear of boards placed on its height."""
    if text.placement is None or text.placement.x is None:
        return 1.0
    gaps = [
        abs(text.placement.x - other.placement.x)
        for other in others
        if other.placement is not None and other.placement.x is not None and other.placement.y == text.placement.y
    ]
    return min((gap - 0.03 for gap in gaps if gap > 0.1), default=1.0)


def _boxed(index: int, text: WrittenText, width: int, height: int, count: int, alone: bool, room: float) -> TextBox:
    letters = max(3, len(text.string))
    share = _WIDTH[text.size] * (1.45 if alone and count == 1 else 1.0) * (0.85 if letters <= 5 else 1.0)
    share = min(0.88, max(share, 0.018 * min(letters, 30)))
    if text.placement and text.placement.x is not None:
        share = min(share, 2 * min(text.placement.x, 1 - text.placement.x) + 0.1, 0.88)
    share = min(share, room)
    lines = 1 if letters <= 13 else 2 if letters <= 30 else 3 if letters <= 64 else 4
    per_line = letters / lines
    across = max(110, round(share * width))
    tall = across * lines * 2.2 / (per_line + 2.5) + 0.03 * height
    down = round(min(tall * _TALLER.get(text.carrier or Carrier.SIGN, 1.0), height * (0.4 if alone else 0.27)))
    down = max(down, round(0.085 * height), round(across * (0.36 if alone else 0.22)))
    x = text.placement.x if text.placement and text.placement.x is not None else 0.5
    y = text.placement.y if text.placement and text.placement.y is not None else (0.42 if alone else 0.15)
    margin = round(0.035 * min(width, height))
    left = min(max(round(x * width - across / 2), margin), max(margin, width - margin - across))
    top = min(max(round(y * height - down / 2), margin), height - margin - down)
    return TextBox(index, left, top, across, down)


def _clear(box: TextBox, others: Sequence[TextBox], height: int) -> TextBox:
    """The box moved below those that it would cover."""
    top = box.top
    for other in sorted(others, key=lambda other: other.top):
        apart_x = box.left >= other.left + other.width or other.left >= box.left + box.width
        if not apart_x and top < other.top + other.height + 6 and other.top < top + box.height + 6:
            top = other.top + other.height + max(8, height // 50)
    return TextBox(box.text, box.left, min(top, height - box.height - 4), box.width, box.height)


def lettering_for(text: WrittenText, string: str, fonts: Fonts, ground: str) -> Lettering:
    """How a text is set on a ground of some colour."""
    carrier = text.carrier or Carrier.SIGN
    font = text.font or _FONT.get(carrier, FontClass.SANS)
    bold = text.bold or (carrier in _BOLD and text.font is None)
    ink = text.colour.hex if text.colour else _INK.get(carrier, readable_on(ground))
    shown = string.upper() if text.capitals else string
    return Lettering(shown, fonts.path(font, bold), ink, ground, _EFFECT.get(carrier, "flat"))


def written_board(
    text: WrittenText, string: str, box: TextBox, fonts: Fonts, lighting: Lighting, seed: int
) -> Image.Image:
    """A board with its text. Without a carrier only the letters, on nothing."""
    if text.carrier is None:
        return block(lettering_for(text, string, fonts, "#6f7780"), box.width, box.height)
    colour = text.carrier_colour.hex if text.carrier_colour else None
    board: Board = draw_board(
        text.carrier, box.width, box.height, lighting, colour=colour, material=text.carrier_material, seed=seed
    )
    left, top, width, height = board.face
    letters = block(
        lettering_for(text, string, fonts, board.ground), round(width * box.width), round(height * box.height)
    )
    image = board.image.copy()
    image.alpha_composite(letters, (round(left * box.width), round(top * box.height)))
    return image


def inscription(text: WrittenText, fonts: Fonts, ground: str, *, plated: bool) -> Image.Image:
    """The letters for an object of the scene; `plated` puts them on a small plate of their own."""
    if not plated:
        return block(lettering_for(text, text.string, fonts, ground), 360, 260)
    letters = max(3, len(text.string))
    width, height = 420, round(min(300, max(96, 420 * 2.4 / min(letters, 16) * (1 + letters // 17))))
    colour = text.carrier_colour.hex if text.carrier_colour else "#f6efdf"
    plate = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(plate)
    pen.rounded_rectangle((0, 0, width - 1, height - 1), height // 7, fill=toned(colour, -0.3))
    pen.rounded_rectangle((4, 4, width - 5, height - 5), height // 8, fill=colour)
    inset = round(height * 0.12)
    plate.alpha_composite(
        block(lettering_for(text, text.string, fonts, colour), width - 2 * inset, height - 2 * inset), (inset, inset)
    )
    return plate
