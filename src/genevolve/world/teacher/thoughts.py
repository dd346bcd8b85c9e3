"""What a teacher thinks aloud: in plain sentences, or writing down every fact just before it uses it.

A small model learns to copy long before it learns to recall. The copying style therefore begins with the whole plan,
a draft of the program in it, and then says each value after the number, the title and the key that it has on the page,
each query as it is asked, and each picture with its id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from genevolve.agent.planner.history import History, PictureFound
from genevolve.records.wire import REFERENCE_ORDINALS
from genevolve.world.suite import Fact, Target
from genevolve.world.teacher.chains import leads_to

LOOKS = "the looks of "
"""How the note of a picture begins in an ideal program."""

Style = Literal["plain", "copying"]

_FACT_END = re.compile(r";\s+|(?<=[.!?])\s+(?=[A-Z])")
_LETTERS = re.compile(r'the text "[^"]+"')
_COLOUR = re.compile(r" (?:is|an?) ((?:[a-z-]+ )?[a-z-]+ \(#[0-9a-f]{6}\))")


class Thoughts(Protocol):
    """The thought of each kind of turn."""

    def search(self, asked: Sequence[Fact], wanted: Sequence[Fact], queries: Sequence[str]) -> str:
        """Before a search for `wanted`, when `asked` were looked up already."""
        ...

    def picture(self, target: Target, query: str) -> str:
        """Before a search for the picture of `target`."""
        ...

    def skill(self, skill: str) -> str:
        """Before a skill is opened."""
        ...

    def answer(self, asked: Sequence[Fact], prompt: str, pictures: Sequence[PictureFound], notes: Sequence[str]) -> str:
        """Before the answer with `prompt`, `pictures` and their `notes`, when `asked` were looked up."""
        ...


class PlainThoughts:
    """A sentence or two."""

    def search(self, asked: Sequence[Fact], wanted: Sequence[Fact], queries: Sequence[str]) -> str:  # noqa: ARG002
        """See `Thoughts.search`."""
        attributes = " and the ".join(dict.fromkeys(fact.attribute for fact in wanted))
        known = f"It is {' and '.join(dict.fromkeys(fact.value for fact in asked))}. " if asked else ""
        return f"{known}I cannot know the {attributes}. I look it up."

    def picture(self, target: Target, query: str) -> str:  # noqa: ARG002 - the sentence names the thing only
        """See `Thoughts.picture`."""
        return f"How {target.name} looks is a matter of fact. I need a picture of it."

    def skill(self, skill: str) -> str:
        """See `Thoughts.skill`."""
        return f"Before I write, I read what {skill} says on such a picture."

    def answer(
        self,
        asked: Sequence[Fact],  # noqa: ARG002 - the titles say enough
        prompt: str,  # noqa: ARG002
        pictures: Sequence[PictureFound],
        notes: Sequence[str],  # noqa: ARG002
    ) -> str:
        """See `Thoughts.answer`."""
        titles = "; ".join(picture.title for picture in pictures)
        return f"I have what I need{f': {titles}' if titles else ''}. I write the program by the rules I read."


class CopyingThoughts:
    """What the last observation brought, as it stands there, and then what is copied out of it."""

    def __init__(
        self,
        history: History,
        latest: History,
        facts: Sequence[Fact],
        right: Sequence[PictureFound],
        *,
        opening: str = "",
    ) -> None:
        """Think over `history`, the `latest` observation alone, the `facts` to be found, and the `right` pictures.

        `opening` is the first of all thoughts, but for one that answers at once: there it only begins it.
        """
        self._history, self._latest, self._facts, self._right = history, latest, facts, right
        self._opening = opening

    def search(self, asked: Sequence[Fact], wanted: Sequence[Fact], queries: Sequence[str]) -> str:  # noqa: ARG002
        """See `Thoughts.search`."""
        return self._noted(f"Search: {json.dumps(list(queries), ensure_ascii=False)}.")

    def picture(self, target: Target, query: str) -> str:  # noqa: ARG002 - the query names the thing
        """See `Thoughts.picture`."""
        return self._noted(f"Picture: {json.dumps(query, ensure_ascii=False)}.")

    def skill(self, skill: str) -> str:
        """See `Thoughts.skill`."""
        return self._noted(f"Skill: {skill}.")

    def answer(self, asked: Sequence[Fact], prompt: str, pictures: Sequence[PictureFound], notes: Sequence[str]) -> str:
        """See `Thoughts.answer`."""
        facts = [fact for fact in asked if not _is_name(fact) and not any(leads_to(fact, other) for other in asked)]
        values = dict.fromkeys([*_LETTERS.findall(prompt), *_COLOUR.findall(prompt)])
        chosen = [
            f"So {picture.img_id} is the {ordinal} reference image: {note.removeprefix(LOOKS)}."
            for ordinal, picture, note in zip(REFERENCE_ORDINALS, pictures, notes, strict=False)
        ]
        opening = [self._opening] if self._opening else []
        said = [*_statements(facts, self._history), *(f"So {value}." for value in values), *chosen]
        return " ".join([*opening, *said, "I write."])

    def _noted(self, next_step: str) -> str:
        found = [*_statements(self._facts, self._latest), *self._judged()]
        return self._opening or " ".join([*found, next_step])

    def _judged(self) -> Iterator[str]:
        """Each picture just shown, up to the right one."""
        right = {picture.img_id for picture in self._right}
        for pictures in self._latest.pictures.values():
            for picture in pictures:
                yield f"Seen {picture.img_id}: {picture.title} is {'right' if picture.img_id in right else 'wrong'}."
                if picture.img_id in right:
                    break


def _statements(facts: Sequence[Fact], history: History) -> list[str]:
    """Each fact as it is stated on the page that was found for it; one that no page shows is left unsaid."""
    return list(dict.fromkeys(said for fact in facts if (said := _statement(fact, history))))


def _statement(fact: Fact, history: History) -> str:
    value = fact.value.casefold()
    for number, hit in enumerate(history.texts_for(fact.query), start=1):
        if _is_name(fact) and value in hit.title.casefold():
            return f"[{number}] {hit.title}: {hit.snippet}."
        stated = next((part for part in _FACT_END.split(hit.snippet) if value in part.casefold()), "")
        if stated:
            return f"[{number}] {hit.title}: {stated.removesuffix('.')}."
    return ""


def _is_name(fact: Fact) -> bool:
    """Whether a thing is sought that was only described: the page's title is the answer."""
    return fact.attribute == "name"
