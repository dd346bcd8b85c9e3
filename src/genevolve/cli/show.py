"""`genevolve show`: a past run, as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from genevolve.cli.live import LivePrinter
from genevolve.cli.options import AsJson
from genevolve.store import Run


def show(run: Annotated[Path, typer.Argument(help="The run's folder.")], as_json: AsJson = False) -> None:
    """Print the trajectories of a run: turns, programs, pictures."""
    past = Run.open(run)
    renders = {render.trajectory_id: render for render in past.renders()}
    printer = LivePrinter(Console(highlight=False))
    for trajectory in past.trajectories():
        if as_json:
            typer.echo(trajectory.model_dump_json())
            continue
        for turn in trajectory.turns:
            printer.turn(turn)
        picture = past.path / f"{trajectory.request.id}.png"
        printer.outcome(trajectory, renders.get(trajectory.id), picture if picture.exists() else None)
