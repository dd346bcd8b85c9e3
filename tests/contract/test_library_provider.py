from __future__ import annotations

from pathlib import Path

import anyio
import pytest
from PIL import Image
from providers import check_picture_provider, check_text_provider

from genevolve.index import LibraryProvider, build_folder_index, open_folder_index


@pytest.fixture
def provider(tmp_path: Path) -> LibraryProvider:
    texts, images = tmp_path / "texts", tmp_path / "images"
    texts.mkdir()
    images.mkdir()
    (texts / "chad.md").write_text("# Flag of Chad\n\nThree vertical bands of blue, gold and red.\n")
    (texts / "romania.md").write_text("# Flag of Romania\n\nThree bands; it resembles the flag of Chad.\n")
    Image.new("RGB", (30, 20), "blue").save(images / "flag-of-chad.png")
    Image.new("P", (30, 20)).save(images / "flag-of-romania.png")
    build_folder_index(tmp_path / "index", texts=texts, images=images)
    return open_folder_index(tmp_path / "index")


def test_texts(provider: LibraryProvider) -> None:
    async def check() -> None:
        await check_text_provider(provider, known_query="the flag of Chad", known_title="Flag of Chad")

    anyio.run(check)


def test_pictures(provider: LibraryProvider) -> None:
    async def check() -> None:
        await check_picture_provider(provider, known_query="Chad's flag", known_title="flag of chad")

    anyio.run(check)
