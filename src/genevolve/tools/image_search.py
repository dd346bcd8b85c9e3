"""`image_search`: ranked pictures for one subject, each with an id of this trajectory, shown as thumbnails."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any

import anyio
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from genevolve.config import AgentSettings
from genevolve.errors import ToolError
from genevolve.limits import retried
from genevolve.records import ImageHit, ImageSearchData, Observation, ShownImage
from genevolve.records.wire import IMAGE_SEARCH
from genevolve.tools.providers import FoundPicture, PictureProvider
from genevolve.tools.search import Query
from genevolve.tools.tool import ToolContext, argument_fault, correction
from genevolve.tools.untrusted import one_line


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    query: Query
    top_k: int | None = Field(default=None, ge=1)


class ImageSearchTool:
    """Picture search over one provider."""

    name = IMAGE_SEARCH

    def __init__(self, provider: PictureProvider) -> None:
        self._provider = provider

    def schema(self, settings: AgentSettings) -> dict[str, Any]:
        """See `Tool.schema`."""
        return {
            "name": IMAGE_SEARCH,
            "description": "Find reference pictures of one visual subject. Each result has an id such as IMG_001.",
            "parameters": {
                "type": "object",
                "properties": {
                    "query": {"type": "string"},
                    "top_k": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": settings.max_top_k,
                        "default": settings.top_k,
                    },
                },
                "required": ["query"],
            },
        }

    async def run(self, arguments: Mapping[str, Any], context: ToolContext) -> Observation:
        """See `Tool.run`."""
        try:
            asked = _Arguments.model_validate(dict(arguments))
        except ValidationError as error:
            return argument_fault(IMAGE_SEARCH, error)
        if context.asked.note(IMAGE_SEARCH, [asked.query]):
            return correction(
                f"image_search: you already asked {one_line(asked.query, 80)!r}; "
                "one image_search per distinct subject: choose from its results or go on"
            )
        top_k = min(asked.top_k or context.settings.top_k, context.settings.max_top_k)
        started = perf_counter()
        pictures, known = await context.cache.get(
            (IMAGE_SEARCH, self._provider.id, asked.query, top_k), lambda: self._ask(asked.query, top_k)
        )
        hits, shown = await self._keep(pictures[:top_k], context)
        data = ImageSearchData(query=asked.query, hits=tuple(hits))
        return Observation(
            data=data, text=_shown(data), images=tuple(shown), cache_hit=known, seconds=perf_counter() - started
        )

    async def _ask(self, query: str, top_k: int) -> Sequence[FoundPicture]:
        return await retried(lambda: self._provider.search_pictures(query, top_k))

    async def _keep(
        self, pictures: Sequence[FoundPicture], context: ToolContext
    ) -> tuple[list[ImageHit], list[ShownImage]]:
        hits: list[ImageHit] = []
        shown: list[ShownImage] = []
        for picture in pictures:
            key = ("picture", self._provider.id, picture.key)
            png, _ = await context.cache.get(key, partial(self._load, picture))
            thumbnail, size = await anyio.to_thread.run_sync(_thumbnail, png, context.settings.max_thumbnail_pixels)
            hit = ImageHit(
                img_id=context.next_image_id(),
                title=picture.title,
                sha256=context.images.put(png),
                width=size[0],
                height=size[1],
                caption=picture.caption,
                source=picture.source,
                artist=picture.artist,
                licence=picture.licence,
                url=picture.url,
            )
            context.found[hit.img_id] = hit
            hits.append(hit)
            if len(shown) < context.settings.max_thumbnails:
                shown.append(ShownImage(img_id=hit.img_id, sha256=context.images.put(thumbnail)))
        return hits, shown

    async def _load(self, picture: FoundPicture) -> bytes:
        return await retried(lambda: self._provider.load(picture))


def _thumbnail(png: bytes, max_pixels: int) -> tuple[bytes, tuple[int, int]]:
    """The picture flattened on white, at most `max_pixels` large, and the full picture's size."""
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            size = image.size
            full = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        raise ToolError(f"a picture provider returned something that is not a PNG: {error}") from error
    scale = min(1.0, (max_pixels / (size[0] * size[1])) ** 0.5)
    small = full.resize((max(1, int(size[0] * scale)), max(1, int(size[1] * scale))), Image.Resampling.BILINEAR)
    flat = Image.new("RGB", small.size, "white")
    flat.paste(small, mask=small.getchannel("A"))
    buffer = io.BytesIO()
    flat.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue(), size


def _shown(data: ImageSearchData) -> str:
    lines = [f"Query: {one_line(data.query)}"]
    for hit in data.hits:
        parts = (hit.title, hit.source, hit.licence, hit.caption)
        lines.append(f"{hit.img_id}: " + " | ".join(one_line(part, 160) for part in parts if part))
    return "\n".join(lines if data.hits else [*lines, "No results."])
