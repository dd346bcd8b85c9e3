"""The gallery: what each part of the agent does to a picture, the same request four ways."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import anyio
from PIL import Image

from genevolve.api import GenEvolve
from genevolve.config import Settings
from genevolve.generation import Parts
from genevolve.records.wire import IMAGE_SEARCH, QUERY_KNOWLEDGE, TOOL_NAMES
from genevolve.sheet import Tile, contact_sheet

REQUESTS = (
    "The flag of Bhutan on a pole on a mountain, morning light",
    'A mug with the GitHub logo beside a card that reads "MERGE DAY", on a wooden table',
    "Exactly seven balloons above a meadow, the fourth one gold and the others purple, in watercolour",
    "A red fox, a blue umbrella and a yellow suitcase on a beach at sunset",
    "The Nazoufahn Playhouse on a snowy night, a silver horse in front of it",
    "A copper kettle on the left and a jade bowl on the right of a stone floor, by candlelight",
)


@dataclass(frozen=True)
class Variant:
    """One way to draw a request."""

    key: str
    title: str
    tools: tuple[str, ...] | None  # None: no agent at all, the request goes to the generator as it is


VARIANTS = (
    Variant("program", "the agent's program", TOOL_NAMES),
    Variant("raw", "the request as it is", None),
    Variant("no-references", "without references", tuple(name for name in TOOL_NAMES if name != IMAGE_SEARCH)),
    Variant("no-skills", "without skills", tuple(name for name in TOOL_NAMES if name != QUERY_KNOWLEDGE)),
)


def draw_gallery(
    folder: Path,
    *,
    size_px: int = 640,
    requests: Sequence[str] = REQUESTS,
    on_picture: Callable[[Path], None] | None = None,
) -> Path:
    """Draw every request in every variant into `folder` and lay them on `sheet.jpg`, whose path is returned."""
    tiles: list[Tile] = []
    with tempfile.TemporaryDirectory() as scratch:
        for number, request in enumerate(requests, start=1):
            for variant in VARIANTS:
                image = _draw(request, variant, size_px, Path(scratch) / f"{number}-{variant.key}")
                path = folder / f"{number}-{variant.key}.jpg"
                folder.mkdir(parents=True, exist_ok=True)
                image.save(path, quality=88)
                tiles.append(Tile(image, request if variant.tools == TOOL_NAMES else "", (variant.title,)))
                if on_picture is not None:
                    on_picture(path)
    sheet = folder / "sheet.jpg"
    contact_sheet(tiles, columns=len(VARIANTS), tile_px=size_px // 2).save(sheet, quality=88)
    return sheet


def _draw(request: str, variant: Variant, size_px: int, run: Path) -> Image.Image:
    overrides: dict[str, object] = {"picture.width": size_px, "picture.height": size_px}
    if variant.tools is not None:
        overrides["agent.tools"] = list(variant.tools)
        return GenEvolve(overrides, runs=run).generate(request, out=run).image
    return anyio.run(_draw_raw, GenEvolve(overrides).parts, request)


async def _draw_raw(parts: Parts, request: str) -> Image.Image:
    settings: Settings = parts.settings
    picture = await parts.renderer.render(
        request, (), width=settings.picture.width, height=settings.picture.height, seed=settings.seed
    )
    with Image.open(io.BytesIO(picture.png)) as image:
        return image.convert("RGB")
