"""What the folders of training runs tell a measurement: their curves, and what they were made with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from genevolve.bench.learning_result import Curve
from genevolve.store.run import MANIFEST_FILE
from genevolve.training.metrics import EVALS_FILE, METRICS_FILE, read_rows

MAX_POINTS = 60

_LEARNED = {"sft": ("loss/sft", "tokens/seen"), "grpo": ("reward/mean", "step")}
_EVALUATED = {"sft": ("eval/loss", "tokens/seen"), "grpo": ("eval/reward", "step")}
"""The figure of each phase, and what it is drawn against."""


def run_curves(folder: Path, phase: str, seed: int) -> list[Curve]:
    """Of a training run: what it learned from, and what its own evaluations found. Nothing of other phases."""
    if phase not in _LEARNED:
        return []
    rows = list(read_rows(folder / METRICS_FILE))
    seen = {row["step"]: row["tokens/seen"] for row in rows if "tokens/seen" in row}
    evals = [{**row, "tokens/seen": seen.get(row["step"], 0)} for row in read_rows(folder / EVALS_FILE)]
    found = (curve(phase, seed, rows, *_LEARNED[phase]), curve(phase, seed, evals, *_EVALUATED[phase]))
    return [one for one in found if one is not None]


def curve(
    run: str, seed: int, rows: Sequence[Mapping[str, float]], figure: str, against: str, *, max_points: int = MAX_POINTS
) -> Curve | None:
    """`figure` of metric rows over `against`; of many rows, means of neighbours. None without a row that has both."""
    points = [(float(row[against]), float(row[figure])) for row in rows if figure in row and against in row]
    if not points:
        return None
    width = min(len(points), max_points)
    bounds = [round(place * len(points) / width) for place in range(width + 1)]
    groups = [points[low:high] for low, high in pairwise(bounds)]
    means = tuple((group[-1][0], sum(y for _, y in group) / len(group)) for group in groups)
    return Curve(run=run, seed=seed, figure=figure, against=against, points=means)


def surroundings(folders: Sequence[Path]) -> dict[str, Any]:
    """Versions and git state of the first run; where others were made from other commits, `commits` names them all."""
    manifests = [folder / MANIFEST_FILE for folder in folders]
    told = [json.loads(path.read_text(encoding="utf-8")) for path in manifests if path.is_file()]
    if not told:
        return {}
    commits = list(dict.fromkeys(str(one.get("git", {}).get("commit", "")) for one in told))
    made = {key: told[0][key] for key in ("python", "platform", "packages", "git") if key in told[0]}
    return made | ({"commits": commits} if len(commits) > 1 else {})
