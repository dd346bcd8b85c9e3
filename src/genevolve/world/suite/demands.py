"""The constraints of a scene: what the request asks to be seen, and nothing that it does not."""

from __future__ import annotations

from collections.abc import Iterator

from genevolve.records import Constraint, constraint
from genevolve.world.suite.scene import Scene, Thing

_SPANS = {
    "far_left": (0.0, 0.3),
    "left": (0.0, 0.42),
    "centre": (0.33, 0.67),
    "right": (0.58, 1.0),
    "far_right": (0.7, 1.0),
}


def demands(scene: Scene) -> tuple[Constraint, ...]:
    """Every checkable demand, the hard ones first."""
    found: list[Constraint] = [demand for thing in scene.things for demand in _of_thing(thing)]
    found += [constraint.WrittenText(string=text.string) for text in scene.texts]
    found.append(constraint.Setting(setting=scene.setting))
    if scene.light_said:
        found.append(constraint.Light(light=scene.light))
    if scene.style:
        found.append(constraint.Style(style=scene.style))
    return tuple(found)


def _of_thing(thing: Thing) -> Iterator[Constraint]:
    anchor = thing.anchor or thing.bears
    if anchor is not None:
        yield constraint.Identity(
            noun=anchor.noun,
            entity_id=anchor.entity.id,
            name=anchor.entity.name,
            where=thing.noun if thing.bears else "",
        )
    if thing.anchor is None:
        yield constraint.Count(noun=thing.noun, num=thing.count)
    if thing.colour is not None:
        yield constraint.Colour(noun=thing.noun, hex=thing.colour.hex, name=thing.colour.name)
    if thing.odd and thing.odd_colour is not None:
        yield constraint.Colour(
            noun=thing.noun, hex=thing.odd_colour.hex, name=thing.odd_colour.name, ordinal=thing.odd
        )
    if thing.material:
        yield constraint.Material(noun=thing.noun, material=thing.material)
    if thing.place_said:
        name = thing.anchor.entity.name if thing.anchor is not None else ""
        yield constraint.Position(noun=thing.noun, x=_SPANS[thing.slot], name=name)
