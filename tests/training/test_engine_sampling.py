"""Drawing a token: what may be drawn, how often, with which log-prob, and by what it is decided."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from genevolve.training.engine.sampling import LoopCheck, Noise, draw

NOBODY = torch.tensor([], dtype=torch.int64)
LOGITS = [2.0, 1.5, 1.0, 0.0, -1.0, -3.0]


def drawn(
    logits: list[float], temperature: float, top_p: float, banned: Tensor = NOBODY, num: int = 1
) -> tuple[list[int], list[float]]:
    noise = Noise(7, len(logits))
    ids_B, logprobs_B = draw(
        torch.tensor(logits).expand(num, -1),
        torch.full((num,), temperature),
        torch.full((num,), top_p),
        banned,
        torch.from_numpy(np.stack([noise.next() for _ in range(num)])),
    )
    return ids_B.tolist(), logprobs_B.tolist()


def test_ids_are_drawn_as_often_as_they_are_likely() -> None:
    ids, _ = drawn(LOGITS, 0.7, 1.0, num=20_000)
    shares = np.bincount(ids, minlength=len(LOGITS)) / len(ids)
    expected = (torch.tensor(LOGITS) / 0.7).softmax(-1).numpy()
    assert np.abs(shares - expected).max() < 4 * np.sqrt(0.25 / len(ids))


@given(top_p=st.floats(0.02, 0.99), steps=st.lists(st.integers(-40, 40), min_size=2, max_size=9, unique=True))
def test_the_nucleus_is_the_smallest_set_of_the_likeliest(top_p: float, steps: list[int]) -> None:
    logits = [step / 10 for step in steps]
    probs = torch.tensor(logits).softmax(-1)
    nucleus, mass = set(), 0.0
    for index in probs.argsort(descending=True).tolist():
        if mass >= top_p - 1e-6:
            break
        nucleus.add(index)
        mass += probs[index].item()
    ids, _ = drawn(logits, 1.0, top_p, num=200)
    assert set(ids) <= nucleus
    likely = {index for index in nucleus if probs[index].item() / mass > 0.1}
    assert likely <= set(ids)


def test_banned_ids_are_never_drawn_however_likely_they_are() -> None:
    logits = [60.0, 0.0, 0.5, 59.0]
    for temperature, top_p in ((0.0, 1.0), (0.7, 0.95), (1.0, 0.1), (1.5, 1.0)):
        ids, _ = drawn(logits, temperature, top_p, torch.tensor([0, 3]), num=300)
        assert set(ids) <= {1, 2}


def test_logprobs_are_of_the_whole_vocabulary_at_the_temperature() -> None:
    ids, logprobs = drawn(LOGITS, 0.7, 0.5, torch.tensor([1]), num=50)
    expected = (torch.tensor(LOGITS) / 0.7).log_softmax(-1)
    assert logprobs == pytest.approx(expected[ids].tolist(), abs=1e-6)


def test_temperature_zero_takes_the_likeliest_and_tells_its_logprob_at_one() -> None:
    ids, logprobs = drawn(LOGITS, 0.0, 0.1, torch.tensor([0]), num=20)
    assert set(ids) == {1}
    assert logprobs == pytest.approx([torch.tensor(LOGITS).log_softmax(-1)[1].item()] * 20, abs=1e-6)


def test_rows_do_not_touch_each_other() -> None:
    noise_BV = torch.from_numpy(np.stack([Noise(seed, 6).next() for seed in range(40)]))
    logits_BV = torch.randn(40, 6, generator=torch.Generator().manual_seed(0))
    temperature_B, top_p_B = torch.linspace(0, 2, 40), torch.linspace(0.1, 1, 40)
    together = draw(logits_BV, temperature_B, top_p_B, NOBODY, noise_BV)[0]
    alone = [draw(logits_BV[r : r + 1], temperature_B[r : r + 1], top_p_B[r : r + 1], NOBODY, noise_BV[r : r + 1])[0]
             for r in range(40)]  # fmt: skip
    assert together.tolist() == torch.cat(alone).tolist()


def test_noise_is_a_function_of_the_seed_and_of_the_place() -> None:
    one, again, other = Noise(1, 512), Noise(1, 512), Noise(2, 512)
    first, second = one.next(), one.next()
    assert (first == again.next()).all()
    assert (second == again.next()).all()
    assert np.abs(np.corrcoef([first, second, other.next()]) - np.eye(3)).max() < 0.2


@pytest.mark.parametrize("period", [1, 3, 8])
def test_a_loop_is_seen_when_it_has_gone_on_for_the_limit(period: int) -> None:
    check = LoopCheck(8)
    ids = [100, 101, 102]
    for token in ids:
        check.is_loop([*ids[: ids.index(token) + 1]])
    for number in range(60):
        ids.append(number % period)
        if check.is_loop(ids):
            break
    assert number + 1 == period + 8


def test_enumerations_are_no_loops() -> None:
    check = LoopCheck(24)
    ids: list[int] = []
    for number in range(40):
        for token in (7, 8, 9, 100 + number, 10, 11, 12):
            ids.append(token)
            assert not check.is_loop(ids)
