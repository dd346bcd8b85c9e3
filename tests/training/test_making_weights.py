"""The start of the tiny policy copies before it has learned anything."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny import tiny_model, tiny_tokenizer

from genevolve.config.training import BaseSetup
from genevolve.errors import TrainingError
from genevolve.training.making.induction import lay_induction
from genevolve.training.making.weights import base_config, start_model

VOCABULARY = 2048


@pytest.fixture(scope="module")
def model():
    tokenizer = tiny_tokenizer()
    config = base_config(BaseSetup(), tokenizer)
    config.text_config.vocab_size = VOCABULARY
    return start_model(config, seed=3).eval()


def copied(model, distance: int, unique: int = 3) -> float:
    """Share of random tokens that are told right the second time, after `unique` of them."""
    first = torch.randint(20, VOCABULARY, (2, distance), generator=torch.Generator().manual_seed(1))
    ids = torch.cat([first, first], dim=1)
    with torch.no_grad():
        told = model(input_ids=ids, use_cache=False).logits.argmax(-1)
    return (told[:, distance + unique - 1 : -1] == ids[:, distance + unique :]).float().mean().item()


@pytest.mark.parametrize("distance", [60, 300, 900])
def test_the_start_copies_at_any_distance(model, distance: int) -> None:
    assert copied(model, distance) >= 0.95


def test_names_of_shared_syllables_are_told_apart(model) -> None:
    """After `b` came `c` most often; but after `x a b` came `y`, and that is what counts."""
    a, b, c, x, y, z = 100, 101, 102, 103, 104, 105
    ids = torch.tensor([[z, a, b, c, 7, x, a, b, y, 8, z, a, b, c, 9, z, a, b, c, 10, x, a, b]])
    with torch.no_grad():
        assert model(input_ids=ids, use_cache=False).logits[0, -1].argmax() == y


def test_a_plain_start_does_not_copy() -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        tokenizer = tiny_tokenizer()
        config = base_config(BaseSetup(), tokenizer)
        config.text_config.vocab_size = VOCABULARY
        plain = type(tiny_model())(config).eval()
    assert copied(plain, 60) < 0.05


def test_the_same_seed_gives_the_same_weights_and_leaves_the_global_generator_alone() -> None:
    config = base_config(BaseSetup(), tiny_tokenizer())
    before = torch.get_rng_state()
    one, other = start_model(config, seed=5).state_dict(), start_model(config, seed=5).state_dict()
    assert torch.equal(before, torch.get_rng_state())
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert not torch.equal(
        one["model.language_model.embed_tokens.weight"],
        start_model(config, seed=6).state_dict()["model.language_model.embed_tokens.weight"],
    )


def test_a_model_too_small_for_it_is_refused() -> None:
    with pytest.raises(TrainingError, match="heads with keys of their own"):
        lay_induction(tiny_model(), seed=0)
