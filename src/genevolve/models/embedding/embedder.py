"""What turns texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """A sentence model. The dot product of two of its vectors is the cosine between the meanings of their texts."""

    @property
    def id(self) -> str:
        """Name and version: vectors compare only with vectors of the same id."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, `(len(texts), dim)`, each of norm 1. A text's vector does not depend on its neighbours."""
        ...
