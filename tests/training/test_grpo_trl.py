"""Our GRPO and TRL's on the same tensors: an implementation by other people has to come to the same numbers."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import warnings
from collections import defaultdict
from types import SimpleNamespace

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from grpo_cases import NoScorer, rolled, scored, spoken, step_loss
from torch.nn.utils.rnn import pad_sequence

from genevolve.config.training import GrpoSettings
from genevolve.training.algorithms.grpo import Grpo
from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import scored_tokens

pytestmark = pytest.mark.slow  # importing TRL takes seconds

AGGREGATION = {"luspo": "seq-mean-token-sum", "dapo": "token-mean", "bnpo": "token-mean"}
"""TRL's names for ours; its `luspo` is ours where weights are per token."""


@pytest.fixture(scope="module")
def trl_trainer():
    pytest.importorskip("trl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from trl import GRPOTrainer
    return GRPOTrainer


def trl_loss(trl_trainer, new_BT, mask_BT, columns, loss_type, delta, beta):
    """TRL's loss method on a stand-in for its trainer that has nothing but settings and these log-probs."""
    nobody = SimpleNamespace(
        _entropy_bonus_enabled=False,
        _get_per_token_logps_and_entropies=lambda *_, **__: (new_BT, torch.zeros_like(new_BT), None),
        _log_metric=lambda *_, **__: None,
        _metrics={"train": defaultdict(list)},
        accelerator=SimpleNamespace(
            num_processes=1, reduce=lambda x, *_, **__: x, gather=lambda x: x, gather_for_metrics=lambda x: x
        ),
        args=SimpleNamespace(delta=delta, steps_per_generation=1, use_bias_correction_kl=False, epsilon_high=0.28),
        aux_loss_enabled=False,
        beta=beta,
        current_gradient_accumulation_steps=1,
        epsilon_high=0.28,
        epsilon_low=0.20,
        importance_sampling_level="token",
        loss_type=loss_type,
        max_completion_length=new_BT.shape[1],
        model=SimpleNamespace(training=True),
        off_policy_mask_threshold=None,
        top_entropy_quantile=1.0,
        use_vllm=False,
        vllm_importance_sampling_correction=False,
    )
    ids_BT = torch.ones_like(new_BT, dtype=torch.int64)
    inputs = {
        "prompt_ids": ids_BT[:, :2],
        "prompt_mask": ids_BT[:, :2],
        "completion_ids": ids_BT,
        "completion_mask": torch.ones_like(new_BT),
        "tool_mask": mask_BT,
        "advantages": columns["advantage"][:, 0],
        "old_per_token_logps": columns["old"],
        "ref_per_token_logps": columns.get("reference"),
        "num_items_in_batch": mask_BT.sum(),
    }
    return trl_trainer._compute_loss(nobody, None, inputs)


def ragged_step(aggregation, dual_clip, kl_weight):
    """Two groups of four, one to three turns of one to five tokens with observations between them."""
    generator = torch.Generator().manual_seed(11)

    def drawn(high):
        return int(torch.randint(1, high + 1, (), generator=generator))

    rollouts = []
    for number in range(8):
        turns = [(-2 * torch.rand(drawn(5), generator=generator)).tolist() for _ in range(drawn(3))]
        reward = float(torch.rand((), generator=generator))
        rollouts.append(rolled("ab"[number // 4], number % 4, scored(reward), spoken(*turns, opening=2)))

    class Other(NoScorer):
        def score(self, sequences, model, *, top_k=0):
            noise = 0.0 if model == "policy" else 0.5
            scores = super().score(sequences, model)
            return [
                TokenScores(one.logprob_N + noise * torch.randn(one.logprob_N.shape, generator=generator))
                for one in scores
            ]

    settings = GrpoSettings(aggregation=aggregation, dual_clip=dual_clip, kl_weight=kl_weight)
    return Grpo(settings).prepare(rollouts, Other(), step=0)


@pytest.mark.parametrize("loss_type", AGGREGATION)
@pytest.mark.parametrize("dual_clip", [0.0, 3.0])
@pytest.mark.parametrize("kl_weight", [0.0, 0.1])
def test_loss_and_gradient_are_trls(trl_trainer, loss_type, dual_clip, kl_weight):
    step = ragged_step(AGGREGATION[loss_type], dual_clip, kl_weight)
    generator = torch.Generator().manual_seed(12)
    old = pad_sequence([columns["old"] for columns in step.columns], batch_first=True)
    new_BT = (old + torch.randn(old.shape, generator=generator)).requires_grad_()
    mask_BT = pad_sequence([sequence.trained_T.float() for sequence in step.sequences], batch_first=True)
    columns = {
        name: pad_sequence([columns[name] for columns in step.columns], batch_first=True) for name in step.columns[0]
    }
    advantage = columns["advantage"] * mask_BT
    assert ((new_BT - old).exp() > 3)[advantage < 0].any()  # the dual clip is in play
    theirs = trl_loss(trl_trainer, new_BT, mask_BT, columns, loss_type, dual_clip or None, kl_weight)
    new = [new_BT[row, scored_tokens(sequence)] for row, sequence in enumerate(step.sequences)]
    ours = step_loss(step, new)
    assert ours.item() == pytest.approx(theirs.item(), rel=1e-6)
    (their_slope_BT,) = torch.autograd.grad(theirs, new_BT)
    (our_slope_BT,) = torch.autograd.grad(ours, new_BT)
    assert torch.allclose(our_slope_BT, their_slope_BT, rtol=1e-5, atol=1e-7)
    assert (our_slope_BT != 0).sum() > 10
    assert not our_slope_BT[mask_BT == 0].any()
