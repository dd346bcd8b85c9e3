"""Letters to be shown: how they look and what they are written on."""

from __future__ import annotations

from genevolve.language.carriers import carrier_of, dress_text
from genevolve.language.clause import Ground
from genevolve.language.drafts import TextDraft
from genevolve.language.lexicons import word_set
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.readings import Reading

_STOPS = {".", "!", "?", ";", "\n", "•"}


class Lettering(Ground):
    """Gives strings their looks and their carriers."""

    def _lettering(self, phrase: NounPhrase) -> None:
        """Words on how letters look: "in large bold white capitals"."""
        clause = self.clause
        if clause.text is None:
            clause.lettering = phrase
            clause.lettering_led = not clause.comma or clause.relation is not None or clause.link == "with"
        else:
            dress_text(clause.text, phrase, self.scene.text[phrase.outer_start : phrase.end])
        clause.relation = None

    def _letters(self, draft: TextDraft, position: int) -> None:
        """A string: find what it is written on, before it or after it."""
        clause = self.clause
        following = self.units[position + 1] if position + 1 < len(self.units) else None
        before = self.units[position - 1].lower if position else ""
        led = clause.lettering is not None and clause.lettering_led
        told = led or before in word_set("texts", "verbs", "reads") or clause.relation is not None
        if clause.lettering is not None:
            lettering = clause.lettering
            dress_text(draft, lettering, self.scene.text[lettering.outer_start : lettering.end])
        if clause.text is not None and draft.holder is None and (clause.coordinated or clause.comma):
            draft.holder = clause.text.holder
        if (
            following is not None
            and following.can(Reading.NOUN)
            and carrier_of(following.readings[Reading.NOUN][0]) is not None
        ):
            draft.neon = before == "neon"
        elif not self._carried_later(position + 1):
            nearby = [*clause.group[-1:], *clause.subject[-1:], *(self.spoken_of[-1:] if not clause.group else [])]
            nearby += clause.mentioned if clause.lettering is not None and not led else []
            carrying = [index for index in nearby if carrier_of(self.scene.things[index].noun) is not None]
            if draft.holder is None and (carrying or told):
                draft.holder = next(iter([*carrying, *nearby]), None)
        if draft.holder is None and clause.placement is not None:
            draft.placement, clause.placement = clause.placement, None
        clause.text = draft
        clause.lettering = None
        clause.relation = None

    def _carried_later(self, position: int) -> bool:
        """Whether the carrier is only named after the letters: `"OPEN" in red on a wooden sign`."""
        for place in range(position, min(position + 9, len(self.units) - 1)):
            unit = self.units[place]
            if unit.lower in _STOPS or unit.can(Reading.AUXILIARY):
                return False
            if unit.lower in {"on", "across", "over", "along", "onto"}:
                phrase = self.chunker.noun_phrase(place + 1)
                return phrase is not None and carrier_of(phrase[0].noun) is not None
        return False

    def _carry(self, index: int) -> None:
        """A thing named after its letters: `"OPEN" on a wooden sign`, `a "STOP" sign`."""
        draft = self.clause.text
        if draft is not None and draft.holder is None:
            draft.holder = index
            if draft.neon:
                self.scene.things[index].details.append("neon")
