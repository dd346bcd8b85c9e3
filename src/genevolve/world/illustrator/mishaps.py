"""What the faults look like. Those of the plan rewrite the description; those of the brush are painted by others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from genevolve.language.description import Colour, Description, MaterialUse, Member, Relation, Thing, WrittenText
from genevolve.language.vocabulary import Carrier, RelationKind
from genevolve.world.illustrator.failures import chance
from genevolve.world.illustrator.scene import FailureMode, Hazard
from genevolve.world.illustrator.sprite import LUMA, rgb_of

_MIRRORED = {
    RelationKind.LEFT_OF: RelationKind.RIGHT_OF,
    RelationKind.RIGHT_OF: RelationKind.LEFT_OF,
    RelationKind.ABOVE: RelationKind.BELOW,
    RelationKind.BELOW: RelationKind.ABOVE,
    RelationKind.IN_FRONT_OF: RelationKind.BEHIND,
    RelationKind.BEHIND: RelationKind.IN_FRONT_OF,
}
_GUESSES = ("#d8433b", "#2f6fd0", "#2f9e58", "#f0a52b", "#7a4cc0", "#19a7a8", "#d94f93", "#3b3f46")
_WARPED = 320
_TWINS = {"O": "0", "I": "l", "E": "3", "A": "4", "S": "5", "B": "8", "M": "W", "N": "И", "R": "Я", "U": "V", "C": "G"}


def spoiled(description: Description, faults: Sequence[Hazard], seed: int) -> Description:
    """The description as a generator with these faults misreads it."""
    things = list(description.things)
    texts = list(description.texts)
    for fault in faults:
        match fault.mode:
            case FailureMode.MISCOUNT if fault.thing is not None:
                things[fault.thing] = _miscounted(things[fault.thing], chance(seed, fault, "by"))
            case FailureMode.LEAK if fault.thing is not None and fault.other is not None:
                things[fault.thing] = _stained(things[fault.thing], description.things[fault.other])
            case FailureMode.OVERLAP if fault.thing is not None:
                things[fault.thing] = _mirrored(things[fault.thing])
            case FailureMode.GUESSED_FACT if fault.thing is not None and fault.thing < len(things):
                things[fault.thing] = _guessed(things[fault.thing], chance(seed, fault, "value"))
            case FailureMode.GARBLE if fault.text is not None:
                texts[fault.text] = _garbled(texts[fault.text], chance(seed, fault, "how"))
    kept = {fault.thing for fault in faults if fault.mode is FailureMode.WRONG_MATERIAL}
    things = [thing if thing.index in kept else _fully_described(thing) for thing in things]
    return replace(description, things=tuple(things), texts=tuple(texts))


def _miscounted(thing: Thing, draw: float) -> Thing:
    """One or two too many or too few; whoever was singled out is lost among the others."""
    change = (-1, 1, -2, 2, 1, -1)[int(draw * 6)]
    count = thing.count + change if thing.count + change >= 1 else thing.count + 1
    usual = [member for member in thing.members if _is_usual(member, thing)]
    return replace(thing, count=count, members=tuple(member for member in usual if member.ordinal <= count))


def _is_usual(member: Member, thing: Thing) -> bool:
    looks = [(m.colours, m.materials, m.size) for m in thing.members]
    own = (member.colours, member.materials, member.size)
    return looks.count(own) * 2 > len(looks) and thing.count == len(looks)


def _stained(thing: Thing, other: Thing) -> Thing:
    """It takes the colour or the material of its neighbour."""
    if other.colours and other.colours != thing.colours:
        return replace(thing, colours=other.colours)
    if other.materials:
        return replace(thing, materials=other.materials)
    return replace(thing, colours=other.colours)


def _mirrored(thing: Thing) -> Thing:
    flipped = tuple(Relation(_MIRRORED.get(r.kind, r.kind), r.targets) for r in thing.relations)
    return replace(thing, relations=flipped)


def _guessed(thing: Thing, draw: float) -> Thing:
    value = _GUESSES[int(draw * len(_GUESSES))]
    return replace(thing, colours=(Colour("some colour", value),))


def _fully_described(thing: Thing) -> Thing:
    uses = tuple(MaterialUse(use.material, True) for use in thing.materials)
    members = tuple(
        replace(member, materials=tuple(MaterialUse(use.material, True) for use in member.materials))
        for member in thing.members
    )
    return replace(thing, materials=uses, members=members)


def _garbled(text: WrittenText, draw: float) -> WrittenText:
    """Letters swapped, doubled, dropped or turned; without a carrier they float."""
    rng = random.Random(int(draw * (1 << 40)))
    letters = list(text.string)
    for _ in range(max(2, len(letters) // 4)):
        spots = [at for at, letter in enumerate(letters) if letter.isalnum()]
        if not spots:
            break
        at = rng.choice(spots)
        match rng.randrange(4):
            case 0 if at + 1 < len(letters):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            case 1:
                letters.insert(at, letters[at])
            case 2 if len(spots) > 2:
                del letters[at]
            case _:
                turned = _TWINS.get(letters[at].upper(), rng.choice("EAROTNSILD"))
                letters[at] = turned if letters[at].isupper() else turned.lower()
    string = "".join(letters)
    if string == text.string:
        string = string + string[-1:] if string else "?"
    carrier = None if text.carrier is None else text.carrier
    return replace(text, string=string, carrier=carrier if carrier is not Carrier.THING else Carrier.THING)


def misshapen(drawing: Image.Image, draw: float) -> Image.Image:
    """A body gone wrong: stretched, doubled or bent."""
    image = drawing.copy()
    image.thumbnail((_WARPED, _WARPED), Image.Resampling.BICUBIC)
    kind = int(draw * 3)
    if kind == 0:
        return image.resize((round(image.width * 1.65), image.height), Image.Resampling.BICUBIC)
    if kind == 1:
        shift = round(image.width * 0.34)
        double = Image.new("RGBA", (image.width + shift, image.height), (0, 0, 0, 0))
        double.alpha_composite(image, (shift, 0))
        double.alpha_composite(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (0, 0))
        return double
    pad = round(image.width * 0.3)
    wide = Image.new("RGBA", (image.width + 2 * pad, image.height), (0, 0, 0, 0))
    wide.alpha_composite(image, (pad, 0))
    pixels = np.asarray(wide)
    rows = np.arange(image.height)
    shifts = (np.sin(rows / image.height * 7.0) * pad * 0.8).astype(int)
    columns = (np.arange(wide.width)[None, :] - shifts[:, None]) % wide.width
    return Image.fromarray(pixels[rows[:, None], columns], "RGBA").rotate(14, Image.Resampling.BICUBIC, expand=True)


def paled(
    rgb: np.ndarray[tuple[int, ...], np.dtype[np.float32]], tint: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Colours given up to the palette of a style."""
    light = (rgb @ LUMA)[..., None]
    washed = 0.35 + 0.65 * light
    return np.asarray(rgb * 0.25 + (washed * (0.5 + 0.5 * rgb_of(tint))) * 0.75, np.float32)
