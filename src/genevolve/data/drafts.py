"""What a writing model answers with: the things and facts first, then the request, then what a viewer would check."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from genevolve.judges.answers import Answer


class DraftEntity(Answer):
    """A thing that the request is about."""

    name: Annotated[str, Field(description="title of its page in an English encyclopedia")]
    kind: Annotated[str, Field(description="what it is, in a few words")]
    shown: bool
    private_person: bool


class DraftFact(Answer):
    """A fact that the request leaves open."""

    question: str
    answer: Annotated[str, Field(description="in a few words")]


class Draft(Answer):
    """A request with what its writer knows about it."""

    entities: list[DraftEntity]
    facts: list[DraftFact]
    request: Annotated[str, Field(description="the request")]
    checks: Annotated[list[str], Field(description="what must be seen, as statements about the picture")]
