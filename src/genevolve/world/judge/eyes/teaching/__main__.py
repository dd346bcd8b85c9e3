"""`python -m genevolve.world.judge.eyes.teaching --out FOLDER`: teach the measured judge's eyes anew."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from genevolve.config import default_home
from genevolve.errors import ConfigError, GenEvolveError
from genevolve.world.world import World

_COMMAND = "python -m genevolve.world.judge.eyes.teaching"


def teach(
    out: Annotated[Path, typer.Option(help="Where lessons (about 1 GB), the log and the finished files go.")],
    lessons: Annotated[int, typer.Option(min=2, help="How many pictures to learn from.")] = 4600,
    steps: Annotated[int, typer.Option(min=1, help="How many batches of 32.")] = 1800,
    threads: Annotated[int, typer.Option(min=1, help="Threads of torch; more than one is not exactly repeatable.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an earlier run stopped.")] = False,
) -> None:
    """Draw lessons in the embedded world, teach, and write scene.onnx, which the judge looks with, and eyes.json."""
    if find_spec("torch") is None or find_spec("onnx") is None:
        raise ConfigError("teaching the eyes needs the extra 'teach': pip install 'genevolve[teach]'")
    import torch

    from genevolve.world.judge.eyes.teaching.lecture import Lecture, Plan

    torch.set_num_threads(threads)
    lecture = Lecture(World.open(default_home()), Plan(lessons=lessons, steps=steps), out, typer.echo)
    lecture.begin(resume=resume)
    lecture.teach(command=f"{_COMMAND} --lessons {lessons} --steps {steps} --threads {threads} --out FOLDER")


def main() -> None:
    """Run the command; what a person can mend is told in one line."""
    try:
        typer.run(teach)
    except GenEvolveError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
