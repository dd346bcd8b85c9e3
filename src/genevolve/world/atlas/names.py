"""Invented names: pronounceable, short, unique, and of no real place or brand that a small block list knows."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from importlib.resources import files

MIN_LETTERS, MAX_LETTERS = 5, 11
NUM_TOWNS = 48


class Namer:
    """Hands out words of the invented languages: `word` never the same one twice, towns and people again and again."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._languages = [rng.sample(words, len(words)) for words in _lexicon()]
        self._towns = [self.word() for _ in range(NUM_TOWNS)]
        self._people = [self.word() for _ in range(NUM_TOWNS)]

    def word(self) -> str:
        """A capitalised word that nothing else bears."""
        return self._rng.choice([words for words in self._languages if words]).pop()

    def town(self) -> str:
        """One of the Atlas's towns."""
        return self._rng.choice(self._towns)

    def person(self) -> str:
        """Given name and surname."""
        given, surname = self._rng.sample(self._people, 2)
        return f"{given} {surname}"


@cache
def _lexicon() -> tuple[tuple[str, ...], ...]:
    """Every word of every language, in a fixed order."""
    tables = tomllib.loads(files("genevolve.world.atlas").joinpath("data", "names.toml").read_text("utf-8"))
    taken = set(tables.pop("blocked")["words"])
    languages = []
    for parts in tables.values():
        words = []
        for start in parts["starts"]:
            for middle in ("", *parts["middles"]):
                for end in parts["ends"]:
                    word = _joined(start, middle, end)
                    if word not in taken and MIN_LETTERS <= len(word) <= MAX_LETTERS:
                        taken.add(word)
                        words.append(word.capitalize())
        languages.append(tuple(words))
    return tuple(languages)


def _joined(*parts: str) -> str:
    """Syllables side by side, without a letter three times in a row and without a doubled vowel at the seam."""
    word = ""
    for part in parts:
        if word and part and word[-1] == part[0] and (part[0] in "aeiou" or word[-2:-1] == part[0]):
            part = part[1:]
        word += part
    return word
