"""The tree of commands."""

from __future__ import annotations

from importlib import metadata
from typing import Annotated

import typer

from genevolve.cli import bench, configure, data, demo, evolve, experience, gallery, generate, index, show, train, world

app = typer.Typer(
    name="genevolve",
    help="From a request to a picture: search, references, skills, a program, a drawing.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("generate")(generate.generate)
app.command("show")(show.show)
app.command("demo")(demo.demo)
app.command("gallery")(gallery.gallery)
app.command("config")(configure.config)
app.add_typer(world.app, name="world")
app.add_typer(index.app, name="index")
app.add_typer(bench.app, name="bench")
app.add_typer(data.app, name="data")
app.add_typer(train.app, name="train")
app.command("evolve")(evolve.evolve)
app.add_typer(experience.app, name="experience")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"genevolve {metadata.version('genevolve')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None: ...
