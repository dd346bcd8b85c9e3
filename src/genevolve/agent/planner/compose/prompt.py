"""The prompt as a whole: opening, things, texts, what was left over, palette, style, format."""

from __future__ import annotations

from genevolve.agent.planner.compose.clean import clean
from genevolve.agent.planner.compose.leftovers import leftover_sentences
from genevolve.agent.planner.compose.lettering import carrier_things, text_sentences
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.scene import format_sentence, opening, palette_sentence, style_sentence
from genevolve.agent.planner.compose.things import thing_sentences


def compose(plan: Plan) -> str:
    """One English prompt for any generator; it names only references that are bound."""
    description = plan.description
    first = [opening(plan), *thing_sentences(plan, carrier_things(plan)), *text_sentences(plan)]
    last = [palette_sentence(description), style_sentence(plan), format_sentence(description)]
    so_far = " ".join([*first, *last])
    kept = leftover_sentences(description, so_far, plan.spoken)
    return clean(" ".join(part for part in [*first, *kept, *last] if part), len(set(plan.references.values())))
