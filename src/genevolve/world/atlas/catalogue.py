"""The whole Atlas from one seed, and the drawing of any of its views."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import lru_cache

from genevolve.errors import LibraryError
from genevolve.records import PictureEntry
from genevolve.world.atlas import cards
from genevolve.world.atlas.arms import compose_arms, draw_arms, vary_arms
from genevolve.world.atlas.brands import draw_logo
from genevolve.world.atlas.brush import FIELDBOOK, MANNERS, Brush
from genevolve.world.atlas.creatures import CREATURES, draw_creature
from genevolve.world.atlas.entity import KINDS, LICENCE, SOURCE, AtlasEntity, AtlasView, Kind
from genevolve.world.atlas.grammar import MARK_CONTRAST, MIN_CONTRAST, Palette, change_one, grammar, write_attributes
from genevolve.world.atlas.landmarks import LANDMARKS, draw_landmark
from genevolve.world.atlas.lore import invent_facts, invent_name
from genevolve.world.atlas.names import Namer
from genevolve.world.atlas.palettes import palettes
from genevolve.world.atlas.seeds import stream

COUNTS: Mapping[Kind, int] = {"landmark": 180, "creature": 182, "brand": 144, "arms": 144}
TWIN_EVERY = 5
"""Every fifth entity is the twin of the one before it."""

_APART: Mapping[Kind, float] = {"landmark": MIN_CONTRAST, "creature": MIN_CONTRAST, "brand": MARK_CONTRAST}

_POSES: Mapping[Kind, tuple[tuple[float, float, float, float], ...]] = {
    "landmark": ((0.88, 1.0, 0.0, 486), (1.0, 0.94, 0.0, 486), (1.0, 1.0, 0.0, 486)),
    "creature": ((0.91, 1.0, 0.0, 470), (1.0, 0.93, 0.0, 470), (1.0, 1.0, 0.0, 256)),
    "brand": ((0.84, 0.84, 0.0, 256), (1.0, 1.0, 0.0, 256), (1.0, 1.0, 0.0, 256)),
    "arms": ((0.92, 0.98, 0.0, 256), (1.0, 0.95, 0.0, 256), (1.0, 1.0, 0.0, 256)),
}
"""How each artist looks at a kind: width, height, tilt, and the level about which it is tilted and scaled."""
_FLOATING = frozenset({"fish", "crab", "beetle", "moth"})
_FLOATING_POSES = ((0.93, 0.93, -9.0, 262), (0.92, 0.92, -12.0, 262), (1.0, 1.0, 0.0, 256))
"""The same for creatures that need not stand level."""

_TYPES: Mapping[Kind, tuple[str, ...]] = {
    "landmark": tuple(LANDMARKS),
    "creature": tuple(CREATURES),
    "brand": ("logo",),
    "arms": ("coat of arms",),
}


@lru_cache(maxsize=4)
def generate_atlas(seed: int = 0) -> tuple[AtlasEntity, ...]:
    """Every entity of the Atlas that belongs to `seed`, always the same for the same seed."""
    namer = Namer(stream(seed, "names"))
    used: set[str] = set()
    entities: list[AtlasEntity] = []
    for kind in KINDS:
        entities += _generate_kind(kind, seed, namer, used)
    return tuple(entities)


def draw_view(locator: str, seed: int = 0) -> str:
    """SVG of one view, transparent, viewBox 0 0 512 512.

    Raises:
        LibraryError: the Atlas of this seed has no such view.
    """
    identifier, _, number = locator.rpartition("/")
    entity = _by_id(seed).get(identifier)
    if entity is None or number not in ("1", "2", "3"):
        raise LibraryError(f"the Atlas has no picture {locator!r}")
    return draw_entity(entity, int(number))


def draw_entity(entity: AtlasEntity, view: int) -> str:
    """SVG of view 1, 2 or 3 of an entity: one artist each, the second from the other side."""
    manner = MANNERS[view - 1]
    mirrored = manner is FIELDBOOK and entity.kind in ("landmark", "creature")
    b = Brush(manner, f"{entity.kind[0]}{entity.id[-4:]}{view}", mirrored=mirrored)
    poses = _FLOATING_POSES if entity.attributes["type"] in _FLOATING else _POSES[entity.kind]
    with b.posed(*poses[view - 1]):
        _draw(b, entity)
    return b.svg()


def _draw(b: Brush, entity: AtlasEntity) -> None:
    form = stream(entity.form)
    if entity.kind == "landmark":
        draw_landmark(b, entity.attributes, form)
    elif entity.kind == "creature":
        draw_creature(b, entity.attributes, form)
    elif entity.kind == "brand":
        draw_logo(b, entity.attributes, form, entity.name.split()[0])
    else:
        draw_arms(b, entity.attributes, form, entity.facts["motto"])


@lru_cache(maxsize=4)
def _by_id(seed: int) -> Mapping[str, AtlasEntity]:
    return {entity.id: entity for entity in generate_atlas(seed)}


def _generate_kind(kind: Kind, seed: int, namer: Namer, used: set[str]) -> list[AtlasEntity]:
    entities: list[AtlasEntity] = []
    types = _TYPES[kind]
    for index in range(COUNTS[kind]):
        rng = stream(seed, kind, index)
        identifier = f"atlas:{kind}/{index + 1:04d}"
        original = entities[-1] if index % TWIN_EVERY == TWIN_EVERY - 1 else None
        if original is None:
            attributes = _compose(kind, types[len(entities) % len(types)], rng)
            form = rng.getrandbits(32)
        else:
            attributes, _ = _vary(kind, original.attributes, rng)
            form = original.form
        name, aliases = invent_name(kind, attributes["type"], namer, used, rng)
        facts = invent_facts(kind, name, attributes, namer, rng)
        entities.append(_entity(identifier, kind, name, aliases, attributes, facts, form, original, entities, rng))
    return entities


def _entity(
    identifier: str,
    kind: Kind,
    name: str,
    aliases: tuple[str, ...],
    attributes: dict[str, str],
    facts: dict[str, str],
    form: int,
    original: AtlasEntity | None,
    earlier: list[AtlasEntity],
    rng: random.Random,
) -> AtlasEntity:
    extras = []
    if rng.random() < 0.2:
        old, _ = _vary(kind, attributes, rng)
        extras.append(cards.stale_card(identifier, kind, name, attributes, facts, old, rng))
    if earlier and rng.random() < 0.2:
        extras.append(cards.mention(identifier, kind, name, rng.choice(earlier).name, rng))
    return AtlasEntity(
        id=identifier,
        kind=kind,
        name=name,
        aliases=aliases,
        attributes=attributes,
        facts=facts,
        card=cards.card(identifier, kind, name, aliases, attributes, facts),
        extra_texts=tuple(extras),
        views=tuple(_view(identifier, kind, name, aliases, attributes, number) for number in (1, 2, 3)),
        twin_of=original.id if original else None,
        form=form,
    )


def _view(
    identifier: str, kind: Kind, name: str, aliases: tuple[str, ...], attributes: Mapping[str, str], number: int
) -> AtlasView:
    artist = MANNERS[number - 1].artist
    return AtlasView(
        PictureEntry(
            id=f"{identifier}/{number}",
            title=f"{name} — {artist}",
            locator=f"{identifier}/{number}",
            keywords=(*aliases, kind, attributes["type"]),
            caption=cards.caption(kind, name, attributes, artist),
            artist=artist,
            source=SOURCE,
            licence=LICENCE,
        )
    )


def _compose(kind: Kind, look_type: str, rng: random.Random) -> dict[str, str]:
    if kind == "arms":
        return {"type": look_type, **compose_arms(rng)}
    return {
        "type": look_type,
        **write_attributes(grammar(kind)[look_type], rng.choice(palettes()), rng, apart=_APART[kind]),
    }


def _vary(kind: Kind, attributes: Mapping[str, str], rng: random.Random) -> tuple[dict[str, str], str]:
    """One visible attribute changed."""
    if kind == "arms":
        return vary_arms(attributes, rng)
    look_type = attributes["type"]
    slots = grammar(kind)[look_type]
    bare = {key: value for key, value in attributes.items() if key != "type"}
    changed, key = change_one(slots, bare, _nearest_palette(bare), rng, apart=_APART[kind])
    return {"type": look_type, **changed}, key


def _nearest_palette(attributes: Mapping[str, str]) -> Palette:
    """The palette that holds most of the colour words in use."""
    words = " ".join(attributes.values())
    return max(palettes(), key=lambda p: sum(word in words for role in p.values() for word in role))
