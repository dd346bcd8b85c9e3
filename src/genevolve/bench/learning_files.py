"""The files of a measurement of learning."""

from __future__ import annotations

from pathlib import Path

from genevolve.bench.learning_plots import grpo_svg, sft_svg, stages_svg
from genevolve.bench.learning_result import LearningResult
from genevolve.bench.learning_table import markdown
from genevolve.store import write_whole

MARKDOWN_FILE = "learning.md"
_PLOTS = {"learning-stages.svg": stages_svg, "learning-sft.svg": sft_svg, "learning-grpo.svg": grpo_svg}


def write_learning(result: LearningResult, folder: Path) -> None:
    """Write `learning.json`, `learning.md` and the plots into `folder`.

    Raises:
        StorageError: a file cannot be written.
    """
    write_whole(folder / "learning.json", result.model_dump_json(indent=1) + "\n")
    write_whole(folder / MARKDOWN_FILE, markdown(result))
    for name, plot in _PLOTS.items():
        write_whole(folder / name, plot(result))
