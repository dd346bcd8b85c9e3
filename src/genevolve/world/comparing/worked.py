"""A rollout as a comparator reads it: what was asked, what came back, what was chosen, how the prompt is worded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from genevolve.language import read
from genevolve.language.description import Description, OpenFact
from genevolve.records import ImageSearchData, Reference, Request, SearchData, SkillData, TextHit, Trajectory
from genevolve.records.experience import Contender
from genevolve.records.wire import IMAGE_SEARCH, QUERY_KNOWLEDGE, SEARCH

_WORD = re.compile(r"\w+")
_SMALL = frozenset({"of", "the", "a", "an", "and"})
_SAME_COLOUR = re.compile(r"\b(?:same|official|its|company's|brand's|signature) colou?r\b", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """The request, as far as anybody can read it."""

    request: Request

    @cached_property
    def read(self) -> Description:
        """Its things, texts, light and style."""
        return read(self.request.prompt)

    @property
    def described(self) -> list[OpenFact]:
        """Things that are not named but told by a fact: "the country whose capital is …"."""
        return [fact for fact in self.read.open_facts if fact.subject[:1].islower()]

    @property
    def letters(self) -> list[OpenFact]:
        """Facts that are to be written: its slogan."""
        written = {text.string for text in self.read.texts}
        return [fact for fact in self.read.open_facts if fact.phrase in written]

    @property
    def wants_colour(self) -> bool:
        """Whether a colour has to be looked up: in the same colour as its door."""
        return _SAME_COLOUR.search(self.request.prompt) is not None


class Worked:
    """One rollout of the pair."""

    def __init__(self, contender: Contender, asked: Asked) -> None:
        self.contender = contender
        self.asked = asked
        self.trajectory: Trajectory = contender.trajectory
        self.kinds = tuple(call.name for call in self.trajectory.tool_calls)

    @cached_property
    def prompt(self) -> str:
        """`gen_prompt`; empty without a program."""
        return self.trajectory.program.gen_prompt if self.trajectory.program else ""

    @cached_property
    def read(self) -> Description:
        """The prompt as a generator reads it."""
        return read(self.prompt)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The chosen pictures."""
        return self.trajectory.program.references if self.trajectory.program else ()

    @property
    def titles(self) -> frozenset[str]:
        """What the chosen pictures are called."""
        return frozenset(reference.title for reference in self.references)

    @cached_property
    def searches(self) -> tuple[str, ...]:
        """Queries of `search` that were answered, in order."""
        return tuple(result.query for data in self._data() if isinstance(data, SearchData) for result in data.results)

    @cached_property
    def image_queries(self) -> tuple[str, ...]:
        """Queries of `image_search` that were answered, in order."""
        return tuple(data.query for data in self._data() if isinstance(data, ImageSearchData))

    @cached_property
    def skills(self) -> frozenset[str]:
        """Skills that were opened."""
        return frozenset(data.skill_name for data in self._data() if isinstance(data, SkillData))

    @cached_property
    def pages(self) -> tuple[TextHit, ...]:
        """Everything that `search` found."""
        data = (one for one in self._data() if isinstance(one, SearchData))
        return tuple(hit for one in data for result in one.results for hit in result.hits)

    @property
    def chose_later_result(self) -> bool:
        """Whether a chosen picture was not the first of its list."""
        later = {hit.sha256 for data in self._data() if isinstance(data, ImageSearchData) for hit in data.hits[1:]}
        return any(reference.sha256 in later for reference in self.references)

    def names(self) -> list[frozenset[str]]:
        """The words of each chosen picture's name, as its title gives it before a dash."""
        return [words(title.split(" — ")[0]) for title in sorted(self.titles)]

    def step(self, kind: str) -> int:
        """When a kind of call was first made; after all others when it never was."""
        return self.kinds.index(kind) if kind in self.kinds else len(self.kinds)

    def plan(self) -> tuple[str, ...]:
        """The kinds of calls in the order in which each first came."""
        return tuple(sorted({SEARCH, IMAGE_SEARCH, QUERY_KNOWLEDGE} & set(self.kinds), key=self.step))

    def _data(self) -> Iterator[object]:
        return (turn.observation.data for turn in self.trajectory.turns if turn.observation is not None)


def words(text: str) -> frozenset[str]:
    """The words of a text that matter, in lower case."""
    return frozenset(_WORD.findall(text.casefold())) - _SMALL


def any_holds(texts: Iterable[str], wanted: frozenset[str]) -> bool:
    """Whether one of the texts has all the words that are wanted."""
    return any(wanted <= words(text) for text in texts)
