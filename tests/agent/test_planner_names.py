"""Names are made whole by the titles that were found, and arms are found under their bearer's name."""

from __future__ import annotations

import pytest
from planner_simulator import play

from genevolve.agent.planner.names import loose_names, with_whole_names
from genevolve.language import read


@pytest.mark.parametrize(
    ("request_text", "title", "name"),
    [
        ("The Web3.js logo on a wooden table", "Web3.js logo", "Web3.js logo"),
        ("The outline of Bosnia and Herzegovina", "Bosnia and Herzegovina", "outline of Bosnia and Herzegovina"),
        ("The flag of Saint Vincent & Grenadines", "Flag of St. Vincent & Grenadines", None),
        ("A cat beside the Umlaweni Light", "Umlaweni Light — Wayfarer", "Umlaweni Light"),
    ],
)
def test_a_title_that_the_request_spells_out_is_one_name(request_text: str, title: str, name: str | None) -> None:
    whole = with_whole_names(read(request_text), [title])
    named = [thing.name for thing in whole.things if thing.named]
    assert named == [name or "flag of Saint Vincent & Grenadines"]


def test_common_nouns_in_a_row_stay_two_things() -> None:
    asked = read("a man and a woman on a beach")
    assert with_whole_names(asked, ["man and woman"]) == asked


def test_a_name_that_was_passed_over_is_looked_up() -> None:
    assert loose_names(read("A cat beside the Umlaweni Light")) in (["Umlaweni Light"], [])
    assert loose_names(read("A flag of Chad on a wall")) == []


def test_arms_are_known_by_their_bearer_and_their_caption() -> None:
    played = play(
        "A banner with the coat of arms of the City of Grimrenwick above a wooden door",
        pictures={
            "coat of arms of City of Grimrenwick": [
                "City of Grimrenwick — Fieldbook | City of Grimrenwick, coat of arms: gouache from a notebook",
                "City of Grimrenwick — Wayfarer | City of Grimrenwick, coat of arms: flat modern drawing",
            ],
            "door": ["door"],
        },
    )
    assert played.titles()[0].startswith("City of Grimrenwick — Wayfarer")
    assert "coat of arms of City of Grimrenwick from the first reference image" in played.answer.gen_prompt


def test_a_caption_alone_makes_no_reference_of_a_common_thing() -> None:
    played = play("a door in a wall", pictures={"door": ["handle | the handle of a door"]})
    assert played.titles() == []
