"""The picture ŷ = G(g, R) and where it came from."""

from __future__ import annotations

from pydantic import Field

from genevolve.records.base import StoredRecord
from genevolve.records.trajectory import Usage


class Render(StoredRecord):
    """One picture drawn from one program."""

    trajectory_id: str
    program_sha256: str
    renderer_id: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Content address of the picture's PNG bytes.")
    width: int
    height: int
    seed: int
    seconds: float = 0.0
    usage: Usage = Usage()
