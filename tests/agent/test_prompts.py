"""The system prompts of both views; the full one never changes by accident, trajectories record its hash."""

from __future__ import annotations

import pytest

from genevolve.agent.prompts import prompt_sha256, system_prompt
from genevolve.config import AgentSettings
from genevolve.records.wire import SKILL_NAMES, TOOL_NAMES
from genevolve.tools.image_search import ImageSearchTool
from genevolve.tools.query_knowledge import QueryKnowledgeTool
from genevolve.tools.search import SearchTool
from genevolve.tools.skill_library import SkillLibrary
from genevolve.tools.tool import Tool

GOLDEN = "d26792c204a232ab80e25790db640ea5ce3e9ea76a19a26b07b87d40f83a3f53"
GOLDEN_WITHOUT_SKILLS = "38ead796508e5d871c008d5728a5c26ecec2194f3040ca9701cc24a9cf5470a4"
COMPACT = AgentSettings(view="compact")


class Nowhere:
    """A provider that nobody asks."""

    id = "nowhere"


def tools(skills: SkillLibrary) -> list[Tool]:
    return [SearchTool(Nowhere()), ImageSearchTool(Nowhere()), QueryKnowledgeTool(skills)]


def prompt(settings: AgentSettings, guide: str = "") -> str:
    skills = SkillLibrary.load()
    return system_prompt(tools(skills), skills, settings, guide=guide)


def test_the_full_prompt_is_byte_for_byte_what_it_was() -> None:
    assert prompt_sha256(prompt(AgentSettings())) == GOLDEN
    without = system_prompt(tools(SkillLibrary.load())[:2], None, AgentSettings())
    assert prompt_sha256(without) == GOLDEN_WITHOUT_SKILLS


def test_the_compact_prompt_is_short_and_names_everything() -> None:
    text = prompt(AgentSettings(view="compact", max_policy_calls=9, max_references=1))
    assert len(text) <= 600
    assert all(name in text for name in (*TOOL_NAMES, *SKILL_NAMES, "gen_prompt", "reference_images"))
    assert "At most 9." in text
    assert "At most 1 images" in text


def test_the_compact_prompt_names_only_what_may_be_called() -> None:
    text = system_prompt(tools(SkillLibrary.load())[:1], None, COMPACT)
    assert "search(queries)\n# Turns" in text
    assert not [name for name in ("image_search", "query_knowledge", "Skills", *SKILL_NAMES) if name in text]


@pytest.mark.parametrize("settings", [AgentSettings(), COMPACT])
def test_a_guide_is_a_block_before_the_tools_and_changes_nothing_else(settings: AgentSettings) -> None:
    guide = "Search first.\nUse $tools for ${everything}."
    plain, guided = prompt(settings), prompt(settings, guide)
    block = f"# Current-Task Decision Guide\n{guide}\n\n"
    assert guided.replace(block, "") == plain
    assert f"{block}# Tools\n" in guided
