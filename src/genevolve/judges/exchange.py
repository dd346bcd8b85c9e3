"""One question to a judging model and what it wrote, so that every score can be read back to its words."""

from __future__ import annotations

from genevolve.records import StoredRecord, Usage


class Exchange(StoredRecord):
    """One call. A judgement that had to be asked for again has two. Pictures are named by content, not copied."""

    judge_id: str
    request_id: str
    attempt: int
    picture_sha256s: tuple[str, ...]
    reply: str
    finish_reason: str
    repairs: tuple[str, ...] = ()
    unusable: str = ""
    usage: Usage = Usage()
    seconds: float = 0.0
