"""From a description to its cast: every single object that is to be drawn, with its own attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from genevolve.language.description import Description, MaterialUse, Placement, Thing, WrittenText
from genevolve.language.living import is_living
from genevolve.language.vocabulary import Carrier, RelationKind, Size
from genevolve.world.illustrator.carriers.shapes import shape_for
from genevolve.world.illustrator.lexicon import is_emblem, is_part, is_scenery

MAX_THINGS = 12
MAX_ACTORS = 20
_MAX_COUNT = 14
_UPON = frozenset({RelationKind.ON, RelationKind.INSIDE, RelationKind.IN_FRONT_OF})

_BOARD_NOUNS: Mapping[Carrier, frozenset[str]] = {
    Carrier.SIGN: frozenset({"sign", "signpost", "signboard", "shop sign", "road sign", "street sign"}),
    Carrier.BANNER: frozenset({"banner", "ribbon", "scroll"}),
    Carrier.PLAQUE: frozenset({"plaque", "plate", "nameplate"}),
    Carrier.NEON_SIGN: frozenset({"sign", "neon sign", "neon"}),
    Carrier.LABEL: frozenset({"label", "tag"}),
    Carrier.CHALKBOARD: frozenset({"chalkboard", "blackboard", "board"}),
    Carrier.BILLBOARD: frozenset({"billboard"}),
    Carrier.STONE_CARVING: frozenset({"carving", "stone", "stone carving", "inscription", "slab", "tablet"}),
}
_OBJECT_NOUNS: Mapping[Carrier, tuple[str, ...]] = {
    Carrier.SCREEN: ("screen", "monitor", "display", "computer", "laptop", "tv", "television", "phone"),
    Carrier.COVER: ("book", "cover", "book cover", "album cover", "album", "magazine", "notebook", "title"),
    Carrier.POSTER: ("poster", "print"),
    Carrier.SHIRT: ("shirt", "t-shirt", "tee", "jersey", "sweater", "hoodie"),
    Carrier.MUG: ("mug", "cup", "coffee mug", "coffee cup"),
    Carrier.CARD: ("card", "postcard", "greeting card", "business card", "invitation", "ticket"),
    Carrier.PAGE: ("page", "paper", "note", "letter", "newspaper", "menu", "document"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """One object of the picture. `ordinal` counts from 1 among those of its thing."""

    thing: int
    ordinal: int
    of: int
    noun: str
    name: str
    named: bool
    colours: tuple[str, ...]
    materials: tuple[MaterialUse, ...]
    size: Size
    pose: str
    details: tuple[str, ...]
    placement: Placement | None
    reference: int | None
    misshapen: float | None = None
    piled: bool = False

    @property
    def x(self) -> float | None:
        """Asked place across the frame."""
        return self.placement.x if self.placement else None

    @property
    def y(self) -> float | None:
        """Asked place down the frame."""
        return self.placement.y if self.placement else None


def cast_of(description: Description) -> tuple[Actor, ...]:
    """The objects to draw, in the order of their mention; what a text or an emblem needs is drawn with its carrier."""
    actors: list[Actor] = []
    hidden = borne(description).keys() | boards_among(description) | _in_backdrop(description)
    alive = any(is_living(thing.noun) for thing in description.things)
    for thing in description.things[:MAX_THINGS]:
        if alive and is_part(thing.noun) and not thing.named and thing.reference is None:
            continue
        if thing.index in hidden or (is_scenery(thing.noun) and thing.reference is None):
            continue
        room = MAX_ACTORS - len(actors)
        actors += [_actor(thing, ordinal) for ordinal in range(1, min(thing.count, _MAX_COUNT, room) + 1)]
    written = inscribed(description)
    for index, text in enumerate(description.texts):
        if index in written and written[index] < 0 and text.carrier is not None and len(actors) < MAX_ACTORS:
            actors.append(_carrier(index, text))
    return tuple(actors)


def _in_backdrop(description: Description) -> frozenset[int]:
    """Things that are the setting itself, and painted with it: the table of a marble table."""
    if description.place is None:
        return frozenset()
    words = set(description.place.setting.value.split("_")) | set(description.place.phrase.lower().split())
    words |= {word.removesuffix("s") for word in words}
    found = set()
    for thing in description.things:
        plain = thing.reference is None and not thing.named and not thing.members and thing.placement is None
        if plain and (thing.noun in words or thing.noun.rsplit(" ", 1)[-1] in words):
            found.add(thing.index)
    return frozenset(found)


def inscribed(description: Description) -> dict[int, int]:
    """Texts that stand on an object of the scene, each with its thing, or -1 - text when the object is only implied."""
    found: dict[int, int] = {}
    for index, text in enumerate(description.texts):
        if text.carrier is Carrier.THING and text.on_thing is not None and text.on_thing < len(description.things):
            found[index] = text.on_thing
        elif text.carrier is not None and text.carrier in _OBJECT_NOUNS:
            nouns = _OBJECT_NOUNS[text.carrier]
            matching = (thing.index for thing in description.things if thing.noun in nouns and thing.reference is None)
            found[index] = next((thing for thing in matching if thing not in found.values()), -1 - index)
    return found


def noun_of(carrier: Carrier | None) -> str:
    """The object that a carrier of text implies."""
    return _OBJECT_NOUNS.get(carrier or Carrier.CARD, ("card",))[0]


def _carrier(index: int, text: WrittenText) -> Actor:
    """The object that a text implies: the mug of a text on a mug."""
    noun = noun_of(text.carrier)
    use = (MaterialUse(text.carrier_material, True),) if text.carrier_material else ()
    return Actor(
        thing=-1 - index,
        ordinal=1,
        of=1,
        noun=noun,
        name=noun,
        named=False,
        colours=(text.carrier_colour.hex,) if text.carrier_colour else (),
        materials=use,
        size=Size.LARGE,
        pose="",
        details=(),
        placement=text.placement,
        reference=None,
    )


def borne(description: Description) -> dict[int, int]:
    """Things that are drawn on another thing as its emblem, each with the index of its bearer."""
    found: dict[int, int] = {}
    for thing in description.things:
        for relation in thing.relations:
            for target in relation.targets:
                if target == thing.index or not 0 <= target < len(description.things):
                    continue
                if relation.kind is RelationKind.BEARS:
                    found.setdefault(target, thing.index)
                elif relation.kind in _UPON and is_emblem(thing.noun) and shape_for(description.things[target].noun):
                    found.setdefault(thing.index, target)
    return {child: bearer for child, bearer in found.items() if bearer not in found}


def boards_among(description: Description) -> frozenset[int]:
    """Things that are only the board of a text, and drawn with it."""
    found: set[int] = set()
    for text in description.texts:
        nouns = _BOARD_NOUNS.get(text.carrier, frozenset()) if text.carrier else frozenset()
        for thing in description.things:
            plain = thing.noun in nouns and not thing.named and thing.reference is None and thing.index not in found
            if plain and not any(relation.kind is RelationKind.BEARS for relation in thing.relations):
                found.add(thing.index)
                break
    return frozenset(found)


def alone(thing: Thing) -> Actor:
    """A thing as a single actor, for what is drawn on something else."""
    return _actor(thing, 1)


def _actor(thing: Thing, ordinal: int) -> Actor:
    actor = Actor(
        thing=thing.index,
        ordinal=ordinal,
        of=thing.count,
        noun=thing.noun,
        name=thing.name,
        named=thing.named,
        colours=tuple(colour.hex for colour in thing.colours),
        materials=thing.materials,
        size=thing.size,
        pose=thing.pose,
        details=thing.details,
        placement=thing.placement if thing.count == 1 else None,
        reference=thing.reference,
    )
    member = next((m for m in thing.members if m.ordinal == ordinal), None)
    if member is None:
        return actor
    return replace(
        actor,
        colours=tuple(colour.hex for colour in member.colours) or actor.colours,
        materials=member.materials or actor.materials,
        size=member.size or actor.size,
        placement=member.placement or actor.placement,
    )
