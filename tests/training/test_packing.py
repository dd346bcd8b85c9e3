"""Layouts: padded left, padded right, packed and alone say the same."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from hypothesis import given
from hypothesis import strategies as st
from tiny import conversation, tiny_encoder, tiny_model

from genevolve.training.packing import by_length, by_total, gathered, inner_model, packed, padded
from genevolve.training.scoring import logprobs
from genevolve.training.sequences import Batch, Segment, Spoken, TokenSequence

TOLERANCE = 1e-5


def some_sequences() -> list[TokenSequence]:
    """Three of unequal lengths, with two pictures, none and four."""
    sizes = ((0, 2, 2), (1, 3, 0), (2, 3, 2))
    return [
        tiny_encoder().sequence(conversation(seed, turns, pictures), observation_weight=0.1)
        for seed, turns, pictures in sizes
    ]


def layouts(sequences: list[TokenSequence], model: torch.nn.Module) -> dict[str, Batch]:
    return {
        "right": padded(sequences, model, 0),
        "left": padded(sequences, model, 0, side="left"),
        "packed": packed(sequences, model),
    }


def of_length(length: int) -> TokenSequence:
    return TokenSequence.joined(Segment((1,) * length))


def test_every_layout_scores_as_each_sequence_alone() -> None:
    model, sequences = tiny_model(), some_sequences()
    with torch.no_grad():
        alone = torch.cat([logprobs(model, padded([one], model, 0)).logprob_N for one in sequences])
        for name, batch in layouts(sequences, model).items():
            gap = (logprobs(model, batch).logprob_N - alone).abs().max().item()
            assert gap < TOLERANCE, name


def test_a_layout_scores_as_the_models_own_forward() -> None:
    """The reference knows no batch of ours: whole logits, positions as the model finds them."""
    model, sequences = tiny_model(), some_sequences()
    expected = []
    with torch.no_grad():
        for sequence in sequences:
            ids_1T = sequence.ids_T[None]
            seen = {
                "pixel_values": torch.cat([picture.pixels_PC for picture in sequence.pictures]),
                "image_grid_thw": torch.stack([picture.grid_3 for picture in sequence.pictures]),
            } if sequence.pictures else {}  # fmt: skip
            is_image_1T = (ids_1T == tiny_encoder().ids.image_pad).int()
            logits_TV = model(input_ids=ids_1T, mm_token_type_ids=is_image_1T, **seen).logits[0]
            all_T = logits_TV[:-1].log_softmax(-1).gather(-1, sequence.ids_T[1:, None])[:, 0]
            expected.append(all_T[sequence.weight_T[1:] > 0])
        for name, batch in layouts(sequences, model).items():
            gap = (logprobs(model, batch).logprob_N - torch.cat(expected)).abs().max().item()
            assert gap < TOLERANCE, name


def test_every_layout_gives_the_gradient_of_each_sequence_alone() -> None:
    model, sequences = tiny_model(), some_sequences()

    def gradient(batches: list[Batch]) -> torch.Tensor:
        model.zero_grad()
        for batch in batches:
            logprobs(model, batch).logprob_N.sum().backward()
        return torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])

    alone = gradient([padded([one], model, 0) for one in sequences])
    for name, batch in layouts(sequences, model).items():
        gap = (gradient([batch]) - alone).norm() / alone.norm()
        assert gap < TOLERANCE, name


def test_a_neighbour_changes_nothing() -> None:
    model, sequences = tiny_model(), some_sequences()
    changed = [*sequences[:2], tiny_encoder().sequence(conversation(9, 3, 1), observation_weight=0.1)]
    with torch.no_grad():
        for name, batch in layouts(sequences, model).items():
            before, after = logprobs(model, batch), logprobs(model, layouts(changed, model)[name])
            rows = batch.row_N < 2
            assert (before.logprob_N[rows] - after.logprob_N[: int(rows.sum())]).abs().max() < TOLERANCE, name


@pytest.mark.parametrize("name", ["right", "left", "packed"])
def test_a_batch_says_of_each_scored_token_whose_it_is(name: str) -> None:
    sequences = some_sequences()
    batch = layouts(sequences, tiny_model())[name]
    assert torch.equal(gathered(batch, [one.ids_T for one in sequences]), batch.target_N)
    assert torch.equal(batch.ids_BS.flatten()[batch.where_N + 1], batch.target_N)
    assert (batch.where_N.diff() > 0).all()
    assert len(batch.where_N) == sum(int((one.weight_T > 0).sum()) for one in sequences)
    weights = gathered(batch, [one.weight_T for one in sequences])
    assert (weights > 0).all()
    assert weights.sum() == pytest.approx(sum(float(one.weight_T.sum()) for one in sequences))


def test_a_packed_row_has_no_mask_and_counts_each_sequence_from_nought() -> None:
    sequences = some_sequences()
    batch = packed(sequences, tiny_model())
    assert batch.attention_BS is None
    assert batch.ids_BS.shape == (1, sum(map(len, sequences)))
    assert batch.positions_RBS[0, 0].tolist() == [place for one in sequences for place in range(len(one))]
    assert batch.positions_RBS.shape[0] == 4


@pytest.mark.parametrize("side", ["left", "right"])
def test_padding_is_on_its_side_and_positions_count_from_the_first_token(side: str) -> None:
    sequences = some_sequences()
    batch = padded(sequences, tiny_model(), 7, side=side)
    assert batch.attention_BS is not None
    longest = max(map(len, sequences))
    for row, sequence in enumerate(sequences):
        start = longest - len(sequence) if side == "left" else 0
        places = slice(start, start + len(sequence))
        assert torch.equal(batch.ids_BS[row, places], sequence.ids_T)
        assert batch.attention_BS[row].sum() == batch.attention_BS[row, places].sum() == len(sequence)
        assert (batch.ids_BS[row][batch.attention_BS[row] == 0] == 7).all()
        assert batch.positions_RBS[:, row, start].tolist() == [0, 0, 0]


def test_greedy_sampling_is_scored_at_temperature_one() -> None:
    assert padded([of_length(3)], tiny_model(), 0, temperature=0.0).temperature == 1.0


def test_sequences_without_a_scored_token_have_no_scores() -> None:
    model = tiny_model()
    scores = logprobs(model, padded([of_length(3), of_length(4)], model, 0), top_k=2)
    assert scores.logprob_N.shape == (0,)
    assert scores.top_ids_NK is not None
    assert scores.top_ids_NK.shape == (0, 2)


def test_a_first_token_is_never_predicted_from_its_neighbour() -> None:
    model = tiny_model()
    sequences = [TokenSequence.joined(Segment(()), [Spoken((20 + one, 30, 31))]) for one in range(2)]
    assert packed(sequences, model).where_N.tolist() == [0, 1, 3, 4]


def test_the_model_is_found_inside_what_wraps_it() -> None:
    model = tiny_model()
    assert inner_model(torch.nn.ModuleDict({"wrapped": model})) is model
    with pytest.raises(ValueError, match="no Qwen3-VL in a Linear"):
        inner_model(torch.nn.Linear(2, 2))


@given(st.lists(st.integers(1, 50), max_size=20), st.integers(1, 120))
def test_groups_hold_every_sequence_once_and_keep_their_limit(lengths: list[int], limit: int) -> None:
    sequences = [of_length(length) for length in lengths]
    for group_by, size in (
        (by_length, lambda group: len(group) * max(lengths[index] for index in group)),
        (by_total, lambda group: sum(lengths[index] for index in group)),
    ):
        groups = group_by(sequences, limit)
        assert sorted(index for group in groups for index in group) == list(range(len(lengths)))
        assert all(len(group) == 1 or size(group) <= limit for group in groups)
        assert groups == group_by(sequences, limit)


def test_rows_of_similar_length_are_together() -> None:
    sequences = [of_length(length) for length in (10, 50, 11, 49, 12)]
    assert by_length(sequences, 100) == [[1, 3], [4, 2, 0]]
    assert by_total(sequences, 61) == [[1, 2], [3, 4], [0]]
