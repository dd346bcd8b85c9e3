"""`genevolve train learn`: measure that the policy learns, by one command that goes on where it stopped."""

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

EXAMPLE = "@ recipes/tiny.toml sft.max_steps=500"


def learn(
    words: Words = None,
    seeds: Annotated[int, typer.Option(min=1, help="Runs of everything, with the seeds 0, 1, 2 …")] = 3,
    num: Annotated[int, typer.Option("--n", min=1, help="Held-out requests that every policy is measured on.")] = 300,
    sft: Annotated[str, typer.Option(help="What is imitated; as --data of `train sft`.")] = "world",
    evolve: Annotated[str, typer.Option(help="What is evolved on; as --data of `train grpo`.")] = "world",
    out: Annotated[Path, typer.Option(help="The folder of all runs; the same one goes on.")] = Path("runs/learning"),
    results: Annotated[
        Path | None, typer.Option(help="Folder for tables and plots once all is done; those so far are in --out.")
    ] = None,
    at_once: Annotated[int, typer.Option(min=1, help="Jobs side by side, each of one thread.")] = 2,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """Train with several seeds, and measure base < SFT < SFT + GRPO on held-out requests. The same command goes on."""
    from genevolve.assembly_jobs import Commands, progress
    from genevolve.assembly_learning import Plan, measured, steps
    from genevolve.bench.learning_files import MARKDOWN_FILE, write_learning

    files, overrides = files_and_overrides(words, EXAMPLE)
    folder = out.expanduser()
    plan = Plan(Commands(tuple(files), tuple(overrides), folder, at_once), seeds, num, sft, evolve)
    if results is not None:
        check_writable(results)
    by_name = {step.job.name: step for step in steps(plan)}
    with only_writer(folder, RunError):
        standings = [standing(step.job) for step in by_name.values()]
        ended = run_shown(standings, lambda one: progress(by_name[one.job.name]), at_once)
        refuse_another(standings)
        found = measured(plan, standings, shlex.join(["genevolve", *sys.argv[1:]]))
        if found is not None:
            write_learning(found, folder)
            if found.complete and results is not None:
                write_learning(found, results)
    if not ended:
        tell_interrupted(out)
    tell_failures(standings)
    typer.echo((folder / MARKDOWN_FILE).read_text(encoding="utf-8"))
