"""The Atlas as others use it: entities, cards, twins, texts and locators."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from genevolve.errors import LibraryError
from genevolve.world.atlas import draw_view, generate_atlas
from genevolve.world.atlas.palettes import colour_table, colours_in, contrast

ATLAS = generate_atlas(0)
BY_ID = {entity.id: entity for entity in ATLAS}


def test_enough_of_every_kind() -> None:
    kinds = Counter(entity.kind for entity in ATLAS)
    assert sum(kinds.values()) >= 640
    assert all(kinds[kind] >= 140 for kind in ("landmark", "creature", "brand", "arms"))


def test_names_and_ids_are_unique() -> None:
    assert len({entity.name for entity in ATLAS}) == len(ATLAS)
    assert len(BY_ID) == len(ATLAS)
    ids = [view.entry.id for entity in ATLAS for view in entity.views]
    ids += [text.id for entity in ATLAS for text in (entity.card, *entity.extra_texts)]
    assert len(set(ids)) == len(ids)


def test_an_alias_names_one_entity_only() -> None:
    aliases = Counter(alias for entity in ATLAS for alias in entity.aliases)
    assert max(aliases.values()) == 1
    assert not set(aliases) & {entity.name for entity in ATLAS}


def test_the_same_seed_makes_the_same_atlas_and_another_seed_another() -> None:
    generate_atlas.cache_clear()
    assert generate_atlas(0) == ATLAS
    assert {entity.name for entity in generate_atlas(1)} != {entity.name for entity in ATLAS}


@pytest.mark.parametrize("kind", ["landmark", "creature", "brand", "arms"])
def test_cards_state_everything_and_stay_short(kind: str) -> None:
    for entity in (entity for entity in ATLAS if entity.kind == kind):
        text = entity.card.text
        assert 6 <= len(entity.attributes) <= 10
        assert 60 <= len(text.split()) <= 140, entity.id
        for key, value in entity.attributes.items():
            if key != "type":
                assert text.count(value) >= 2, (entity.id, key)
                assert f"{entity.name} {key}: {value}." in text
        assert all(value in text for value in entity.facts.values()), entity.id


def test_colour_words_are_true_to_the_official_hex() -> None:
    for entity in (entity for entity in ATLAS if entity.kind == "brand"):
        word, value = entity.facts["official colour"].split()
        assert colour_table()[word] == value
        assert colours_in(entity.attributes["badge colour"]) == (word,)


def test_twins_differ_in_exactly_one_attribute() -> None:
    twins = [entity for entity in ATLAS if entity.twin_of]
    assert len(twins) >= 0.15 * len(ATLAS)
    for twin in twins:
        original = BY_ID[str(twin.twin_of)]
        changed = [key for key in twin.attributes if twin.attributes[key] != original.attributes[key]]
        assert len(changed) == 1, twin.id
        assert twin.attributes.keys() == original.attributes.keys()
        assert twin.form == original.form


def test_markings_are_never_lost_on_the_coat_beneath_them() -> None:
    table = colour_table()
    for entity in (entity for entity in ATLAS if "markings" in entity.attributes):
        ground = colours_in(list(entity.attributes.values())[1])[0]
        mark = colours_in(entity.attributes["markings"])[0]
        assert contrast(table[ground], table[mark]) > 59, entity.id


def test_stale_cards_say_that_they_are_old_and_get_one_thing_wrong() -> None:
    stale = [(entity, text) for entity in ATLAS for text in entity.extra_texts if text.id.endswith("/stale")]
    assert len(stale) >= 60
    for entity, text in stale:
        year = text.title[-13:-9]
        assert "superseded" in text.text
        key, old = re.findall(rf"{re.escape(entity.name)} ([a-z ]+) in {year}: ([^.]+)\.", text.text)[0]
        assert entity.attributes[key] != old


def test_mentions_do_not_answer() -> None:
    mentions = [(entity, text) for entity in ATLAS for text in entity.extra_texts if text.id.endswith("/mention")]
    assert len(mentions) >= 60
    for entity, text in mentions:
        assert entity.name in text.text
        assert not [
            key for key, value in entity.attributes.items() if key != "type" and re.search(rf"\b{value}\b", text.text)
        ]


def test_captions_name_the_thing_but_do_not_tell_its_looks() -> None:
    for entity in ATLAS:
        assert len({view.entry.artist for view in entity.views}) == 3
        for view in entity.views:
            assert view.entry.title.startswith(entity.name)
            assert not colours_in(view.entry.caption)


@pytest.mark.parametrize(
    "locator", ["", "atlas:landmark/0001", "atlas:landmark/0001/4", "atlas:landmark/9999/1", "x/1"]
)
def test_an_unknown_view_is_a_users_error(locator: str) -> None:
    with pytest.raises(LibraryError, match="no picture"):
        draw_view(locator)
