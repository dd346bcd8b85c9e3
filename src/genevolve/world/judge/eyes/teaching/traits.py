"""What is told of a thing: its noun, paint, material and shape; how wrong that is, and how often right.

Legend of shapes: N things, A numbers that tell all attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from genevolve.world.judge.eyes.labels import attribute_sizes
from genevolve.world.judge.eyes.teaching.cuttings import Cuttings
from genevolve.world.judge.eyes.teaching.notebook import Ints, Pages

PAINT_UNIT = 40.0
_NEAR_PAINT = 22.0
_WEIGHTS = {"noun": 1.0, "paint": 2.0, "material": 1.0, "misshapen": 0.5}

Answers = Mapping[str, Tensor]
"""Right or wrong as 1 and 0, or distances, by the name of the question; each question is about its own things."""


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What is known of some things. A paint of NaN is not known."""

    noun_N: Tensor
    paint_N3: Tensor
    material_N: Tensor
    misshapen_N: Tensor


def traits_of(known: Pages | Cuttings, rows: Ints) -> Traits:
    """What is known of some things."""
    return Traits(
        noun_N=torch.from_numpy(known.nouns[rows]),
        paint_N3=torch.from_numpy(known.paints[rows]),
        material_N=torch.from_numpy(known.materials[rows]),
        misshapen_N=torch.from_numpy(known.misshapen[rows]),
    )


def trait_losses(told_NA: Tensor, known: Traits) -> dict[str, Tensor]:
    """How wrong each attribute is told."""
    noun_NK, paint_N3, material_NK, misshapen_N1 = told_NA.split(list(attribute_sizes().values()), 1)
    has_N = ~torch.isnan(known.paint_N3[:, 0])
    paint = functional.smooth_l1_loss(paint_N3[has_N], known.paint_N3[has_N] / PAINT_UNIT)
    return {
        "noun": functional.cross_entropy(noun_NK, known.noun_N),
        "paint": paint if has_N.any() else paint_N3.sum() * 0,
        "material": functional.cross_entropy(material_NK, known.material_N),
        "misshapen": functional.binary_cross_entropy_with_logits(misshapen_N1[:, 0], known.misshapen_N),
    }


def trait_total(losses: Mapping[str, Tensor]) -> Tensor:
    """The sum of what `trait_losses` found, each with its weight."""
    return torch.stack([weight * losses[name] for name, weight in _WEIGHTS.items()]).sum()


def trait_answers(told_NA: Tensor, known: Traits) -> Answers:
    """What is told rightly; a question that ends in `_found` is only about things that have the trait."""
    noun_NK, paint_N3, material_NK, misshapen_N1 = told_NA.split(list(attribute_sizes().values()), 1)
    has_N = ~torch.isnan(known.paint_N3[:, 0])
    apart_N = (paint_N3 * PAINT_UNIT - known.paint_N3)[has_N].norm(dim=1)
    noun_N, material_N = noun_NK.argmax(1) == known.noun_N, material_NK.argmax(1) == known.material_N
    bad_N = known.misshapen_N > 0
    return {
        "noun": noun_N,
        "noun_found": noun_N[known.noun_N > 0],
        "material": material_N,
        "material_found": material_N[known.material_N > 0],
        "misshapen": (misshapen_N1[:, 0] > 0) == bad_N,
        "misshapen_found": (misshapen_N1[:, 0] > 0)[bad_N],
        "paint_distance": apart_N,
        "paint_near": apart_N < _NEAR_PAINT,
    }
