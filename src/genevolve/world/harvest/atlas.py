"""The Atlas's invented things, as entities among the others."""

from __future__ import annotations

from genevolve.world.atlas import AtlasEntity, generate_atlas
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.harvest import Harvest

_KINDS = {
    "landmark": EntityKind.ATLAS_LANDMARK,
    "creature": EntityKind.ATLAS_CREATURE,
    "brand": EntityKind.ATLAS_BRAND,
    "arms": EntityKind.ATLAS_ARMS,
}


def harvest_atlas() -> Harvest:
    """Every entity of the Atlas. Its pictures are drawn when they are asked for."""
    result = Harvest()
    atlas = generate_atlas()
    twins: dict[str, str] = {}
    for one in atlas:
        if one.twin_of:
            twins[one.id] = one.twin_of
            twins.setdefault(one.twin_of, one.id)
    for one in atlas:
        result.entities.append(_entity(one, twins.get(one.id)))
        result.pictures += [view.entry for view in one.views]
        result.texts += [one.card, *one.extra_texts]
    return result


def _entity(one: AtlasEntity, twin: str | None) -> Entity:
    return Entity(
        id=one.id,
        kind=_KINDS[one.kind],
        name=one.name,
        category=one.kind,
        aliases=one.aliases,
        facts={**one.attributes, **one.facts},
        pictures=tuple(view.entry.id for view in one.views),
        documents=(one.card.id,),
        fictional=True,
        look_alikes=(twin,) if twin else (),
    )
