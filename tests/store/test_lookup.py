from __future__ import annotations

import pytest

from genevolve.config import Settings
from genevolve.errors import RunError
from genevolve.records import Render, Request, StopReason, Trajectory
from genevolve.store import Run, append_records
from genevolve.store.lookup import RecordLookup


def _request(number: int) -> Request:
    return Request(id=f"rq_{number}", prompt=f"{number} cats")


def _trajectory(number: int, stop: StopReason = StopReason.ANSWERED, seed: int = 0) -> Trajectory:
    return Trajectory(
        id=f"tr_{number}", request=_request(number), turns=(), stop_reason=stop, policy_id="p/1", prompt_sha256="0",
        seed=seed,
    )  # fmt: skip


class _Counting(RecordLookup[Request]):
    num_read = 0

    def _record(self, line: bytes, offset: int) -> Request:
        type(self).num_read += 1
        return super()._record(line, offset)


def test_a_line_is_read_once_however_often_one_asks(tmp_path):
    path = tmp_path / "requests.jsonl"
    lookup = _Counting(path, Request, lambda request: request.id)
    for number in range(200):
        assert f"rq_{number}" not in lookup
        append_records(path, [_request(number)])
        assert f"rq_{number}" in lookup
    assert _Counting.num_read == 200
    assert lookup.get("rq_7") == _request(7)


def test_a_torn_line_is_owed_and_then_found(tmp_path):
    path = tmp_path / "requests.jsonl"
    append_records(path, [_request(1)])
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"id": "rq_2"')
    lookup = RecordLookup(path, Request, lambda request: request.id)
    assert "rq_1" in lookup
    assert "rq_2" not in lookup
    append_records(path, [_request(2)])
    assert lookup.get("rq_2") == _request(2)


def test_a_file_that_was_cut_back_is_read_anew(tmp_path):
    path = tmp_path / "requests.jsonl"
    append_records(path, [_request(1)])
    lookup = RecordLookup(path, Request, lambda request: request.id)
    assert "rq_1" in lookup
    path.write_bytes(b"")
    assert "rq_1" not in lookup


def test_a_damaged_line_is_said(tmp_path):
    path = tmp_path / "requests.jsonl"
    path.write_bytes(b'{"id": 3}\n')
    with pytest.raises(RunError, match=r"requests\.jsonl holds no Request at byte 0"):
        RecordLookup(path, Request, lambda request: request.id).get("rq_1")


def test_only_what_is_final_is_a_finished_trajectory(tmp_path):
    with Run.write(tmp_path, Settings()) as run:
        run.add_trajectory(_trajectory(1, StopReason.CANCELLED))
        assert run.finished_trajectory("rq_1") is None
        run.add_trajectory(_trajectory(1, seed=1))
        run.add_trajectory(_trajectory(1, StopReason.INFRASTRUCTURE_ERROR, seed=2))
        found = run.finished_trajectory("rq_1")
        assert found is not None
        assert found.seed == 1


def test_a_render_is_found_by_its_program(tmp_path):
    render = Render(
        trajectory_id="tr_1", program_sha256="1" * 64, renderer_id="r/1", sha256="2" * 64, width=8, height=8, seed=0,
        seconds=0.1,
    )  # fmt: skip
    with Run.write(tmp_path, Settings()) as run:
        run.add_render(render)
        assert run.render_of("tr_1", "1" * 64) == render
        assert run.render_of("tr_2", "1" * 64) is None
    assert Run.open(tmp_path).render_of("tr_1", "1" * 64) == render


def test_a_run_never_reads_its_records_anew_while_it_is_written(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("read from the start")

    monkeypatch.setattr("genevolve.store.run.read_records", refuse)
    with Run.write(tmp_path, Settings()) as run:
        for number in range(5):
            for _ in range(2):
                run.add_request(_request(number))
            run.add_trajectory(_trajectory(number))
            assert run.finished_trajectory(f"rq_{number}") is not None
            assert run.render_of(f"tr_{number}", "1" * 64) is None
    assert len((tmp_path / "requests.jsonl").read_bytes().splitlines()) == 5
