"""From taught networks to the files that the judge looks with: ONNX, their weights kept in half precision."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

_LARGE = 256
_OPSET = 18


def export(network: nn.Module, example: torch.Tensor, path: Path, *, inputs: str, outputs: tuple[str, ...]) -> None:
    """Write `network` for onnxruntime, any number of pictures at a time."""
    network.eval()
    names = [inputs]
    torch.onnx.export(
        network,
        (example,),
        path,
        input_names=names,
        output_names=list(outputs),
        dynamic_axes={name: {0: "batch"} for name in (*names, *outputs)},
        opset_version=_OPSET,
        dynamo=False,
    )
    model = onnx.load(path)
    _halve(model.graph)
    onnx.save(model, path)


def _halve(graph: onnx.GraphProto) -> None:
    """Keep every large weight in half precision and widen it when it is used."""
    casts = []
    for weight in list(graph.initializer):
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < _LARGE:
            continue
        stored = f"{weight.name}_half"
        casts.append(helper.make_node("Cast", [stored], [weight.name], to=TensorProto.FLOAT))
        graph.initializer.remove(weight)
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), stored))
    for cast in reversed(casts):
        graph.node.insert(0, cast)
