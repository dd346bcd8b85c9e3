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

_GUIDE_TITLE = "# Current-Task Decision Guide"


def system_prompt(
    tools: Sequence[Tool], skills: SkillLibrary | None, settings: AgentSettings, *, guide: str = ""
) -> str:
    """The system prompt for a set of tools, in the view of `settings`; `skills` are named when they can be opened.

    Args:
        tools: What may be called.
        skills: What `query_knowledge` opens, or None without it.
        settings: Budgets, and the view: `compact` names the tools and skills and says no more.
        guide: What a privileged teacher is told of the task at hand (method section 7), before the tools; empty for
            everybody else.
    """
    is_compact = settings.view == "compact"
    return _template("compact.md" if is_compact else "system.md").substitute(
        max_references=settings.max_references,
        max_policy_calls=settings.max_policy_calls,
        guide=f"{_GUIDE_TITLE}\n{guide}\n\n" if guide else "",
        tools=_named(tools, settings) if is_compact else _described(tools, settings),
        skills="" if skills is None else _skill_names(skills) if is_compact else _skill_list(skills),
    )


def prompt_sha256(prompt: str) -> str:
    """What a trajectory records of the prompt that it was shown."""
    return hashlib.sha256(prompt.encode()).hexdigest()


def _described(tools: Sequence[Tool], settings: AgentSettings) -> str:
    return "\n".join(json.dumps(tool.schema(settings), ensure_ascii=False) for tool in tools)


def _named(tools: Sequence[Tool], settings: AgentSettings) -> str:
    """Each tool with the arguments that it must have: `search(queries)`."""
    schemas = [tool.schema(settings) for tool in tools]
    return ", ".join(f"{schema['name']}({', '.join(schema['parameters']['required'])})" for schema in schemas)


def _skill_list(skills: SkillLibrary) -> str:
    lines = [f"- {name}: {skills.get(name).description}" for name in skills.names]
    return "\nSkills for query_knowledge:\n" + "\n".join(lines) + "\n"


def _skill_names(skills: SkillLibrary) -> str:
    return f"Skills: {', '.join(skills.names)}\n"


@cache
def _template(name: str) -> Template:
    return Template(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
