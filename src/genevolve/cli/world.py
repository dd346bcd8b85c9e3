"""`genevolve world`: the embedded world of texts and pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from genevolve.assembly import open_world
from genevolve.cli.options import AsJson
from genevolve.config import default_home
from genevolve.errors import LibraryError
from genevolve.world.sheet import picture_sheet
from genevolve.world.world import build_world, verify_world

app = typer.Typer(help="The embedded world: build it once, look into it.", no_args_is_help=True)


@app.command()
def build() -> None:
    """Fetch the world's assets by hash and build its library; done in a moment when it is already there."""
    home = default_home()
    console = Console(highlight=False)
    with Progress(TextColumn("{task.description:28}"), BarColumn(), TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task("the embedded world", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total or None)

        build_world(home, show)
        bar.update(task, description="done", completed=1, total=1)
    library = open_world().library
    console.print(
        f"the embedded world is ready: {library.num_pictures:,} pictures, {library.num_texts:,} documents in {home}",
        soft_wrap=True,
    )


@app.command()
def verify() -> None:
    """Read every byte of the world and compare it with its manifest."""
    faults = verify_world(default_home())
    if faults:
        raise LibraryError(f"the embedded world is damaged ({', '.join(faults[:3])}): run `genevolve world build`")
    typer.echo("the embedded world is whole")


@app.command()
def stats(as_json: AsJson = False) -> None:
    """Print what the world holds."""
    numbers = open_world().stats()
    if as_json:
        typer.echo(json.dumps(numbers))
        return
    table = Table("what", "how many", box=None)
    for name, number in numbers.items():
        for part, count in number.items() if isinstance(number, dict) else [("", number)]:
            table.add_row(f"{name.replace('_', ' ')} {part}".strip(), f"{count:,}")
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
