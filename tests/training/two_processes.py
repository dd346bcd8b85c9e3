"""Run by `torch.distributed.run` in `test_trainer.py`: steps shared by two processes, the last after going on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from safetensors.torch import load_file, save_file
from training_kit import imitate, sequences, trainer

folder, number = Path(sys.argv[1]), int(sys.argv[2])
rows = sequences(number)
first = trainer(folder, eps=1e-3)
processes = first.processes
assert processes.world == 2
numbers = [imitate(first, rows, 300) for _ in range(2)]
moments = first.optimiser_state()
if processes.is_first:
    save_file(moments, folder / "moments.safetensors")
processes.wait()

second = trainer(folder, first.model, eps=1e-3)
second.restore(2, load_file(folder / "moments.safetensors"))
numbers.append(imitate(second, rows, 300))
scores = second.score(rows, 300)
if processes.is_first:
    (folder / "numbers.json").write_text(json.dumps(numbers))
    weights = {name: value.detach().clone() for name, value in second.model.named_parameters()}
    save_file(weights, folder / "weights.safetensors")
    save_file(
        {str(index): one.logprob_N.contiguous() for index, one in enumerate(scores)}, folder / "scores.safetensors"
    )
