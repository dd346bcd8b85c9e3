"""The opened world: what the generator can draw by itself, the labelled queries, the sheet, a rebuild."""

from __future__ import annotations

from pathlib import Path

import pytest

from genevolve.errors import InfrastructureError
from genevolve.world import build
from genevolve.world.build import build_world, world_root
from genevolve.world.corpus import check_ids
from genevolve.world.harvest import Harvest
from genevolve.world.queries import labelled_queries
from genevolve.world.sheet import picture_sheet
from genevolve.world.world import World


@pytest.mark.parametrize(
    ("noun", "title"),
    [
        ("giraffe", "giraffe"),
        ("giraffes", "giraffe"),
        ("paper lantern", "red paper lantern"),
        ("lanterns", "red paper lantern"),
        ("a pair of scissors", "scissors"),
        ("glasses", "glasses"),
        ("an old rusty bicycle", "bicycle"),
        ("tv", "television"),
        ("cell phone", "mobile phone"),
        ("hair drier", "hair dryer"),
        ("fridges", "refrigerator"),
        ("sofa", "couch"),
        ("people", "person"),
        ("orange", "orange"),
        ("apple", "apple"),
    ],
)
def test_common_things_are_drawn_without_a_reference(world: World, noun: str, title: str) -> None:
    entry = world.own_hand(noun)
    assert entry is not None
    assert entry.title == title


def test_the_artist_can_be_chosen(world: World) -> None:
    for artist in ("twemoji", "openmoji", "noto"):
        entry = world.own_hand("giraffe", artist)
        assert entry is not None
        assert entry.id.startswith(f"{artist}:")


@pytest.mark.parametrize(
    "noun", ["Spotify", "Chad", "Bhutan", "Kaaba", "Mount Fuji", "spotify logo", "", "xyzzy", "!?"]
)
def test_named_things_are_never_drawn_by_own_hand(world: World, noun: str) -> None:
    entry = world.own_hand(noun)
    assert entry is None or not entry.id.startswith(("simple:", "atlas:", "element:", "outline:"))
    assert entry is None or noun.split()[-1].casefold() in ("fuji", "logo") or noun == ""


def test_no_named_thing_is_among_the_nouns(world: World) -> None:
    for entity in world.entities.values():
        if entity.kind.value in ("country", "landmark") or entity.fictional:
            entry = world.own_hand(entity.name)
            assert entry is None or entry.id not in entity.pictures


def test_labelled_queries_are_many_repeatable_and_answerable(world: World) -> None:
    texts, pictures = labelled_queries(world)
    assert len(texts) >= 150
    assert len(pictures) >= 150
    assert labelled_queries(world) == (texts, pictures)
    assert labelled_queries(world, seed=1) != (texts, pictures)
    assert all(query.relevant for query in (*texts, *pictures))


def test_recall_holds(world: World) -> None:
    texts, pictures = labelled_queries(world, seed=7)
    found_texts = [
        any(hit.entry.id in one.relevant for hit in world.library.search_texts(one.query, 5)) for one in texts
    ]
    found_pictures = [
        any(hit.entry.id in one.relevant for hit in world.library.search_pictures(one.query, 5)) for one in pictures
    ]
    assert sum(found_texts) / len(found_texts) >= 0.95
    assert sum(found_pictures) / len(found_pictures) >= 0.95


def test_a_sheet_has_rows_for_what_is_found_and_bears_nothing_found(world: World) -> None:
    full, empty = picture_sheet(world, "flag", columns=4), picture_sheet(world, "zzzzqqqq", columns=4)
    assert full.width == empty.width
    assert full.height > empty.height


def test_an_interrupted_build_leaves_no_half_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "ensure_assets", lambda *_args, **_kwargs: None)
    monkeypatch.setattr(build, "world_assets", tuple)

    def interrupted(_assets: Path) -> Harvest:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "gather", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build_world(tmp_path)
    assert not list(world_root(tmp_path).glob("generation-*"))
    assert not (world_root(tmp_path) / "READY").exists()


def test_a_finished_build_stays_and_a_damaged_one_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered: list[Path] = []

    def gather(folder: Path) -> Harvest:
        gathered.append(folder)
        return Harvest(drawings={"toy:a": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>'})

    monkeypatch.setattr(build, "ensure_assets", lambda *_args, **_kwargs: None)
    monkeypatch.setattr(build, "world_assets", tuple)
    monkeypatch.setattr(build, "gather", gather)
    build_world(tmp_path)
    build_world(tmp_path)
    assert len(gathered) == 1
    World.open(tmp_path).pack.close()
    database = next(world_root(tmp_path).rglob("world.sqlite"))
    database.write_bytes(b"torn")
    build_world(tmp_path)
    assert len(gathered) == 2
    assert World.open(tmp_path).pack.svg("toy:a").startswith("<svg")


def test_an_outage_is_not_a_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def outage(*_args: object, **_kwargs: object) -> None:
        raise InfrastructureError("cannot download")

    monkeypatch.setattr(build, "ensure_assets", outage)
    with pytest.raises(InfrastructureError):
        build_world(tmp_path)
    assert not (world_root(tmp_path) / "READY").exists()


def test_doubled_ids_are_refused(world: World) -> None:
    entity = world.entities["country/TD"]
    with pytest.raises(Exception, match="share the id country/TD"):
        check_ids(Harvest(entities=[entity, entity]))
