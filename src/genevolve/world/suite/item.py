"""The records of a suite: what a recipe asks for, and everything that is known about its answer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from genevolve.records import Constraint, Recipe, Record, Request, StoredRecord, constraints_of

Split = Literal["test", "train"]


class Fact(Record):
    """A fact that the request leaves open, with the document that answers it."""

    query: str = Field(description="What a good searcher would ask.")
    attribute: str
    subject: str
    value: str
    document: str = Field(description="Id of a document that states it; empty when none of the entity's does.")


class Target(Record):
    """A thing whose picture has to be found."""

    entity_id: str
    name: str
    query: str = Field(description="What a good searcher would ask `image_search`.")
    titles: tuple[str, ...] = Field(description="Titles under which a right picture is shown.")
    pictures: tuple[str, ...] = Field(description="Ids of every right picture.")
    wrong: tuple[str, ...] = Field(default=(), description="Titles of pictures that are easily taken for it.")


class Evidence(Record):
    """Gold evidence: what has to be found out."""

    facts: tuple[Fact, ...] = ()
    targets: tuple[Target, ...] = Field(description="In the order of the ideal program's references.")
    documents: tuple[str, ...] = ()


class IdealProgram(Record):
    """The program that follows every skill. Reference n shows `Evidence.targets[n - 1]`."""

    gen_prompt: str
    notes: tuple[str, ...] = Field(description="What each reference is for, in order.")
    skills: tuple[str, ...]


class SuiteItem(StoredRecord):
    """One request with all that is known about its answer. Only `request` may reach a policy."""

    id: str
    split: Split
    recipe: Recipe
    request: Request
    evidence: Evidence
    ideal: IdealProgram
    truth_pictures: tuple[str, ...] = Field(description="The pictures from which the ground truth is drawn, in order.")
    truth_seed: int

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """What must be seen."""
        return constraints_of(self.request)
