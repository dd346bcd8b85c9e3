"""`genevolve gallery`: the same requests with and without the agent's parts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from genevolve.gallery import draw_gallery


def gallery(
    out: Annotated[Path, typer.Option(help="Folder for the pictures and the sheet.")] = Path("docs/gallery"),
    size: Annotated[int, typer.Option(help="Side of a picture in pixels.", min=256, max=2048)] = 640,
) -> None:
    """Draw six requests four ways: the agent's program, raw, without references, without skills."""
    sheet = draw_gallery(out, size_px=size, on_picture=lambda path: typer.echo(path))
    typer.echo(f"sheet: {sheet}")
