"""The recipe axes of the embedded world, in the form that every writer's axes have."""

from __future__ import annotations

from functools import cache

from genevolve.records import AnchorKind, Axes, Family, Recipe
from genevolve.world.suite.recipes import GAPS_OF, families
from genevolve.world.suite.splits import split_of_recipe

_APART = (("text", "count", "style"),)
"""Small letters beside many things in a strong style: more than the illustrator can show."""


@cache
def world_axes() -> Axes:
    """What requests about the embedded world may ask for."""
    rows = families()
    return Axes(
        id="world/1",
        families={
            name: Family(
                track=row["track"],
                gaps=tuple(row["gaps"]),
                anchors=tuple(row["anchors"]),
                dominants=(row["dominant"],),
                secondaries=tuple(row["secondaries"]),
            )
            for name, row in rows.items()
        },
        anchors={kind: AnchorKind(gaps=gaps) for kind, gaps in GAPS_OF.items()},
        apart=_APART,
    )


def names_not_here(axes: Axes) -> list[str]:
    """The families, gaps, anchors and requirements of `axes` that the world knows nothing of."""
    return sorted(_names(axes) - _names(world_axes()))


def is_held_out(recipe: Recipe) -> bool:
    """Whether requests of this recipe belong to the test split, and so can only be about held-out entities."""
    return split_of_recipe(recipe) == "test"


def _names(axes: Axes) -> set[str]:
    rows = axes.families.values()
    return {
        *axes.families,
        *(one for row in rows for one in (*row.gaps, *row.anchors, *row.dominants, *row.secondaries)),
    }
