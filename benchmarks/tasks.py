"""How fast the embedded world takes requests to pictures: planner and teacher, one task after the other, no judge.

    python benchmarks/tasks.py [TASKS]

Every policy does the same tasks of the suite `world` twice, each time in a new run folder at 512 px: `first` draws what
this machine has not drawn before (nothing, if it has done these tasks), the second time everything found is kept.
The figures without `first` are of the second time. `cpu_seconds_per_task` counts the processor time of this process,
which is what one core can do when nobody else uses it.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

import anyio

from genevolve.assembly import assemble, world_tasks
from genevolve.bench.run_tasks import chosen_tasks
from genevolve.bench.suites import request_of
from genevolve.config import load_settings
from genevolve.generation import Parts, draw_anew, roll_out
from genevolve.records import Role, SuiteRow, Trajectory
from genevolve.store import Run

SIDE = 512
STAGES = ("policy", "search", "image_search", "query_knowledge", "render")


@dataclass
class Times:
    """Seconds of every task, by stage."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    stages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, trajectory: Trajectory, render_s: float, wall_s: float, cpu_s: float) -> None:
        """Take a task in."""
        self.wall.append(wall_s)
        self.cpu.append(cpu_s)
        spent = dict.fromkeys(STAGES, 0.0) | {"render": render_s}
        tool = ""
        for turn in trajectory.turns:
            if turn.role is Role.ASSISTANT:
                spent["policy"] += turn.seconds
                tool = turn.tool_call.name if turn.tool_call else ""
            elif turn.observation is not None and tool in spent:
                spent[tool] += turn.seconds
        for stage, seconds in spent.items():
            self.stages[stage].append(seconds)


def main() -> None:
    """Measure and print."""
    num_tasks = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    tasks = chosen_tasks(world_tasks().rows, num_tasks)
    figures: dict[str, object] = {"tasks": len(tasks), "rss_mb_start": _rss_mb()}
    for policy in ("planner", "teacher"):
        first, again = _done(policy, tasks), _done(policy, tasks)
        figures |= {
            f"tasks_per_s_{policy}": round(len(tasks) / sum(again.wall), 2),
            f"tasks_per_s_{policy}_first": round(len(tasks) / sum(first.wall), 2),
            f"cpu_seconds_per_task_{policy}": _median(again.cpu),
            f"seconds_per_task_{policy}": {"task": _median(again.wall)}
            | {stage: _median(again.stages[stage]) for stage in STAGES},
        }
        print(policy, "first", _shown(first), "again", _shown(again))
    figures["seconds_per_task"] = figures["seconds_per_task_planner"]
    figures["rss_mb_end"] = _rss_mb()
    print(json.dumps(figures))


def _done(policy: str, tasks: list[SuiteRow]) -> Times:
    settings = load_settings(overrides={"picture.width": SIDE, "picture.height": SIDE, "policy": policy})
    with tempfile.TemporaryDirectory() as folder, Run.write(Path(folder), settings) as run:
        return anyio.run(_do, assemble(settings), tasks, run)


async def _do(parts: Parts, tasks: list[SuiteRow], run: Run) -> Times:
    times = Times()
    for task in tasks:
        started, cpu_started = perf_counter(), process_time()
        trajectory = await roll_out(parts, request_of(task), run)
        rolled_out = perf_counter()
        if trajectory.program is not None:
            await draw_anew(parts, trajectory, trajectory.program, run)
        ended = perf_counter()
        times.add(trajectory, ended - rolled_out, ended - started, process_time() - cpu_started)
    return times


def _shown(times: Times) -> str:
    stages = ", ".join(f"{stage} {_median(times.stages[stage]) * 1e3:.0f}" for stage in STAGES)
    return f"{_median(times.wall) * 1e3:.0f} ms a task (cpu {_median(times.cpu) * 1e3:.0f}): {stages}"


def _median(seconds: list[float]) -> float:
    return round(statistics.median(seconds), 4)


def _rss_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * 4096 / 1e6)


if __name__ == "__main__":
    main()
