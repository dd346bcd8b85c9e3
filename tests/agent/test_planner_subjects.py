from __future__ import annotations

import pytest

from genevolve.agent.planner.history import PictureFound
from genevolve.agent.planner.subjects import Subject, choose


def picked(name: str, *lines: str, named: bool = True) -> str | None:
    pictures = []
    for number, line in enumerate(lines, start=1):
        title, _, about = line.partition(" | ")
        pictures.append(PictureFound(f"IMG_{number:03d}", title, about))
    subject = Subject((name,), named, (0,))
    choice = choose(subject, name, pictures)
    return choice.picture.title if choice else None


def test_the_flag_asked_for_is_taken_and_its_look_alike_is_passed_over() -> None:
    lines = ("Flag of Romania | OpenMoji | blue yellow red, like Chad", "Flag of Chad | OpenMoji | CC BY-SA 4.0")
    assert picked("flag of Chad", *lines) == "Flag of Chad"


def test_no_picture_is_better_than_the_picture_of_a_neighbour() -> None:
    assert picked("flag of Chad", "Flag of Romania | OpenMoji", "Flag of Moldova | OpenMoji") is None
    assert picked("Vorrenholm Lighthouse", "Vorrenmar Lighthouse | Atlas", "Vorrenholm Bridge | Atlas") is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_homonym_of_another_kind_is_passed_over(order: tuple[int, int]) -> None:
    lines = ("Puma | OpenMoji | animal, wild cat", "Puma logo | Simple Icons | brand mark")
    shuffled = tuple(lines[at] for at in order)
    assert picked("logo of Puma", *shuffled) == "Puma logo"
    assert picked("puma", *shuffled, named=False) == "Puma"


def test_a_drawing_in_full_colour_is_preferred_to_an_icon_and_the_present_to_the_past() -> None:
    assert picked("giraffe", "Giraffe outline | Icons | glyph", "Giraffe | OpenMoji", named=False) == "Giraffe"
    assert picked("logo of Acme", "Acme logo (former) | Atlas", "Acme logo | Atlas") == "Acme logo"


def test_a_common_thing_may_be_known_by_another_word_but_not_by_half_of_its_name() -> None:
    assert picked("couch", "Sofa | OpenMoji | couch, furniture", named=False) == "Sofa"
    assert picked("baseball bat", "Bat | OpenMoji | animal, vampire", named=False) is None


def test_a_scene_a_group_or_another_sort_is_no_reference_for_a_common_thing() -> None:
    assert picked("bridge", "suspension bridge at night | OpenMoji", named=False) is None
    assert picked("fork", "fork and knife | OpenMoji", named=False) is None
    assert picked("mug", "beer mug | OpenMoji", named=False) is None
    assert picked("lantern", "red lantern | OpenMoji", named=False) == "red lantern"


def test_an_old_edition_is_passed_over() -> None:
    lines = ("Umegazuka Cameras (1930 edition) | Atlas", "Umegazuka Cameras — Fieldbook | Atlas")
    assert picked("Umegazuka Cameras", *lines) == "Umegazuka Cameras — Fieldbook"
