"""What is not finite stops a run before it is learned from, and leaves behind what caused it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from torch import Tensor, nn

from genevolve.errors import NonFiniteError
from genevolve.store.files import write_whole
from genevolve.training.sequences import TokenSequence
from genevolve.training.storage import save_sequences


def check_finite(
    step: int,
    numbers: Mapping[str, float],
    sequences: Sequence[TokenSequence],
    folder: Path,
    *,
    keep: bool = True,
) -> None:
    """Refuse a step whose loss or gradient is no number: nothing has been learned from it yet.

    Args:
        step: of the optimiser.
        numbers: the losses and the gradient norm, the same in all processes.
        sequences: what the step was made on; kept as `step-N.safetensors`, with `numbers` in `step-N.json`.
        folder: where they are kept.
        keep: whether this process is the one that keeps them.

    Raises:
        NonFiniteError: one of the numbers is NaN or infinite, naming it and the file.
    """
    bad = [name for name, value in numbers.items() if not math.isfinite(value)]
    if not bad:
        return
    batch = folder / f"step-{step:06d}.safetensors"
    if keep:
        save_sequences(batch, sequences)
        told = {name: value if math.isfinite(value) else str(value) for name, value in numbers.items()}
        write_whole(batch.with_suffix(".json"), json.dumps({"step": step, "numbers": told}, indent=1) + "\n")
    raise NonFiniteError(f"step {step}: {bad[0]} is not finite; its sequences are kept in {batch}")


def check_weights(step: int, model: nn.Module) -> None:
    """Refuse to keep a model that holds NaN or infinity.

    Raises:
        NonFiniteError: a parameter is not finite, naming it.
    """
    for name, parameter in model.named_parameters():
        if not _is_finite(parameter):
            raise NonFiniteError(f"after step {step} the weight {name} is not finite; nothing of it is kept")


def _is_finite(tensor: Tensor) -> bool:
    return bool(tensor.detach().isfinite().all())
