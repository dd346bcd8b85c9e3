"""What `genevolve data` prints."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from genevolve.data.diversity import diversity
from genevolve.data.export import Exported
from genevolve.data.folder import DataFolder
from genevolve.data.funnel import FUNNEL_FILE
from genevolve.data.importing import Imported
from genevolve.data.leakage import counted, find_leaks
from genevolve.data.probes import probes
from genevolve.data.stats import PAPER_SPLITS, DataStats
from genevolve.data.thresholds import PassRate, ThresholdTable
from genevolve.records.data import Stage, Verdict

_MAX_REASONS = 4
_MAX_FAULTS = 20


def print_built(stats: DataStats, folder: Path) -> None:
    """The funnel of what was built, and what to do next."""
    console = Console(highlight=False)
    console.print(_funnel(stats))
    _print_reasons(stats, console)
    if stats.splits:
        console.print(_splits(stats))
    typer.echo(f"funnel: {folder / FUNNEL_FILE}")
    if stats.splits:
        typer.echo(f"look:   genevolve data browse {folder}\nexport: genevolve data export {folder}")


def print_stats(stats: DataStats, folder: Path, *, leaks: bool) -> None:
    """Everything that is known of a data folder in numbers."""
    console = Console(highlight=False)
    console.print(_funnel(stats))
    _print_reasons(stats, console, None)
    if stats.splits:
        console.print(_splits(stats))
    for axis in dict.fromkeys(one.axis for one in stats.balance):
        console.print(_balance(stats, axis))
    journal = DataFolder.open(folder).journal
    kept = [one for one, verdict in journal.verdicts(Stage.SCREEN).items() if verdict is Verdict.KEPT]
    texts = [row.request.prompt for one in kept if (row := journal.row(Stage.REQUESTS, one)) and row.request]
    if texts:
        table = Table("diversity of the requests", "", box=None)
        for name, figure in diversity(texts).rows():
            table.add_row(name, figure)
        console.print(table)
    if leaks and stats.splits:
        found = counted(find_leaks(probes(folder)))
        for (kind, one, other), num in found.items():
            console.print(f"{num:,} of {one} and {other} share: {kind.value.replace('_', ' ')}")
        if not found:
            console.print("no two splits share a request, nearly a request, a picture, or a held-out thing")


def print_thresholds(name: str, table: ThresholdTable) -> None:
    """Pass rates over the grid of bars; the one in use and the one next to the paper's are marked."""
    console = Console(highlight=False)
    if not table.now.num_scored:
        console.print(f"{name}: nothing is scored yet")
        return
    shown = Table(f"{name}: every score ≥", *(f"mean ≥ {mean:g}" for mean in table.means), box=None)
    for score, cells in zip(table.scores, table.grid, strict=True):
        shown.add_row(str(score), *(_cell(cell, table) for cell in cells))
    console.print(shown)
    now = table.now
    console.print(
        f"in use (*): {now.num_kept:,} of {now.num_scored:,} = {now.rate:.1%}; the paper kept {table.target:.0%}; "
        f"next to that (+): every score ≥ {table.nearest.bar.min_score}, mean ≥ {table.nearest.bar.min_mean:g}\n"
    )


def print_exported(done: Exported) -> None:
    """What an export holds, and what it had to leave out."""
    for split, num in done.counts.items():
        typer.echo(f"{split.value:18} {num:>7,}")
    for left in done.left_out[:_MAX_FAULTS]:
        typer.echo(f"left out: {left.id} of {left.split.value} ({left.reason.code}: {left.reason.detail})", err=True)
    typer.echo(f"folder: {done.folder}")


def print_imported(done: Imported, into: Path) -> None:
    """What was read, and which rows could not be used."""
    for split, num in done.counts.items():
        typer.echo(f"{split.value:18} {num:>7,}")
    for fault in done.faults[:_MAX_FAULTS]:
        typer.echo(f"not used: {fault}", err=True)
    if len(done.faults) > _MAX_FAULTS:
        typer.echo(f"not used: {len(done.faults) - _MAX_FAULTS:,} more rows", err=True)
    typer.echo(f"{done.num_rows:,} rows read\nfolder: {into}")


def _funnel(stats: DataStats) -> Table:
    table = Table("stage", box=None, pad_edge=False)
    for name in ("kept", "rejected", "owed", "passed", "paper", "s an item"):
        table.add_column(name, justify="right")
    for one in stats.stages:
        paper = stats.paper_rates.get(one.stage)
        table.add_row(
            one.stage.value, f"{one.kept:,}", f"{one.rejected:,}", f"{one.owed:,}",
            "" if one.pass_rate is None else f"{one.pass_rate:.1%}",
            "" if paper is None else f"{paper:.1%}",
            f"{stats.seconds[one.stage]:.3f}" if one.stage in stats.seconds else "",
        )  # fmt: skip
    return table


def _print_reasons(stats: DataStats, console: Console, most: int | None = _MAX_REASONS) -> None:
    for one in stats.stages:
        reasons = [f"{code} {num:,}" for code, num in list(one.reasons.items())[:most]]
        more = len(one.reasons) - len(reasons)
        if reasons:
            said = ", ".join([*reasons, *([f"{more} more"] if more > 0 else [])])
            console.print(f"rejected at {one.stage.value}: {said}", markup=False)


def _splits(stats: DataStats) -> Table:
    table = Table("split", box=None, pad_edge=False)
    for name in ("items", "share", "paper's share"):
        table.add_column(name, justify="right")
    total, paper = sum(stats.splits.values()), sum(PAPER_SPLITS.values())
    for split, num in stats.splits.items():
        table.add_row(split.value, f"{num:,}", f"{num / total:.1%}", f"{PAPER_SPLITS[split] / paper:.1%}")
    return table


def _balance(stats: DataStats, axis: str) -> Table:
    table = Table(axis.replace("_", " "), box=None, pad_edge=False)
    for name in ("recipes", "share", "in the splits", "share"):
        table.add_column(name, justify="right")
    shares = stats.shares_of(axis)
    before, after = sum(one.num_recipes for one in shares), sum(one.num_split for one in shares)
    for one in shares:
        table.add_row(
            one.value, f"{one.num_recipes:,}", f"{one.num_recipes / (before or 1):.1%}",
            f"{one.num_split:,}", f"{one.num_split / (after or 1):.1%}",
        )  # fmt: skip
    return table


def _cell(cell: PassRate, table: ThresholdTable) -> str:
    mark = "*" if cell.bar == table.now.bar else "+" if cell == table.nearest else " "
    return f"{cell.rate:.1%}{mark}"
