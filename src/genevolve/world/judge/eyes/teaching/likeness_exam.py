"""How well crops of entities that were never learned are matched with the world's drawings.

Legend of shapes: M crops, R drawings, E entities of one kind, D embedding.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from genevolve.world.judge.eyes.teaching.course import planes
from genevolve.world.judge.eyes.teaching.notebook import Bytes
from genevolve.world.judge.eyes.teaching.pairs import GENERIC, Pairs
from genevolve.world.judge.eyes.teaching.traits import Answers

_BATCH = 256


def likeness_answers(pupil: nn.Module, pairs: Pairs, *, scale: float, offset: float) -> Iterator[Answers]:
    """By kind, for crops of held-out entities: is the own entity the likest of its kind, is it taken for itself.

    And of all others of its kind, how many it is taken for: so for entities, and for what only stands in for one.
    """
    kinds = pairs.kinds[pairs.asked]
    drawn_RD = torch.cat([pupil.drawn(planes(images)) for images in _batches(pairs.drawings.images)])
    for kind in sorted(set(kinds.tolist()) - {GENERIC}):
        rows = pairs.asked[kinds == kind]
        entities = [one for one, its in pairs.drawings.kind_of.items() if its == kind]
        if len(entities) < 2:
            continue
        vector_MD = torch.cat([pupil.thing(planes(images))[1] for images in _batches(pairs.pages.crops[rows])])
        places = [pairs.drawings.rows[entity] for entity in entities]
        cosine_ME = torch.stack([(vector_MD @ drawn_RD[place].T).amax(1) for place in places], 1)
        own_ME = torch.from_numpy(pairs.pages.crop_shows[rows][:, None] == np.array(entities)[None])
        yield _answers(kind, cosine_ME, own_ME, cosine_ME * scale + offset > 0)


def _answers(kind: str, cosine_ME: Tensor, own_ME: Tensor, taken_ME: Tensor) -> Answers:
    is_named_M = own_ME.any(1)
    best_own_M = cosine_ME.masked_fill(~own_ME, -2).amax(1)
    best_other_M = cosine_ME.masked_fill(own_ME, -2).amax(1)
    others_M = (taken_ME & ~own_ME).sum(1) / (~own_ME).sum(1)
    return {
        f"{kind}_likest": (best_own_M > best_other_M)[is_named_M],
        f"{kind}_itself": (taken_ME & own_ME).any(1)[is_named_M],
        f"{kind}_others": others_M[is_named_M],
        f"{kind}_stand_ins": others_M[~is_named_M],
    }


def _batches(images: Bytes) -> Iterator[Bytes]:
    for start in range(0, len(images), _BATCH):
        yield images[start : start + _BATCH]
