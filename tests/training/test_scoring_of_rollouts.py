"""The same pixels count in all passes: in the rollout, when it is scored again, and behind a teacher's opening."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny import noise_png, tiny_encoder, tiny_model

from genevolve.config.training import RolloutSettings
from genevolve.models import Message, Sampling
from genevolve.records import Role
from genevolve.training.engine import LocalEngine
from genevolve.training.packing import packed, padded
from genevolve.training.policy import TokenPolicy
from genevolve.training.scoring import logprobs
from genevolve.training.sequences import TokenSequence, with_prefix

pytestmark = pytest.mark.anyio
TEMPERATURE = 0.7
OPENING = [Message(Role.SYSTEM, "You are an agent."), Message(Role.USER, "The crest of the club, please.")]


async def rollout(second_picture: int) -> TokenSequence:
    """Three sampled turns, a reference after the first and another after the second."""
    engine = LocalEngine(tiny_model(), tiny_encoder().ids, RolloutSettings(max_rows=2, admit_every=4, cache_block=16))
    policy = TokenPolicy(engine, tiny_encoder(), id="tiny")
    messages = list(OPENING)
    for turn, picture in enumerate((50, second_picture, None)):
        sampling = Sampling(temperature=TEMPERATURE, top_p=0.95, max_tokens=12, seed=turn)
        said = await policy.act(messages, sampling)
        messages.append(Message(Role.ASSISTANT, said.text))
        if picture is not None:
            messages.append(Message(Role.USER, "IMG_001: the crest", (noise_png(picture),)))
    await policy.close()
    return policy.sequence()


def scored_again(sequence: TokenSequence) -> dict[str, torch.Tensor]:
    """Log-probs of all sampled tokens by each layout."""
    model = tiny_model()
    with torch.no_grad():
        return {
            "padded": logprobs(model, padded([sequence], model, 0, temperature=TEMPERATURE)).logprob_N,
            "packed": logprobs(model, packed([sequence], model, temperature=TEMPERATURE)).logprob_N,
        }


async def test_a_rollout_scored_again_is_as_sampled_with_its_own_pixels_only() -> None:
    one, other = await rollout(60), await rollout(61)
    sampled, turn = one.sampled_T[one.trained_T], one.turn_T[one.trained_T]
    swapped = replace(one, pictures=other.pictures)
    for name, again in scored_again(one).items():
        assert (again - sampled).abs().max() < 1e-4, name
    for name, wrong in scored_again(swapped).items():
        assert (wrong - sampled)[turn < 2].abs().max() < 1e-4, name
        assert (wrong - sampled)[turn == 2].abs().max() > 1e-2, name


async def test_in_the_rollout_a_reference_changes_what_comes_after_it() -> None:
    one, other = await rollout(60), await rollout(61)
    for turn in (0, 1):
        assert one.ids_T[one.turn_T == turn].tolist() == other.ids_T[other.turn_T == turn].tolist()
        assert one.sampled_T[one.turn_T == turn].tolist() == other.sampled_T[other.turn_T == turn].tolist()
    first, second = (sequence.sampled_T[sequence.turn_T == 2] for sequence in (one, other))
    assert first.tolist() != pytest.approx(second.tolist(), abs=1e-3)


async def test_a_teacher_that_is_shown_nothing_more_scores_as_the_student() -> None:
    sequence = await rollout(60)
    same = with_prefix(sequence, tiny_encoder().opening(OPENING))
    guide = Message(Role.SYSTEM, "You are an agent.\n\n# Current-Task Decision Guide\n- Look at the crest first.")
    guided = with_prefix(sequence, tiny_encoder().opening([guide, OPENING[1]]))
    student, unguided, teacher = (scored_again(one)["padded"] for one in (sequence, same, guided))
    assert torch.equal(student, unguided)
    assert student.shape == teacher.shape
    assert (student - teacher).abs().max() > 1e-2
