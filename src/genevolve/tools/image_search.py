"""`image_search`: ranked pictures for one subject, each with an id of this trajectory, shown as thumbnails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any

import anyio
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from genevolve.config import AgentSettings
from genevolve.limits import retried
from genevolve.records import ImageHit, ImageSearchData, Observation, ShownImage
from genevolve.records.wire import IMAGE_SEARCH
from genevolve.store import ImageStore, PictureCache
from genevolve.tools.providers import FoundPicture, PictureProvider
from genevolve.tools.search import Query
from genevolve.tools.thumbnails import ReadyPicture, ready_picture
from genevolve.tools.tool import ToolContext, argument_fault, correction
from genevolve.tools.untrusted import one_line


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    query: Query
    top_k: int | None = Field(default=None, ge=1)


class ImageSearchTool:
    """Picture search over one provider."""

    name = IMAGE_SEARCH

    def __init__(self, provider: PictureProvider, kept: PictureCache | None = None) -> None:
        """Search `provider`; thumbnails are kept in `kept`, which is meant for pictures that nobody has to forget."""
        self._provider = provider
        self._pictures = kept

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
            data=data,
            text=_shown(data, context.settings),
            images=tuple(shown),
            cache_hit=known,
            seconds=perf_counter() - started,
        )

    async def _ask(self, query: str, top_k: int) -> Sequence[FoundPicture]:
        return await retried(lambda: self._provider.search_pictures(query, top_k))

    async def _keep(
        self, pictures: Sequence[FoundPicture], context: ToolContext
    ) -> tuple[list[ImageHit], list[ShownImage]]:
        hits: list[ImageHit] = []
        shown: list[ShownImage] = []
        for picture in pictures:
            key = ("picture", self._provider.id, picture.key, context.settings.max_thumbnail_pixels)
            ready, _ = await context.cache.get(key, partial(self._ready, picture, context.settings))
            hit = ImageHit(
                img_id=context.next_image_id(),
                title=picture.title,
                sha256=ready.sha256,
                width=ready.width,
                height=ready.height,
                caption=picture.caption,
                source=picture.source,
                artist=picture.artist,
                licence=picture.licence,
                url=picture.url,
            )
            context.images.adopt(ready.sha256, ready.png, self._twin)
            context.found[hit.img_id] = hit
            hits.append(hit)
            if len(shown) < context.settings.max_thumbnails:
                context.images.adopt(ready.thumbnail_sha256, ready.thumbnail, self._twin)
                shown.append(ShownImage(img_id=hit.img_id, sha256=ready.thumbnail_sha256))
        return hits, shown

    async def _ready(self, picture: FoundPicture, settings: AgentSettings) -> ReadyPicture:
        png = await retried(lambda: self._provider.load(picture))
        return await anyio.to_thread.run_sync(ready_picture, png, settings.max_thumbnail_pixels, self._pictures)

    @property
    def _twin(self) -> ImageStore | None:
        return self._pictures.images if self._pictures is not None else None


def _shown(data: ImageSearchData, settings: AgentSettings) -> str:
    lines = [f"Query: {one_line(data.query)}"]
    for hit in data.hits:
        parts = (hit.title,) if settings.view == "compact" else (hit.title, hit.source, hit.licence, hit.caption)
        lines.append(f"{hit.img_id}: " + " | ".join(one_line(part, 160) for part in parts if part))
    return "\n".join(lines if data.hits else [*lines, "No results."])
