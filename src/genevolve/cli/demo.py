"""`genevolve demo`: the main job on four requests of different kinds."""

from __future__ import annotations

import shutil
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from PIL import Image
from rich.console import Console

from genevolve.api import GenEvolve, Result
from genevolve.cli.live import LivePrinter
from genevolve.errors import RunError
from genevolve.sheet import Tile, contact_sheet
from genevolve.store import SETTINGS_FILE

REQUESTS = (
    "A felt pennant with the flag of Chad, hanging on a brick wall in warm light from the left",
    "A mug in the official colour of Spotify, bearing the Spotify logo, "
    'with the slogan "PLAY IT LOUD" on a banner above it',
    "Exactly five paper lanterns in a row on a snowy street at night, the third one blue and the others red, "
    'under a wooden sign that reads "OPEN LATE"',
    "On a marble table, a brass bell on the left and a glass vase on the right, golden-hour light from the left",
)


def demo(
    out: Annotated[Path, typer.Option(help="The run's folder; an earlier demo there is replaced.")] = Path("runs/demo"),
) -> None:
    """Draw four requests and lay the pictures on one sheet."""
    if (out / SETTINGS_FILE).exists():
        shutil.rmtree(out)
    elif out.exists() and any(out.iterdir()):
        raise RunError(f"{out} holds something that is not a run; choose another --out")
    console = Console(highlight=False)
    printer = LivePrinter(console)
    engine = GenEvolve()
    started = perf_counter()
    results = engine.generate_all(
        REQUESTS,
        out=out,
        on_turn=printer.turn,
        on_result=lambda result: printer.outcome(result.trajectory, result.render, result.path),
    )
    seconds = perf_counter() - started
    sheet = out / "sheet.png"
    contact_sheet([_tile(result) for result in results], columns=2, tile_px=560).save(sheet)
    console.print(f"\n{len(results)} pictures in {seconds:.1f} s ({seconds / len(results):.1f} s a request)")
    console.print(f"pictures and records: {out}\ncontact sheet:        {sheet}", soft_wrap=True)


def _tile(result: Result) -> Tile:
    if result.path is None or result.program is None:
        return Tile(
            Image.new("RGB", (8, 8), "white"), result.trajectory.request.prompt, (result.trajectory.stop_reason,)
        )
    lines = tuple(f"reference: {ref.title} ({ref.source}, {ref.licence})" for ref in result.program.references)
    return Tile(result.image, result.trajectory.request.prompt, lines or ("no reference needed",))
