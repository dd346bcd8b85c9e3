"""Runs jobs: some at a time, each after those that it needs; interrupted, they put away what they have."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import anyio
from anyio.abc import Process
from filelock import FileLock, Timeout

from genevolve.bench.learning_jobs import BAD, NEEDS, Job, JobRecord, JobState, Standing, log_tail
from genevolve.errors import GenEvolveError, StorageError
from genevolve.store import write_whole

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
_PATIENCE_S = 60.0
"""How long an interrupted job may take to end by itself."""

_OTHERS_S = 2.0
"""How often to look whether somebody else still writes to a job's folder."""

_MENDABLE = 2
"""The exit code of a command that a person has to mend first: going on with others would be of no use."""

_ENDS = {0: JobState.DONE, _MENDABLE: JobState.REFUSED}

_STOPS = (signal.SIGINT, signal.SIGTERM)

OnChange = Callable[[Standing], None]


async def run_jobs(standings: Sequence[Standing], *, at_once: int, on_change: OnChange = lambda _: None) -> bool:
    """Run the jobs that are not done, in the order given as far as their needs allow, `at_once` of them at a time.

    One that fails leaves the others running, but for those that need it; one that a person has to mend (exit code 2)
    stops all. At SIGINT or SIGTERM the jobs under way are interrupted; they go on when they are run again.

    Args:
        standings: of jobs with unique names; they are brought up to date.
        at_once: processes at a time.
        on_change: told of every change of a job's state.

    Returns:
        Whether all was left to end, not interrupted.

    Raises:
        StorageError: a record or a log cannot be written, or a process cannot be begun.
        GenEvolveError: whatever finds out what a job owes.
    """
    session = _Session(standings, on_change)
    async with anyio.create_task_group() as whole:
        whole.start_soon(session.watch, whole.cancel_scope)
        async with anyio.create_task_group() as group:
            for _ in range(at_once):
                group.start_soon(session.work, group.cancel_scope)
        whole.cancel_scope.cancel()
    if session.fault is not None:
        raise session.fault
    return not session.is_interrupted


class _Session:
    """One go at the jobs that are not done."""

    def __init__(self, standings: Sequence[Standing], on_change: OnChange) -> None:
        self.fault: GenEvolveError | None = None
        self.is_interrupted = False
        self._standings = standings
        self._on_change = on_change
        self._by_name = {one.job.name: one for one in standings}
        self._changed = anyio.Event()

    async def watch(self, scope: anyio.CancelScope) -> None:
        """Stop everything when a person or the machine asks for it."""
        with anyio.open_signal_receiver(*_STOPS) as signals:
            async for _ in signals:
                self.is_interrupted = True
                scope.cancel()

    async def work(self, scope: anyio.CancelScope) -> None:
        """Take one job after the other, until none can be begun any more."""
        while any(one.state is JobState.WAITING for one in self._standings):
            ready = next((one for one in self._standings if self._is_ready(one)), None)
            if ready is None:
                await self._changed.wait()
                continue
            try:
                await self._run(ready)
            except GenEvolveError as fault:
                self.fault = fault
            if self.fault is not None or ready.state is JobState.REFUSED:
                scope.cancel()
                return

    def _is_ready(self, one: Standing) -> bool:
        needs = [self._by_name[name].state for name in one.job.needs]
        return one.state is JobState.WAITING and all(state is JobState.DONE for state in needs)

    async def _run(self, one: Standing) -> None:
        self._tell(one, JobState.RUNNING)
        one.started = monotonic()
        code: int | None = None
        try:
            code = await _finished(one.job)
        finally:
            one.seconds, one.started = one.seconds_so_far, None
            owed = one.job.owed() if code == 0 else ""
            _keep(one, done=code == 0 and not owed)
            if code is None:
                self._tell(one, JobState.WAITING)
        one.said = owed or _why(one.job, code)
        self._tell(one, JobState.OWED if owed else _ENDS.get(code, JobState.FAILED))

    def _tell(self, one: Standing, state: JobState) -> None:
        one.state = state
        self._on_change(one)
        for other in self._standings:  # what needs a failed job cannot be begun
            if other.state is JobState.WAITING and any(self._by_name[name].state in BAD for name in other.job.needs):
                other.said = NEEDS
                self._tell(other, JobState.FAILED)
        self._changed.set()
        self._changed = anyio.Event()


def _why(job: Job, code: int) -> str:
    """Why a job failed, in one line: the last that it printed; nothing when it did not fail."""
    if code < 0:
        return f"killed by signal {-code}"
    words = log_tail(job).rpartition("\n")[2].removeprefix("genevolve: ").strip()
    return (words or f"it ended with exit code {code}") if code else ""


def _keep(one: Standing, *, done: bool) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    command = shlex.join(one.job.command)
    record = JobRecord(command=command, settings=one.job.settings, seconds=one.seconds, ended=now, done=done)
    write_whole(one.job.record, record.model_dump_json(indent=1) + "\n")


async def _finished(job: Job) -> int:
    """Run the command to its end and return its exit code; interrupted, wait until it has put away what it does."""
    await _alone(job.folder)
    try:
        job.log.parent.mkdir(parents=True, exist_ok=True)
        with job.log.open("ab") as log:
            process = await anyio.open_process(
                job.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=_environment(os.environ),
                start_new_session=True,  # Ctrl-C reaches it once, from here
            )
    except OSError as error:
        raise StorageError(f"{job.name} cannot be begun: {error}") from error
    try:
        return await process.wait()
    finally:
        with anyio.CancelScope(shield=True):
            await _ended(process)


async def _ended(process: Process) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)
    with anyio.move_on_after(_PATIENCE_S):
        await process.wait()
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with the processes that it has begun
        await process.wait()


async def _alone(folder: Path) -> None:
    """Wait for a job that a killed session has left running: it goes on with the same work."""
    if not (folder / ".lock").exists():
        return
    while True:
        try:
            with FileLock(folder / ".lock", timeout=0):
                return
        except Timeout:
            await anyio.sleep(_OTHERS_S)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """One thread a process: two processes use two cores better than one process with two threads."""
    return {**given, **_ONE_THREAD}
