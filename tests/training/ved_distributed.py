"""One step with the distillation; run by `torch.distributed.run` in `test_ved_run.py` it is shared by two processes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from safetensors.torch import save_file
from tiny import tiny_model
from training_kit import trainer
from ved_cases import LONG, prepared, rollouts, told

from genevolve.training.run_scorer import RunScorer
from genevolve.training.trainer import Trainer


def ved_step(folder: Path, divergence: str) -> tuple[Trainer, dict[str, float]]:
    """A trainer after it, and its figures."""
    learner = tiny_model()
    rows = told(rollouts(learner), {"a": LONG, "b": ""})
    one = trainer(folder, learner, eps=1e-3)
    step = prepared(learner, rows, scorer=RunScorer(one, 300, None), divergence=divergence)
    numbers = one.step(step.sequences, step.columns, step.terms, 300)
    return one, {**step.metrics, **numbers}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    one, numbers = ved_step(folder, sys.argv[2])
    assert one.processes.world == 2
    if one.processes.is_first:
        (folder / "numbers.json").write_text(json.dumps(numbers))
        save_file(
            {name: value.detach().clone() for name, value in one.model.named_parameters()},
            folder / "weights.safetensors",
        )
