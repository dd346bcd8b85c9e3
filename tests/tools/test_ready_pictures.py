"""What is kept changes nothing but the time: the same trajectory, the same pictures, byte by byte."""

from __future__ import annotations

import io

import anyio
import pytest
from PIL import Image

from genevolve.config import load_settings
from genevolve.errors import ToolError
from genevolve.records import ImageSearchData, Observation
from genevolve.store import ImageStore, PictureCache
from genevolve.tools.cache import ToolCache
from genevolve.tools.image_search import ImageSearchTool
from genevolve.tools.thumbnails import ready_picture
from genevolve.tools.tool import ToolContext


def _png(width: int, height: int, mode: str = "RGBA") -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((width, height), 80).convert(mode).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "P"])
def test_a_kept_thumbnail_is_the_one_that_would_be_made(tmp_path, mode):
    png, kept = _png(90, 60, mode), PictureCache(tmp_path)
    made = [ready_picture(png, 1000), ready_picture(png, 1000, kept), ready_picture(png, 1000, PictureCache(tmp_path))]
    assert made[0] == made[1] == made[2]
    assert (made[0].width, made[0].height) == (90, 60)
    with Image.open(io.BytesIO(made[0].thumbnail)) as thumbnail:
        assert thumbnail.width * thumbnail.height <= 1000
    assert ready_picture(png, 500, kept).thumbnail != made[0].thumbnail


def test_bytes_that_are_no_png_are_a_fault_of_the_provider(tmp_path):
    for kept in (None, PictureCache(tmp_path)):
        with pytest.raises(ToolError, match="not a PNG"):
            ready_picture(b"GIF89a", 1000, kept)


def test_the_world_shows_the_same_with_and_without_what_is_kept(world, tmp_path):
    from genevolve.index import LibraryProvider
    from genevolve.world.world import World

    def observed(home: str | None, out: str) -> tuple[Observation, ...]:
        kept = PictureCache(tmp_path / home) if home else None
        opened = World(world.path, kept)
        tool = ImageSearchTool(LibraryProvider(opened.library, opened.load_picture, id="world"), kept)
        context = ToolContext(load_settings().agent, ImageStore(tmp_path / out), ToolCache())
        queries = ("flag of Chad", "giraffe", "a fictional lighthouse", "element tungsten")
        return tuple(anyio.run(tool.run, {"query": query}, context) for query in queries)

    def plain(observations: tuple[Observation, ...]) -> list[Observation]:
        return [one.model_copy(update={"seconds": 0.0}) for one in observations]

    without, cold, warm = observed(None, "a"), observed("home", "b"), observed("home", "c")
    assert plain(without) == plain(cold) == plain(warm)
    pictures = [
        {path.name: path.read_bytes() for path in (tmp_path / out).rglob("*.png")} for out in ("a", "b", "c")
    ]  # fmt: skip
    assert pictures[0] == pictures[1] == pictures[2]
    shown = {image.sha256 for one in warm for image in one.images}
    found = {hit.sha256 for one in warm if isinstance(one.data, ImageSearchData) for hit in one.data.hits}
    assert len(found) >= 15
    assert {name.removesuffix(".png") for name in pictures[0]} == shown | found
