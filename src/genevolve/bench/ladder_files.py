"""The files of the ladder, beside its parts."""

from __future__ import annotations

from pathlib import Path

from genevolve.bench.ladder_plots import course_svg, variants_svg
from genevolve.bench.ladder_result import LadderResult
from genevolve.bench.ladder_table import markdown
from genevolve.store import write_whole

MARKDOWN_FILE = "ladder.md"
PARTS_FOLDER = "ladder"
_PLOTS = {"ladder.svg": variants_svg, "ladder-course.svg": course_svg}


def write_ladder(result: LadderResult, folder: Path) -> None:
    """Write `ladder.json`, `ladder.md` and the plots into `folder`.

    Raises:
        StorageError: a file cannot be written.
    """
    write_whole(folder / "ladder.json", result.model_dump_json(indent=1) + "\n")
    write_whole(folder / MARKDOWN_FILE, markdown(result))
    for name, plot in _PLOTS.items():
        write_whole(folder / name, plot(result))
