"""`genevolve train ladder`: measure the paper's ladder and its controls, by one command that goes on anywhere."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from genevolve.bench.learning_jobs import standing
from genevolve.cli.bench_options import check_writable
from genevolve.cli.job_table import refuse_another, run_shown, tell_failures, tell_interrupted
from genevolve.cli.options import Debug, Words, files_and_overrides
from genevolve.errors import RunError
from genevolve.store.writing import only_writer

EXAMPLE = "@ recipes/tiny.toml distillation.weight=2"


def ladder(
    words: Words = None,
    seeds: Annotated[int, typer.Option(min=1, help="Runs of SFT, GRPO and GRPO + VED, with the seeds 0, 1, 2 …")] = 4,
    controls: Annotated[int, typer.Option(min=0, help="Runs of each control, with the first of these seeds.")] = 2,
    num: Annotated[int, typer.Option("--n", min=1, help="Held-out requests that every policy is measured on.")] = 400,
    sft: Annotated[str, typer.Option(help="What is imitated; as --data of `train sft`.")] = "world",
    evolve: Annotated[str, typer.Option(help="What is evolved on; as --data of `train grpo`.")] = "world",
    steps: Annotated[int | None, typer.Option(min=1, help="Optimiser steps of every variant; as grpo.steps.")] = None,
    out: Annotated[Path, typer.Option(help="The folder of all runs; the same one goes on.")] = Path("runs/ladder"),
    results: Annotated[
        Path | None, typer.Option(help="Folder for parts, tables and plots, to be committed; --out when not given.")
    ] = None,
    at_once: Annotated[int, typer.Option(min=1, help="Jobs side by side, each of one thread.")] = 2,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """Measure raw request < workflow < SFT < GRPO < GRPO + VED, and controls. Parts in --results are not made again."""
    from genevolve.assembly_jobs import Commands, progress
    from genevolve.assembly_ladder import Keeper, read_parts
    from genevolve.assembly_ladder import steps as all_steps
    from genevolve.assembly_ladder_plan import LadderPlan
    from genevolve.bench.ladder_files import MARKDOWN_FILE

    files, overrides = files_and_overrides(words, EXAMPLE)
    commands = Commands(tuple(files), tuple(overrides), out.expanduser(), at_once)
    kept_in = results.expanduser() if results is not None else commands.out
    plan = LadderPlan(commands, seeds, controls, num, sft, evolve, steps, kept_in)
    check_writable(kept_in)
    with only_writer(commands.out, RunError):
        parts = read_parts(plan)
        by_name = {step.job.name: step for step in all_steps(plan, parts)}
        standings = [standing(step.job) for step in by_name.values()]
        keeper = Keeper(plan, parts, standings, shlex.join(["genevolve", *sys.argv[1:]]))
        ended = run_shown(standings, lambda one: progress(by_name[one.job.name]), at_once, keeper.changed)
        refuse_another(standings)
    if not ended:
        tell_interrupted(out)
    tell_failures(standings)
    typer.echo((kept_in / MARKDOWN_FILE).read_text(encoding="utf-8"))
