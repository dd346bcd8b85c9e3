"""Where the scene takes place when the request does not say: where its things are at home."""

from __future__ import annotations

from genevolve.agent.planner.bodies import body_plan, is_living
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.wording import wording
from genevolve.agent.planner.triggers import LIGHT
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Thing
from genevolve.language.vocabulary import Setting

MIN_LAID_OUT = 6
"""From so many small things on, they are laid out on a cloth seen from above rather than stood in rows."""


def setting_of(plan: Plan) -> Setting | None:
    """The place that is asked for, or one that suits the things when the picture's looks were read up."""
    if plan.description.place is not None:
        return plan.description.place.setting
    if LIGHT not in plan.skills:
        return None
    if any(
        thing.count >= MIN_LAID_OUT and thing.noun in word_list("table_things") for thing in plan.description.things
    ):
        return Setting.FABRIC
    homes = {_home(thing) for thing in plan.description.things} - {""}
    home = "buildings" if "buildings" in homes else homes.pop() if len(homes) == 1 else ""
    return Setting(wording("usual_setting", home)) if home else Setting.STUDIO


def _home(thing: Thing) -> str:
    noun = thing.noun
    if noun == "flag" and "pole" in " ".join(thing.details):
        return "flagpoles"
    for kind in ("aircraft", "boats", "vehicles", "street_things", "furniture", "table_things", "buildings", "flags"):
        if noun in word_list(kind) or noun.rpartition(" ")[2] in word_list(kind):
            return kind
    if not is_living(noun):
        return ""
    return {"person": "people", "fish": "fishs"}.get(body_plan(noun), "animals")
