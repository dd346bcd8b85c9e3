"""`genevolve train`: make the tiny policy, teach it, reinforce it. Torch is imported by the commands that train."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import anyio
import typer

from genevolve.cli import train_ladder, train_learn, train_run
from genevolve.cli.configure import print_settings
from genevolve.cli.options import AsJson, Debug, Words
from genevolve.cli.train_base import StepLines, print_made
from genevolve.errors import ConfigError

app = typer.Typer(help="Train the policy.", no_args_is_help=True)
app.command("sft")(train_run.sft)
app.command("grpo")(train_run.grpo)
app.command("eval")(train_run.evaluate)
app.command("learn")(train_learn.learn)
app.command("ladder")(train_ladder.ladder)
app.command("show")(train_run.show)


@app.command("config")
def config(words: Words = None) -> None:
    """Print every setting of training as TOML, each with a line on what it is."""
    print_settings(train_run.run_settings(words))


@app.command("base")
def base(
    words: Words = None,
    out: Annotated[Path, typer.Option(help="Where the policy goes; it must be new.")] = Path("runs/base"),
    trajectories: Annotated[int, typer.Option(min=0, help="Transcripts to learn the words from; 0 as set.")] = 0,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """Make the tiny policy anew: tokenizer, weights that copy, lessons. It is shipped already."""
    from genevolve.assembly_training import captioned_pictures, read_requests, teacher_trajectories
    from genevolve.training.making.make import make_base
    from genevolve.training.processes import use_threads

    settings = train_run.run_settings(words)
    use_threads(settings)
    if out.exists():
        raise ConfigError(f"{out} exists; a base is made in one go: name a new folder, or delete that one")
    report = make_base(
        settings,
        anyio.run(teacher_trajectories, settings, trajectories or settings.base.num_trajectories),
        captioned_pictures(settings),
        read_requests(settings, settings.base.num_requests),
        out,
        command=shlex.join(["genevolve", *sys.argv[1:]]),
        on_step=StepLines(quiet=as_json).step,
    )
    if as_json:
        typer.echo(json.dumps(asdict(report)))
    else:
        print_made(report, out)
