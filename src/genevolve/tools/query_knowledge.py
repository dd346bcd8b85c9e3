"""`query_knowledge`: opens one prompt-writing skill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from genevolve.config import AgentSettings
from genevolve.records import Observation, SkillData
from genevolve.records.wire import QUERY_KNOWLEDGE
from genevolve.tools.skill_library import SkillLibrary
from genevolve.tools.tool import ToolContext, argument_fault, correction
from genevolve.tools.untrusted import one_line


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    skill_name: str


class QueryKnowledgeTool:
    """The skills of a library, one a call."""

    name = QUERY_KNOWLEDGE

    def __init__(self, skills: SkillLibrary) -> None:
        self._skills = skills

    def schema(self, settings: AgentSettings) -> dict[str, Any]:  # noqa: ARG002 - every tool is asked alike
        """See `Tool.schema`."""
        return {
            "name": QUERY_KNOWLEDGE,
            "description": "Open one skill: how to word a prompt so that a generator gets this aspect right.",
            "parameters": {
                "type": "object",
                "properties": {"skill_name": {"type": "string", "enum": list(self._skills.names)}},
                "required": ["skill_name"],
            },
        }

    async def run(self, arguments: Mapping[str, Any], context: ToolContext) -> Observation:
        """See `Tool.run`."""
        try:
            name = _Arguments.model_validate(dict(arguments)).skill_name
        except ValidationError as error:
            return argument_fault(QUERY_KNOWLEDGE, error)
        if name not in self._skills.names:
            return correction(
                f"query_knowledge: no skill {one_line(name, 60)!r}; the skills are {', '.join(self._skills.names)}"
            )
        if context.asked.note(QUERY_KNOWLEDGE, [name.replace("_", " ")]):
            return correction(f"query_knowledge: you have already read {name}; apply it")
        skill = self._skills.get(name)
        is_compact = context.settings.view == "compact"
        text = f"Skill: {name}. {skill.short or skill.description}" if is_compact else f"Skill: {name}\n{skill.body}"
        return Observation(data=SkillData(skill_name=name, guidance=skill.body), text=text)
