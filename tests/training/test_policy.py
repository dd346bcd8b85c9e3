"""Policies by tokens: what goes in and out is what the loop and the training need, and nothing is tokenised twice."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

import anyio
from tiny import noise_png, tiny_encoder, tiny_model

from genevolve.config.training import RolloutSettings
from genevolve.errors import PolicyError, TrainingError
from genevolve.models import Message, Sampling
from genevolve.records import Role
from genevolve.training.engine import LocalEngine
from genevolve.training.policy import LocalPolicy, TokenPolicy

pytestmark = pytest.mark.anyio
SYSTEM = Message(Role.SYSTEM, "You are an agent.")
SEEN = Message(Role.USER, "Look.", (noise_png(3),))


def opening(request: str = "Draw the crest") -> list[Message]:
    return [SYSTEM, Message(Role.USER, request)]


def answered(messages: list[Message], text: str, *then: Message) -> list[Message]:
    return [*messages, Message(Role.ASSISTANT, text), *then]


def token_policy() -> TokenPolicy:
    return TokenPolicy(LocalEngine(tiny_model(), tiny_encoder().ids), tiny_encoder(), id="tiny/1")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkpoint") / "tiny"
    tiny_model().save_pretrained(folder)
    tiny_encoder().save(folder)
    return folder


async def test_a_completion_tells_ids_logprobs_and_exact_usage() -> None:
    policy = token_policy()
    first = await policy.act(opening(), Sampling(max_tokens=9, seed=4))
    again = await policy.act(answered(opening(), first.text, SEEN), Sampling(max_tokens=9, seed=6))
    sequence = policy.sequence()
    for completion in (first, again):
        assert completion.text == tiny_encoder().text(completion.token_ids)
        assert len(completion.logprobs) == len(completion.token_ids) == completion.usage.completion_tokens <= 9
    assert again.usage.prompt_tokens == len(sequence) - len(again.token_ids)
    assert tuple(sequence.ids_T[sequence.trained_T].tolist()) == first.token_ids + again.token_ids
    assert sequence.sampled_T[sequence.trained_T].tolist() == pytest.approx(first.logprobs + again.logprobs)
    assert sequence.turn_T[sequence.trained_T].tolist() == [0] * len(first.token_ids) + [1] * len(again.token_ids)
    assert len(sequence.pictures) == 1
    assert sequence.prefix_tokens == first.usage.prompt_tokens


async def test_a_cut_turn_is_closed_for_the_next_but_not_trained_on() -> None:
    policy, im_end = token_policy(), tiny_encoder().ids.im_end
    cut = await policy.act(opening(), Sampling(max_tokens=3, seed=4))
    assert cut.finish_reason == "length"
    assert im_end not in cut.token_ids
    await policy.act(answered(opening(), cut.text, SEEN), Sampling(max_tokens=3))
    sequence = policy.sequence()
    after = sequence.prefix_tokens + len(cut.token_ids)
    assert sequence.ids_T[after] == im_end
    assert not sequence.trained_T[after]


async def test_a_changed_past_is_refused() -> None:
    policy = token_policy()
    first = await policy.act(opening(), Sampling(max_tokens=4))
    for messages in (
        answered(opening("Draw another"), first.text, SEEN),
        answered(opening(), first.text + " ", SEEN),
        opening(),
    ):
        with pytest.raises(PolicyError, match="have changed") as refusal:
            await policy.act(messages, Sampling())
        assert not refusal.value.repeatable


async def test_nothing_sampled_is_an_empty_sequence() -> None:
    policy = token_policy()
    await policy.close()
    await policy.close()
    assert len(policy.sequence()) == 0


async def test_interleaved_trajectories_are_told_apart_by_their_messages(checkpoint: Path) -> None:
    async def texts(policy: LocalPolicy, request: str, seed: int) -> list[str]:
        messages, said = opening(request), []
        for turn in range(3):
            completion = await policy.act(messages, Sampling(max_tokens=8, seed=seed + turn))
            said.append(completion.text)
            messages = answered(messages, completion.text, SEEN)
        return said

    cases = [("one", 0), ("two", 0), ("one", 50), ("one", 0)]
    alone = [await texts(LocalPolicy.load(str(checkpoint)), request, seed) for request, seed in cases]
    for most in (48, 2):
        policy = LocalPolicy.load(str(checkpoint), RolloutSettings(max_rows=most))
        together: dict[int, list[str]] = {}

        async def one(number: int, policy: LocalPolicy = policy, together: dict[int, list[str]] = together) -> None:
            together[number] = await texts(policy, *cases[number])

        with anyio.fail_after(60):
            async with anyio.create_task_group() as group:
                for number in range(len(cases)):
                    group.start_soon(one, number)
        if most == 48:
            assert [together[number] for number in range(len(cases))] == alone


async def test_a_history_from_elsewhere_goes_on_from_its_text(checkpoint: Path) -> None:
    policy = LocalPolicy.load(str(checkpoint))
    messages = answered(opening(), "<think>I look.</think>", SEEN)
    completion = await policy.act(messages, Sampling(max_tokens=5))
    whole = tiny_encoder().sequence(messages[:3]), tiny_encoder().between(messages[3:])
    assert completion.usage.prompt_tokens == len(whole[0]) + len(whole[1].ids)


async def test_the_name_of_a_policy_tells_its_weights(checkpoint: Path, tmp_path: Path) -> None:
    other = tmp_path / "tiny"
    tiny_model(1).save_pretrained(other)
    tiny_encoder().save(other)
    names = [LocalPolicy.load(str(folder)).id for folder in (checkpoint, other, checkpoint)]
    assert names[0] == names[2] != names[1]
    assert all(name.startswith("local/tiny-") for name in names)


async def test_a_missing_checkpoint_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no policy"):
        LocalPolicy.load(str(tmp_path / "nothing"))
