"""`genevolve bench ablate` and `genevolve bench calibrate`: what the tools are worth, and what the judge is worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from genevolve.assembly import assemble
from genevolve.assembly_bench import WORLD, calibrated, open_judges, open_suite
from genevolve.bench.ablation import Ablated, AblationResult, design, run_ablation
from genevolve.bench.ablation_table import write_tables
from genevolve.bench.run import NUM_AT_ONCE
from genevolve.cli.bench_options import (
    AtOnce,
    Judge,
    Renderer,
    Seed,
    Size,
    at_least,
    check_writable,
    keeper,
    until_interrupted,
)
from genevolve.cli.bench_progress import Bars
from genevolve.cli.options import ConfigFiles, Debug, Overrides, picture_size, settings_from
from genevolve.errors import InfrastructureError
from genevolve.generation import Parts
from genevolve.store import write_whole

_of_n = at_least(1, option="--n")


def ablate(
    num: Annotated[int | None, typer.Option("--n", callback=_of_n, help="So many tasks; all when not given.")] = None,
    judge: Judge = "measured",
    renderer: Renderer = None,
    out: Annotated[Path, typer.Option(help="Folder of the runs; the same one again: they continue.")] = Path(
        "runs/ablate"
    ),
    results: Annotated[Path, typer.Option(help="Folder for tools.json and tools.md.")] = Path("docs/results"),
    seed: Seed = None,
    size: Size = "512",
    at_once: AtOnce = NUM_AT_ONCE,
    config: ConfigFiles = None,
    overrides: Overrides = None,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """On the suite `world`: the raw request, the planner with one tool less, the full planner, the oracle teacher."""
    width, height = picture_size(size)
    tasks = open_suite(WORLD)

    def parts_of(variant: Ablated) -> Parts:
        tools = {} if variant.tools is None else {"agent__tools": variant.tools}
        settings = settings_from(
            config,
            overrides,
            policy=variant.policy,
            renderer=renderer,
            seed=seed,
            picture__width=width,
            picture__height=height,
            **tools,
        )
        return assemble(settings)

    for variant in design().variants.values():
        parts_of(variant)
    check_writable(results)

    async def work(bars: Bars) -> AblationResult:
        async with open_judges(judge, tasks, keep=keeper(out)) as examination:
            return await run_ablation(
                parts_of, tasks, examination, out, limit=num, num_at_once=at_once, on_progress=bars.tell
            )

    result = until_interrupted(work, out)
    _, table = write_tables(result, results)
    typer.echo(table.read_text(encoding="utf-8"))
    owed = sum(line.num_owed for line in result.variants)
    if owed:
        raise InfrastructureError(f"{owed} tasks are owed, so the table is not final; the same command goes on")


def calibrate(
    num: Annotated[
        int, typer.Option("--n", callback=_of_n, help="So many pictures of programs, about twice as many in all.")
    ] = 360,
    results: Annotated[Path, typer.Option(help="Folder for judge.json.")] = Path("docs/results"),
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """How well the measured judge agrees with the truth: by dimension, single faults caught, harmless changes."""
    check_writable(results)
    with Bars() as bars:
        figures = calibrated(num, lambda done, total: bars.count("calibrate", done, total))
    text = json.dumps(figures, indent=1)
    write_whole(results / "judge.json", text + "\n")
    typer.echo(text)
