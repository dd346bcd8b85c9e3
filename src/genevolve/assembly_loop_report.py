"""What the folder of a whole loop tells, as one record and one page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from genevolve.assembly import world_tasks
from genevolve.assembly_evaluation import Evaluation, evaluation_figures, read_evaluation, validation_tasks
from genevolve.assembly_experience import open_memory
from genevolve.assembly_loop_plan import EvolvePlan, Stage
from genevolve.bench.evolution import Evolution, curves, difference, learned, side
from genevolve.bench.evolution_report import AFTER, BEFORE, REPORT_FILE, RESULT_FILE, evolution_html
from genevolve.bench.report_pictures import changed_cards
from genevolve.bench.run_folder import read_plan, read_rows
from genevolve.bench.run_rows import RunRow
from genevolve.errors import InfrastructureError, RunError
from genevolve.experience.memory import MEMORY_FILE
from genevolve.records.experience import Experience
from genevolve.store import write_whole
from genevolve.store.run import MANIFEST_FILE


def is_reported(plan: EvolvePlan) -> bool:
    """Whether all is done, and nothing is owed."""
    return (plan.out / RESULT_FILE).is_file() and not read_report(plan).num_owed


def read_report(plan: EvolvePlan) -> Evolution:
    """What was found.

    Raises:
        RunError: it cannot be read.
    """
    path = plan.out / RESULT_FILE
    try:
        return Evolution.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise RunError(f"{path} cannot be read; delete it, and the same command writes it anew") from error


def write_report(plan: EvolvePlan) -> Evolution:
    """Work out what came of it, and write the page, then the record: with it, all is done.

    Raises:
        RunError: a file of the folder is damaged.
        InfrastructureError: nothing is known of one of the policies.
        StorageError: a file cannot be written.
    """
    found, cards = _found(plan)
    write_whole(plan.out / REPORT_FILE, evolution_html(found, cards))
    write_whole(plan.out / RESULT_FILE, found.model_dump_json(indent=1) + "\n")
    return found


def _found(plan: EvolvePlan) -> tuple[Evolution, str]:
    from genevolve.training.best import kept_best
    from genevolve.training.metrics import EVALS_FILE, METRICS_FILE
    from genevolve.training.metrics import read_rows as read_metrics

    folders = [plan.held_out(stage) for stage in (Stage.BEFORE, Stage.AFTER)]
    before, after = (read_evaluation(world_tasks(), folder, plan.num) for folder in folders)
    if not before.done or not after.done:
        raise InfrastructureError("no held-out request could be judged; the same command tries them again")
    rows = [read_rows(folder) for folder in folders]
    change, tally = difference(before.done, after.done)
    grpo = plan.out / "grpo"
    metrics = list(read_metrics(grpo / METRICS_FILE))
    start = read_evaluation(validation_tasks(plan.num), plan.out / "evals" / "start", plan.num)
    made_with, suite, best = _made_with(plan), read_plan(folders[0]), kept_best(plan.out / "policy")
    assert best is not None, "it was measured"  # noqa: S101
    found = Evolution(
        name=plan.out.resolve().name,
        start=_start(plan),
        seed=plan.settings.seed,
        n=plan.num,
        suite=suite.suite,
        suite_sha256=suite.suite_sha256,
        steps=plan.settings.grpo.steps,
        best_step=best.step,
        num_owed=_owed(before, after),
        before=side(before.done, rows[0]),
        after=side(after.done, rows[1]),
        difference=change,
        tally=tally,
        curves=curves(evaluation_figures(start.done), metrics, list(read_metrics(grpo / EVALS_FILE))),
        learned=learned(metrics, _remembered(plan, grpo)),
        made_with=made_with,
    )
    return found, changed_cards(_pairs(*rows), (folders[0], folders[1]), (BEFORE, AFTER))


def _start(plan: EvolvePlan) -> str:
    name = plan.settings.policy
    return f"{name}, after imitating {plan.settings.data}" if plan.imitates else name


def _owed(*evaluations: Evaluation) -> int:
    return sum(one.num_owed + one.num_left for one in evaluations)


def _remembered(plan: EvolvePlan, run: Path) -> Sequence[Experience]:
    return open_memory(plan.settings.experience, run).entries if (run / MEMORY_FILE).exists() else ()


def _pairs(before: Sequence[RunRow], after: Sequence[RunRow]) -> list[tuple[RunRow, RunRow]]:
    others = {row.id: row for row in after}
    return [(row, others[row.id]) for row in before if row.id in others]


def _made_with(plan: EvolvePlan) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((plan.out / MANIFEST_FILE).read_text(encoding="utf-8"))
    return {key: told[key] for key in ("python", "platform", "packages", "git")}
