"""How a request calls the things of a scene."""

from __future__ import annotations

import random

from genevolve.language.numerals import number_word, ordinal_word
from genevolve.world.suite.scene import Anchor, Lettering, Paint, Scene, Thing
from genevolve.world.suite.words import possessive, table, with_article


class Naming:
    """The noun phrases of one request. A named thing is called by its full description once, then by its kind."""

    def __init__(self, scene: Scene, rng: random.Random) -> None:
        self._scene, self._rng = scene, rng
        self._called: set[str] = set()

    def phrase(self, thing: Thing) -> str:
        """The thing with its look, and what it bears."""
        if thing.count > 1:
            return self._group(thing)
        if thing.anchor is not None:
            return self._anchor(thing.anchor)
        base = self._dyed(thing)
        if thing.bears is not None:
            how = self._rng.choice(("with {} on it", "bearing {}", "that carries {}", "showing {}"))
            return f"{base} {how.format(self._anchor(thing.bears))}"
        return base

    def carrier(self, text: Lettering) -> str:
        """As "a wooden sign"."""
        return with_article(text.carrier)

    def open_text(self, text: Lettering) -> str:
        """As "its motto" where it is clear whose, else "the motto of House Ullenfjell"."""
        anchor = self._scene.anchors[0]
        alone = len(self._scene.anchors) == 1
        said = text.said
        if anchor.kind == "flag" and (not alone or self._rng.random() < 0.4):
            whose = possessive(anchor.entity.name) if anchor.entity.name in anchor.said else "that country's"
            return said.replace("the country's", whose)
        if said.startswith("its ") and (not alone or self._rng.random() < 0.4):
            return f"{said.replace('its ', 'the ', 1)} of {self._short(anchor)}"
        return said

    def _short(self, anchor: Anchor) -> str:
        """The thing once more: by name where the request has named it."""
        if anchor.said == anchor.called or anchor.entity.name in anchor.said:
            return f"the {anchor.entity.name}" if anchor.kind in ("landmark", "creature") else anchor.entity.name
        return {"arms": "these arms", "flag": "that country", "invented_brand": "that company"}.get(
            anchor.kind, f"that {anchor.noun}"
        )

    def _anchor(self, anchor: Anchor) -> str:
        if anchor.kind == "animal":
            return with_article(anchor.entity.name)
        return anchor.said

    def _dyed(self, thing: Thing) -> str:
        if thing.material:
            adjective = table("wording")["material_adjectives"].get(thing.material, thing.material)
            return self._rng.choice(
                (
                    with_article(f"{adjective} {thing.noun}"),
                    f"{with_article(thing.noun)} made of {thing.material}",
                    f"{with_article(thing.noun)} of {thing.material}",
                )
            )
        if thing.colour is None:
            return with_article(thing.noun)
        if thing.colour.is_open:
            return f"{with_article(thing.noun)} in {thing.colour.said}"
        return self._plain(thing.noun, thing.colour)

    def _plain(self, noun: str, colour: Paint) -> str:
        return self._rng.choice(
            (
                with_article(f"{colour.name} {noun}"),
                with_article(f"{colour.name} {noun}"),
                f"{with_article(noun)} in {colour.name}",
            )
        )

    def _group(self, thing: Thing) -> str:
        number, many = number_word(thing.count), thing.many
        exactly = self._rng.choice(("exactly ", "exactly ", "", ""))
        row = self._rng.choice(("in a row", "side by side", "lined up", "next to each other"))
        if thing.colour is None:
            return f"{exactly}{number} {many} {row}"
        if thing.odd_colour is None:
            return f"{exactly}{number} {thing.colour.name} {many} {row}"
        odd, one, rest = self._odd(thing), thing.odd_colour.name, thing.colour.name
        return self._rng.choice(
            (
                f"{exactly}{number} {many} {row}, {odd} one {one} and the others {rest}",
                f"{exactly}{number} {many} {row} ({odd} is {one}, the rest are {rest})",
                f"a row of {exactly}{number} {many}, all {rest} except {odd}, which is {one}",
                f"{exactly}{number} {rest} {many} {row}, with {odd} one {one} instead",
            )
        )

    def _odd(self, thing: Thing) -> str:
        """As "the second from the left"."""
        if thing.odd * 2 == thing.count + 1 and self._rng.random() < 0.7:
            return "the middle"
        if thing.odd == 1:
            return self._rng.choice(("the first", "the leftmost"))
        if thing.odd == thing.count:
            return self._rng.choice(("the last", "the rightmost"))
        return f"the {ordinal_word(thing.odd)}"
