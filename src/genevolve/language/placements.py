"""Places in the frame: "at the far left", "in the top left corner", "in the background"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genevolve.language.description import Placement
from genevolve.language.lexicons import lexicon, word_set
from genevolve.language.readings import Claim
from genevolve.language.tokens import Token, TokenKind
from genevolve.language.vocabulary import Depth
from genevolve.language.words import known_nouns

_OPENERS = word_set("rules", "placements", "openers")
_FAR = {"far", "extreme", "very", "outer", "furthest"}
_ACROSS = word_set("rules", "placements", "across")
_DOWN = {"top", "upper", "bottom", "lower", "topmost"}
_DEPTHS = {
    "foreground": Depth.FOREGROUND,
    "front": Depth.FOREGROUND,
    "background": Depth.BACKGROUND,
    "distance": Depth.BACKGROUND,
    "back": Depth.BACKGROUND,
    "backdrop": Depth.BACKGROUND,
    "rear": Depth.BACKGROUND,
    "midground": Depth.MIDDLE,
}
_SHAPES = word_set("rules", "placements", "shapes")
_FILLERS = word_set("rules", "placements", "fillers")
_FRAMES = word_set("rules", "placements", "frames")
_MAX_WORDS = 9


@dataclass(frozen=True, slots=True)
class PlacementFound:
    """A placement and the preposition that opened it: "from the left" counts, "to the left" may be a direction."""

    placement: Placement
    opener: str


@dataclass(slots=True)
class _Words:
    """What the words of a phrase say before they are weighed."""

    far: bool = False
    across: str = ""
    down: str = ""
    depth: Depth | None = None
    edge: bool = False
    middle: bool = False

    @property
    def any(self) -> bool:
        return bool(self.across or self.down or self.depth or self.middle)


def find_placements(tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Every placement in the frame, as claims on its tokens."""
    found = []
    position = 0
    while position < len(tokens):
        claim = None if position in taken else _placement_at(tokens, position, taken)
        if claim is not None:
            found.append(claim)
        position = claim.end if claim is not None else position + 1
    return found


def _placement_at(tokens: Sequence[Token], first: int, taken: set[int]) -> Claim | None:
    opener = tokens[first].lower
    if tokens[first].kind is not TokenKind.WORD:
        return None
    if opener not in _OPENERS:
        return _bare(tokens, first, taken)
    position = first + 1
    words = _Words()
    while (
        position < len(tokens)
        and position not in taken
        and position - first < _MAX_WORDS
        and _take(tokens, position, words)
    ):
        position += 1
    if not words.any or (
        opener == "in"
        and words.down in {"top", "bottom"}
        and not words.across
        and tokens[position - 1].lower in {"top", "bottom"}
    ):
        return None
    while tokens[position - 1].lower in {"of", "the", "its"}:
        position -= 1
    position = _frame_end(tokens, position)
    if position < 0 or _goes_on(tokens, position):
        return None
    return Claim(first, position, PlacementFound(_weigh(words), opener))


def _bare(tokens: Sequence[Token], first: int, taken: set[int]) -> Claim | None:
    """Placements without a preposition: "centred", "far left,", "Top left: …", "leftmost"."""
    words = _Words()
    position = first
    while position < len(tokens) and position not in taken and _take(tokens, position, words, bare=True):
        position += 1
    if not words.any or words.depth is not None:
        return None
    lower = tokens[first].lower
    follows = tokens[position].lower if position < len(tokens) else "."
    before = tokens[first - 1].lower if first else "."
    alone = follows in {",", ".", ":", ";", ")"} and before in {",", ".", ":", ";", "("}
    if (lower in {"centred", "centered"} and follows not in {"on", "around", "over", "in", "upon"}) or alone:
        return Claim(first, position, PlacementFound(_weigh(words), ""))
    return None


def _take(tokens: Sequence[Token], position: int, words: _Words, bare: bool = False) -> bool:
    """Take one more word into the phrase, if it belongs to it."""
    parts = tokens[position].parts
    if not all(part in _ACROSS | _DOWN | _FAR | _SHAPES | _FILLERS | set(_DEPTHS) | {"hand", "most"} for part in parts):
        return False
    for part in parts:
        if (part == "of" and not words.any) or (bare and part in {"the", "of", "its", "one"}):
            return False
        if part == "ground" and not words.middle:
            return False
        if part in _FAR:
            words.far = True
        if part == "middle":
            words.middle = True
        elif part in _ACROSS:
            if words.across and words.across[:4] != part[:4] and words.across[:3] != "cen":
                return False
            words.across = part
        elif part in _DOWN:
            words.down = part
        elif part in _DEPTHS:
            words.depth = _DEPTHS[part]
        elif part == "ground":
            words.depth, words.middle = Depth.MIDDLE, False
        elif part in {"edge", "border"}:
            words.edge = True
    return True


def _frame_end(tokens: Sequence[Token], position: int) -> int:
    """Take "of the picture" along; -1 when the phrase is about something else ("on the left of the car")."""
    if position >= len(tokens) or tokens[position].lower != "of":
        return position
    following = position + 1
    if following < len(tokens) and tokens[following].lower in {"the", "this", "its", "our", "a"}:
        following += 1
    if following < len(tokens) and tokens[following].lower in {"whole", "entire"}:
        following += 1
    if following < len(tokens) and tokens[following].lower in _FRAMES:
        return following + 1
    return -1


def _goes_on(tokens: Sequence[Token], position: int) -> bool:
    """Whether a noun follows at once, so that the words describe it: "on the right hand", "in the front yard"."""
    if position >= len(tokens) or tokens[position].kind is not TokenKind.WORD:
        return False
    following = tokens[position].lower
    if tokens[position - 1].lower in {
        "side",
        "corner",
        "edge",
        "foreground",
        "background",
        "distance",
        "midground",
        "ground",
    }:
        return False
    return following in known_nouns() and following not in {
        "is",
        "stand",
        "stands",
        "sits",
        "rests",
        "rises",
        "lies",
        "hangs",
        "like",
        "top",
        "rest",
        "floats",
    }


def _weigh(words: _Words) -> Placement:
    columns, rows = lexicon("relations")["placement_x"], lexicon("relations")["placement_y"]
    x: float | None = None
    if words.across.startswith(("left", "right")):
        side = "left" if words.across.startswith("left") else "right"
        far = words.far or words.edge or words.across.endswith("most")
        x = columns[f"far_{side}"] if far else columns[side]
    elif words.across:
        x = columns["centre"]
    y = rows[words.down.removesuffix("most")] if words.down else None
    if words.middle and words.depth is None:
        x = columns["centre"] if x is None else x
        y = rows["middle"] if y is None else y
    return Placement(x, y, words.depth)
