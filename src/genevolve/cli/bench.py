"""`genevolve bench`: run a suite, compare two runs, show what each tool is worth."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import anyio
import typer
from rich.console import Console
from rich.table import Table

from genevolve.assembly import assemble
from genevolve.assembly_bench import WORLD, calibrated, open_judges, open_suite
from genevolve.bench.ablation import Ablated, AblationResult, run_ablation
from genevolve.bench.ablation_table import write_tables
from genevolve.bench.comparison import Comparison
from genevolve.bench.report_compare import RunComparison, write_comparison
from genevolve.bench.report_files import EXCHANGES_FILE, write_report
from genevolve.bench.run import NUM_AT_ONCE, run_suite
from genevolve.bench.run_rows import RunRow
from genevolve.bench.run_summary import RunSummary
from genevolve.bench.statistics import Interval
from genevolve.bench.variants import Variant
from genevolve.cli.bench_progress import Bars
from genevolve.cli.options import AsJson, ConfigFiles, Debug, Overrides, picture_size, settings_from
from genevolve.errors import InfrastructureError
from genevolve.generation import Parts
from genevolve.judges import Exchange
from genevolve.store import ImageStore, append_records, write_whole

app = typer.Typer(help="Run a suite of requests, compare runs, show what each tool is worth.", no_args_is_help=True)

Policy = Annotated[str | None, typer.Option(help="Who decides: planner, raw, teacher, replay:RUN.")]
Search = Annotated[str | None, typer.Option(help="Where to search: world, or index:PATH.")]
Renderer = Annotated[str | None, typer.Option(help="Who draws: illustrator.")]
Judge = Annotated[str, typer.Option(help="Who judges: measured (suite world), vlm:MODEL, vlm:MODEL@URL.")]
Limit = Annotated[int | None, typer.Option(min=1, help="So many tasks, spread evenly over the categories.")]
Seed = Annotated[int | None, typer.Option(help="Seed of sampling and drawing.")]
Size = Annotated[str, typer.Option(help="Pixels of a picture: 512 or 768x512.")]
AtOnce = Annotated[int, typer.Option("--at-once", min=1, max=256, help="Tasks under way at the same time.")]

R = TypeVar("R")


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
    tasks = open_suite(suite)
    path = out or Path("runs/bench") / _slug(tasks.name, settings.policy, settings.renderer, judge, str(settings.seed))
    parts = assemble(settings)

    async def work(bars: Bars) -> list[RunRow]:
        async with open_judges(
            judge, tasks, sufficiency=sufficiency, keep=_keeper(path), picture_of=ImageStore(path / "images").get
        ) as examination:
            return await run_suite(
                parts, tasks, examination, path, limit=limit, num_at_once=at_once, on_progress=bars.teller(suite)
            )

    rows = _until_interrupted(work, path, quiet=as_json)
    summary = write_report(rows, tasks, path, seed=settings.seed)
    if as_json:
        typer.echo(summary.model_dump_json())
    else:
        _print_summary(summary, path)
    if summary.num_owed:
        raise InfrastructureError(f"{summary.num_owed} of {summary.num_rows} tasks are owed; the same command goes on")


@app.command("compare")
def compare(
    first: Annotated[Path, typer.Argument(help="A run's folder.")],
    second: Annotated[Path, typer.Argument(help="The run to compare it with.")],
    out: Annotated[Path | None, typer.Option(help="Folder for comparison.json and changed.png.")] = None,
    as_json: AsJson = False,
) -> None:
    """First minus second, task by task: differences with intervals, wins, ties, losses, what changed most."""
    folder = out or Path("runs/compare") / f"{_slug(first.name)}-vs-{_slug(second.name)}"
    found, sheet = write_comparison(first, second, folder)
    if as_json:
        typer.echo(found.model_dump_json())
        return
    _print_comparison(found, first, second)
    typer.echo(f"changed pictures: {sheet or 'none'}\ncomparison:       {folder / 'comparison.json'}")


@app.command("ablate")
def ablate(
    num: Annotated[int | None, typer.Option("--n", min=1, help="So many tasks; all when not given.")] = None,
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

    async def work(bars: Bars) -> AblationResult:
        async with open_judges(judge, tasks, keep=_keeper(out)) as examination:
            return await run_ablation(
                parts_of, tasks, examination, out, limit=num, num_at_once=at_once, on_progress=bars.tell
            )

    result = _until_interrupted(work, out)
    _, table = write_tables(result, results)
    typer.echo(table.read_text(encoding="utf-8"))
    _refuse_owed(result)


@app.command("calibrate")
def calibrate(
    num: Annotated[int, typer.Option("--n", min=1, help="At least so many pictures.")] = 600,
    results: Annotated[Path, typer.Option(help="Folder for judge.json.")] = Path("docs/results"),
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """How well the measured judge agrees with the truth: by dimension, single faults caught, harmless changes."""
    text = json.dumps(calibrated(num), indent=1)
    write_whole(results / "judge.json", text + "\n")
    typer.echo(text)


def _refuse_owed(result: AblationResult) -> None:
    owed = sum(line.num_owed for line in result.variants)
    if owed:
        raise InfrastructureError(f"{owed} tasks are owed, so the table is not final; the same command goes on")


def _keeper(path: Path) -> Callable[[Exchange], None]:
    return lambda exchange: append_records(path / EXCHANGES_FILE, [exchange])


def _until_interrupted(work: Callable[[Bars], Awaitable[R]], path: Path, *, quiet: bool = False) -> R:
    try:
        with Bars(quiet=quiet) as bars:
            return anyio.run(work, bars)
    except KeyboardInterrupt:
        typer.echo(f"\ngenevolve: interrupted; finished tasks are kept in {path}, the same command goes on", err=True)
        raise typer.Exit(130) from None


def _slug(*parts: str) -> str:
    return "-".join(re.sub(r"[^A-Za-z0-9.]+", "-", part).strip("-.") for part in parts)[:120]


def _print_summary(summary: RunSummary, path: Path) -> None:
    console = Console(highlight=False)
    if summary.groups is not None and Variant.FILLER in summary.intervals:
        report = summary.kscore[Variant.FILLER]
        table = Table("KScore (filler)", "mean", "95 %", "attainable", "n", box=None)
        lines = [("all", summary.intervals[Variant.FILLER], report.overall.attainable)]
        lines += [(name, one, report.by_track[name].attainable) for name, one in summary.groups.by_track.items()]
        lines += [(name, one, report.by_category[name].attainable) for name, one in summary.groups.by_category.items()]
        for name, interval, ceiling in lines:
            figure = "–" if ceiling is None else f"{ceiling:.3f}"
            table.add_row(name, f"{interval.mean:.3f}", _ends(interval), figure, str(interval.num_rows))
        console.print(table)
    if summary.wise is not None:
        mean = summary.wise.overall.failures_as_zero
        console.print(f"WiScore ({summary.wise.edition}): {'–' if mean is None else f'{mean:.3f}'}")
    if summary.reward is not None:
        console.print(f"reward R: {summary.reward.mean:.3f} {_ends(summary.reward)}", markup=False)
    console.print(
        f"{summary.num_rows} tasks: {summary.num_scored} scored, {summary.num_policy_failures} failures of the policy, "
        f"{summary.num_owed} owed again"
    )
    console.print(f"report: {path / 'report.html'}\nsheet:  {path / 'worst_best.png'}", soft_wrap=True, markup=False)


def _print_comparison(found: RunComparison, first: Path, second: Path) -> None:
    table = Table(f"{first.name} − {second.name}", "mean", "95 %", "wins / ties / losses", "n", box=None)
    for variant, one in found.overall.items():
        _add_comparison(table, f"KScore ({variant})", one)
    for groups in (found.by_track, found.by_difficulty, found.by_category):
        for name, one in groups.items():
            _add_comparison(table, name, one)
    Console(highlight=False).print(table)


def _add_comparison(table: Table, name: str, one: Comparison) -> None:
    mean = f"{one.difference.mean:+.3f}" if one.difference else "–"
    ends = _ends(one.difference, "+") if one.difference else "–"
    tally = f"{one.tally.wins} / {one.tally.ties} / {one.tally.losses}"
    table.add_row(name, mean, ends, tally, f"{one.num_pairs}")


def _ends(interval: Interval, sign: str = "") -> str:
    return f"({interval.low:{sign}.3f}, {interval.high:{sign}.3f})"
