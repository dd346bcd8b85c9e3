"""Leaks: each kind planted is found, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from dataset_kit import build

from genevolve.data.export import export
from genevolve.data.importing import import_folder
from genevolve.data.leakage import LeakKind, Probe, counted, find_leaks
from genevolve.data.probes import probes
from genevolve.data.stage import Journal
from genevolve.models.embedding import MiniLMEmbedder, is_fetched, model_folder
from genevolve.records import DataSplit, Request, Stage

LONG = "Please paint the old harbour of a northern town at dusk, with three gulls above a red lighthouse and calm water"


def probe(name, prompt, *entities, picture=""):
    return Probe(id=name, prompt=prompt, entities=entities, picture=picture)


def clean():
    return {
        "sft": [probe("s1", LONG, "harbour"), probe("s2", "A poster for a chess club in winter", "chess")],
        "evolve": [probe("e1", "A mug with the flag of some island on a desk", "flag", picture="aa" * 32)],
        "bench": [probe("b1", "Two owls reading letters in a glass library", "owl", picture="bb" * 32)],
    }


def test_groups_that_share_nothing_have_no_leak():
    assert find_leaks(clean()) == []


@pytest.mark.parametrize(
    ("kind", "group", "planted"),
    [
        (LeakKind.EXACT, "evolve", probe("x", "a POSTER for a chess club, in winter!", "pawn")),
        (LeakKind.NEAR_DUPLICATE, "bench", probe("x", LONG.replace("calm", "still"), "sea")),
        (LeakKind.ENTITY, "sft", probe("x", "Something else altogether about wings", " OWL ")),
        (LeakKind.PICTURE, "evolve", probe("x", "Some words that stand nowhere", "words", picture="bb" * 32)),
    ],
)
def test_each_kind_that_is_planted_is_found_once(kind, group, planted):
    groups = clean()
    groups[group].append(planted)
    leaks = find_leaks(groups)
    assert [leak.kind for leak in leaks] == [kind]
    assert "x" in {leaks[0].id, leaks[0].other_id}
    assert group in {leaks[0].group, leaks[0].other_group}
    assert "\n" not in str(leaks[0])


def test_the_same_thing_in_two_training_splits_is_no_leak_but_in_a_suite_from_elsewhere_it_is():
    groups = clean()
    groups["evolve"].append(probe("e2", "Another scene at a quay", "harbour"))
    assert find_leaks(groups) == []
    groups["frozen"] = [probe("f1", "Quite another wish for owls", "owl"), probe("f2", "And one more of these", "flag")]
    leaks = find_leaks(groups, held_out=(DataSplit.BENCH, "frozen"))
    assert counted(leaks) == {(LeakKind.ENTITY, "evolve", "frozen"): 1}


class Meanings:
    """Vectors by the first word."""

    id, dim = "first-word", 8

    def embed(self, texts):
        axes = {}
        rows = np.zeros((len(texts), 8), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[axes.setdefault(text.split()[0], len(axes))] = 1
        return rows


def test_the_same_meaning_is_found_where_the_words_differ_and_not_reported_twice():
    groups = {
        "sft": [probe("s1", "harbour painting with gulls"), probe("s2", LONG)],
        "bench": [probe("b1", "harbour scene for a postcard"), probe("b2", LONG)],
    }
    leaks = find_leaks(groups, embedder=Meanings())
    assert [(leak.kind, leak.id, leak.other_id) for leak in leaks] == [
        (LeakKind.EXACT, "b2", "s2"), (LeakKind.MEANING, "b1", "s1"),
    ]  # fmt: skip


@pytest.mark.skipif(not is_fetched(model_folder()), reason="the sentence model is not fetched")
def test_a_real_sentence_model_tells_a_rewording_from_another_wish():
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tokenizers")
    groups = {
        "sft": [probe("s1", "A watercolour of a fox sleeping under a birch tree")],
        "bench": [
            probe("b1", "A fox asleep beneath a birch tree, in watercolour"),
            probe("b2", "A brass telescope on a roof in Lisbon, as a photograph"),
        ],
    }
    leaks = find_leaks(groups, embedder=MiniLMEmbedder.open(), same_meaning=0.9)
    assert [(leak.kind, leak.id) for leak in leaks] == [(LeakKind.MEANING, "b1")]


def test_a_built_folder_and_its_import_are_looked_at_alike(tmp_path):
    journal = build(tmp_path / "built")
    assert find_leaks(probes(tmp_path / "built")) == []
    export(tmp_path / "built")
    found = probes(tmp_path / "built")
    import_folder(tmp_path / "built" / "export", tmp_path / "again")
    again = probes(tmp_path / "again")
    assert {split: sorted(one.prompt for one in items) for split, items in found.items()} == {
        split: sorted(one.prompt for one in items) for split, items in again.items()
    }
    held, free = found["bench"][0], found["sft"][0]
    row = journal.row(Stage.REQUESTS, free.id)
    request = Request(id="rq_x", prompt=held.prompt)
    journal.add(Stage.REQUESTS, [row.model_copy(update={"request": request, "entities": held.entities})])
    assert counted(find_leaks(probes(tmp_path / "built"))) == {
        (LeakKind.EXACT, "bench", "sft"): 1, (LeakKind.ENTITY, "bench", "sft"): 1,
    }  # fmt: skip
    assert Journal(tmp_path / "built").verdicts(Stage.SPLIT)[free.id].value == "kept"
    card = (export(tmp_path / "built").folder / "README.md").read_text()
    assert "- 1 of `bench` and `sft` share: exact." in card
