"""Lessons in copying: names, facts, ids of pictures and quotations, out of pages full of their like.

Everything is made up anew for each lesson, from the syllables, keys and values of transcripts, so that nothing can be
known and all has to be read off. The pages look like what the compact view shows of the world's.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from genevolve.training.making.lessons import Lesson, Mark

NAME, FACT, AGAIN, QUOTE, REPEAT = "name", "fact", "fact again", "quotation", "repetition"
PICTURE, VERDICT = "picture id", "right or wrong"

_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(r"[^aeiouy]*[aeiouy]+(?:[^aeiouy]+$)?")
_FACT = re.compile(r"(?:(?<=[;.:] )|(?<=^))([a-z][a-z ]{2,18}): ([\w' .,-]{2,36})(?=[;.])", re.MULTILINE)
_MIN_SYLLABLES = 40
_MIN_FACTS = 20


@dataclass(frozen=True)
class Wordstock:
    """What lessons are made of."""

    syllables: tuple[str, ...]
    kinds: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    passages: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Gather it from transcripts: names are the capitalised words that are nowhere written small.

        Raises:
            ValueError: they hold too little to make anything up.
        """
        passages = tuple(dict.fromkeys(texts))
        words = {word for text in passages for word in _WORD.findall(text)}
        small = {word for word in words if word.islower() and len(word) > 2}
        names = {word for word in words if word.istitle() and len(word) > 3 and word.lower() not in small}
        syllables = {one for name in names for one in _SYLLABLE.findall(name.lower()) if 1 < len(one) < 6}
        kinds = {word for word in words if word.istitle() and len(word) > 3 and word.lower() in small}
        facts = {fact for text in passages for fact in _FACT.findall(text)}
        if len(syllables) < _MIN_SYLLABLES or len(facts) < _MIN_FACTS:
            raise ValueError(f"{len(syllables)} syllables and {len(facts)} facts: too few to make lessons of")
        return cls(tuple(sorted(syllables)), tuple(sorted(kinds)), tuple(sorted(facts)), tuple(sorted(small)), passages)

    def name(self, rng: random.Random) -> str:
        """One or two invented words, and often what kind of thing it is."""
        words = [self._invented(rng) for _ in range(rng.choice((1, 1, 2)))]
        return " ".join([*words, rng.choice(self.kinds)] if rng.random() < 0.6 else words)

    def facts_about(self, rng: random.Random, keys: Iterable[str]) -> dict[str, str]:
        """A value for each key: mostly one that some other key has, often an invented name or a number."""
        return {key: self._value(rng) for key in keys}

    def keys(self, rng: random.Random, num: int) -> list[str]:
        """Different keys."""
        return rng.sample(sorted({key for key, _ in self.facts}), num)

    def quotation(self, rng: random.Random) -> str:
        """A few words as a sign would carry them."""
        words = [rng.choice(self.words) for _ in range(rng.randint(1, 3))]
        return rng.choice((str.upper, str.title, str.capitalize))(" ".join(words))

    def _value(self, rng: random.Random) -> str:
        kind = rng.random()
        if kind < 0.35:
            return " ".join(self._invented(rng) for _ in range(rng.choice((1, 2))))
        return str(rng.randint(1200, 2030)) if kind < 0.5 else rng.choice(self.facts)[1]

    def _invented(self, rng: random.Random) -> str:
        return "".join(rng.choice(self.syllables) for _ in range(rng.choice((2, 3, 3, 4)))).capitalize()


def copying_lesson(stock: Wordstock, rng: random.Random) -> Lesson:
    """One lesson of one of the kinds below."""
    return rng.choices((_facts_lesson, _pictures_lesson, _repeating_lesson), (6, 3, 2))[0](stock, rng)


def _facts_lesson(stock: Wordstock, rng: random.Random) -> Lesson:
    """A thing is named, looked up, and found among others about which the same is known."""
    names = _distinct(stock, rng, rng.randint(3, 5))
    keys = stock.keys(rng, 3)
    asked = keys[: rng.choice((1, 1, 2))]
    pages = {name: stock.facts_about(rng, keys[: rng.randint(len(asked), 3)]) for name in names}
    name = rng.choice(names)
    quote = stock.quotation(rng)
    shown = rng.sample(names, len(names))
    lines = [f"[{number}] {one}: {_told(one, pages[one], rng)}" for number, one in enumerate(shown, 1)]
    queries: list[str | Mark] = [part for key in asked for part in (f'"{key} of ', Mark(NAME, name), '", ')]
    lesson = Lesson().told(f'{_filler(stock, rng)} {name}, with its {" and ".join(asked)}, and the text "{quote}".')
    lesson.says("<think>Search: [", *queries, "].</think>\n<tool_call>[", *queries, "]</tool_call>")
    lesson.told("<tool_response>\n" + "\n".join(lines) + "\n</tool_response>")
    number, thought = shown.index(name) + 1, list[str | Mark]()
    for key in asked:
        thought += [f"[{number}] ", Mark(NAME, name), f": {key}: ", Mark(FACT, pages[name][key]), ". "]
    answer: list[str | Mark] = [part for key in asked for part in (f"{key}: ", Mark(AGAIN, pages[name][key]), ", ")]
    lettering: list[str | Mark] = ['the text "', Mark(QUOTE, quote), '"']
    lesson.says("<think>", *thought, "So ", *lettering, ".</think>")
    lesson.told("Write.")
    escaped: list[str | Mark] = ['the text \\"', Mark(QUOTE, quote), '\\"']
    return lesson.says("<answer>", Mark(NAME, name), ", ", *answer, *escaped, "</answer>")


def _pictures_lesson(stock: Wordstock, rng: random.Random) -> Lesson:
    """Pictures are listed by id and title; those of the thing in question are found by going through the list."""
    names = _distinct(stock, rng, rng.randint(2, 5))
    first = rng.randint(1, 12)
    listed = {name: f"IMG_{number:03d}" for number, name in enumerate(names, first)}
    lines = [f"{img_id}: {name}" for name, img_id in listed.items()]
    right = rng.choice(names)
    lesson = Lesson().told(f"{_filler(stock, rng)} {right}.").says('<think>Picture: "', Mark(NAME, right), '".</think>')
    lesson.told("<tool_response>\n" + "\n".join(lines) + "\n</tool_response>")
    said: list[str | Mark] = []
    for name in names[: names.index(right) + 1]:
        verdict = Mark(VERDICT, "right" if name == right else "wrong")
        said += [f"Seen {listed[name]}: ", Mark(NAME, name), " is ", verdict, ". "]
    chosen: list[str | Mark] = [
        "So ",
        Mark(PICTURE, listed[right]),
        " is the first reference image: ",
        Mark(NAME, right),
    ]
    lesson.says("<think>", *said, *chosen, ".</think>")
    lesson.told("Write.")
    noted: list[str | Mark] = ['{"img_id": "', Mark(PICTURE, listed[right]), '", "note": "', Mark(NAME, right), '"}']
    return lesson.says("<answer>", *noted, "</answer>")


def _repeating_lesson(stock: Wordstock, rng: random.Random) -> Lesson:
    """A sentence of a passage is asked for by its first words."""
    text = _excerpt(rng.choice(stock.passages), rng, rng.randint(200, 1500))
    words = text.split(" ")
    start = rng.randrange(max(1, len(words) - 14))
    opening, rest = " ".join(words[start : start + 3]), " ".join(words[start + 3 : start + rng.randint(6, 14)])
    lesson = Lesson().told(f"{text}\nGo on: {opening}")
    return lesson.says(f"<answer>{opening} ", Mark(REPEAT, rest), "</answer>") if rest else lesson.says(opening)


def _told(name: str, facts: dict[str, str], rng: random.Random) -> str:
    """As pages tell it: what was asked for first, mostly; in one list, or each fact with the name before it."""
    told = [f"{key}: {value}" for key, value in facts.items()]
    if rng.random() < 0.3:
        rng.shuffle(told)
    return "; ".join(told) if rng.random() < 0.7 else " ".join(f"{name} {one}." for one in told)


def _filler(stock: Wordstock, rng: random.Random) -> str:
    return _excerpt(rng.choice(stock.passages), rng, rng.randint(0, 500))


def _excerpt(text: str, rng: random.Random, num_chars: int) -> str:
    """About `num_chars` of a text, from a word to a word, without anything that looks like a tag."""
    start = rng.randrange(max(1, len(text) - num_chars))
    return " ".join(re.sub(r"<[^>]*>", "", text[start : start + num_chars]).split(" ")[1:-1])


def _distinct(stock: Wordstock, rng: random.Random, num: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < num:
        names[stock.name(rng)] = None
    return list(names)
