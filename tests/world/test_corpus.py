"""What the built world holds."""

from __future__ import annotations

import io
from collections import Counter, defaultdict

import numpy as np
import pytest
from PIL import Image

from genevolve.world.entities import Entity, EntityKind
from genevolve.world.harvest.brands import parse_brand
from genevolve.world.world import World


def named(world: World, name: str) -> set[EntityKind]:
    return {
        one.kind for one in world.entities.values() if name in (one.name.casefold(), *map(str.casefold, one.aliases))
    }


def test_there_are_enough_pictures_documents_and_invented_things(world: World) -> None:
    stats = world.stats()
    assert stats["pictures"] >= 15_000
    assert stats["documents"] >= 25_000
    assert sum(1 for one in world.entities.values() if one.fictional) >= 600


def test_every_picture_and_document_of_an_entity_exists_and_is_credited(world: World) -> None:
    sample = sorted(world.entities.values(), key=lambda one: one.id)[::23]
    for entity in sample:
        for picture_id in entity.pictures:
            picture = world.library.picture(picture_id)
            assert picture is not None, picture_id
            assert picture.licence, picture_id
            assert picture.artist, picture_id
            assert picture.title, picture_id
        for document_id in entity.documents:
            text = world.library.text(document_id)
            assert text is not None, document_id
            assert text.licence, document_id
            assert text.source, document_id


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("apple", {EntityKind.CONCEPT, EntityKind.BRAND}),
        ("mercury", {EntityKind.ELEMENT, EntityKind.MATERIAL}),
        ("target", {EntityKind.CONCEPT, EntityKind.BRAND}),
        ("gold", {EntityKind.ELEMENT, EntityKind.MATERIAL}),
    ],
)
def test_homonyms_are_there(world: World, name: str, kinds: set[EntityKind]) -> None:
    assert kinds <= named(world, name)


def test_saturn_is_a_planet_and_a_brand(world: World) -> None:
    titles = {hit.entry.title for hit in world.library.search_pictures("Saturn", 5)}
    assert {"Saturn logo", "ringed planet Saturn"} <= titles


def test_common_things_are_drawn_by_several_artists(world: World) -> None:
    artists: dict[str, set[str]] = defaultdict(set)
    for one in world.entities.values():
        if one.kind is EntityKind.CONCEPT:
            artists[one.name] = {picture.partition(":")[0] for picture in one.pictures}
    assert artists["giraffe"] == {"twemoji", "openmoji", "noto"}
    counts = Counter(len(found) for found in artists.values())
    assert counts[3] > 0.9 * sum(counts.values())


def flag_pixels(world: World, code: str) -> np.ndarray:
    entity: Entity = world.entities[f"country/{code}"]
    picture = world.library.picture(next(one for one in entity.pictures if one.startswith("twemoji:")))
    assert picture is not None
    with Image.open(io.BytesIO(world.load_picture(picture))) as image:
        return np.asarray(image.convert("RGB").resize((60, 40)), dtype=np.int16)


@pytest.mark.parametrize(("first", "second"), [("TD", "RO"), ("IE", "CI"), ("NL", "LU"), ("MC", "PL")])
def test_look_alike_flags_know_of_each_other_and_differ(world: World, first: str, second: str) -> None:
    assert f"country/{second}" in world.entities[f"country/{first}"].look_alikes
    assert f"country/{first}" in world.entities[f"country/{second}"].look_alikes
    assert np.abs(flag_pixels(world, first) - flag_pixels(world, second)).max() > 12


def test_a_stale_card_dates_itself_and_disagrees_with_the_current_one(world: World) -> None:
    found = 0
    for one in world.entities.values():
        if one.kind is EntityKind.BRAND and found < 3:
            for hit in world.library.search_texts(f"{one.name} archived brand card", 8):
                if hit.entry.id.startswith(f"brand:{one.id.removeprefix('brand/')}/archive-"):
                    found += 1
                    assert "superseded" in hit.entry.text
                    assert one.facts["colour_hex"] not in hit.entry.text
    assert found


def test_facts_are_stated_by_documents(world: World) -> None:
    chad = world.entities["country/TD"]
    assert chad.facts["capital"] == "N'Djamena"
    assert any("N'Djamena" in (world.library.text(one) or chad).model_dump_json() for one in chad.documents)
    spotify = world.entities["brand/spotify"]
    card = world.library.text(spotify.documents[0])
    assert card is not None
    assert spotify.facts["colour_hex"] in card.text


def test_a_brand_module_is_read_and_never_run() -> None:
    brand = parse_brand(
        "raise SystemExit('run!')\n"
        "class ToyIcon:\n"
        "    def name(self): return 'toy'\n"
        "    def title(self): return 'Toy'\n"
        "    def primary_color(self): return '#aa0000'\n"
        "    def raw_svg(self): return '<svg/>'\n"
        "    def aliases(self): yield from ['Toys']\n"
    )
    assert brand is not None
    assert (brand.slug, brand.colour, brand.aliases) == ("toy", "#AA0000", ("Toys",))
    assert parse_brand("class Icon: pass") is None
