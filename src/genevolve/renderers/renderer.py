"""A generator behind one call: a program's prompt and its reference pictures in, a picture out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from genevolve.records import Usage


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture: PNG bytes, sRGB, and its size in pixels."""

    png: bytes
    width: int
    height: int
    usage: Usage = Usage()


class Renderer(Protocol):
    """G(g, R): draws what the prompt says, with the reference pictures bound to its ordinals.

    Raises:
        RenderError: the generator is down or refused; never for an odd prompt.
    """

    @property
    def id(self) -> str:
        """Name and version that identify this generator in records."""
        ...

    async def render(
        self, gen_prompt: str, references: Sequence[bytes], *, width: int, height: int, seed: int
    ) -> Picture:
        """Draw `gen_prompt`; `references` are PNG bytes, the first is "the first reference image"."""
        ...
