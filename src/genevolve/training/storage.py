"""Sequences on disk: one safetensors file, flat columns beside lengths, every picture once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from genevolve.errors import TrainingError
from genevolve.store.files import write_whole
from genevolve.training.sequences import Picture, TokenSequence

_COLUMNS = ("ids_T", "trained_T", "weight_T", "sampled_T", "turn_T")


def save_sequences(path: Path, sequences: Sequence[TokenSequence]) -> None:
    """Write `sequences` to `path`, whole or not at all; the same sequences give the same bytes.

    Raises:
        StorageError: the disk is full or read-only.
    """
    places: dict[str, int] = {}
    pictures: list[Picture] = []
    shown: list[int] = []
    for picture in (picture for sequence in sequences for picture in sequence.pictures):
        key = hashlib.sha256(picture.pixels_PC.numpy().tobytes() + picture.grid_3.numpy().tobytes()).hexdigest()
        if key not in places:
            places[key] = len(pictures)
            pictures.append(picture)
        shown.append(places[key])
    tensors = {name: torch.cat([getattr(one, name) for one in sequences]) for name in _COLUMNS} if sequences else {}
    counts = [(len(one), one.prefix_tokens, len(one.pictures), one.prefix_pictures) for one in sequences]
    tensors["counts"] = torch.tensor(counts, dtype=torch.int64).view(-1, 4)
    tensors["shown"] = torch.tensor(shown, dtype=torch.int64)
    if pictures:
        tensors["pixels"] = torch.cat([picture.pixels_PC for picture in pictures])
        tensors["grids"] = torch.stack([picture.grid_3 for picture in pictures])
    write_whole(path, save(tensors))


def load_sequences(path: Path) -> list[TokenSequence]:
    """The sequences in `path`, bit for bit; those that show the same picture hold the same object.

    Raises:
        TrainingError: the file is missing, damaged, or something else.
    """
    try:
        tensors = load(path.read_bytes())
        return _sequences(tensors)
    except (OSError, SafetensorError, KeyError, RuntimeError, ValueError) as error:
        raise TrainingError(f"no sequences in {path}: {error}") from error


def _sequences(tensors: dict[str, Tensor]) -> list[TokenSequence]:
    counts = tensors["counts"]
    if not len(counts):
        return []
    columns = {name: tensors[name].split(counts[:, 0].tolist()) for name in _COLUMNS}
    pictures = _pictures(tensors)
    shown = tensors["shown"].split(counts[:, 2].tolist())
    return [
        TokenSequence(
            **{name: column[number].clone() for name, column in columns.items()},
            pictures=tuple(pictures[place] for place in shown[number].tolist()),
            prefix_tokens=prefix_tokens,
            prefix_pictures=prefix_pictures,
        )
        for number, (_, prefix_tokens, _, prefix_pictures) in enumerate(counts.tolist())
    ]


def _pictures(tensors: dict[str, Tensor]) -> list[Picture]:
    if "grids" not in tensors:
        return []
    grids_I3 = tensors["grids"]
    pixels = tensors["pixels"].split(grids_I3.prod(dim=1).tolist())
    return [Picture(pixels_PC.clone(), grid_3.clone()) for pixels_PC, grid_3 in zip(pixels, grids_I3, strict=True)]
