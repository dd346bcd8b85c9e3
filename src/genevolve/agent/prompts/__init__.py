"""The texts that the loop itself says to a policy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from string import Template

from genevolve.config import AgentSettings
from genevolve.tools.skill_library import SkillLibrary
from genevolve.tools.tool import Tool

FINAL_STEP = (
    "This is your final step: no tool is left. Write your <think> and then your <answer> now, from what you have."
)
TURN_TOO_LONG = "your turn was too long and was cut off. Think briefly, then write one tool_call or the answer."
SAME_AGAIN = "you wrote the same turn again. Do something else: another step, or the answer."


def system_prompt(tools: Sequence[Tool], skills: SkillLibrary | None, settings: AgentSettings) -> str:
    """The system prompt for a set of tools; `skills` are listed with what they are for when they can be opened."""
    return _template().substitute(
        max_references=settings.max_references,
        max_policy_calls=settings.max_policy_calls,
        tools="\n".join(json.dumps(tool.schema(settings), ensure_ascii=False) for tool in tools),
        skills="" if skills is None else _listed(skills),
    )


def prompt_sha256(prompt: str) -> str:
    """What a trajectory records of the prompt that it was shown."""
    return hashlib.sha256(prompt.encode()).hexdigest()


def _listed(skills: SkillLibrary) -> str:
    lines = [f"- {name}: {skills.get(name).description}" for name in skills.names]
    return "\nSkills for query_knowledge:\n" + "\n".join(lines) + "\n"


@cache
def _template() -> Template:
    return Template(resources.files(__package__).joinpath("system.md").read_text(encoding="utf-8"))
