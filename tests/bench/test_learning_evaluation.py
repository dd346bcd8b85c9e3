"""Evaluations during a run ask for nothing that is learned from, and for nothing that is held out for the end."""

from __future__ import annotations

import pytest

from genevolve.assembly import world_tasks
from genevolve.assembly_evaluation import validation_tasks
from genevolve.assembly_supervised import evolve_items, sft_items
from genevolve.config import TrainSettings

pytestmark = pytest.mark.usefixtures("world")


def test_runs_evaluate_themselves_on_requests_of_their_own():
    asked = {item.request.id for item in validation_tasks(48).items}
    assert len(asked) == 48
    assert {item.split for item in validation_tasks(48).items} == {"train"}
    assert not asked & {item.request.id for item in world_tasks().items}
    for seed in (0, 1, 2):
        settings = TrainSettings(seed=seed)
        assert not asked & {item.request.id for item in sft_items(settings, 600)}
        assert not asked & {item.request.id for item in evolve_items(settings, 320)}
