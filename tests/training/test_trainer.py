"""One optimiser step: how it is cut and divided changes nothing, what is frozen stays, what is not finite stops it."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import json
import os
import subprocess
import sys
from math import cos, pi
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("accelerate")

from tiny import tiny_model
from training_kit import TERM, imitate, same_weights, sequences, small, trainer

from genevolve.config.optimiser import OptimiserSettings
from genevolve.errors import NonFiniteError
from genevolve.training.algorithms.protocol import TermValues
from genevolve.training.opening import freeze
from genevolve.training.schedule import learning_rate
from genevolve.training.storage import load_sequences


def gradients(model) -> dict[str, torch.Tensor]:
    return {name: one.grad.clone() for name, one in model.named_parameters() if one.grad is not None}


def gradients_of(rows, folder, micro_tokens: int, **options) -> dict[str, torch.Tensor]:
    """The gradient that a step would follow, without following it."""
    one = trainer(folder, max_grad_norm=1e9)
    taken = {}
    one._optimiser.step = lambda: taken.update(gradients(one.model))
    imitate(one, rows, micro_tokens, **options)
    return taken


def furthest(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> float:
    assert one.keys() == other.keys()
    return max((one[name] - other[name]).abs().max().item() for name in one)


def test_the_loss_falls_in_twenty_steps(tmp_path):
    one = trainer(tmp_path, num_steps=20, lr=3e-3)
    rows = sequences(2)
    losses = [imitate(one, rows)["loss/sft"] for _ in range(20)]
    assert losses[-1] < 0.6 * losses[0]
    assert one.steps_done == 20


@pytest.mark.parametrize("micro_tokens", [2000, 900, 64], ids=["one forward", "some", "a sequence each"])
def test_micro_batches_do_not_change_the_gradient(tmp_path, micro_tokens):
    rows = sequences(4, observation_weight=0.1)
    whole = gradients_of(rows, tmp_path, 100_000)
    assert furthest(whole, gradients_of(rows, tmp_path, micro_tokens)) < 1e-6
    assert furthest(whole, gradients_of(rows[::-1], tmp_path, micro_tokens)) < 1e-6


def test_packed_rows_have_the_gradient_of_padded_ones(tmp_path):
    rows = sequences(5)
    padded = gradients_of(rows, tmp_path, 700)
    for pack_tokens in (400, 5000):
        assert furthest(padded, gradients_of(rows, tmp_path, 700, pack_tokens=pack_tokens)) < 1e-5


def test_the_step_of_a_batch_is_not_the_mean_of_its_micro_batches(tmp_path):
    """The mistake that denominators known beforehand prevent: rows of different length weigh by their tokens."""
    rows = sequences(3)
    whole = gradients_of(rows, tmp_path, 100_000)
    alone = [gradients_of([row], tmp_path, 100_000) for row in rows]
    mean = {name: sum(one[name] for one in alone if name in one) / 3 for name in whole}
    assert furthest(whole, mean) > 1e-3


@pytest.mark.parametrize("frozen", [("vision",), ("projector",), ("vision", "projector")])
def test_what_is_frozen_stays_bit_for_bit_and_the_rest_learns(tmp_path, frozen):
    model = tiny_model()
    setup = small(**{f"model__freeze_{part}": True for part in frozen}).model
    freeze(model, setup)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    one = trainer(tmp_path, model)
    for _ in range(2):
        imitate(one, sequences(3))
    moved = {name for name, value in model.state_dict().items() if not torch.equal(value, before[name])}

    def part(name: str) -> str:
        if not name.startswith("model.visual."):
            return "language"
        return "projector" if "merger" in name else "vision"

    assert {part(name) for name in moved} == {"language", "vision", "projector"} - set(frozen)


def test_a_step_without_rows_moves_the_schedule_and_nothing_else(tmp_path):
    one = trainer(tmp_path)
    before = tiny_model()
    assert imitate(one, []) == {"lr": 1e-2}
    assert one.steps_done == 1
    assert same_weights(one.model, before)


def test_gradients_are_clipped_to_the_norm(tmp_path):
    one = trainer(tmp_path, max_grad_norm=0.25)
    norms = []
    one._optimiser.step = lambda: norms.append(
        torch.stack([gradient.norm() for gradient in gradients(one.model).values()]).norm().item()
    )
    assert imitate(one, sequences(2))["grad_norm"] > 0.25
    assert norms[0] == pytest.approx(0.25, rel=1e-4)


class Spoils:
    """A term whose loss is no number from the second step on."""

    name, weight, normaliser = "spoilt", 1.0, "token-mean"

    def __init__(self) -> None:
        self.steps = 0

    def weights(self, sequence, columns):
        return sequence.weight_T

    def values(self, scores, batch, columns):
        self.steps += 1
        factor = float("nan") if self.steps > 1 else 1.0
        return TermValues(scores.logprob_N * factor, torch.ones_like(scores.logprob_N, dtype=torch.bool))


def test_nan_stops_before_anything_is_learned_and_keeps_the_batch(tmp_path):
    one, rows, term = trainer(tmp_path), sequences(2), Spoils()
    one.step(rows, [{}, {}], [term], 5000)
    before = {name: value.clone() for name, value in one.model.state_dict().items()}
    with pytest.raises(NonFiniteError, match=r"step 2: loss/spoilt .*step-000002\.safetensors"):
        one.step(rows, [{}, {}], [term], 5000)
    assert all(torch.equal(value, before[name]) for name, value in one.model.state_dict().items())
    assert one.steps_done == 1
    kept = load_sequences(tmp_path / "crash" / "step-000002.safetensors")
    assert [row.ids_T.tolist() for row in kept] == [row.ids_T.tolist() for row in rows]
    assert json.loads((tmp_path / "crash" / "step-000002.json").read_text())["numbers"]["loss/spoilt"] == "nan"


def test_an_infinite_gradient_of_a_finite_loss_stops_as_well(tmp_path):
    one, rows = trainer(tmp_path), sequences(2)
    with torch.no_grad():
        one.model.model.language_model.norm.weight.fill_(float("nan"))
    with pytest.raises(NonFiniteError):
        imitate(one, rows)


class Half:
    """The supervised term, `share` of it."""

    normaliser = "token-mean"

    def __init__(self, name: str, weight: float) -> None:
        self.name, self.weight = name, weight

    def weights(self, sequence, columns):
        return sequence.weight_T

    def values(self, scores, batch, columns):
        counted_N = columns["weight"] > 0
        return TermValues(-self.weight * scores.logprob_N / self.weight, counted_N, {"seen": counted_N.sum()})


def test_terms_are_summed_with_their_weights_and_their_share_of_the_gradient_is_told(tmp_path):
    rows = sequences(3)
    columns = [TERM.columns(row) for row in rows]
    alone, both = trainer(tmp_path), trainer(tmp_path)
    first = alone.step(rows, columns, [TERM], 5000)
    numbers = both.step(rows, columns, [Half("one", 0.25), Half("two", 0.75)], 5000)
    assert numbers["grad_norm"] == pytest.approx(first["grad_norm"], rel=1e-5)
    assert (numbers["grad_share/one"], numbers["grad_share/two"]) == pytest.approx((0.25, 0.75), rel=1e-4)
    assert numbers["seen"] == 1.0
    assert "grad_share/one" not in both.step(rows, columns, [Half("one", 0.25), Half("two", 0.75)], 5000)


def test_scores_come_back_in_order_without_a_gradient(tmp_path):
    one, rows = trainer(tmp_path), sequences(4)
    together = one.score(rows, 5000, top_k=3)
    for row, scores in zip(rows, together, strict=True):
        alone = one.score([row], 5000)[0]
        assert torch.allclose(scores.logprob_N, alone.logprob_N, atol=1e-5)
        assert scores.top_ids_NK.shape == (len(alone.logprob_N), 3)
        assert not scores.logprob_N.requires_grad
    other = one.score(rows[:1], 5000, model=tiny_model(7))[0]
    assert not torch.allclose(other.logprob_N, together[0].logprob_N, atol=1e-2)


SCHEDULES = [
    ("cosine", 0, 0.5),  # warm-up of two steps
    ("cosine", 1, 1.0),
    ("cosine", 2, 1.0),
    ("cosine", 11, (1 + cos(pi * 0.5)) / 2),
    ("cosine", 19, (1 + cos(pi * 17 / 18)) / 2),
    ("linear", 11, 0.5),
    ("constant", 19, 1.0),
    ("decay", 8, 1.0),
    ("decay", 14, 0.5),
]


@pytest.mark.parametrize(("schedule", "step", "share"), SCHEDULES)
def test_the_rate_at_named_steps(schedule, step, share):
    settings = OptimiserSettings(lr=2.0, schedule=schedule, warmup=0.1)
    assert learning_rate(settings, step, 20) == pytest.approx(2.0 * share)
    floor = OptimiserSettings(lr=2.0, schedule=schedule, warmup=0.0, min_lr_share=0.25)
    assert learning_rate(floor, 19, 20) >= 0.5


def test_a_step_outside_of_the_run_has_no_rate():
    with pytest.raises(ValueError, match="outside"):
        learning_rate(OptimiserSettings(), 20, 20)


def test_norms_and_biases_are_not_decayed(tmp_path):
    groups = trainer(tmp_path, weight_decay=0.5)._optimiser.param_groups
    assert [group["weight_decay"] for group in groups] == [0.5, 0.0]
    assert all(parameter.ndim > 1 for parameter in groups[0]["params"])
    assert all(parameter.ndim == 1 for parameter in groups[1]["params"])


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("number", [3, 1], ids=["uneven shares", "one process idle"])
def test_two_processes_step_as_one(tmp_path, number):
    """Rows without pictures beside rows with them, shares of different size: three steps agree, the last resumed."""
    words = [str(Path(__file__).with_name("two_processes.py")), str(tmp_path), str(number)]
    told = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *words],
        env={**os.environ, "GLOO_SOCKET_IFNAME": "lo", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=360,
    )
    assert told.returncode == 0, told.stderr[-2000:]
    one = trainer(tmp_path, eps=1e-3)
    rows = sequences(number)
    numbers = [imitate(one, rows, 300) for _ in range(3)]
    seen = json.loads((tmp_path / "numbers.json").read_text())
    for mine, theirs in zip(numbers, seen, strict=True):
        assert theirs["tokens/sft"] == mine["tokens/sft"]
        assert theirs["loss/sft"] == pytest.approx(mine["loss/sft"], abs=1e-5)
        assert theirs["grad_norm"] == pytest.approx(mine["grad_norm"], rel=1e-4)
    from safetensors.torch import load_file

    weights = load_file(tmp_path / "weights.safetensors")
    scores = load_file(tmp_path / "scores.safetensors")
    for name, parameter in one.model.named_parameters():
        assert torch.allclose(weights[name], parameter, atol=2e-5), name
    for index, score in enumerate(one.score(rows, 300)):
        assert torch.allclose(scores[str(index)], score.logprob_N, atol=1e-3)
