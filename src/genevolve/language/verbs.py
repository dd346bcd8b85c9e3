"""Forms of common verbs, made from their base forms."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from genevolve.language.lexicons import lexicon, listed, word_set


class VerbForm(StrEnum):
    """How a verb is written."""

    BASE = "base"
    THIRD = "third"  # "stands"
    ING = "ing"  # "standing"
    PAST = "past"  # "stood", "parked", "worn"


def _doubles(base: str) -> bool:
    return (
        len(base) > 2
        and base[-1] in "bdgmnprt"
        and base[-2] in "aeiou"
        and base[-3] not in "aeiou"
        and base not in _SINGLE
    )


_SINGLE = word_set("rules", "verbs", "single")


def _regular(base: str) -> dict[str, VerbForm]:
    if base.endswith("e"):
        ing, past = base[:-1] + "ing", base + "d"
    elif base.endswith("y") and base[-2] not in "aeiou":
        ing, past = base + "ing", base[:-1] + "ied"
    elif _doubles(base):
        ing, past = base + base[-1] + "ing", base + base[-1] + "ed"
    else:
        ing, past = base + "ing", base + "ed"
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = base + "es"
    elif base.endswith("y") and base[-2] not in "aeiou":
        third = base[:-1] + "ies"
    else:
        third = base + "s"
    return {base: VerbForm.BASE, third: VerbForm.THIRD, ing: VerbForm.ING, past: VerbForm.PAST}


@cache
def verb_forms() -> dict[str, tuple[str, VerbForm]]:
    """Every known verb form, with its base form."""
    verbs = lexicon("words")["verbs"]
    forms: dict[str, tuple[str, VerbForm]] = {}
    for base in listed(verbs["regular"]):
        for written, form in _regular(base).items():
            forms.setdefault(written, (base, form))
    for base, written in verbs["irregular"].items():
        for other in listed(written):
            forms[other] = (base, VerbForm.ING if other.endswith("ing") and other != base else VerbForm.PAST)
    return forms
