"""The record that travels from rollout to update, its other openings, and its file."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny import conversation, noise_png, tiny_encoder

from genevolve.errors import TrainingError
from genevolve.models import Message
from genevolve.records import Role
from genevolve.training.sequences import Segment, Spoken, TokenSequence, scored_tokens, with_prefix
from genevolve.training.storage import load_sequences, save_sequences

COLUMNS = ("ids_T", "trained_T", "weight_T", "sampled_T", "turn_T")


def same(one: TokenSequence, other: TokenSequence) -> bool:
    columns = all(
        getattr(one, name).dtype == getattr(other, name).dtype and torch.equal(getattr(one, name), getattr(other, name))
        for name in COLUMNS
    )
    pictures = len(one.pictures) == len(other.pictures) and all(
        torch.equal(left.pixels_PC, right.pixels_PC) and torch.equal(left.grid_3, right.grid_3)
        for left, right in zip(one.pictures, other.pictures, strict=True)
    )
    counts = (one.prefix_tokens, one.prefix_pictures) == (other.prefix_tokens, other.prefix_pictures)
    return columns and pictures and counts


def sampled(seed: int = 0, num_pictures: int = 1) -> TokenSequence:
    """A rollout of two turns, the first of them cut by length."""
    encoder = tiny_encoder()
    messages = conversation(seed, 2, num_pictures)
    first = encoder.assistant(messages[2].text)[:-1]
    last = encoder.assistant(messages[4].text)
    return TokenSequence.joined(
        encoder.opening(messages[:2]),
        [
            Spoken(first, tuple(-0.5 - number for number in range(len(first)))),
            encoder.between([messages[3]], cut=True),
            Spoken(last, tuple(-0.25 - number for number in range(len(last)))),
        ],
    )


def test_the_ids_and_logprobs_of_a_rollout_stand_as_sampled() -> None:
    sequence = sampled()
    encoder = tiny_encoder()
    first = encoder.assistant(conversation(0, 2)[2].text)[:-1]
    assert sequence.ids_T[sequence.turn_T == 0].tolist() == list(first)
    assert sequence.sampled_T[sequence.turn_T == 0].tolist() == [-0.5 - number for number in range(len(first))]
    assert not sequence.sampled_T[~sequence.trained_T].any()
    end = sequence.prefix_tokens + len(first)
    assert sequence.ids_T[end] == encoder.ids.im_end  # written by us, not sampled: nothing is learned from it
    assert not sequence.trained_T[end]


def test_a_turn_with_other_logprobs_than_ids_is_refused() -> None:
    with pytest.raises(ValueError, match="turn 0 has 2 ids and 1 log-probs"):
        TokenSequence.joined(Segment((1,)), [Spoken((1, 2), (-1.0,))])


def test_scored_tokens_have_weight_and_a_token_before_them() -> None:
    sequence = TokenSequence.joined(Segment(()), [Spoken((5, 6)), Segment((7,)), Spoken((8,))])
    assert scored_tokens(sequence).tolist() == [1, 3]


@pytest.mark.parametrize("old_pictures", [0, 1])
@pytest.mark.parametrize("new_pictures", [0, 2])
def test_another_opening_leaves_all_that_follows(old_pictures: int, new_pictures: int) -> None:
    encoder = tiny_encoder()
    messages = conversation(4)
    messages[1] = Message(Role.USER, "a request", tuple(noise_png(70 + one) for one in range(old_pictures)))
    sequence = encoder.sequence(messages, observation_weight=0.1)
    shown = tuple(noise_png(80 + one) for one in range(new_pictures))
    prefix = encoder.opening([Message(Role.SYSTEM, "a guide"), Message(Role.USER, "the request, longer", shown)])
    other = with_prefix(sequence, prefix)
    assert other.ids_T[: other.prefix_tokens].tolist() == list(prefix.ids)
    assert not other.weight_T[: other.prefix_tokens].any()
    for name in COLUMNS:
        left, right = getattr(sequence, name), getattr(other, name)
        assert left.dtype == right.dtype
        assert torch.equal(left[sequence.prefix_tokens :], right[other.prefix_tokens :])
    assert other.pictures == prefix.pictures + sequence.pictures[old_pictures:]
    back = with_prefix(other, encoder.opening(messages[:2]))
    assert same(back, sequence)


def test_sequences_are_kept_bit_for_bit_and_pictures_once(tmp_path: Path) -> None:
    early = [Message(Role.SYSTEM, "s"), Message(Role.USER, "q", (noise_png(7),)), Message(Role.ASSISTANT, "a")]
    sequences = [sampled(0), sampled(1, num_pictures=2), sampled(0), tiny_encoder().sequence(early)]
    assert sequences[3].prefix_pictures == 1
    path = tmp_path / "sequences.safetensors"
    save_sequences(path, sequences)
    loaded = load_sequences(path)
    assert len(loaded) == 4
    assert all(same(one, other) for one, other in zip(sequences, loaded, strict=True))
    assert loaded[0].pictures[0] is loaded[2].pictures[0]
    first = path.read_bytes()
    save_sequences(path, loaded)
    assert path.read_bytes() == first


@pytest.mark.parametrize("sequences", [[], [TokenSequence.joined(Segment((1, 2)), [Spoken((3,), (-1.0,))])]])
def test_no_sequence_and_no_picture_can_be_kept(tmp_path: Path, sequences: list[TokenSequence]) -> None:
    path = tmp_path / "sequences.safetensors"
    save_sequences(path, sequences)
    loaded = load_sequences(path)
    assert len(loaded) == len(sequences)
    assert all(same(one, other) for one, other in zip(sequences, loaded, strict=True))


@pytest.mark.parametrize("content", [None, b"", b"not a file of tensors", b"\x02\x00\x00\x00\x00\x00\x00\x00{}"])
def test_a_file_without_sequences_is_told_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "sequences.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TrainingError, match="no sequences in"):
        load_sequences(path)
