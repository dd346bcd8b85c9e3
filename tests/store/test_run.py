from __future__ import annotations

import pytest

from genevolve.config import Settings, load_settings
from genevolve.errors import RunError, StorageError
from genevolve.records import Request, StopReason, Trajectory
from genevolve.store import Run


def _trajectory() -> Trajectory:
    request = Request(id="rq_1", prompt="a cat")
    return Trajectory(
        id="tr_1", request=request, turns=(), stop_reason=StopReason.ANSWERED, policy_id="p/1", prompt_sha256="0"
    )


def test_a_run_is_read_back(tmp_path):
    settings = load_settings(overrides={"seed": 3})
    with Run.write(tmp_path / "run", settings) as run:
        run.add_request(_trajectory().request)
        run.add_request(_trajectory().request)
        run.add_trajectory(_trajectory())
    past = Run.open(tmp_path / "run")
    assert past.settings == settings
    assert len(list(past.requests())) == 1
    assert list(past.trajectories()) == [_trajectory()]


def test_two_writers_are_refused(tmp_path):
    with (
        Run.write(tmp_path, Settings()),
        pytest.raises(RunError, match="another process"),
        Run.write(tmp_path, Settings()),
    ):
        pass


def test_other_settings_are_refused_with_the_difference(tmp_path):
    with Run.write(tmp_path, Settings()):
        pass
    other = load_settings(overrides={"agent.top_k": 3})
    with pytest.raises(RunError, match=r"agent\.top_k was 5, is 3"), Run.write(tmp_path, other):
        pass


def test_a_folder_that_is_no_run_is_said_so(tmp_path):
    with pytest.raises(RunError, match="no run at"):
        Run.open(tmp_path)


def test_a_place_that_cannot_be_written_is_said_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="file"), Run.write(tmp_path / "file" / "run", Settings()):
        pass
