"""Single faults and harmless changes that the judge is calibrated with."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")
import numpy as np

from genevolve.world.judge.drawings import ItemDrawings
from genevolve.world.judge.faults import FAULTS
from genevolve.world.judge.trials import Trials
from genevolve.world.suite import world_suite
from genevolve.world.world import World

ITEMS = 3
SIDE_PX = 256


def test_a_fault_changes_the_picture_and_only_the_wanted_kinds_are_drawn(world: World) -> None:
    trials = Trials(ItemDrawings(world, SIDE_PX))
    seen = set()
    for item in world_suite(world, n=ITEMS):
        plain = trials.plain(item)
        assert not list(trials.faults(item, plain, ()))
        for fault in trials.faults(item, plain, tuple(FAULTS)):
            assert fault.dimension is FAULTS[fault.kind]
            assert np.any(np.asarray(fault.drawing.image) != np.asarray(plain.image))
            seen.add(fault.kind)
        assert {one.kind for one in trials.faults(item, plain, ("look_alike",))} <= {"look_alike"}
    assert "look_alike" in seen


def test_a_harmless_change_leaves_the_size(world: World) -> None:
    trials = Trials(ItemDrawings(world, SIDE_PX))
    item = world_suite(world, n=1)[0]
    plain = trials.plain(item)
    changed = trials.harmless(item, plain)
    assert set(changed) == {"re-encoded", "brighter", "seed"}
    assert {one.size for one in changed.values()} == {plain.image.size}
