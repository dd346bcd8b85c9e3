"""Options that the commands of `genevolve bench` share."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import anyio
import typer

from genevolve.bench.report_files import EXCHANGES_FILE
from genevolve.cli.bench_progress import Bars
from genevolve.errors import ConfigError
from genevolve.judges import Exchange
from genevolve.store import append_records, write_whole

R = TypeVar("R")


def at_least(low: float, high: float | None = None, *, option: str) -> Callable[[Any], Any]:
    """What checks a number that was given, so that a wrong one is told in one line.

    Raises:
        ConfigError: from the check, when the number is below `low` or above `high`.
    """

    def check(value: Any) -> Any:
        if value is not None and (not value >= low or (high is not None and value > high)):
            bound = f"at least {low:g}" if high is None else f"from {low:g} to {high:g}"
            raise ConfigError(f"{option} is {bound}, not {value:g}")
        return value

    return check


Policy = Annotated[str | None, typer.Option(help="Who decides: planner, raw, teacher, local:PATH, replay:RUN.")]
Search = Annotated[str | None, typer.Option(help="Where to search: world, or index:PATH.")]
Renderer = Annotated[str | None, typer.Option(help="Who draws: illustrator, second-illustrator.")]
Judge = Annotated[str, typer.Option(help="Who judges: measured (suite world), vlm:MODEL, vlm:MODEL@URL.")]
Seed = Annotated[int | None, typer.Option(help="Seed of sampling and drawing.")]
Size = Annotated[str, typer.Option(help="Pixels of a picture: 512 or 768x512.")]
AtOnce = Annotated[
    int,
    typer.Option(
        "--at-once", callback=at_least(1, 256, option="--at-once"), help="Tasks under way at the same time, 1 to 256."
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        "--n",
        callback=at_least(1, option="--limit"),
        help="So many tasks, spread evenly over the categories; all when not given.",
    ),
]

_OF_JUDGE = "A judge that is a model"

Rubric = Annotated[
    Path | None, typer.Option(help="Your own rubric (Markdown) instead of ours.", rich_help_panel=_OF_JUDGE)
]
UsdIn = Annotated[
    float,
    typer.Option(
        callback=at_least(0, option="--judge-usd-in"),
        help="Price of a million tokens that it reads.",
        rich_help_panel=_OF_JUDGE,
    ),
]
UsdOut = Annotated[
    float,
    typer.Option(
        callback=at_least(0, option="--judge-usd-out"),
        help="Price of a million tokens that it writes.",
        rich_help_panel=_OF_JUDGE,
    ),
]
BudgetUsd = Annotated[
    float | None,
    typer.Option(
        callback=at_least(0, option="--judge-budget-usd"),
        help="Most that the whole run may cost, in dollars; needs the prices.",
        rich_help_panel=_OF_JUDGE,
    ),
]
BudgetTokens = Annotated[
    int | None,
    typer.Option(
        callback=at_least(0, option="--judge-budget-tokens"),
        help="Most tokens that the whole run may take.",
        rich_help_panel=_OF_JUDGE,
    ),
]
PerMinute = Annotated[
    float,
    typer.Option(
        callback=at_least(0, option="--judge-per-minute"),
        help="Most calls in a minute, evenly spaced; 0 for no limit.",
        rich_help_panel=_OF_JUDGE,
    ),
]


def keeper(path: Path) -> Callable[[Exchange], None]:
    """What writes every exchange with a judge into the run at `path`."""
    return lambda exchange: append_records(path / EXCHANGES_FILE, [exchange])


def until_interrupted(work: Callable[[Bars], Awaitable[R]], path: Path, *, quiet: bool = False) -> R:
    """Do `work` under a bar; Ctrl-C ends it with one line and exit code 130."""
    try:
        with Bars(quiet=quiet) as bars:
            return anyio.run(work, bars)
    except KeyboardInterrupt:
        typer.echo(f"\ngenevolve: interrupted; finished tasks are kept in {path}, the same command goes on", err=True)
        raise typer.Exit(130) from None


def check_writable(folder: Path) -> None:
    """Find out before long work, not after it, that nothing can be written to `folder`.

    Raises:
        StorageError: it cannot be made, or takes no files.
    """
    probe = folder / ".writable"
    write_whole(probe, "")
    probe.unlink()


def slug(*parts: str) -> str:
    """A folder's name out of `parts`."""
    return "-".join(re.sub(r"[^A-Za-z0-9.]+", "-", part).strip("-.") for part in parts)[:120]
