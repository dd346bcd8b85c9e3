"""`genevolve generate`: one request to a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from genevolve.api import GenEvolve, Result
from genevolve.cli.live import LivePrinter
from genevolve.cli.options import AsJson, ConfigFiles, Debug, Overrides, picture_size, settings_from
from genevolve.errors import InfrastructureError, UserError
from genevolve.generation import new_run_path
from genevolve.records import StopReason

RUNS = Path("runs")


def generate(
    request: Annotated[str, typer.Argument(help="What the picture should show, in plain English.")],
    size: Annotated[str | None, typer.Option(help="Pixels: 1024 or 1024x768.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of sampling and drawing.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="A run folder (again: the run continues), or a .png file to write the picture to."),
    ] = None,
    policy: Annotated[str | None, typer.Option(help="Who decides: planner.")] = None,
    search: Annotated[str | None, typer.Option(help="Where to search: world, or index:PATH.")] = None,
    renderer: Annotated[str | None, typer.Option(help="Who draws: illustrator.")] = None,
    skills: Annotated[str | None, typer.Option(help="Folder with skills of your own.")] = None,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the picture's path only.")] = False,
    config: ConfigFiles = None,
    overrides: Overrides = None,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """Take a request to a picture: search, references, skills, a program, a drawing."""
    width, height = picture_size(size)
    settings = settings_from(
        config,
        overrides,
        policy=policy,
        search=search,
        renderer=renderer,
        skills=skills,
        seed=seed,
        picture__width=width,
        picture__height=height,
    )
    engine = GenEvolve(settings, runs=RUNS)
    engine.request(request)
    picture_file = out if out is not None and out.suffix.lower() == ".png" else None
    run = new_run_path(RUNS, request) if out is None or picture_file else out
    printer = LivePrinter(Console(highlight=False))
    try:
        result = engine.generate(request, out=run, on_turn=None if quiet or as_json else printer.turn)
    except KeyboardInterrupt:
        typer.echo(f"\ngenevolve: interrupted; what was done is kept, `--out {run}` continues it", err=True)
        raise typer.Exit(130) from None
    picture = result.save(picture_file) if picture_file and result.path else result.path
    if as_json:
        typer.echo(json.dumps(summary(result, picture), ensure_ascii=False))
    elif quiet:
        typer.echo(str(picture) if picture else "")
    else:
        printer.outcome(result.trajectory, result.render, picture)
        typer.echo(f"   run     {run}")
    _exit_by(result)


def summary(result: Result, picture: Path | None) -> dict[str, object]:
    """What `--json` prints of a generation."""
    trajectory = result.trajectory
    return {
        "run": str(result.run),
        "request": trajectory.request.prompt,
        "trajectory": trajectory.id,
        "stop_reason": trajectory.stop_reason,
        "detail": trajectory.detail,
        "program": trajectory.program.model_dump(mode="json") if trajectory.program else None,
        "picture": str(picture) if picture else None,
        "seconds": round(result.seconds, 3),
    }


def _exit_by(result: Result) -> None:
    trajectory = result.trajectory
    if trajectory.stop_reason is StopReason.INFRASTRUCTURE_ERROR:
        raise InfrastructureError(f"{trajectory.detail}; the run is kept, `--out {result.run}` tries again")
    if result.path is None:
        raise UserError(f"no picture: the policy ended as {trajectory.stop_reason} ({trajectory.detail})")
