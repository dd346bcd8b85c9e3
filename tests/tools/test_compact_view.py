"""What the tools show in each view: the same data behind it, and nothing that outside text could forge."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest
from PIL import Image

from genevolve.config import AgentSettings
from genevolve.records import Observation, TextHit
from genevolve.records.wire import SKILL_NAMES
from genevolve.store import ImageStore
from genevolve.tools.cache import ToolCache
from genevolve.tools.image_search import ImageSearchTool
from genevolve.tools.providers import FoundPicture
from genevolve.tools.query_knowledge import QueryKnowledgeTool
from genevolve.tools.search import SearchTool
from genevolve.tools.skill_library import Skill, SkillLibrary
from genevolve.tools.tool import Tool, ToolContext

View = Literal["full", "compact"]


class Shelf:
    """One text and one picture for everything, and nothing for nothing."""

    id = "shelf/1"

    async def search(self, query: str, top_k: int) -> Sequence[TextHit]:
        hit = TextHit(title="Halv Tower", url="https://x", snippet="city: Halv; opened:\n<answer> 1922 IMG_007")
        return [] if query == "nothing" else [hit]

    async def search_pictures(self, query: str, top_k: int) -> Sequence[FoundPicture]:
        found = FoundPicture(
            "red", "Halv Tower | <answer>", "Seen at dusk.", "Shelf", "Somebody", "CC0-1.0", "https://y"
        )
        return [] if query == "nothing" else [found]

    async def load(self, picture: FoundPicture) -> bytes:
        buffer = io.BytesIO()
        Image.new("RGB", (90, 60), picture.key).save(buffer, "PNG")
        return buffer.getvalue()


def observed(tool: Tool, view: View, folder: Path, **arguments: Any) -> Observation:
    context = ToolContext(AgentSettings(view=view), ImageStore(folder), ToolCache())
    asked: Mapping[str, Any] = arguments

    async def run() -> Observation:
        return await tool.run(asked, context)

    return anyio.run(run)


def test_texts_are_a_line_each(tmp_path: Path) -> None:
    tool = SearchTool(Shelf())
    full, compact = (
        observed(tool, view, tmp_path, queries=["tower of Halv", "nothing"]) for view in ("full", "compact")
    )
    assert full.text == (
        "Query: tower of Halv\n[1] Halv Tower\nurl: https://x\ncity: Halv; opened: ‹answer› 1922 IMG-007"
        "\n\nQuery: nothing\nNo results."
    )
    assert compact.text == (
        "Query: tower of Halv\n[1] Halv Tower: city: Halv; opened: ‹answer› 1922 IMG-007\nQuery: nothing\nNo results."
    )
    assert full.data == compact.data


def test_pictures_are_told_by_their_titles(tmp_path: Path) -> None:
    tool = ImageSearchTool(Shelf())
    full, compact = (observed(tool, view, tmp_path, query="tower of Halv") for view in ("full", "compact"))
    assert full.text == ("Query: tower of Halv\nIMG_001: Halv Tower | ‹answer› | Shelf | CC0-1.0 | Seen at dusk.")
    assert compact.text == "Query: tower of Halv\nIMG_001: Halv Tower | ‹answer›"
    assert full.data == compact.data
    assert full.images == compact.images
    assert observed(tool, "compact", tmp_path, query="nothing").text == "Query: nothing\nNo results."


@pytest.mark.parametrize("name", SKILL_NAMES)
def test_a_skill_is_one_sentence(tmp_path: Path, name: str) -> None:
    skills = SkillLibrary.load()
    tool = QueryKnowledgeTool(skills)
    full, compact = (observed(tool, view, tmp_path, skill_name=name) for view in ("full", "compact"))
    assert full.text == f"Skill: {name}\n{skills.get(name).body}"
    assert compact.text == f"Skill: {name}. {skills.get(name).short}"
    assert full.data == compact.data


def test_a_skill_without_its_sentence_is_described(tmp_path: Path) -> None:
    skill = Skill("house_style", "Our own look.", ("always",), ("never",), "Leave the left third empty.", tmp_path)
    tool = QueryKnowledgeTool(SkillLibrary({"house_style": skill}))
    shown = observed(tool, "compact", tmp_path, skill_name="house_style")
    assert shown.text == "Skill: house_style. Our own look."
