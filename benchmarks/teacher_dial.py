"""What the world's teacher is worth at several qualities: the share of its items that pass audit and visual filter.

    python benchmarks/teacher_dial.py [RECIPES] [QUALITY …] [--pictures]

Every quality works through the same recipes by the very stages of `genevolve data build`, in a folder that is thrown
away. With `--pictures` the ground truths of those items that need one are drawn and examined too, about a second each.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import anyio

from genevolve.assembly_data import FolderStages
from genevolve.config import DataSettings
from genevolve.data.build import build
from genevolve.data.folder import DataFolder
from genevolve.data.thresholds import Bar, pass_rate
from genevolve.records import Stage

QUALITIES = (0.7, 0.75, 0.8)
_TO_AUDIT = (Stage.RECIPES, Stage.REQUESTS, Stage.SCREEN, Stage.TRAJECTORIES, Stage.CHECK, Stage.AUDIT)
_PICTURES = (Stage.GROUND_TRUTH, Stage.FILTER)


def main() -> None:
    """Measure and print."""
    words = [word for word in sys.argv[1:] if word != "--pictures"]
    num = int(words[0]) if words else 100
    stages = _TO_AUDIT + (_PICTURES if "--pictures" in sys.argv else ())
    figures = {f"{quality:g}": _rates(num, quality, stages) for quality in map(float, words[1:] or QUALITIES)}
    print(json.dumps({"recipes": num, "pass_rates": figures}))


def _rates(num: int, quality: float, stages: tuple[Stage, ...]) -> dict[str, float]:
    settings = DataSettings(num=num, teacher=f"world:{quality:g}")
    with tempfile.TemporaryDirectory() as temporary, DataFolder.write(Path(temporary) / "data", settings) as folder:
        anyio.run(lambda: build(folder, FolderStages(folder), only=stages))
        audit = pass_rate(folder.journal.rows(Stage.AUDIT).values(), Bar.of(settings.audit))
        found = {"audit": round(audit.rate, 3), "audited": audit.num_scored}
        if Stage.FILTER in stages:
            filtered = pass_rate(folder.journal.rows(Stage.FILTER).values(), Bar.of(settings.filter))
            found |= {"filter": round(filtered.rate, 3), "filtered": filtered.num_scored}
    print(f"world:{quality:g}", found)
    return found


if __name__ == "__main__":
    main()
