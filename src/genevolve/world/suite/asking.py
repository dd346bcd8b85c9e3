"""The request of a scene, as a person would ask: a grammar with many ways to say the same."""

from __future__ import annotations

import random

from genevolve.world.suite.noun_phrases import Naming
from genevolve.world.suite.scene import Lettering, Scene, Thing
from genevolve.world.suite.words import capital, joined, table

_QUESTIONS = ("Could you", "Can you", "Could I")


def request_text(scene: Scene, rng: random.Random) -> str:
    """One natural wording of everything that the scene demands."""
    return Asking(scene, rng).text()


class Asking:
    """The writing of one request."""

    def __init__(self, scene: Scene, rng: random.Random) -> None:
        self.scene, self.rng = scene, rng
        self.words = table("wording")
        self.naming = Naming(scene, rng)
        self.setting = rng.choice(self.words["settings"][scene.setting])
        self.light = rng.choice(self.words["lights"][scene.light]) if scene.light_said else ""
        self.style = rng.choice(self.words["styles"][scene.style]) if scene.style else ""

    def text(self) -> str:
        """Opening, things, letters, light, style and purpose, in one of several orders."""
        body = self.rng.choice((self._in_one, self._main_first, self._place_first, self._listed))()
        letters = [self._letters(text) for text in self.scene.texts]
        tail = []
        if self.light:
            tail.append(self._light())
        if self.style:
            tail.append(self._style())
        self.rng.shuffle(tail)
        return self._with_purpose(" ".join([body, *letters, *tail]))

    def _in_one(self) -> str:
        """Draw A on the left and B on the right, in a park."""
        parts = [self._placed(thing) for thing in self.scene.things]
        lead = self._lead()
        where = self._where()
        if self.rng.random() < 0.5:
            return self._closed(f"{lead} {joined(parts)}, {where}", lead)
        return self._closed(f"{lead} a scene {where} with {joined(parts)}", lead)

    def _main_first(self) -> str:
        """I need A in a park, with B beside it."""
        first, *others = self.scene.things
        lead = self._lead()
        head = f"{lead} {self._placed(first)}{', ' if first.place_said else ' '}{self._where()}"
        if not others:
            return self._closed(head, lead)
        if self.rng.random() < 0.6:
            link = self.rng.choice(("with", "together with", "along with"))
            return self._closed(f"{head}, {link} {joined([self._placed(one) for one in others])}", lead)
        return f"{self._closed(head, lead)} {' '.join(self._sentence(one) for one in others)}"

    def _place_first(self) -> str:
        """In a park, A stands on the left and B on the right."""
        parts = [self._placed(thing) for thing in self.scene.things]
        start = self.rng.choice(("Picture this: ", "The scene: ", "", "", "Imagine this: "))
        where = self._where() if start else capital(self._where())
        return f"{start}{where}, {self.rng.choice(('there is', 'we see', 'I want to see', 'show'))} {joined(parts)}."

    def _listed(self) -> str:
        """A scene in a park. On the left there is A. B goes on the right."""
        lead = self._lead()
        what = self.rng.choice(("a scene", "a picture set", "an image set"))
        opening = self._closed(f"{lead} {what} {self._where()}", lead)
        return f"{opening} {' '.join(self._sentence(thing) for thing in self.scene.things)}"

    def _where(self) -> str:
        return str(self.setting)

    def _lead(self) -> str:
        sort = self.rng.choice(("imperative", "wish"))
        return str(self.rng.choice(self.words["openers"][sort]))

    def _closed(self, sentence: str, lead: str) -> str:
        return f"{sentence}{'?' if lead.startswith(_QUESTIONS) else '.'}"

    def _placed(self, thing: Thing) -> str:
        """A thing with its place, where the request says one."""
        return f"{self.naming.phrase(thing)}{self._place(thing)}"

    def _place(self, thing: Thing) -> str:
        if not thing.place_said:
            return " in the background" if thing.background and self.rng.random() < 0.5 else ""
        place = self.rng.choice(self.words["places"][thing.slot])
        return f" {place} in the background" if thing.background and self.rng.random() < 0.6 else f" {place}"

    def _sentence(self, thing: Thing) -> str:
        """A sentence of its own for one thing."""
        phrase, place = self.naming.phrase(thing), self._place(thing).strip()
        many = thing.count > 1
        if place:
            return self.rng.choice(
                (
                    f"{capital(place)} there {'are' if many else 'is'} {phrase}.",
                    f"{capital(place)}, put {phrase}.",
                    f"{capital(phrase)} should be {place}.",
                    f"{capital(phrase)} goes {place}." if not many else f"{capital(phrase)} go {place}.",
                )
            )
        return self.rng.choice(
            (
                f"There should be {phrase}.",
                f"Include {phrase}.",
                f"Add {phrase}.",
                f"It should show {phrase}.",
                f"I want to see {phrase} in it.",
            )
        )

    def _letters(self, text: Lettering) -> str:
        """What is to be read, and on what."""
        if text.second:
            place = self.rng.choice(("on the right", "in the top right corner", "at the top right"))
        elif len(self.scene.texts) > 1:
            place = self.rng.choice(("on the left", "in the top left corner", "at the top left"))
        else:
            place = self.rng.choice(("at the top", "above it all", "above the scene", "across the top"))
        carrier = self.naming.carrier(text)
        if text.said:
            said = self.naming.open_text(text)
            return self.rng.choice(
                (
                    f"{capital(carrier)} {place} should give {said}.",
                    f"Put {said} on {carrier} {place}.",
                    f"{capital(place)}, {carrier} shows {said}.",
                    f"Write {said} on {carrier} {place}.",
                    f"Add {carrier} {place} giving {said}.",
                )
            )
        quoted = f'"{text.string}"'
        return self.rng.choice(
            (
                f"{capital(carrier)} {place} reads {quoted}.",
                f"{capital(place)}, {carrier} says {quoted}.",
                f"Add {carrier} {place} with the words {quoted}.",
                f"The words {quoted} go on {carrier} {place}.",
                f"Put {quoted} on {carrier} {place}.",
                f"There should be {carrier} {place} that says {quoted}.",
            )
        )

    def _light(self) -> str:
        return self.rng.choice(
            (
                f"Show it {self.light}.",
                f"I want it {self.light}.",
                f"The whole thing should be {self.light}.",
                f"Please set it {self.light}.",
                f"Everything is seen {self.light}.",
            )
        )

    def _style(self) -> str:
        return self.rng.choice(
            (
                f"Do it {self.style}.",
                f"I'd like it {self.style}.",
                f"Render it {self.style}.",
                f"Please do the whole thing {self.style}.",
                f"It should be done {self.style}.",
            )
        )

    def _with_purpose(self, text: str) -> str:
        """Now and then, what it is for."""
        if self.rng.random() < 0.35:
            return text
        if self.rng.random() < 0.4 and text.startswith(("I ", "I'", "We ", "Please", "Could", "Can")):
            rest = text if text.startswith(("I ", "I'")) else text[:1].lower() + text[1:]
            return f"For {self.scene.purpose}, {rest}"
        return f"{text} {self.rng.choice(self.words['openers']['purpose_last']).format(self.scene.purpose)}"
