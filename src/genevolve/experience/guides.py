"""A decision guide as text: what a teacher reads in its system prompt."""

from __future__ import annotations

from genevolve.records.experience import DecisionGuide

HEADINGS = {
    "recommended_tool_plan": "Plan",
    "search_query_guidance": "Search",
    "skill_routing_guidance": "Skills",
    "reference_selection_guidance": "References",
    "prompt_program_guidance": "Prompt",
    "failure_guards": "Failures",
}
"""What stands over each list of bullets; short, for policies with little room."""


def guide_block(guide: DecisionGuide) -> str:
    """The guide for `system_prompt(guide=…)`: the focus, then the bullets under their headings; no empty heading."""
    lines = [guide.decision_guidance.focus]
    for slot, bullets in guide.decision_guidance.slots():
        if bullets:
            lines += [f"{HEADINGS[slot]}:", *(f"- {bullet}" for bullet in bullets)]
    return "\n".join(lines)
