"""Single faults and harmless changes of a picture whose description is known, for calibration only."""

from __future__ import annotations

import io
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageEnhance

from genevolve.language.description import Description, Member, Thing
from genevolve.records import Dimension
from genevolve.world.entities import Entity
from genevolve.world.world import World

_JPEG_QUALITY = 92
_BRIGHTER = 1.02

FAULTS: dict[str, Dimension] = {
    "one_fewer": Dimension.FAITHFULNESS,
    "colours_swapped": Dimension.FAITHFULNESS,
    "wrong_side": Dimension.FAITHFULNESS,
    "overlap": Dimension.AESTHETICS,
    "letter_wrong": Dimension.TEXT_ACCURACY,
    "look_alike": Dimension.VISUAL_CORRECTNESS,
}
"""What each fault is to lower."""


def faulty(description: Description, *, placed: bool) -> Iterator[tuple[str, Description]]:
    """The description with one fault at a time; the wrong side is a fault only where a place was asked for."""
    things = description.things
    group = next((thing for thing in things if thing.count >= 3 and len(thing.members) == thing.count), None)
    if group is not None:
        fewer = replace(group, count=group.count - 1, members=group.members[:-1])
        yield "one_fewer", _with(description, group, fewer)
        turned = group.members[1:] + group.members[:1]
        if [one.colours for one in turned] != [one.colours for one in group.members]:
            yield "colours_swapped", _with(description, group, replace(group, members=_dyed(group.members, turned)))
    single = [thing for thing in things if thing.count == 1]
    dyed = [thing for thing in single if thing.colours]
    if len(dyed) >= 2 and dyed[0].colours != dyed[1].colours:
        first, second = dyed[:2]
        swapped = _with(description, first, replace(first, colours=second.colours))
        yield "colours_swapped", _with(swapped, second, replace(second, colours=first.colours))
    yield from _misplaced(description, single, placed)
    if description.texts:
        text = description.texts[0]
        yield (
            "letter_wrong",
            replace(description, texts=(replace(text, string=one_letter_wrong(text.string)), *description.texts[1:])),
        )


def _misplaced(description: Description, things: Sequence[Thing], placed: bool) -> Iterator[tuple[str, Description]]:
    known = [(one.placement.x, one) for one in things if one.placement is not None and one.placement.x is not None]
    if len(known) < 2:
        return
    (left_x, left), (right_x, right) = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    if left_x == right_x:
        return
    moved = _with(description, left, _at(left, right_x))
    yield "overlap", moved
    if placed:
        yield "wrong_side", _with(moved, right, _at(right, left_x))


def harmless(image: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    """The picture written as JPEG and read again, and a shade brighter."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_JPEG_QUALITY)
    with Image.open(buffer) as opened:
        yield "re-encoded", opened.convert("RGB")
    yield "brighter", ImageEnhance.Brightness(image).enhance(_BRIGHTER)


def one_letter_wrong(text: str) -> str:
    """The text with its middle letter turned into another of the same case."""
    places = [at for at, letter in enumerate(text) if letter.isalnum()]
    if not places:
        return text + "x"
    at = places[len(places) // 2]
    wrong = "k" if text[at].casefold() != "k" else "z"
    return text[:at] + (wrong.upper() if text[at].isupper() else wrong) + text[at + 1 :]


def _with(description: Description, old: Thing, new: Thing) -> Description:
    things = tuple(new if thing.index == old.index else thing for thing in description.things)
    return replace(description, things=things)


def _at(thing: Thing, x: float | None) -> Thing:
    return thing if thing.placement is None else replace(thing, placement=replace(thing.placement, x=x))


def _dyed(members: Sequence[Member], others: Sequence[Member]) -> tuple[Member, ...]:
    return tuple(replace(one, colours=other.colours) for one, other in zip(members, others, strict=True))


def taken_for(world: World, entity_id: str) -> Entity | None:
    """What is most easily taken for a named thing, else the next of its kind by id."""
    own = world.entities[entity_id]
    alike = (world.entities[one] for one in own.look_alikes if one in world.entities)
    pictured = next((one for one in alike if one.pictures), None)
    if pictured is not None:
        return pictured
    kin = sorted(
        one.id for one in world.entities.values() if one.kind == own.kind and one.pictures and one.id != own.id
    )
    return world.entities[(kin[bisect(kin, own.id) :] + kin)[0]] if kin else None
