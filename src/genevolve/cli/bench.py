"""`genevolve bench`: run a suite, compare two runs, show what each tool is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from genevolve.assembly import assemble
from genevolve.assembly_bench import open_judges, open_suite
from genevolve.bench.report_compare import COMPARISON_FILE, PAGE_FILE, write_comparison
from genevolve.bench.report_files import EXCHANGES_FILE, write_report
from genevolve.bench.run import NUM_AT_ONCE, run_suite
from genevolve.bench.run_folder import read_rows
from genevolve.bench.run_rows import RunRow
from genevolve.cli.bench_ablate import ablate, calibrate
from genevolve.cli.bench_options import (
    AtOnce,
    BudgetTokens,
    BudgetUsd,
    Judge,
    Limit,
    PerMinute,
    Policy,
    Renderer,
    Rubric,
    Search,
    Seed,
    Size,
    UsdIn,
    UsdOut,
    keeper,
    slug,
    until_interrupted,
)
from genevolve.cli.bench_print import print_comparison, print_summary
from genevolve.cli.bench_progress import Bars
from genevolve.cli.options import AsJson, ConfigFiles, Debug, Overrides, picture_size, settings_from
from genevolve.errors import BudgetExceeded, InfrastructureError
from genevolve.judges import Exchange, JudgeOptions
from genevolve.store import ImageStore, read_records

app = typer.Typer(help="Run a suite of requests, compare runs, show what each tool is worth.", no_args_is_help=True)


@app.command("run")
def run(
    suite: Annotated[str, typer.Argument(help="world, genevolve-bench:FOLDER, wise:FOLDER or wise-verified:FOLDER.")],
    policy: Policy = None,
    search: Search = None,
    renderer: Renderer = None,
    judge: Judge = "measured",
    sufficiency: Annotated[bool, typer.Option(help="Let a vlm judge read the programs as well.")] = False,
    limit: Limit = None,
    out: Annotated[Path | None, typer.Option(help="The run's folder; the same one again: the run continues.")] = None,
    seed: Seed = None,
    size: Size = "512",
    at_once: AtOnce = NUM_AT_ONCE,
    rubric: Rubric = None,
    judge_usd_in: UsdIn = 0.0,
    judge_usd_out: UsdOut = 0.0,
    judge_budget_usd: BudgetUsd = None,
    judge_budget_tokens: BudgetTokens = None,
    judge_per_minute: PerMinute = 0.0,
    as_json: AsJson = False,
    config: ConfigFiles = None,
    overrides: Overrides = None,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """Take every request of a suite to a judged picture. Interrupted, the same command goes on."""
    width, height = picture_size(size)
    settings = settings_from(
        config,
        overrides,
        policy=policy,
        search=search,
        renderer=renderer,
        seed=seed,
        picture__width=width,
        picture__height=height,
    )
    asked = JudgeOptions(
        usd_in=judge_usd_in,
        usd_out=judge_usd_out,
        budget_usd=judge_budget_usd,
        budget_tokens=judge_budget_tokens,
        requests_per_minute=judge_per_minute,
        rubric=rubric,
    )
    tasks = open_suite(suite)
    path = out or Path("runs/bench") / slug(tasks.name, settings.policy, settings.renderer, judge, str(settings.seed))
    parts = assemble(settings)

    async def work(bars: Bars) -> list[RunRow]:
        async with open_judges(
            judge,
            tasks,
            sufficiency=sufficiency,
            keep=keeper(path),
            picture_of=ImageStore(path / "images").get,
            options=asked,
            earlier=read_records(path / EXCHANGES_FILE, Exchange),
        ) as examination:
            return await run_suite(
                parts, tasks, examination, path, limit=limit, num_at_once=at_once, on_progress=bars.teller(suite)
            )

    try:
        rows = until_interrupted(work, path, quiet=as_json)
    except BudgetExceeded:
        write_report(read_rows(path), tasks, path, seed=settings.seed)
        raise
    summary = write_report(rows, tasks, path, seed=settings.seed)
    if as_json:
        typer.echo(summary.model_dump_json())
    else:
        print_summary(summary, path)
    if summary.num_owed:
        raise InfrastructureError(f"{summary.num_owed} of {summary.num_rows} tasks are owed; the same command goes on")


@app.command("compare")
def compare(
    first: Annotated[Path, typer.Argument(help="A run's folder.")],
    second: Annotated[Path, typer.Argument(help="The run to compare it with.")],
    out: Annotated[Path | None, typer.Option(help="Folder for compare.html, comparison.json, changed.png.")] = None,
    as_json: AsJson = False,
) -> None:
    """First minus second, task by task: differences with intervals, wins, ties, losses, what changed most."""
    folder = out or Path("runs/compare") / f"{slug(first.resolve().name)}-vs-{slug(second.resolve().name)}"
    found, sheet = write_comparison(first, second, folder)
    if as_json:
        typer.echo(found.model_dump_json())
        return
    print_comparison(found, first, second)
    typer.echo(f"page:             {folder / PAGE_FILE}\ncomparison:       {folder / COMPARISON_FILE}")
    typer.echo(f"changed pictures: {sheet or 'none'}")


app.command("ablate")(ablate)
app.command("calibrate")(calibrate)
