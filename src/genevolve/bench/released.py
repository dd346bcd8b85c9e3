"""Between our records and the rows of the released scripts: ours become theirs, theirs become scored rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from genevolve.bench.kscore import kscore, kscore_of, scored_rows
from genevolve.bench.results import ResultMessage, ResultReference, ResultRow, Results, ResultScores, ResultSummary
from genevolve.bench.rows import BenchRow, RowResult, RowScores, row_scores
from genevolve.bench.variants import Variant, text_counted
from genevolve.data.released_rows import EVAL_TYPES, track_of
from genevolve.errors import SuiteError
from genevolve.records import (
    InfrastructureFailure,
    PictureScores,
    PolicyFailure,
    Role,
    StopReason,
    SuiteRow,
    Trajectory,
)
from genevolve.rewards import recorded_failure

_ANSWERED = "answer"
_NO_ANSWER = "no_answer"
_OUT_OF_ROUNDS = "max_rounds_reached"
_ERROR = "error"
_DRAWN = "ok"

_TERMINATIONS = {
    StopReason.ANSWERED: _ANSWERED,
    StopReason.TURN_LIMIT: _OUT_OF_ROUNDS,
    StopReason.BUDGET: _ERROR,
    StopReason.CANCELLED: _ERROR,
    StopReason.INFRASTRUCTURE_ERROR: _ERROR,
}
_STOPS = {_NO_ANSWER: StopReason.INVALID_ANSWER, _OUT_OF_ROUNDS: StopReason.TURN_LIMIT}


def refused_row(task: SuiteRow, failed: PolicyFailure | InfrastructureFailure) -> ResultRow:
    """A row of which there is no trajectory, because the request was not even begun."""
    nothing = {"gen_prompt": "", "reference_images": (), "messages": (), "rounds": 0}
    return _task_row(task, **nothing, **_failed_fields(failed))


def failed_row(row: ResultRow, failed: PolicyFailure) -> ResultRow:
    """`row` as one that the policy failed, for example because its answer held no program."""
    return row.model_copy(update=_failed_fields(failed))


def _failed_fields(failed: PolicyFailure | InfrastructureFailure) -> dict[str, str]:
    stop = failed.kind if isinstance(failed, PolicyFailure) else StopReason.INFRASTRUCTURE_ERROR
    termination = _TERMINATIONS.get(stop, _NO_ANSWER)
    return {"termination": termination, "error": failed.detail or stop.value, "stop_reason": stop.value}


def agent_row(task: SuiteRow, trajectory: Trajectory, reference_files: Mapping[str, Path]) -> ResultRow:
    """What the agent's script would write; `reference_files` are the pictures' files by SHA-256."""
    program = trajectory.program
    references = tuple(
        ResultReference(
            img_id=reference.img_id,
            note=reference.note,
            local_path=str(reference_files.get(reference.sha256, "")),
            url=reference.url,
            title=reference.title,
            page_url="",
        )
        for reference in (program.references if program else ())
    )
    failed = trajectory.stop_reason is not StopReason.ANSWERED
    return _task_row(
        task,
        gen_prompt=program.gen_prompt if program else "",
        reference_images=references,
        messages=tuple(ResultMessage(role=turn.role.value, content=turn.text) for turn in trajectory.turns),
        termination=_TERMINATIONS.get(trajectory.stop_reason, _NO_ANSWER),
        rounds=sum(turn.role is Role.ASSISTANT for turn in trajectory.turns),
        error=(trajectory.detail or trajectory.stop_reason.value) if failed else None,
        stop_reason=trajectory.stop_reason.value,
    )


def _task_row(task: SuiteRow, **done: Any) -> ResultRow:
    return ResultRow(
        id=task.id,
        prompt=task.prompt,
        question=task.prompt,
        gt_image=task.ground_truth,
        eval_type=task.eval_type or EVAL_TYPES.get(task.track, task.track),
        category=task.category,
        difficulty=task.difficulty,
        meta={name: value for name, value in task.meta.items() if name != "extra_info"},
        extra_info=task.meta.get("extra_info", {}),
        **done,
    )


def drawn_row(row: ResultRow, picture: Path | None, why_not: str = "") -> ResultRow:
    """What the renderer's script would add: the picture's file, or why there is none."""
    path = str(picture) if picture else ""
    status = _DRAWN if picture else f"error: {why_not or 'no picture'}"
    added = {"image_path": path, "output_path": path, "success": picture is not None, "image_status": status}
    return row.model_copy(update=added)


def judged_row(row: ResultRow, scores: PictureScores | InfrastructureFailure) -> ResultRow:
    """What the judge's script would add."""
    if isinstance(scores, InfrastructureFailure):
        return row.model_copy(update={"eval_success": False, "scores": None, "error": scores.detail})
    return row.model_copy(update={"eval_success": True, "scores": _released_scores(scores), "error": None})


def bench_rows(results: Results) -> list[BenchRow]:
    """The rows of a judged file, to be scored and compared.

    The released renderer draws the bare request when the agent failed, and its judge scores that picture: such a row
    counts as scored, as it does in the published numbers.

    Raises:
        SuiteError: a score is not between 0 and 1.
    """
    return [
        BenchRow(
            id=str(index if row.id is None else row.id),
            category=row.category or row.setting("category"),
            track=track_of(row.setting("eval_type", "tier")),
            difficulty=row.difficulty or row.setting("difficulty"),
            result=_result(row),
        )
        for index, row in enumerate(results.rows)
    ]


def with_summaries(results: Results) -> Results:
    """`results` with the summary rows that the judge's script appends, which are of the variant `excluded`."""
    rows = bench_rows(results)
    kinds = [row.setting("eval_type", "tier") or "unknown" for row in results.rows]
    pairs = sorted(zip(kinds, rows, strict=True), key=lambda pair: pair[0])
    groups = [
        (f"eval_type:{kind}", [row for _, row in group]) for kind, group in groupby(pairs, key=lambda pair: pair[0])
    ]
    return Results(results.rows, tuple(_summary(name, group) for name, group in [*groups, ("overall_avg", rows)]))


def _summary(name: str, rows: Sequence[BenchRow]) -> ResultSummary:
    score = kscore(rows, Variant.EXCLUDED)
    if score.means is None or score.success_only is None:
        means = dict.fromkeys(("faithfulness", "visual_correctness", "text_accuracy", "aesthetics", "overall"), 0.0)
    else:
        means = {**score.means.model_dump(), "overall": score.success_only}
    rounded = {dimension: round(mean, 4) for dimension, mean in means.items()}
    return ResultSummary(summary_type=name, avg_scores=rounded, count=len(scored_rows(rows)))


def _released_scores(scores: PictureScores) -> ResultScores:
    plain = row_scores(scores)
    na = {} if scores.text_required else {"text_accuracy_na": True}
    return ResultScores(
        rationale=" ".join(f"{dimension}: {reason}" for dimension, reason in scores.reasons.items()),
        faithfulness=plain.faithfulness,
        visual_correctness=plain.visual_correctness,
        text_accuracy=text_counted(plain),
        aesthetics=plain.aesthetics,
        overall=round(kscore_of(plain), 2),
        **na,
    )


def _result(row: ResultRow) -> RowResult:
    if row.eval_success and row.scores is not None:
        return _scores(row, row.scores)
    if not row.success and row.termination not in ("", _ANSWERED):
        return _failed_agent(row)
    if row.image_status not in ("", _DRAWN):
        return InfrastructureFailure(boundary="renderer", detail=row.image_status.removeprefix("error: "))
    return InfrastructureFailure(boundary="judge", detail=row.error or "not evaluated")


def _failed_agent(row: ResultRow) -> PolicyFailure | InfrastructureFailure:
    detail = row.error or ""
    stop = StopReason(row.stop_reason) if row.stop_reason in set(StopReason) else _STOPS.get(row.termination)
    if stop is None:
        return InfrastructureFailure(boundary="policy", detail=detail)
    if stop.is_policy_failure:
        return PolicyFailure(kind=stop, detail=detail)
    if stop is StopReason.INFRASTRUCTURE_ERROR:
        return recorded_failure(detail)
    return InfrastructureFailure(boundary=stop.value, detail=detail)


def _scores(row: ResultRow, scores: ResultScores) -> RowScores:
    try:
        return RowScores(
            faithfulness=scores.faithfulness,
            visual_correctness=scores.visual_correctness,
            text_accuracy=None if scores.text_accuracy_na else scores.text_accuracy,
            aesthetics=scores.aesthetics,
        )
    except ValidationError as error:
        raise SuiteError(f"row {row.id!r} has a score that is not between 0 and 1") from error
