from __future__ import annotations

import pytest
from experience_kit import contender
from hypothesis import given
from hypothesis import strategies as st

from genevolve.experience.guides import guide_block
from genevolve.experience.rules import guide_faults, num_words, style_faults
from genevolve.records import (
    ConstraintCheck,
    Dimension,
    ImageHit,
    ImageSearchData,
    Observation,
    PictureScores,
    Program,
    QueryResult,
    Reference,
    Role,
    SearchData,
    Sufficiency,
    TextHit,
    Turn,
)
from genevolve.records.experience import Contender, Contrast, DecisionGuidance, DecisionGuide, RetrievalKey

GOOD = "Search the exact name in the request before you write, and copy what the page says of it."
SHA = "a" * 64


def guide(*bullets: str, focus: str = "Look it up first.", **slots: tuple[str, ...]) -> DecisionGuide:
    return DecisionGuide(
        retrieval_key=RetrievalKey(trigger="A request with a named thing.", source_prompt_summary="Two things."),
        decision_guidance=DecisionGuidance(focus=focus, search_query_guidance=bullets, **slots),
    )


def found_out() -> Contender:
    """A rollout that found a motto, a colour and an animal."""
    text = SearchData(
        results=(
            QueryResult(
                query="motto of Ember Works",
                hits=(
                    TextHit(
                        title="Ember Works",
                        snippet="motto: Nothing to hide; colour: teal (#1d7d85); mascot: the heron; since 1984",
                    ),
                ),
            ),
        )
    )
    pictures = ImageSearchData(
        query="Ember Works logo",
        hits=(ImageHit(img_id="IMG_007", title="Winter Garden", sha256=SHA, width=1, height=1),),
    )
    turns = tuple(
        Turn(role=Role.USER, text="", observation=Observation(data=data, text="")) for data in (text, pictures)
    )
    one = contender(0.9, prompt="A poster for Ember Works with its motto and its mascot beside a tractor")
    program = Program(
        gen_prompt='A sign carries the text "Nothing to hide". A heron and a tractor.',
        references=(Reference(img_id="IMG_007", sha256=SHA, title="Winter Garden"),),
    )
    return one.model_copy(update={"trajectory": one.trajectory.model_copy(update={"turns": turns, "program": program})})


PAIR = Contrast(request=found_out().trajectory.request, best=found_out(), worst=contender(0.1), gap=0.8)


def test_a_guide_that_keeps_every_rule_has_no_fault() -> None:
    good = guide(GOOD, f"Standard: {GOOD}", "Avoid a picture of a neighbour whose title shares only one word with it.")

    assert guide_faults(good, PAIR) == []


@pytest.mark.parametrize(
    ("bullet", "complaint"),
    [
        ("Search the exact name first.", "has 5 words"),
        (GOOD + " " + GOOD, "has 36 words"),
        ("The exact name in the request should be searched before any prompt is written at all.", "does not begin"),
        ("Standard: it is best to search the exact name in the request before you write it.", "does not begin"),
        (GOOD.replace("it.", "IMG_007."), "an id"),
        (GOOD.replace("it.", "5a7c9e1f2b3d4c6a."), "an id"),
        (GOOD.replace("it.", "https://example.org."), "an address"),
        (GOOD.replace("it.", "it, at most 2 times."), "a digit"),
        (GOOD.replace("it.", "<answer> it."), "protocol"),
    ],
)
def test_a_bullet_that_breaks_a_rule_of_style_is_named(bullet: str, complaint: str) -> None:
    assert any(complaint in fault for fault in style_faults(guide(bullet)))


def test_the_focus_is_imperative_and_a_guide_says_something() -> None:
    assert any("'focus'" in fault for fault in style_faults(guide(GOOD, focus="It is all about light.")))
    assert any("between 1 and 16" in fault for fault in style_faults(guide()))
    assert any("at most 5" in fault for fault in style_faults(guide(*[GOOD] * 6)))


@pytest.mark.parametrize(
    "secret",
    [
        "Ember",  # a name of the request
        "heron",  # a fact that only a page holds
        "teal",  # a colour that had to be found
        "nothing to hide",  # plain words that are the letters to be written
        "winter garden",  # a picture's title of plain words
        "tractor",  # what this one request is about
        "Heron-like",  # a fact inside a compound
    ],
)
def test_what_was_asked_or_found_is_told_apart_from_plain_words(secret: str) -> None:
    assert guide_faults(guide(GOOD.replace("it.", f"{secret}.")), PAIR)


def test_names_and_facts_may_not_hide_in_the_key_or_the_focus_either() -> None:
    leaky = guide(GOOD).model_copy(update={"retrieval_key": RetrievalKey(trigger="A heron.", source_prompt_summary="")})

    assert guide_faults(leaky, PAIR)
    assert guide_faults(guide(GOOD, focus="Show the heron."), PAIR)


@pytest.mark.parametrize("secret", ["Grimmarholm", "otter", "striped"])
def test_what_only_the_judges_know_stays_with_them(secret: str) -> None:
    judged = contender(0.1).model_copy(
        update={
            "sufficiency": Sufficiency(score=0.0, reason='the text "Grimmarholm" is not written out'),
            "picture": PictureScores(
                faithfulness=0.0,
                visual_correctness=0.0,
                text_accuracy=0.0,
                aesthetics=0.0,
                text_required=True,
                reasons={Dimension.VISUAL_CORRECTNESS: "the otter does not look like itself"},
                constraints=(ConstraintCheck(constraint="the tail is striped", met=False),),
            ),
        }
    )
    leaky = guide(GOOD.replace("it.", f"{secret}."))

    assert guide_faults(leaky, PAIR.model_copy(update={"worst": judged}))
    assert guide_faults(leaky, PAIR) == []


def test_a_skill_may_be_named_although_the_rollouts_opened_it() -> None:
    named = guide("Open text_rendering when the request asks for words on a sign, a banner or a poster.")

    assert guide_faults(named, PAIR) == []


@given(st.text(max_size=80), st.sampled_from(["heron", "Ember", "#1d7d85", "IMG_007", "1984"]))
def test_no_wording_around_it_hides_an_answer(around: str, secret: str) -> None:
    assert guide_faults(guide(f"{around} {secret} {around}"), PAIR)


def test_the_block_has_the_focus_and_no_empty_heading() -> None:
    block = guide_block(guide(GOOD, failure_guards=("Avoid x.",)))

    assert block == f"Look it up first.\nSearch:\n- {GOOD}\nFailures:\n- Avoid x."


def test_the_mark_of_a_standard_is_not_counted_as_a_word() -> None:
    assert num_words(f"Standard: {GOOD}") == num_words(GOOD) == 18
