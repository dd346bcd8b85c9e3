"""From an answer to a prompt-reference program: the hard rules as typed faults, and changes that keep bindings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from genevolve.agent.ordinals import mentioned, rebind
from genevolve.agent.protocol import Answer
from genevolve.records import ImageHit, Program, Reference
from genevolve.records.wire import IMAGE_ID_PATTERN

_IMAGE_ID = re.compile(IMAGE_ID_PATTERN)
_LEAKED_ID = re.compile(r"\bIMG_\d*", re.IGNORECASE)
_URL = re.compile(r"\bhttps?://|\bwww\.\w", re.IGNORECASE)
_TAG = re.compile(r"</?(?:think|tool_call|tool_response|answer)>|<\|")


class FaultKind(StrEnum):
    """The hard rules of an answer (method section 2), by how they are broken."""

    EMPTY_PROMPT = "gen_prompt is empty"
    IMAGE_ID_IN_PROMPT = "gen_prompt holds an IMG_ id; name references by ordinal"
    URL_IN_PROMPT = "gen_prompt holds a URL"
    TAG_IN_PROMPT = "gen_prompt holds a protocol tag"
    MALFORMED_ID = "not an image id"
    UNKNOWN_IMAGE = "no image_search of this trajectory returned this id"
    REPEATED_IMAGE = "the same image is chosen twice"
    TOO_MANY_REFERENCES = "more references than allowed"
    NOT_IN_ID_ORDER = "references are not in the order of their ids"
    UNNAMED_REFERENCE = "gen_prompt does not name this reference by its ordinal"
    UNBOUND_ORDINAL = "gen_prompt names a reference that is not chosen"


_LEAKS = (
    (_LEAKED_ID, FaultKind.IMAGE_ID_IN_PROMPT),
    (_URL, FaultKind.URL_IN_PROMPT),
    (_TAG, FaultKind.TAG_IN_PROMPT),
)


@dataclass(frozen=True, slots=True)
class ProgramFault:
    """One broken rule, and the id or ordinal that breaks it."""

    kind: FaultKind
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value} ({self.detail})" if self.detail else self.kind.value


def check_answer(answer: Answer, found: Mapping[str, ImageHit], *, max_references: int) -> tuple[ProgramFault, ...]:
    """Every hard rule that `answer` breaks, given the images that this trajectory found; empty when it is valid."""
    ids = [choice.img_id for choice in answer.references]
    return (*_prompt_faults(answer.gen_prompt), *_id_faults(ids, found, max_references), *_ordinal_faults(answer))


def bind(answer: Answer, found: Mapping[str, ImageHit]) -> Program:
    """The program of an answer without faults: each chosen id resolved to its stored picture and its origin."""
    return Program(
        gen_prompt=answer.gen_prompt,
        references=tuple(_resolve(choice.img_id, choice.note, found) for choice in answer.references),
    )


def with_references(program: Program, kept: Sequence[int]) -> Program:
    """`program` with only its `kept` references (numbers from 1, in the new order), its ordinals re-bound."""
    return Program(
        gen_prompt=rebind(program.gen_prompt, kept),
        references=tuple(program.references[number - 1] for number in kept),
    )


def capped(program: Program, max_references: int) -> Program:
    """`program` with at most its first `max_references` references."""
    if len(program.references) <= max_references:
        return program
    return with_references(program, range(1, max_references + 1))


def _prompt_faults(gen_prompt: str) -> list[ProgramFault]:
    if not gen_prompt.strip():
        return [ProgramFault(FaultKind.EMPTY_PROMPT)]
    return [ProgramFault(kind, match[0]) for pattern, kind in _LEAKS if (match := pattern.search(gen_prompt))]


def _id_faults(ids: list[str], found: Mapping[str, ImageHit], max_references: int) -> list[ProgramFault]:
    faults: list[ProgramFault] = []
    for position, img_id in enumerate(ids):
        if not _IMAGE_ID.fullmatch(img_id):
            faults.append(ProgramFault(FaultKind.MALFORMED_ID, img_id[:40]))
        elif img_id not in found:
            faults.append(ProgramFault(FaultKind.UNKNOWN_IMAGE, img_id))
        if img_id in ids[:position]:
            faults.append(ProgramFault(FaultKind.REPEATED_IMAGE, img_id[:40]))
    if len(ids) > max_references:
        faults.append(ProgramFault(FaultKind.TOO_MANY_REFERENCES, f"{len(ids)} of {max_references}"))
    if not faults and ids != sorted(ids, key=lambda img_id: int(img_id.removeprefix("IMG_"))):
        faults.append(ProgramFault(FaultKind.NOT_IN_ID_ORDER, ", ".join(ids)))
    return faults


def _ordinal_faults(answer: Answer) -> list[ProgramFault]:
    named, chosen = mentioned(answer.gen_prompt), set(range(1, len(answer.references) + 1))
    unnamed = [ProgramFault(FaultKind.UNNAMED_REFERENCE, f"reference {number}") for number in sorted(chosen - named)]
    unbound = [ProgramFault(FaultKind.UNBOUND_ORDINAL, f"reference {number}") for number in sorted(named - chosen)]
    return unnamed + unbound


def _resolve(img_id: str, note: str, found: Mapping[str, ImageHit]) -> Reference:
    hit = found[img_id]
    return Reference(
        img_id=img_id,
        note=note,
        sha256=hit.sha256,
        title=hit.title,
        source=hit.source,
        artist=hit.artist,
        licence=hit.licence,
        url=hit.url,
    )
