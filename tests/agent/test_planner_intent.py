"""What is meant rather than said: prints on stamps, titles of posters."""

from __future__ import annotations

from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.prompt import compose
from genevolve.agent.planner.facts import Found
from genevolve.agent.planner.filling import fill_in
from genevolve.agent.planner.history import PictureFound
from genevolve.agent.planner.intent import with_emblems_borne, with_posters_titled
from genevolve.agent.planner.subjects import Subject, choose
from genevolve.language import read
from genevolve.language.vocabulary import Carrier, RelationKind
from genevolve.records.wire import SKILL_NAMES

ALL = frozenset(SKILL_NAMES)


def test_what_is_on_a_stamp_is_printed_on_it() -> None:
    printed = with_emblems_borne(read("a condor on a postage stamp"))
    stamp = next(thing for thing in printed.things if "stamp" in thing.noun)
    assert [relation.kind for relation in stamp.relations] == [RelationKind.BEARS]
    plate = with_emblems_borne(read("a cake on a plate"))
    assert [relation.kind for relation in plate.things[0].relations] == [RelationKind.ON]


def test_the_title_of_a_poster_runs_across_its_top() -> None:
    (title,) = with_posters_titled(read('a poster of Mount Fuji with the title "JAPAN"')).texts
    assert title.carrier is Carrier.BANNER
    assert title.placement is not None
    assert title.placement.y == 0.15


def test_a_word_that_is_also_part_of_an_open_fact_stays_a_word() -> None:
    asked = read("the national animal of Chile on a postage stamp with the text CHILE")
    filled = fill_in(asked, [Found(fact=asked.open_facts[0], value="huemul")])
    assert [text.string for text in filled.texts] == ["CHILE"]
    assert filled.things[0].name == "huemul"


def test_a_fact_that_says_whose_the_flag_is_leaves_it_a_flag() -> None:
    asked = read("the flag of the country whose capital is Thimphu")
    filled = fill_in(asked, [Found(fact=asked.open_facts[0], value="Bhutan")])
    assert filled.things[0].name == "flag of Bhutan"
    assert filled.things[0].noun == "flag"


def test_a_flag_does_not_pass_for_the_arms_of_its_country() -> None:
    subject = Subject(("coat of arms of Peru", "Peru"), True, (0,))
    flag = PictureFound("IMG_001", "Flag of Peru", "Flag of Peru: red and white bands with the coat of arms")
    assert choose(subject, "Peru", [flag]) is None


def test_the_place_keeps_the_words_of_the_request() -> None:
    assert "on the moon" in compose(Plan(read("an astronaut on the moon"), {}, ALL))
    assert "under water" in compose(Plan(read("a shark under water"), {}, ALL))
    assert "at sea with big waves" in compose(Plan(read("A lighthouse with big waves"), {}, ALL))
    prompt = compose(Plan(read("Three penguins on an iceberg, aurora in the sky"), {}, ALL))
    assert "on an iceberg with aurora in the sky" in prompt
    assert "night" in prompt


def test_a_menu_stands_beside_the_meal() -> None:
    prompt = compose(Plan(read('a bowl of ramen with a menu that says "HOT SOUP" on a wooden table'), {}, ALL))
    (text,) = read(prompt).texts
    assert text.placement is not None
    assert text.placement.y is None
