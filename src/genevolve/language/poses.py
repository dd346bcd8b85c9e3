"""How the bodies of living things are held, as written."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.language.lexicons import word_set
from genevolve.language.placements import PlacementFound
from genevolve.language.readings import Reading, Unit
from genevolve.language.verbs import VerbForm

_VIEWS = word_set("rules", "poses", "views")
_BODY = word_set("rules", "poses", "body")


def is_posture(unit: Unit) -> bool:
    """Whether the unit is a verb that says how a body is held."""
    verb = unit.readings.get(Reading.VERB)
    return verb is not None and verb[0] in word_set("words", "poses", "postures")


def pose_end(units: Sequence[Unit], start: int, end: int) -> int:
    """Where the pose that begins with the verb at `start` ends (a position in `units`, at most `end`)."""
    position = start + 1
    while position < end:
        unit = units[position]
        if unit.can(Reading.CLAIM):
            value = unit.readings[Reading.CLAIM]
            directed = isinstance(value, PlacementFound) and value.opener in {"to", "towards", "toward"}
            if not directed or position > start + 2:
                return position
        elif unit.lower == "," or unit.lower in {"in", "with", "on", "and"}:
            following = _body_phrase_end(units, position + 1, end)
            if following is None:
                return position
            position = following
            continue
        elif not (unit.can(Reading.ADVERB) or (unit.can(Reading.ADJECTIVE) and not unit.can(Reading.NOUN))):
            return position
        position += 1
    return position


def _body_phrase_end(units: Sequence[Unit], position: int, end: int) -> int | None:
    """The end of "the whole body visible", "all four legs", "side view" from `position`; None without such words."""
    start = position
    while position < end and position - start < 7:
        unit = units[position]
        noun = unit.readings.get(Reading.NOUN)
        if (noun is not None and noun[0] in _BODY) or unit.lower in _VIEWS:
            position += 1
            while position < end and (
                units[position].lower
                in {
                    "visible",
                    "raised",
                    "up",
                    "down",
                    "spread",
                    "outstretched",
                    "open",
                    "shown",
                    "showing",
                    "extended",
                    "forward",
                    "folded",
                    "crossed",
                    "together",
                    "apart",
                    "wide",
                    "lifted",
                    "stretched",
                    "held",
                    "high",
                }
            ):
                position += 1
            return _span_end(units, position, end)
        verb = unit.readings.get(Reading.VERB)
        modifier = unit.can(
            Reading.DETERMINER, Reading.POSSESSIVE, Reading.NUMBER, Reading.ADJECTIVE, Reading.SIZE, Reading.VAGUE
        )
        if (
            not modifier
            and not (verb is not None and verb[1] is not VerbForm.BASE and unit.lower in {"facing", "looking"})
            and unit.lower not in {"full", "of", "view", "side", "front", "back", "rear", "three-quarter", "hind"}
        ):
            return None
        position += 1
    return None


def _span_end(units: Sequence[Unit], position: int, end: int) -> int:
    """Take "from head to feet" along."""
    words = [unit.lower for unit in units[position : min(position + 5, end)]]
    if words[:1] != ["from"] or "to" not in words:
        return position
    return position + min(words.index("to") + 2, len(words))
