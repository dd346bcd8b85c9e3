"""Evaluations during a run ask for nothing that is learned from, and for nothing that is held out for the end."""

from __future__ import annotations

import pytest

from genevolve.assembly import assemble, world_tasks
from genevolve.assembly_evaluation import read_evaluation, validation_tasks
from genevolve.assembly_supervised import evolve_items, sft_items, worked_out
from genevolve.bench.run_folder import ROWS_FILE, TRAJECTORIES_FILE
from genevolve.bench.run_rows import new_row
from genevolve.bench.run_tasks import chosen_tasks
from genevolve.config import Settings, TrainSettings
from genevolve.records import InfrastructureFailure, PolicyFailure, StopReason
from genevolve.store import ImageStore, append_records
from genevolve.world.data.copied import wanted_facts

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


@pytest.mark.anyio
async def test_an_evaluation_says_what_was_copied_owed_and_left(tmp_path):
    suite = validation_tasks(48)
    tasks = chosen_tasks(suite.rows, 4)
    items = {item.request.id: item for item in suite.items}
    asking = next(task for task in tasks if wanted_facts(items[task.id]))
    owed, failed, _ = (task for task in tasks if task is not asking)
    parts = assemble(Settings(agent=TrainSettings().agent))
    trajectory = await worked_out(parts, items[asking.id], ImageStore(tmp_path / "images"), 1.0, 0)
    append_records(tmp_path / TRAJECTORIES_FILE, [trajectory])
    fault = PolicyFailure(kind=StopReason.TURN_LIMIT)
    lines = [
        new_row(asking, fault),
        new_row(owed, InfrastructureFailure(boundary="judge", detail="out of order")),
        new_row(failed, InfrastructureFailure(boundary="judge", detail="out of order")),
        new_row(failed, fault),
    ]
    append_records(tmp_path / ROWS_FILE, lines)
    found = read_evaluation(suite, tmp_path, 4)
    assert (found.num_owed, found.num_left) == (1, 1)
    by_id = {one.id: one for one in found.done}
    assert set(by_id) == {asking.id, failed.id}
    num = len(wanted_facts(items[asking.id]))
    assert (by_id[asking.id].facts_wanted, by_id[asking.id].facts_told, by_id[asking.id].facts_copied) == (num,) * 3
    assert by_id[failed.id].facts_wanted == 0
    assert not any(one.valid or one.reward for one in found.done)
