"""`python -m genevolve.world.judge.eyes.teaching --out FOLDER`: teach the measured judge's eyes anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from genevolve.config import default_home
from genevolve.errors import ConfigError, GenEvolveError


def teach(
    out: Annotated[Path, typer.Option(help="Where lessons, logs and the finished files go (about 1.5 GB).")],
    lessons: Annotated[int, typer.Option(min=2, help="How many pictures to learn from.")] = 4600,
    finder_steps: Annotated[int, typer.Option(min=1, help="Batches that the finder sees.")] = 2150,
    recogniser_steps: Annotated[int, typer.Option(min=1, help="Batches that the recogniser sees.")] = 2400,
    scene_steps: Annotated[int, typer.Option(min=1, help="Batches that the scene's network sees.")] = 1800,
    threads: Annotated[int, typer.Option(min=1, help="Threads of torch; more than one is not exactly repeatable.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an earlier run stopped.")] = False,
) -> None:
    """Draw lessons in the embedded world, teach all networks, and write the files that the judge looks with."""
    try:
        import torch

        from genevolve.world.judge.eyes.teaching.lecture import Lecture, Plan
    except ImportError as error:
        raise ConfigError("teaching the eyes needs the extra 'teach': pip install 'genevolve[teach]'") from error
    from genevolve.world.world import World

    torch.set_num_threads(threads)
    plan = Plan(lessons=lessons, finder_steps=finder_steps, recogniser_steps=recogniser_steps, scene_steps=scene_steps)
    lecture = Lecture(World.open(default_home()), plan, out, typer.echo)
    lecture.begin(resume=resume)
    lecture.teach(command=" ".join(["python -m genevolve.world.judge.eyes.teaching", *sys.argv[1:]]))


def main() -> None:
    """Run the command; what a person can mend is told in one line."""
    try:
        typer.run(teach)
    except GenEvolveError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
