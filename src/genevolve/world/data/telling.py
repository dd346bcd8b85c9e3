"""How the world's writer asks: the suite's grammar with more openings, orders, sentences and uses."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from genevolve.world.suite.asking import Asking
from genevolve.world.suite.scene import Lettering, Scene, Thing
from genevolve.world.suite.words import capital, joined

_USED = 0.7
_USE_FIRST = 0.3
_OWN_USE = 0.3
_LONGEST_USE = 58
"""Characters of a use that may stand before the wish itself: "For the cover of a zine, I'd like …"."""

_QUESTIONS = ("Could", "Can", "Would")
_WISHES = ("I ", "I'", "We ", "We'", "Please", "Could", "Can", "Would", "Give")


def told(scene: Scene, rng: random.Random) -> str:
    """One natural wording of everything that the scene demands."""
    return _Telling(scene, rng).text()


class _Telling(Asking):
    """The writing of one request."""

    def __init__(self, scene: Scene, rng: random.Random) -> None:
        super().__init__(scene, rng)
        self.ways = _ways()

    def _one(self, key: str, **filled: str) -> str:
        """A sentence of one kind, filled in."""
        sentence = str(self.rng.choice(self.ways[key]))
        return capital(sentence.format(**filled) if filled else sentence)

    def _lead(self) -> str:
        return self._one("openers")

    def _closed(self, sentence: str, lead: str) -> str:
        return f"{sentence}{'?' if lead.startswith(_QUESTIONS) else '.'}"

    def _place_first(self) -> str:
        parts = joined([self._placed(thing) for thing in self.scene.things])
        start = self.rng.choice(self.ways["starts"])
        where = self._where() if start else capital(self._where())
        return f"{start}{where}, {self.rng.choice(self.ways['shows'])} {parts}."

    def _listed(self) -> str:
        lead = self._lead()
        opening = self._closed(f"{lead} {self.rng.choice(self.ways['scenes'])} {self._where()}", lead)
        return f"{opening} {' '.join(self._sentence(thing) for thing in self.scene.things)}"

    def _main_first(self) -> str:
        first, *others = self.scene.things
        lead = self._lead()
        head = f"{lead} {self._placed(first)}{', ' if first.place_said else ' '}{self._where()}"
        if not others:
            return self._closed(head, lead)
        if self.rng.random() < 0.5:
            rest = joined([self._placed(one) for one in others])
            return self._closed(f"{head}, {self.rng.choice(self.ways['links'])} {rest}", lead)
        return f"{self._closed(head, lead)} {' '.join(self._sentence(one) for one in others)}"

    def _sentence(self, thing: Thing) -> str:
        phrase, place = self.naming.phrase(thing), self._place(thing).strip()
        if not place:
            first = thing is self.scene.things[0]
            return capital(str(self.rng.choice(self.ways["beginnings" if first else "additions"])).format(phrase))
        many = thing.count > 1
        form = str(self.rng.choice(self.ways["places"]))
        filled = {"thing": phrase, "place": place, "be": "are" if many else "is", "goes": "go" if many else "goes"}
        return capital(form.format(**filled))

    def _letters(self, text: Lettering) -> str:
        if text.second:
            place = self.rng.choice(("on the right", "in the top right corner", "at the top right"))
        elif len(self.scene.texts) > 1:
            place = self.rng.choice(("on the left", "in the top left corner", "at the top left"))
        else:
            place = self.rng.choice(("at the top", "above it all", "above the scene", "across the top"))
        carrier = self.naming.carrier(text)
        if text.said:
            return self._one("open_letters", carrier=carrier, place=place, said=self.naming.open_text(text))
        return self._one("letters", carrier=carrier, place=place, said=f'"{text.string}"')

    def _light(self) -> str:
        return str(self.rng.choice(self.ways["lights"])).format(self.light)

    def _style(self) -> str:
        return str(self.rng.choice(self.ways["styles"])).format(self.style)

    def _with_purpose(self, text: str) -> str:
        if self.rng.random() > _USED:
            return text
        use = self._use()
        if self.rng.random() > _USE_FIRST:
            return f"{text} {str(self.rng.choice(self.ways['uses_last'])).format(use)}"
        if len(use) <= _LONGEST_USE and text.startswith(_WISHES) and self.rng.random() < 0.6:
            rest = text if text.startswith(("I ", "I'")) else text[:1].lower() + text[1:]
            return f"For {use}, {rest}"
        return f"{str(self.rng.choice(self.ways['uses_first'])).format(use)} {text}"

    def _use(self) -> str:
        if self.rng.random() < _OWN_USE:
            return self.scene.purpose
        group = self.rng.choice(self.ways["uses"])
        return f"{self.rng.choice(group['parts'])} {self.rng.choice(group['wholes'])}".strip()


@cache
def _ways() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("telling.toml").read_text(encoding="utf-8"))
