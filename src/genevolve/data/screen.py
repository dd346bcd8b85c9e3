"""The screen: which requests go no further, each with its reasons: copies, lengths, private persons, unsafe wishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genevolve.config.data import ScreenSettings
from genevolve.data.persons import PUBLIC_NAMES
from genevolve.data.rules import faults_of_text
from genevolve.data.similar import WordGrams, same_text
from genevolve.errors import DataError
from genevolve.records import DataItem, Reason, Request, Stage, StageRow, Verdict

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
            public = (*item.entities, *request.meta.get(PUBLIC_NAMES, ()))
            reasons = list(faults_of_text(request.prompt, public, self.settings))
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
