"""Which of the letters in a picture are texts, and how small ones are read."""

from __future__ import annotations

import pytest
from PIL import Image

from genevolve.world.judge import writing
from genevolve.world.judge.reading import Line
from genevolve.world.judge.writing import Place, Writing, misspelt, written

IMAGE = Image.new("RGB", (8, 8))
SIGN, WRONG_SIGN, TILE = Line("83", 0.5, 0.2), Line("8k", 0.5, 0.2), Line("83", 0.7, 0.7)
ON_TILE: list[Place] = [(0.6, 0.5, 0.9, 0.9)]


def reads(monkeypatch: pytest.MonkeyPatch, *lines: Line, close: tuple[Line, ...] = ()) -> None:
    """From now on this is read."""
    monkeypatch.setattr(writing, "read_lines", lambda _, *, closely=False: close if closely else lines)


def test_what_a_named_thing_bears_is_not_taken_for_the_text_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, SIGN, TILE)
    truth = written(IMAGE, ["83"], ON_TILE)
    assert truth == Writing((SIGN,), apart=True)
    reads(monkeypatch, WRONG_SIGN, TILE)
    assert misspelt(IMAGE, ["83"], truth, ON_TILE) == [("83", 1)]
    assert misspelt(IMAGE, ["83"], truth, []) == [("83", 0)]


def test_a_text_that_stands_on_a_named_thing_in_the_ground_truth_counts_there(monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, TILE)
    truth = written(IMAGE, ["83"], ON_TILE)
    assert truth == Writing((TILE,), apart=False)
    assert misspelt(IMAGE, ["83"], truth, ON_TILE) == [("83", 0)]


def test_a_ground_truth_that_cannot_be_read_is_looked_at_closely_and_so_is_the_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reads(monkeypatch, close=(SIGN,))
    truth = written(IMAGE, ["83"], [])
    assert truth.closely
    reads(monkeypatch, close=(WRONG_SIGN,))
    assert misspelt(IMAGE, ["83"], truth, []) == [("83", 1)]


def test_a_look_that_shows_no_more_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch)
    truth = written(IMAGE, ["83"], [])
    assert not truth.closely
    assert misspelt(IMAGE, ["83"], truth, []) == [("83", 0)]


def test_without_a_text_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "read_lines", lambda *_, **__: pytest.fail("nothing is asked for"))
    assert misspelt(IMAGE, [], written(IMAGE, [], ON_TILE), ON_TILE) == []
