"""Ground truths: drawn from the ideal program, kept by content, as asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from genevolve.records import constraint
from genevolve.world.illustrator.embedded import embedded_illustrator
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.suite import GroundTruths, SuiteItem, world_suite
from genevolve.world.world import World

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def items(world: World) -> tuple[SuiteItem, ...]:
    return world_suite(world, n=32)


def test_a_truth_is_drawn_once_and_the_same_again(world: World, items: tuple[SuiteItem, ...], tmp_path: Path) -> None:
    truths = GroundTruths(world, tmp_path, size_px=96)
    first = truths.picture(items[0])
    assert first.startswith(PNG)
    (kept,) = tmp_path.glob("*.png")
    kept.write_bytes(PNG + b"kept")
    assert truths.picture(items[0]) == PNG + b"kept"
    assert GroundTruths(world, tmp_path / "other", size_px=96).picture(items[0]) == first


def test_size_and_item_decide_the_name(world: World, items: tuple[SuiteItem, ...], tmp_path: Path) -> None:
    small, large = GroundTruths(world, tmp_path, size_px=96), GroundTruths(world, tmp_path, size_px=128)
    assert len({small.key(items[0]), large.key(items[0]), small.key(items[1])}) == 3


def test_the_scene_that_is_drawn_meets_counts_and_texts(world: World, items: tuple[SuiteItem, ...]) -> None:
    artist = embedded_illustrator(world, rates=FailureRates.never())
    for item in items[::3]:
        references = [world.load_picture(entry) for one in item.truth_pictures if (entry := world.library.picture(one))]
        scene = artist.draw(item.ideal.gen_prompt, references, width=96, height=96, seed=item.truth_seed).scene
        assert scene.failures == ()
        for demand in item.constraints:
            if isinstance(demand, constraint.Count):
                assert sum(drawn.noun == demand.noun for drawn in scene.objects) == demand.num, item.ideal.gen_prompt
            if isinstance(demand, constraint.WrittenText):
                assert demand.string.casefold() in {text.string.casefold() for text in scene.texts}


def test_exact_marks_and_other_artists(world: World) -> None:
    """Flags and logos are the exact ones; of the rest, about half are not the picture that comes first."""
    others = []
    for item in world_suite(world, n=400):
        for picture, target in zip(item.truth_pictures, item.evidence.targets, strict=True):
            if target.entity_id.startswith(("country/", "brand/", "element/")):
                assert picture == target.pictures[0]
            elif target.entity_id.startswith("atlas:") and "brand" not in target.entity_id:
                others.append(picture != target.pictures[0])
    assert 0.35 < sum(others) / len(others) < 0.65
