"""`genevolve world`: the embedded world of texts and pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from genevolve.assembly import open_world
from genevolve.cli.options import AsJson
from genevolve.config import default_home
from genevolve.world.sheet import picture_sheet
from genevolve.world.world import build_world

app = typer.Typer(help="The embedded world: build it once, look into it.", no_args_is_help=True)


@app.command()
def build() -> None:
    """Fetch the world's assets by hash and build its library; done in a moment when it is already there."""
    home = default_home()
    console = Console(highlight=False)
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("embedded world", total=None)
        build_world(home, lambda stage, number: progress.update(task, description=f"{stage} {number or ''}".strip()))
    stats = open_world().stats()
    console.print(f"the embedded world is ready: {stats['pictures']:,} pictures, {stats['texts']:,} texts in {home}")


@app.command()
def stats(as_json: AsJson = False) -> None:
    """Print what the world holds."""
    numbers = open_world().stats()
    if as_json:
        typer.echo(json.dumps(numbers))
        return
    table = Table("what", "how many", box=None)
    for name, number in numbers.items():
        table.add_row(name, f"{number:,}" if isinstance(number, int) else str(number))
    Console().print(table)


@app.command()
def browse(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    out: Annotated[Path, typer.Option(help="Where the sheet is written.")] = Path("runs/browse.png"),
) -> None:
    """Lay the pictures that a query finds on one sheet."""
    out.parent.mkdir(parents=True, exist_ok=True)
    picture_sheet(open_world(), query).save(out)
    typer.echo(out)
