"""Program sufficiency: whatever is missing is found, named and paid for; how it is worded does not matter."""

from __future__ import annotations

from functools import cache

import pytest

from genevolve.assembly import open_world
from genevolve.errors import JudgeError
from genevolve.records import Constraint, Program, Request, constraint
from genevolve.world.sufficiency import WorldProgramJudge, sufficiency
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.suite.suite import gold_program
from genevolve.world.suite.words import table


@cache
def items() -> tuple[SuiteItem, ...]:
    return world_suite(open_world())


def with_demand(kind: type[Constraint], **fields: object) -> SuiteItem:
    return next(
        item
        for item in items()
        for one in item.constraints
        if type(one) is kind and all(getattr(one, name) == value for name, value in fields.items())
    )


def rewritten(item: SuiteItem, *changes: tuple[str, str]) -> Program:
    program = gold_program(item)
    prompt = program.gen_prompt
    for old, new in changes:
        assert old in prompt, (old, prompt)
        prompt = prompt.replace(old, new)
    return program.model_copy(update={"gen_prompt": prompt})


def demand_of(item: SuiteItem, kind: type[Constraint]) -> Constraint:
    return next(one for one in item.constraints if isinstance(one, kind))


def test_every_ideal_program_is_sufficient() -> None:
    for item in items():
        found = sufficiency(item, gold_program(item))
        assert found.score == 1.0, (found.reason, item.ideal.gen_prompt)


def test_a_missing_reference_costs_at_least_half() -> None:
    item = items()[0]
    found = sufficiency(item, gold_program(item).model_copy(update={"references": ()}))
    assert found.score <= 0.5
    assert item.evidence.targets[0].name in found.reason


def test_a_look_alike_is_not_the_thing() -> None:
    item = next(item for item in items() if item.evidence.targets[0].wrong)
    program = gold_program(item)
    wrong = program.references[0].model_copy(update={"title": item.evidence.targets[0].wrong[0]})
    found = sufficiency(item, program.model_copy(update={"references": (wrong, *program.references[1:])}))
    assert found.score <= 0.5
    assert wrong.title in found.reason


def test_a_picture_that_nothing_is_bound_to_is_no_use() -> None:
    item = items()[0]
    program = rewritten(item, (" from the first reference image, shown exactly as in the reference", ""))
    assert "bound" in sufficiency(item, program).reason


def test_a_wrong_number() -> None:
    item = with_demand(constraint.Count, num=5)
    prompt = gold_program(item).gen_prompt
    noun = next(one.noun for one in item.constraints if isinstance(one, constraint.Count) and one.num == 5)
    start, end = prompt.index("Exactly five"), prompt.index(".", prompt.index("Exactly five"))
    program = Program(
        gen_prompt=f"{prompt[:start]}Exactly four {noun}s stand in one row{prompt[end:]}",
        references=gold_program(item).references,
    )
    found = sufficiency(item, program)
    assert found.score < 1.0
    assert f"4 × {noun} instead of 5" in found.reason


def test_a_wrong_colour() -> None:
    item = next(
        item for item in items() if " is red." in item.ideal.gen_prompt and not item.evidence.facts
    )  # fmt: skip
    found = sufficiency(item, rewritten(item, (" is red.", " is green.")))
    assert found.score < 1.0
    assert "is not red" in found.reason


def test_the_odd_one_out_has_to_be_the_right_one() -> None:
    item = next(
        one for one in items() if any(isinstance(c, constraint.Colour) and c.ordinal == 1 for c in one.constraints)
    )
    odd = next(c for c in item.constraints if isinstance(c, constraint.Colour) and c.ordinal == 1)
    usual = next(
        c for c in item.constraints if isinstance(c, constraint.Colour) and c.noun == odd.noun and not c.ordinal
    )
    found = sufficiency(item, rewritten(item, (f"is {odd.name};", f"is {usual.name};")))
    assert f"the first {odd.noun} is not {odd.name}" in found.reason


def test_a_looked_up_colour_has_to_be_exact() -> None:
    item = next(one for one in items() if any(fact.value.startswith("#") for fact in one.evidence.facts))
    value = next(fact.value for fact in item.evidence.facts if fact.value.startswith("#"))
    wrong = f"#{255 - int(value[1:3], 16):02x}{value[3:]}"
    assert sufficiency(item, rewritten(item, (value, wrong))).score < 1.0


def test_a_missing_text_and_a_misspelt_one() -> None:
    item = with_demand(constraint.WrittenText)
    text = demand_of(item, constraint.WrittenText)
    assert isinstance(text, constraint.WrittenText)
    for other in (text.string + "S", text.string[1:]):
        found = sufficiency(item, rewritten(item, (f'"{text.string}"', f'"{other}"')))
        assert found.score <= 0.5
        assert text.string in found.reason


def test_a_wrong_side() -> None:
    item = next(
        item for item in items()
        if any(isinstance(one, constraint.Position) and one.x and one.x[1] < 0.5 for one in item.constraints)
        and "oreground at the left" in item.ideal.gen_prompt
    )  # fmt: skip
    found = sufficiency(item, rewritten(item, ("oreground at the left", "oreground at the far right")))
    assert "not on the left" in found.reason


def test_a_material_setting_style_and_light_that_are_forgotten() -> None:
    wording = table("wording")
    for kind, key, field in (
        (constraint.Material, "materials", "material"),
        (constraint.Style, "ideal_styles", "style"),
        (constraint.Light, "ideal_lights", "light"),
        (constraint.Setting, "ideal_settings", "setting"),
    ):
        item = with_demand(kind)
        value = str(getattr(demand_of(item, kind), field))
        phrase = wording[key][value]
        other = "plain stuff" if kind is constraint.Material else "as it is"
        found = sufficiency(item, rewritten(item, (phrase, other)))
        assert 0.5 <= found.score < 1.0, (kind, found)


def test_what_is_left_open_is_not_sufficient() -> None:
    item = next(one for one in items() if one.recipe.factual_gap == "coloured" and one.recipe.visual_anchor == "brand")
    fact = item.evidence.facts[0]
    name = next(one.name for one in item.constraints if isinstance(one, constraint.Colour) and one.hex == fact.value)
    found = sufficiency(
        item, rewritten(item, (f" is {name} ({fact.value}).", f" is in the official colour of {fact.subject}."))
    )
    assert found.score < 1.0
    assert "left open" in found.reason


def test_an_empty_program_is_worth_nothing_much() -> None:
    assert sufficiency(items()[0], Program(gen_prompt="a nice picture")).score <= 0.25


def test_wording_does_not_matter() -> None:
    """What the skills teach helps a generator that errs; a perfect one needs only that everything is said."""
    item = with_demand(constraint.Style)
    phrase = ", while every object keeps its exact shape and colours"
    assert sufficiency(item, rewritten(item, (phrase, ""))).score == 1.0


@pytest.mark.anyio
async def test_the_judge_knows_its_items_only() -> None:
    judge = WorldProgramJudge(items()[:4])
    assert (await judge.judge_program(items()[0].request, gold_program(items()[0]))).score == 1.0
    with pytest.raises(JudgeError):
        await judge.judge_program(Request(id="rq_unknown", prompt="a cat"), gold_program(items()[0]))
