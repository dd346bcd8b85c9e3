"""The illustrator of the embedded world, from words to pictures, with the world's own hand, fonts and references."""

from __future__ import annotations

import numpy as np
import pytest

from genevolve.world.illustrator.embedded import WorldHand, embedded_illustrator
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.generic import generic_kind
from genevolve.world.illustrator.illustrator import Illustrator
from genevolve.world.illustrator.scene import Source
from genevolve.world.world import World

EXAMPLE = (
    "A wide view of a marble table in a bright kitchen, soft morning light from the left with gentle shadows. Exactly "
    "five lanterns stand in one row: the first lantern, at the far left, is red; the second lantern, at the left, is "
    "red; the third lantern, in the centre, is blue; the fourth lantern, at the right, is red; the fifth lantern, at "
    'the far right, is red. At the top centre, a wooden sign carries the text "OPEN LATE" in large bold white '
    "sans-serif capitals. In the foreground at the left stands the giraffe from the first reference image, shown "
    "exactly as in the reference, standing upright in side view, the whole body visible with all four legs. In the "
    "foreground at the right, a bell of polished brass with bright highlights and a soft reflection. Watercolour style "
    "in the background and the brushwork, while every object keeps its exact shape and colours."
)


@pytest.fixture(scope="module")
def drawer(world: World) -> Illustrator:
    return embedded_illustrator(world, rates=FailureRates.always())


def reference(world: World, query: str) -> bytes:
    return world.load_picture(world.library.search_pictures(query, 1)[0].entry)


def test_the_documented_example_is_drawn_as_written(world: World, drawer: Illustrator) -> None:
    facts = drawer.draw(EXAMPLE, [reference(world, "giraffe")], width=256, height=256, seed=4).scene
    assert facts.failures == ()
    lanterns = sorted((o for o in facts.objects if o.noun == "lantern"), key=lambda o: o.box.centre[0])
    assert [o.ordinal for o in lanterns] == [1, 2, 3, 4, 5]
    assert len({o.colour for o in lanterns}) == 2
    assert lanterns[2].colour not in {o.colour for o in lanterns if o.ordinal != 3}
    assert [text.string for text in facts.texts] == ["OPEN LATE"]
    (giraffe,) = (o for o in facts.objects if o.noun == "giraffe")
    (bell,) = (o for o in facts.objects if o.noun == "bell")
    assert giraffe.source is Source.REFERENCE_1
    assert giraffe.box.centre[0] < 0.5 < bell.box.centre[0]
    assert bell.material_shaded


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "   \n\t",
        "\x00\x01\x02",
        '"' * 300,
        "lantern " * 4000,
        "一只猫坐在椅子上",
        "forty dogs, thirty cats and 1000000 birds",
        "the first reference image",
        '"unclosed quotation',
        'a sign with the text ""',
    ],
)
def test_no_prompt_is_too_odd(drawer: Illustrator, prompt: str) -> None:
    assert drawer.draw(prompt, [], width=96, height=96, seed=0).image.size == (96, 96)


def test_the_hand_draws_common_things_and_no_flag_of_a_country(world: World) -> None:
    hand = WorldHand(world)
    for noun in ("lantern", "giraffe", "lighthouse", "table", "car", "mug"):
        assert hand.draw(noun) is not None
    chad, plain = hand.draw("flag of chad"), hand.draw("flag")
    assert chad is None or (plain is not None and chad.tobytes() == plain.tobytes())


def test_another_artist_draws_differently(world: World) -> None:
    prompt = "In the centre stands a giraffe, standing upright in side view. Daylight from the left."
    one, other = (
        embedded_illustrator(world, artist=artist).draw(prompt, [], width=128, height=128, seed=0).image
        for artist in ("twemoji", "openmoji")
    )
    assert one.tobytes() != other.tobytes()


@pytest.mark.parametrize("noun", ["playhouse", "basilica", "observatory", "pagoda", "cathedral", "windmill"])
def test_a_named_building_is_replaced_by_another_building(noun: str) -> None:
    assert generic_kind(noun) == "landmark"


def test_weather_leaves_letters_legible(drawer: Illustrator) -> None:
    prompt = (
        "A wide scene on a street{weather}, clear daylight from the left. "
        'A wooden sign at the top centre carries the text "OPEN LATE" in large bold white sans-serif capitals.'
    )

    def pixels(weather: str) -> np.ndarray:
        drawing = drawer.draw(prompt.format(weather=weather), [], width=384, height=384, seed=2)
        box = drawing.scene.texts[0].box
        left, top = box.x + 0.15 * box.width, box.y + 0.3 * box.height
        right, bottom = box.x + 0.85 * box.width, box.y + 0.7 * box.height
        region = drawing.image.crop([round(384 * edge) for edge in (left, top, right, bottom)])
        return np.asarray(region, dtype=np.float32)

    assert np.percentile(np.abs(pixels(" in heavy rain") - pixels("")), 99) < 40
