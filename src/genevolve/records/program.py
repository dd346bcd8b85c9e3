"""The prompt-reference program z = (g, R) (paper, section 3): what a generator is given."""

from __future__ import annotations

import hashlib

from pydantic import Field

from genevolve.records.base import Record, StoredRecord


class ReferenceChoice(Record):
    """One entry of the answer's `reference_images`, as the policy wrote it."""

    img_id: str
    note: str = ""


class Reference(Record):
    """A chosen reference resolved to a stored picture, with what must be said of its origin."""

    img_id: str
    note: str = ""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Content address of the picture's PNG bytes.")
    title: str = ""
    source: str = ""
    artist: str = ""
    licence: str = ""
    url: str = ""


class Program(StoredRecord):
    """Generator-facing instruction and its ordered references; a program without references is legal."""

    gen_prompt: str
    references: tuple[Reference, ...] = ()

    @property
    def sha256(self) -> str:
        """Content hash of what the generator sees: the prompt and the pictures, in order."""
        digest = hashlib.sha256(self.gen_prompt.encode())
        for reference in self.references:
            digest.update(b"\0" + reference.sha256.encode())
        return digest.hexdigest()
