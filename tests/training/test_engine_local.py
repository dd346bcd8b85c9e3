"""The engine in this process: exact log-probs over ragged turns, rollouts that the clock cannot change, failures."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

import anyio
from tiny import noise_png, tiny_encoder, tiny_model
from torch import Tensor, nn
from transformers import GenerationConfig

from genevolve.config.training import RolloutSettings
from genevolve.errors import PolicyError
from genevolve.models import Message, Sampling
from genevolve.records import Role
from genevolve.training.engine import LocalEngine, TurnRequest
from genevolve.training.policy import TokenPolicy
from genevolve.training.sequences import Segment, TokenSequence

pytestmark = pytest.mark.anyio
SMALL = RolloutSettings(max_rows=4, admit_every=5, cache_block=16, repeat_stop=0)
SYSTEM = Message(Role.SYSTEM, "You are an agent that prepares the generation of a picture.")


def engine(settings: RolloutSettings = SMALL, *, in_step: bool = True) -> LocalEngine:
    return LocalEngine(tiny_model(), tiny_encoder().ids, settings, in_step=in_step)


async def rollout(
    policy: TokenPolicy, number: int, *, turns: int, delay_s: float = 0.0, picture: int = 0
) -> TokenSequence:
    """Some turns of different lengths with observations between them, every other one with a picture."""
    messages = [SYSTEM, Message(Role.USER, f"Request {number}: " + "the crest of a club " * (number % 4))]
    for turn in range(turns):
        sampling = Sampling(
            temperature=0.8, top_p=0.95, max_tokens=4 + (3 * number + 5 * turn) % 11, seed=99 * number + turn
        )
        completion = await policy.act(messages, sampling)
        await anyio.sleep(delay_s)
        shown = (noise_png(picture + 10 * number + turn, (64, 32)),) * (1 + turn) if (number + turn) % 2 else ()
        observation = Message(Role.USER, f"[{turn}] founded: 17{number}{turn} " * (1 + number % 3), shown)
        messages += [Message(Role.ASSISTANT, completion.text), observation]
    await policy.close()
    return policy.sequence()


async def rollouts(
    served: LocalEngine, numbers: Sequence[int], *, delays_s: Sequence[float] = (0.0,)
) -> list[TokenSequence]:
    policies = {number: TokenPolicy(served, tiny_encoder(), id="p") for number in numbers}
    done: dict[int, TokenSequence] = {}

    async def one(number: int) -> None:
        delay_s = delays_s[number % len(delays_s)]
        done[number] = await rollout(policies[number], number, turns=2 + number % 3, delay_s=delay_s)

    async with anyio.create_task_group() as group:
        for number in numbers:
            group.start_soon(one, number)
    return [done[number] for number in numbers]


@contextmanager
def favoured(model: nn.Module, ids: Sequence[int], by: float = 50.0) -> Iterator[None]:
    """The model finds `ids` likelier than everything else."""

    def push(module: nn.Module, given: object, logits: Tensor) -> Tensor:
        logits = logits.clone()
        logits[..., list(ids)] += by
        return logits

    handle = model.lm_head.register_forward_hook(push)
    try:
        yield
    finally:
        handle.remove()


async def test_sampled_logprobs_are_those_of_a_full_forward() -> None:
    served = engine()
    sequences = await rollouts(served, range(6))
    scores = await served.score(sequences, temperature=0.8)
    assert max(len(sequence) for sequence in sequences) > 5 * SMALL.cache_block
    assert any(sequence.pictures for sequence in sequences)
    for sequence, score in zip(sequences, scores, strict=True):
        assert torch.allclose(score.logprob_N, sequence.sampled_T[sequence.trained_T], atol=1e-4, rtol=0)


async def test_the_clock_decides_nothing() -> None:
    plain = await rollouts(engine(), range(7))
    again = await rollouts(engine(), range(7))
    slow_tools = await rollouts(engine(), range(7), delays_s=(0.0, 0.03, 0.001, 0.011, 0.02))
    for one, two, three in zip(plain, again, slow_tools, strict=True):
        assert one.ids_T.tolist() == two.ids_T.tolist() == three.ids_T.tolist()
        assert one.sampled_T.tolist() == two.sampled_T.tolist() == three.sampled_T.tolist()


async def test_a_second_step_of_the_same_engine_is_like_the_first() -> None:
    served = engine()
    first = await rollouts(served, range(5))
    second = await rollouts(served, range(5))
    assert [one.sampled_T.tolist() for one in first] == [two.sampled_T.tolist() for two in second]


async def test_the_same_ids_in_any_batch() -> None:
    together = await rollouts(engine(RolloutSettings(max_rows=48, admit_every=16)), range(6))
    for number in range(6):
        alone = (await rollouts(engine(), [number]))[0]
        assert alone.ids_T.tolist() == together[number].ids_T.tolist()
        assert torch.allclose(alone.sampled_T, together[number].sampled_T, atol=1e-4, rtol=0)


async def test_what_a_picture_shows_reaches_the_next_token() -> None:
    encoder = tiny_encoder()

    async def first_logprobs(seed: int) -> tuple[float, ...]:
        messages = [SYSTEM, Message(Role.USER, "Which?", (noise_png(seed, (64, 64)),))]
        session = engine().session()
        return (await session.extend(TurnRequest(encoder.opening(messages), 1, 0.0, 1.0, 0))).logprobs

    assert await first_logprobs(1) == await first_logprobs(1)
    assert await first_logprobs(1) != pytest.approx(await first_logprobs(2), abs=1e-4)


async def test_one_greedy_row_is_generate() -> None:
    model, encoder = tiny_model(), tiny_encoder()
    segment = encoder.opening([SYSTEM, Message(Role.USER, "Which of the two?", (noise_png(1), noise_png(2, (64, 32))))])
    session = LocalEngine(model, encoder.ids, SMALL).session()
    sampled = await session.extend(TurnRequest(segment, 24, 0.0, 1.0, 0))
    ids_1S = torch.tensor([segment.ids])
    expected = model.generate(
        input_ids=ids_1S,
        attention_mask=torch.ones_like(ids_1S),
        pixel_values=torch.cat([picture.pixels_PC for picture in segment.pictures]),
        image_grid_thw=torch.stack([picture.grid_3 for picture in segment.pictures]),
        mm_token_type_ids=(ids_1S == encoder.ids.image_pad).long(),
        generation_config=GenerationConfig(
            max_new_tokens=24, do_sample=False, eos_token_id=encoder.ids.im_end, pad_token_id=encoder.ids.endoftext,
            suppress_tokens=list(encoder.ids.banned),
        ),
    )  # fmt: skip
    assert list(sampled.ids) == expected[0, ids_1S.shape[1] :].tolist()


async def test_markers_are_never_sampled_even_if_the_model_wants_nothing_else() -> None:
    served, banned = engine(), tiny_encoder().ids.banned
    with favoured(served._model, banned):
        sequences = await rollouts(served, range(4))
    for sequence in sequences:
        assert not set(sequence.ids_T[sequence.trained_T].tolist()) & set(banned)
        assert sequence.sampled_T[sequence.trained_T].max() < -40, "the ban does not renormalise"


async def test_a_turn_ends_at_its_end_marker_at_its_limit_and_in_a_loop() -> None:
    served, encoder = engine(RolloutSettings(repeat_stop=6)), tiny_encoder()

    async def turn(favourite: int, max_tokens: int) -> tuple[list[int], str]:
        session = served.session()
        with favoured(served._model, [favourite]):
            opening = encoder.opening([SYSTEM, Message(Role.USER, "Draw")])
            sampled = await session.extend(TurnRequest(opening, max_tokens, 1.0, 1.0, 3))
        await session.close()
        return list(sampled.ids), sampled.finish_reason

    assert await turn(encoder.ids.im_end, 30) == ([encoder.ids.im_end], "stop")
    assert await turn(100, 4) == ([100] * 4, "length")
    assert await turn(100, 30) == ([100] * 7, "length")


async def test_a_tool_that_fails_gives_its_place_back() -> None:
    served = engine(RolloutSettings(max_rows=1))

    async def fails() -> None:
        policy = TokenPolicy(served, tiny_encoder(), id="p")
        try:
            await policy.act([SYSTEM, Message(Role.USER, "Draw")], Sampling(max_tokens=3))
            raise OSError("the tool is down")
        finally:
            await policy.close()

    with pytest.raises(OSError, match="down"):
        await fails()
    with anyio.fail_after(20):
        assert len(await rollouts(served, [1])) == 1


async def test_a_cancelled_turn_leaves_the_others_alone() -> None:
    served, expected = engine(), await rollouts(engine(), range(3))
    policies = [TokenPolicy(served, tiny_encoder(), id="p") for _ in range(4)]
    done: dict[int, TokenSequence] = {}

    async def one(number: int) -> None:
        done[number] = await rollout(policies[number], number, turns=2 + number % 3)

    async def gives_up() -> None:
        try:
            with anyio.move_on_after(0.01):
                await policies[3].act([SYSTEM, Message(Role.USER, "Draw")], Sampling(max_tokens=4000, top_p=1.0))
        finally:
            with pytest.raises(PolicyError, match="broken off"):
                await policies[3].act([SYSTEM, Message(Role.USER, "Draw")], Sampling())
            await policies[3].close()

    with anyio.fail_after(30):
        async with anyio.create_task_group() as group:
            group.start_soon(gives_up)
            for number in range(3):
                group.start_soon(one, number)
    for number in range(3):
        assert done[number].ids_T.tolist() == expected[number].ids_T.tolist()


async def test_who_is_woken_to_drive_and_cancelled_at_once_leaves_it_to_the_next() -> None:
    served = engine()
    first, second, third = (served.session() for _ in range(3))
    given_up = anyio.CancelScope()

    async def ends_first() -> None:
        await first.extend(TurnRequest(Segment((1, 300)), 2, 1.0, 1.0, 1))
        given_up.cancel()
        await first.close()

    async def gives_up() -> None:
        with given_up:
            await second.extend(TurnRequest(Segment((1, 301)), 4000, 1.0, 1.0, 2))
        await second.close()

    async def goes_on() -> None:
        await third.extend(TurnRequest(Segment((1, 302)), 20, 1.0, 1.0, 3))
        await third.close()

    with anyio.fail_after(30):
        async with anyio.create_task_group() as group:
            for work in (ends_first, gives_up, goes_on):
                group.start_soon(work)


async def test_a_broken_forward_is_everybodys_policy_error_and_the_engine_goes_on() -> None:
    served, errors = engine(), []
    wrong = Segment((1, 2, tiny_encoder().ids.image_pad, 3))

    async def one(segment: Segment) -> None:
        session = served.session()
        try:
            await session.extend(TurnRequest(segment, 5, 1.0, 1.0, 0))
        except PolicyError as error:
            errors.append(str(error))
        finally:
            await session.close()

    def breaks(module: nn.Module, given: object, output: object) -> None:
        raise RuntimeError("out of memory")

    handle = served._model.lm_head.register_forward_hook(breaks)
    async with anyio.create_task_group() as group:
        group.start_soon(one, wrong)
        group.start_soon(one, Segment((1, 2, 3)))
    handle.remove()
    assert errors == ["the engine failed: out of memory"] * 2
    with anyio.fail_after(20):
        assert len(await rollouts(served, range(3))) == 3


async def test_without_steps_nobody_waits_for_an_idle_session() -> None:
    served = engine(in_step=False)
    idle = TokenPolicy(served, tiny_encoder(), id="p")
    with anyio.fail_after(20):
        await rollouts(served, range(2))
    await idle.close()


async def test_scores_come_in_order_and_leave_the_mode_of_the_model_alone() -> None:
    served = engine()
    sequences = await rollouts(served, range(4))
    sequences.insert(2, TokenSequence.joined(Segment((5, 6, 7))))
    served._model.train()
    scores = await served.score(sequences, temperature=0.8, top_k=3)
    assert served._model.training
    for sequence, score in zip(sequences, scores, strict=True):
        assert score.logprob_N.shape == (int(sequence.trained_T.sum()),)
        assert torch.allclose(score.logprob_N, sequence.sampled_T[sequence.trained_T], atol=1e-4, rtol=0)


async def test_weights_change_between_rollouts_only() -> None:
    served = engine()
    session = served.session()
    with pytest.raises(ValueError, match="1 sessions are open"):
        await served.update_weights(tiny_model(1))
    await session.close()
    before = await rollouts(served, [0])
    await served.update_weights(tiny_model(1))
    after = await rollouts(served, [0])
    expected = await rollouts(LocalEngine(tiny_model(1), tiny_encoder().ids, SMALL), [0])
    assert before[0].ids_T.tolist() != after[0].ids_T.tolist() == expected[0].ids_T.tolist()


async def test_rollouts_in_training_mode_have_no_dropout_and_leave_it_on() -> None:
    served = engine()
    served._model.train()
    sequences = await rollouts(served, range(2))
    assert served._model.training
    assert served._model.model.language_model.config._attn_implementation == "sdpa"
    assert [one.sampled_T.tolist() for one in sequences] == [
        one.sampled_T.tolist() for one in await rollouts(engine(), range(2))
    ]
