"""The engine behind vLLM's API, against a server that speaks it: it does what the engine here does, and failures."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny import noise_png, tiny_encoder, tiny_model
from vllm_server import VllmServer, serving

from genevolve.errors import PolicyError
from genevolve.models import Message, Sampling
from genevolve.records import Role
from genevolve.training.engine import Engine, LocalEngine, VllmEngine
from genevolve.training.engine.pixels import png_of
from genevolve.training.policy import TokenPolicy
from genevolve.training.sequences import Picture, TokenSequence

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.anyio]
OPENING = [Message(Role.SYSTEM, "You are an agent."), Message(Role.USER, "Draw it", (noise_png(1),))]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[VllmServer]:
    folder = tmp_path / "served"
    tiny_model().save_pretrained(folder)
    with serving(folder) as vllm:
        yield vllm


def engine(server: VllmServer, *, attempts: int = 1) -> VllmEngine:
    return VllmEngine(server.url, tiny_encoder().ids, server.folder, attempts=attempts, timeout_s=20)


async def rollout(served: Engine, *, temperature: float = 0.0, num_turns: int = 3) -> TokenSequence:
    policy, messages = TokenPolicy(served, tiny_encoder(), id="p"), list(OPENING)
    for turn in range(num_turns):
        sampling = Sampling(temperature=temperature, top_p=0.9, max_tokens=7 + turn, seed=2**63 - 2 + turn)
        completion = await policy.act(messages, sampling)
        seen = Message(Role.USER, f"[{turn}] seen", (noise_png(1), noise_png(5, (64, 32)))[turn % 2 :])
        messages += [Message(Role.ASSISTANT, completion.text), seen]
    await policy.close()
    return policy.sequence()


async def test_ids_and_pictures_go_in_and_the_same_ids_come_out_as_here(server: VllmServer) -> None:
    here = await rollout(LocalEngine(tiny_model(), tiny_encoder().ids))
    there = await rollout(engine(server))
    assert there.ids_T.tolist() == here.ids_T.tolist()
    assert torch.allclose(there.sampled_T, here.sampled_T, atol=1e-4)
    assert server.asked.count("/v1/chat/completions/render") == 2, "each picture is rendered once"
    assert server.asked.count("/inference/v1/generate") == 3


async def test_markers_are_banned_and_seeds_are_kept(server: VllmServer) -> None:
    one, two = [await rollout(engine(server), temperature=1.0) for _ in range(2)]
    assert one.ids_T.tolist() == two.ids_T.tolist()
    assert not set(one.ids_T[one.trained_T].tolist()) & set(tiny_encoder().ids.banned)


async def test_pushed_weights_are_served(server: VllmServer) -> None:
    served = engine(server)
    before = await rollout(served)
    await served.update_weights(tiny_model(1))
    caches = ["/reset_prefix_cache", "/reset_encoder_cache"]
    assert server.asked[-5:] == ["/pause?mode=wait", "/collective_rpc", *caches, "/resume"]
    after = await rollout(served)
    here = await rollout(LocalEngine(tiny_model(1), tiny_encoder().ids))
    assert before.ids_T.tolist() != after.ids_T.tolist() == here.ids_T.tolist()
    assert not server.folder.with_name("served.staging").exists()


async def test_scores_are_those_of_a_forward_here(server: VllmServer) -> None:
    local = LocalEngine(tiny_model(), tiny_encoder().ids)
    sequences = [await rollout(local, temperature=1.0, num_turns=turns) for turns in (1, 3)]
    here = await local.score(sequences, temperature=1.0, top_k=3)
    there = await engine(server).score(sequences, temperature=1.0, top_k=3)
    for one, other in zip(here, there, strict=True):
        assert torch.allclose(one.logprob_N, other.logprob_N, atol=1e-5)
        assert torch.allclose(one.top_logprobs_NK, other.top_logprobs_NK, atol=1e-5)
        assert torch.allclose(one.tail_N, other.tail_N, atol=1e-4)
        assert one.top_ids_NK.tolist() == other.top_ids_NK.tolist()
    with pytest.raises(ValueError, match="temperature 1 only"):
        await engine(server).score(sequences, temperature=0.7)


async def test_an_overloaded_server_is_asked_again_and_then_a_policy_error(server: VllmServer) -> None:
    server.refusals = [503]
    assert len(await rollout(engine(server, attempts=2), num_turns=1)) > 0
    server.refusals = [503, 400]
    for status, repeatable in ((503, True), (400, False)):
        with pytest.raises(PolicyError, match=f"refused \\({status}\\): .*overloaded") as refusal:
            await rollout(engine(server))
        assert refusal.value.repeatable is repeatable


async def test_nobody_there_is_a_policy_error() -> None:
    nobody = VllmEngine("http://127.0.0.1:9", tiny_encoder().ids, Path("nowhere"), attempts=1, timeout_s=2)
    with pytest.raises(PolicyError, match="cannot be reached"):
        await rollout(nobody)


async def test_another_image_processor_over_there_is_noticed(server: VllmServer) -> None:
    server.extra_placeholders = 1
    with pytest.raises(PolicyError, match="another number of tokens") as refusal:
        await rollout(engine(server))
    assert not refusal.value.repeatable


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"choices": [{"token_ids": [9], "finish_reason": "abort", "logprobs": {"content": []}}]},
            "ended a turn early",
        ),
        ({"choices": [{"token_ids": [9], "finish_reason": "length", "logprobs": {"content": []}}]}, "other log-probs"),
        ({"text": "hello"}, "otherwise than vLLM does: choices"),
    ],
)
async def test_wrong_answers_are_policy_errors(server: VllmServer, wrong: object, said: str) -> None:
    server._generate = lambda body: wrong
    with pytest.raises(PolicyError, match=said):
        await rollout(engine(server))


@pytest.mark.parametrize("size", [(64, 64), (32, 64), (90, 50), (400, 300)])
async def test_a_picture_survives_its_way_to_the_server_bit_for_bit(size: tuple[int, int]) -> None:
    picture = tiny_encoder().picture(noise_png(2, size))
    again = tiny_encoder().picture(png_of(picture))
    assert picture.grid_3.tolist() == again.grid_3.tolist()
    assert torch.equal(picture.pixels_PC, again.pixels_PC)
    with pytest.raises(ValueError, match="patches for a grid"):
        png_of(Picture(picture.pixels_PC[1:], picture.grid_3))
