"""The screen: which requests go no further, each with its reasons: copies, lengths, private persons, unsafe wishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genevolve.config.data import ScreenSettings
from genevolve.data.persons import PRIVATE_PERSON, PUBLIC_NAMES, private_persons
from genevolve.data.similar import WordGrams, same_text
from genevolve.data.unsafe import unsafe
from genevolve.errors import DataError
from genevolve.records import DataItem, Reason, Request, Stage, StageRow, Verdict

TOO_SHORT = "too_short"
TOO_LONG = "too_long"
EXACT_DUPLICATE = "exact_duplicate"
NEAR_DUPLICATE = "near_duplicate"

NUM_WORDS = "num_words"
SIMILARITY = "similarity"
"""The scores of a row: how many words, and how alike the most similar request is that was kept before."""


@dataclass(frozen=True)
class ScreenStage:
    """A `WholeStage`: of requests that are alike, the first that breaks no other rule is kept."""

    settings: ScreenSettings

    stage = Stage.SCREEN

    def work(self, items: Sequence[DataItem]) -> Iterator[StageRow]:
        """A row for every item, in their order."""
        requests = [_request_of(item) for item in items]
        grams = WordGrams([request.prompt for request in requests])
        first_with: dict[str, int] = {}
        kept = np.zeros(len(items), dtype=bool)
        for place, (item, request) in enumerate(zip(items, requests, strict=True)):
            reasons = list(self._own_reasons(item, request))
            nearest, similarity = _nearest_kept(grams, place, kept)
            text = same_text(request.prompt)
            if text in first_with:
                reasons.append(Reason(code=EXACT_DUPLICATE, detail=f"as {items[first_with[text]].id}"))
            elif similarity >= self.settings.near_duplicate:
                alike = f"{similarity:.2f} like {items[nearest].id}"
                reasons.append(Reason(code=NEAR_DUPLICATE, detail=alike))
            if not reasons:
                kept[place] = True
                first_with[text] = place
            yield StageRow(
                id=item.id,
                stage=self.stage,
                verdict=Verdict.REJECTED if reasons else Verdict.KEPT,
                reasons=tuple(reasons),
                scores={NUM_WORDS: len(request.prompt.split()), SIMILARITY: round(similarity, 4)},
                by="screen/1",
            )

    def _own_reasons(self, item: DataItem, request: Request) -> Iterator[Reason]:
        """What is wrong with a request, whatever the others are."""
        num = len(request.prompt.split())
        if num < self.settings.min_words:
            yield Reason(code=TOO_SHORT, detail=f"{num} words, fewest are {self.settings.min_words}")
        if num > self.settings.max_words:
            yield Reason(code=TOO_LONG, detail=f"{num} words, most are {self.settings.max_words}")
        yield from content_reasons(request.prompt, (*item.entities, *request.meta.get(PUBLIC_NAMES, ())))


def content_reasons(text: str, public: Sequence[str] = ()) -> Iterator[Reason]:
    """What forbids a request because of its content; `public` are names in it that are no private persons'."""
    for found in private_persons(text, public):
        yield Reason(code=PRIVATE_PERSON, detail=found)
    for code, words in unsafe(text):
        yield Reason(code=code, detail=words)


def _nearest_kept(grams: WordGrams, place: int, kept: NDArray[np.bool_]) -> tuple[int, float]:
    alike = grams.similarities(place, before=True) * kept[:place]
    if alike.size == 0:
        return -1, 0.0
    nearest = int(alike.argmax())
    return nearest, float(alike[nearest])


def _request_of(item: DataItem) -> Request:
    if item.request is None:
        raise DataError(f"item {item.id} has no request; run the stage `requests` first")
    return item.request
