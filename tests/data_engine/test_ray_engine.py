"""The stages on a real Ray of this machine: the same bytes as without it, also when workers are killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from toy_stages import ToyRecipes, ToyRequests

from genevolve.data.runner import run_stage
from genevolve.data.stage import Journal
from genevolve.records.data import Stage, Verdict

pytest.importorskip("ray")

NUM = 120

ON_RAY = """
import anyio, json, sys
from pathlib import Path
from toy_stages import ToyRecipes
from genevolve.data.runner import run_items, run_stage
from genevolve.data.stage import Journal
from genevolve.records.data import Stage
from genevolve.scale.ray_engine import RayEngine
from genevolve.scale.stage_worker import StageFactory

journal, num = Journal(Path(sys.argv[1])), int(sys.argv[3])
engine = RayEngine(Stage.REQUESTS, StageFactory("toy_stages:toy_requests", {"folder": sys.argv[2]}), 6, num_workers=2)
rows = []
add = journal.add
journal.add = lambda stage, batch: (rows.extend(row.id for row in batch), add(stage, batch))
anyio.run(lambda: run_stage(journal, ToyRecipes(num)))
standing = anyio.run(lambda: run_items(journal, engine))
print(json.dumps({"added": rows, "owed": standing.num_owed, "done": standing.num_done}))
"""


def on_ray(folder: Path, orders: Path) -> dict:
    """Two workers in a session of their own, so that this test's process stays as it is."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), "RAY_ADDRESS": "local"}
    done = subprocess.run(
        [sys.executable, "-c", ON_RAY, str(folder), str(orders), str(NUM)],
        env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_killed_workers_lose_nothing_and_repeat_nothing(tmp_path, serial):
    orders = tmp_path / "orders"
    orders.mkdir()
    for number in (20, 60):
        (orders / f"die-item_{number:06d}").touch()
    (orders / "fail-item_000090").touch()
    said = on_ray(tmp_path / "ray", orders)
    assert not [one for one in orders.iterdir() if one.name.startswith("die")]
    assert (said["done"], said["owed"]) == (NUM - 1, 1)
    assert sorted(said["added"]) == sorted(set(said["added"]))
    again = on_ray(tmp_path / "ray", orders)
    assert again["added"] == ["item_000090"]
    journal = Journal(tmp_path / "ray")
    assert journal.path(Stage.REQUESTS).read_bytes() == serial
    assert Verdict.OWED not in journal.verdicts(Stage.REQUESTS).values()


@pytest.fixture
def serial(tmp_path) -> bytes:
    import anyio

    journal = Journal(tmp_path / "serial")
    anyio.run(lambda: run_stage(journal, ToyRecipes(NUM)))
    anyio.run(lambda: run_stage(journal, ToyRequests(), num_at_once=1))
    return journal.path(Stage.REQUESTS).read_bytes()
