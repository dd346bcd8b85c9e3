"""The way back from a spoiled turn is shown, and the spoiled turn is not imitated."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny import tiny_encoder
from training_kit import data_at, sequences, small

from genevolve.agent.prompts import TURN_TOO_LONG
from genevolve.training.engine.sampling import LoopCheck
from genevolve.training.sequences import scored_tokens
from genevolve.training.sft import SupervisedBatches
from genevolve.training.spoiling import with_spoiled_turn

LOOP = 24


@pytest.mark.parametrize("seed", range(12))
def test_what_is_learned_is_the_same_tokens_as_without_it(seed: int) -> None:
    (row,) = sequences(1, observation_weight=0.1)
    spoiled = with_spoiled_turn(row, tiny_encoder(), LOOP, random.Random(seed))
    for learned in (lambda one: one.trained_T, lambda one: one.weight_T > 0):
        assert torch.equal(spoiled.ids_T[learned(spoiled)], row.ids_T[learned(row)])
    assert torch.equal(spoiled.weight_T[scored_tokens(spoiled)], row.weight_T[scored_tokens(row)])
    assert torch.equal(spoiled.ids_T[: row.prefix_tokens], row.ids_T[: row.prefix_tokens])
    lengths = {len(getattr(spoiled, name)) for name in ("ids_T", "trained_T", "weight_T", "sampled_T", "turn_T")}
    assert lengths == {len(spoiled)}


def test_no_marker_is_put_in_a_placeholder_without_its_picture_least_of_all() -> None:
    ids = tiny_encoder().ids
    for seed in range(200):
        (row,) = sequences(1)
        spoiled = with_spoiled_turn(row, tiny_encoder(), LOOP, random.Random(seed))
        for marker in ids.banned:
            if marker != ids.im_start:
                assert (spoiled.ids_T == marker).sum() == (row.ids_T == marker).sum()
        assert (spoiled.ids_T == ids.im_end).sum() == (row.ids_T == ids.im_end).sum() + 2


@pytest.mark.parametrize("seed", range(12))
def test_the_spoiled_turn_is_one_that_the_engine_cuts_and_the_loop_corrects(seed: int) -> None:
    (row,) = sequences(1)
    encoder = tiny_encoder()
    spoiled = with_spoiled_turn(row, encoder, LOOP, random.Random(seed))
    num_new = len(spoiled) - len(row)
    first = int((spoiled.ids_T[: len(row)] != row.ids_T).nonzero()[0])
    text = encoder.tokenizer.decode(spoiled.ids_T[max(0, first - 1) : first + num_new + 1])
    assert TURN_TOO_LONG in text
    check, cut = LoopCheck(LOOP), False
    ids = spoiled.ids_T.tolist()
    for end in range(1, len(ids) + 1):
        cut = cut or check.is_loop(ids[:end])
    assert cut


def test_the_share_says_how_many_are_shown_with_one(tmp_path: Path) -> None:
    data = data_at(tmp_path / "data")

    def lengths(share: float) -> list[int]:
        settings = small(sft__max_steps=0, sft__spoiled_share=share)
        return [
            len(row) for step in range(3) for row in SupervisedBatches(data, tiny_encoder(), settings).of_step(step)[0]
        ]

    plain, half, all_of_them = lengths(0.0), lengths(0.5), lengths(1.0)
    assert all(one > other for one, other in zip(all_of_them, plain, strict=True))
    assert 0 < sum(one > other for one, other in zip(half, plain, strict=True)) < len(plain)
    assert lengths(0.5) == half
