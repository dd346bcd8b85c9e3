"""Prompts that nobody of this project wrote: things, counts, colours and relations must come out right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from genevolve.language import read
from genevolve.language.vocabulary import RelationKind

_ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "geneval_sample.jsonl").read_text(encoding="utf-8").splitlines()
]
_KINDS = {
    "left of": RelationKind.LEFT_OF,
    "right of": RelationKind.RIGHT_OF,
    "above": RelationKind.ABOVE,
    "below": RelationKind.BELOW,
}


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["prompt"])
def test_every_named_object_is_read(row: dict[str, Any]) -> None:
    description = read(row["prompt"])
    asked = row["include"]
    assert sorted(thing.name for thing in description.things) == sorted(entry["class"] for entry in asked)
    things = [next(thing for thing in description.things if thing.name == entry["class"]) for entry in asked]
    for entry, thing in zip(asked, things, strict=True):
        assert thing.count == entry["count"]
        assert [colour.name for colour in thing.colours] == ([entry["color"]] if "color" in entry else [])
        if "position" in entry:
            kind, other = entry["position"]
            assert [(relation.kind, relation.targets) for relation in thing.relations] == [
                (_KINDS[kind], (things[other].index,))
            ]
