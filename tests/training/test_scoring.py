"""One function scores: over the whole vocabulary, at the temperature, and with the pixels in it."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny import VOCABULARY, conversation, noise_png, tiny_encoder, tiny_model

from genevolve.models import Message
from genevolve.records import Role
from genevolve.training import scoring
from genevolve.training.packing import packed, padded
from genevolve.training.scoring import logprobs
from genevolve.training.sequences import Batch, TokenSequence, with_prefix


def one_batch(temperature: float = 1.0, model_seed: int = 0) -> tuple[torch.nn.Module, Batch]:
    model = tiny_model(model_seed)
    sequences = [tiny_encoder().sequence(conversation(seed, 2, 1)) for seed in range(2)]
    return model, padded(sequences, model, 0, temperature=temperature)


def all_logprobs(model: torch.nn.Module, batch: Batch) -> torch.Tensor:
    """(N, V), by another way: every logit, then those that are wanted."""
    logits_BSV = model(
        input_ids=batch.ids_BS,
        attention_mask=batch.attention_BS,
        position_ids=batch.positions_RBS,
        pixel_values=batch.pixels_PC,
        image_grid_thw=batch.grids_I3,
        mm_token_type_ids=batch.is_image_BS,
    ).logits
    return (logits_BSV.flatten(0, 1)[batch.where_N] / batch.temperature).log_softmax(-1)


@pytest.mark.parametrize("temperature", [0.7, 1.0, 2.0])
def test_scores_are_of_the_whole_vocabulary_at_the_temperature(temperature: float) -> None:
    model, batch = one_batch(temperature)
    with torch.no_grad():
        scores, expected_NV = logprobs(model, batch, top_k=5), all_logprobs(model, batch)
    expected_N = expected_NV.gather(-1, batch.target_N[:, None])[:, 0]
    assert (scores.logprob_N - expected_N).abs().max() < 1e-5
    assert scores.entropy_N is not None
    assert (scores.entropy_N + (expected_NV.exp() * expected_NV).sum(-1)).abs().max() < 1e-4
    assert scores.top_ids_NK is not None
    assert scores.top_logprobs_NK is not None
    assert scores.tail_N is not None
    assert (scores.top_logprobs_NK - expected_NV.topk(5).values).abs().max() < 1e-5
    assert (expected_NV.gather(-1, scores.top_ids_NK) - scores.top_logprobs_NK).abs().max() < 1e-5
    mass_N = scores.top_logprobs_NK.exp().sum(-1) + scores.tail_N.exp()
    assert (mass_N - 1).abs().max() < 1e-5


def test_without_top_k_there_is_none() -> None:
    model, batch = one_batch()
    scores = logprobs(model, batch)
    assert scores.top_ids_NK is scores.top_logprobs_NK is scores.tail_N is None


@pytest.mark.parametrize("chunk", [7, 1024])
def test_the_gradient_is_that_of_the_plain_soft_max(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(scoring, "_CHUNK", chunk)
    model, batch = one_batch(0.7)
    columns = torch.linspace(-1, 1, len(batch.target_N))

    def gradient(values_N: torch.Tensor) -> torch.Tensor:
        model.zero_grad()
        (values_N * columns).sum().backward()
        return torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])

    expected = gradient(all_logprobs(model, batch).gather(-1, batch.target_N[:, None])[:, 0])
    scores = logprobs(model, batch, top_k=3)
    assert scores.entropy_N is not None
    assert not scores.entropy_N.requires_grad
    assert (gradient(scores.logprob_N) - expected).norm() / expected.norm() < 1e-5


def test_the_best_tokens_and_the_tail_have_a_gradient() -> None:
    model, batch = one_batch()
    scores = logprobs(model, batch, top_k=3)
    assert scores.tail_N is not None
    assert scores.top_logprobs_NK is not None
    (scores.tail_N.sum() + scores.top_logprobs_NK.sum()).backward()
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    assert gradients
    assert all(gradient.isfinite().all() for gradient in gradients)


def test_the_head_sees_scored_places_only() -> None:
    model, batch = one_batch()
    seen: list[int] = []
    model.lm_head.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].numel() // inputs[0].shape[-1]))
    logprobs(model, batch)
    assert seen == [len(batch.target_N)]
    assert seen[0] < batch.ids_BS.numel() / 2


@pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")  # within peft
def test_a_model_inside_adapters_scores_as_bare() -> None:
    from peft import LoraConfig, get_peft_model

    model, batch = one_batch()
    with torch.no_grad():
        bare = logprobs(model, batch).logprob_N
        wrapped = get_peft_model(model, LoraConfig(r=2, target_modules=["q_proj"]))
        sequences = [tiny_encoder().sequence(conversation(seed, 2, 1)) for seed in range(2)]
        assert torch.equal(logprobs(wrapped, padded(sequences, wrapped, 0)).logprob_N, bare)


def repainted(sequence: TokenSequence, number: int) -> TokenSequence:
    """The same tokens, with other pixels in one picture."""
    pictures = list(sequence.pictures)
    pictures[number] = replace(pictures[number], pixels_PC=-pictures[number].pixels_PC.flip(0))
    return replace(sequence, pictures=tuple(pictures))


def guided(sequence: TokenSequence) -> TokenSequence:
    opening = [Message(Role.SYSTEM, "# Current-Task Decision Guide\n- Look twice."), Message(Role.USER, "request")]
    return with_prefix(sequence, tiny_encoder().opening(opening))


PASSES = {
    "padded": lambda model, one: padded([one, one], model, 0),
    "packed": lambda model, one: packed([one], model),
    "teacher": lambda model, one: padded([guided(one)], model, 0),
}


@pytest.mark.parametrize("name", PASSES)
def test_pixels_change_what_comes_after_them_and_nothing_before(name: str) -> None:
    """The second of two references is repainted. Measured on the random model: above 0.1 after it, 0.0 before it."""
    model = tiny_model()
    sequence = tiny_encoder().sequence(conversation(3, 3, 1))
    assert len(sequence.pictures) == 2
    with torch.no_grad():
        batch = PASSES[name](model, sequence)
        before = logprobs(model, batch).logprob_N
        after = logprobs(model, PASSES[name](model, repainted(sequence, 1))).logprob_N
    row = batch.row_N == 0
    shift = (after - before).abs()[row]
    turn = (sequence.turn_T[sequence.weight_T > 0])[: len(shift)]
    assert shift[turn < 2].max() == 0.0
    assert shift[turn == 2].max() > 1e-2


def test_pixels_change_the_gradient_of_the_loss() -> None:
    model = tiny_model()
    sequence = tiny_encoder().sequence(conversation(3, 3, 1))

    def gradient(one: TokenSequence) -> dict[str, torch.Tensor]:
        model.zero_grad()
        (-logprobs(model, padded([one], model, 0)).logprob_N.mean()).backward()
        return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}

    before, after = gradient(sequence), gradient(repainted(sequence, 1))
    for name in ("model.visual.patch_embed.proj.weight", "model.language_model.layers.1.mlp.down_proj.weight"):
        assert (after[name] - before[name]).norm() > 1e-3 * before[name].norm() > 0, name


def test_a_picture_shown_to_one_row_is_not_shown_to_another() -> None:
    model = tiny_model()
    encoder = tiny_encoder()
    messages = conversation(3, 2, 1)
    other = [replace(message, images=(noise_png(99),) if message.images else ()) for message in messages]
    one, two = encoder.sequence(messages), encoder.sequence(other)
    with torch.no_grad():
        both = logprobs(model, padded([one, two], model, 0)).logprob_N
        swapped = logprobs(model, padded([two, one], model, 0)).logprob_N
    half = len(both) // 2
    assert (both[:half] - swapped[half:]).abs().max() < 1e-5
    assert (both[:half] - both[half:]).abs().max() > 1e-2


def test_the_tiny_vocabulary_is_what_the_tests_say() -> None:
    assert tiny_model().lm_head.weight.shape == (VOCABULARY, 64)
