"""What every source of texts and pictures must do, whatever stands behind it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from genevolve.errors import ToolError
from genevolve.records import TextHit
from genevolve.tools.providers import FoundPicture, PictureProvider, TextProvider

HOSTILE_QUERIES = (
    "",
    "   \n\t ",
    '"unclosed AND (field:x OR +- ^2 ~',
    "title:* [a TO z] {x}",
    "\x00\x07\x1b[31m",
    "旗 флаг علم 🏁 ﬁ",
    "\ud800 lone surrogate",
    "word " * 2000,
    "x" * 10_000,
)


async def check_text_provider(provider: TextProvider, *, known_query: str, known_title: str) -> None:
    """The contract of `TextProvider`. `known_query` must bring `known_title` first, among at least two hits."""
    assert provider.id
    assert provider.id == provider.id.strip()
    hits = await provider.search(known_query, 5)
    assert hits[0].title == known_title
    assert 2 <= len(hits) <= 5
    assert all(isinstance(hit, TextHit) and hit.title and hit.snippet for hit in hits)
    assert list(await provider.search(known_query, 5)) == list(hits)
    assert list(await provider.search(known_query, 1)) == [hits[0]]
    assert list(await provider.search(known_query, 0)) == []
    assert list(await provider.search("qqzxv wwkjq", 5)) == []
    for query in HOSTILE_QUERIES:
        assert len(await provider.search(query, 3)) <= 3


async def check_picture_provider(provider: PictureProvider, *, known_query: str, known_title: str) -> None:
    """The contract of `PictureProvider`. `known_query` must bring `known_title` first, among at least two pictures."""
    assert provider.id
    found = await provider.search_pictures(known_query, 5)
    assert found[0].title == known_title
    assert 2 <= len(found) <= 5
    assert len({picture.key for picture in found}) == len(found)
    assert list(await provider.search_pictures(known_query, 5)) == list(found)
    assert list(await provider.search_pictures(known_query, 0)) == []
    for query in HOSTILE_QUERIES:
        assert len(await provider.search_pictures(query, 3)) <= 3
    for picture in found:
        content = await provider.load(picture)
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert image.format == "PNG"
            assert image.mode in {"RGB", "RGBA"}
            assert not image.getexif()
        assert await provider.load(picture) == content
    await _check_unknown_picture(provider)


async def _check_unknown_picture(provider: PictureProvider) -> None:
    with pytest.raises(ToolError) as caught:
        await provider.load(FoundPicture(key="no such picture", title=""))
    assert "\n" not in str(caught.value)
