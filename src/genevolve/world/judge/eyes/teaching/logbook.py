"""How the teaching goes, one line of JSON for every report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from genevolve.world.judge.eyes.teaching.notebook import Report


class Logbook:
    """A file of lines that is only ever appended to; `report` is told each of them."""

    def __init__(self, path: Path, report: Report) -> None:
        self._path, self._report = path, report

    def progress(self, step: int, steps: int, seconds: float, losses: Mapping[str, float]) -> None:
        """How far it is, how long it will take, and the running means of the losses."""
        self._write(
            {
                "step": step,
                "steps": steps,
                "seconds_per_step": round(seconds / step, 3),
                "seconds_left": round(seconds / step * (steps - step)),
                "losses": {name: round(loss, 4) for name, loss in losses.items()},
            }
        )

    def exam(self, step: int, figures: Mapping[str, float]) -> None:
        """Figures over what is held out."""
        self._write({"step": step, "held_out": dict(figures)})

    def last_exam(self) -> dict[str, float]:
        """The figures of the last exam."""
        rows = [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]
        exams: list[dict[str, float]] = [row["held_out"] for row in rows if "held_out" in row]
        return exams[-1]

    def _write(self, row: Mapping[str, Any]) -> None:
        line = json.dumps(row, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        self._report(line)
