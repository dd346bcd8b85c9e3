"""Scenes made by hand: items, drawn objects and drawings about which everything is plain to see."""

from __future__ import annotations

from PIL import Image

from genevolve.language.description import Description
from genevolve.records import Constraint, Recipe, Request, constraints_as_data
from genevolve.records.constraint import CONSTRAINTS
from genevolve.world.illustrator.illustrator import Drawing
from genevolve.world.illustrator.scene import Box, DrawnObject, DrawnText, FailureMode, Hazard, Scene, Source
from genevolve.world.suite import Evidence, IdealProgram, SuiteItem, Target


def item(*constraints: Constraint, targets: tuple[Target, ...] = ()) -> SuiteItem:
    """A request with these demands."""
    return SuiteItem(
        id="world_1",
        split="test",
        recipe=Recipe(
            task_family="counting",
            track="quality",
            factual_gap="looks",
            visual_anchor="flag",
            dominant="count",
            secondaries=(),
            difficulty="easy",
        ),
        request=Request(id="rq_1", prompt="as asked", meta={CONSTRAINTS: constraints_as_data(constraints)}),
        evidence=Evidence(targets=targets),
        ideal=IdealProgram(gen_prompt="as drawn", notes=(), skills=()),
        truth_pictures=(),
        truth_seed=1,
    )


def target(entity_id: str, *titles: str) -> Target:
    """A thing whose picture is to be found under one of the titles."""
    return Target(entity_id=entity_id, name=titles[0], query=titles[0], titles=titles, pictures=())


def drawn(noun: str, x: float = 0.5, y: float = 0.5, size: float = 0.2, **facts: object) -> DrawnObject:
    """A thing whose middle is at x, y."""
    box = Box(x - size / 2, y - size / 2, size, size)
    values = {"thing": 0, "ordinal": 1, "source": Source.HAND, "depth": 0.2} | facts
    return DrawnObject(noun=noun, box=box, **values)


def drawing(
    *objects: DrawnObject,
    texts: tuple[str, ...] = (),
    failures: tuple[tuple[FailureMode, int | None], ...] = (),
    told: Description | None = None,
) -> Drawing:
    """A white picture that is said to show all that."""
    scene = Scene(
        objects=objects,
        texts=tuple(
            DrawnText(number, string, string, None, Box(0.1, 0.1, 0.3, 0.1)) for number, string in enumerate(texts)
        ),
        failures=tuple(Hazard(mode, thing) for mode, thing in failures),
    )
    return Drawing(Image.new("RGB", (96, 96), "white"), scene, told or Description("as drawn"))
