"""What a lesson teaches: labels of hand-made scenes, and lessons that are the same every time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from judge_kit import drawing, drawn, item
from PIL import Image

from genevolve.language.description import Description, Light, Place, Style
from genevolve.language.vocabulary import LightKind, Material, Setting, StyleKind
from genevolve.world.illustrator.illustrator import Drawing
from genevolve.world.illustrator.scene import Box, DrawnObject, FailureMode, Source
from genevolve.world.judge.eyes import labels
from genevolve.world.judge.eyes.labels import Labels, class_of, crop_of, labels_of, nouns
from genevolve.world.judge.eyes.lesson import Lesson, Lessons
from genevolve.world.judge.pixels import lab_of_hex
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.world import World

TOLD = Description(
    "told",
    place=Place(Setting.BEACH),
    light=Light(LightKind.SUNSET),
    style=Style(StyleKind.WATERCOLOUR),
)


def taught(picture: Drawing, shown: tuple[str, ...] = ()) -> Labels:
    return labels_of(Lesson(item(), picture, shown))


def upon(bearer: DrawnObject, noun: str, source: Source) -> DrawnObject:
    """An emblem as it is drawn upon its bearer."""
    box = bearer.box
    inner = Box(box.x + 0.2 * box.width, box.y + 0.2 * box.height, box.width * 0.6, box.height * 0.6)
    return DrawnObject(bearer.thing + 1, bearer.ordinal, noun, source, inner, bearer.depth)


def test_nouns_are_told_by_their_last_words() -> None:
    assert nouns()[class_of("Small Red LANTERN")] == "lantern"
    assert class_of("unheard-of gizmo") == class_of("") == 0
    assert len(set(nouns())) == len(nouns())
    assert [class_of(noun) for noun in nouns()[1:]] == list(range(1, len(nouns())))


def test_a_thing_is_labelled_with_all_that_is_known_of_it() -> None:
    brass = drawn("vase", 0.3, 0.6, colour="#b5a642", material=Material.BRASS, material_shaded=True)
    plain = drawn("mug", 0.8, 0.6, thing=1, material=Material.GLASS)
    found = taught(drawing(brass, plain, failures=((FailureMode.MISSHAPEN, 1),), told=TOLD))
    np.testing.assert_allclose(found.boxes, [[0.3, 0.6, 0.2, 0.2], [0.8, 0.6, 0.2, 0.2]], atol=1e-6)
    assert found.nouns.tolist() == [class_of("vase"), class_of("mug")]
    assert found.materials.tolist() == [labels.MATERIALS.index("brass"), 0]
    np.testing.assert_allclose(found.paints[0], lab_of_hex("#b5a642"))
    assert np.isnan(found.paints[1]).all()
    assert found.misshapen.tolist() == [0, 1]
    assert found.seen.tolist() == [1, 1]


def test_the_scene_is_labelled_by_what_was_drawn() -> None:
    found = taught(drawing(told=TOLD))
    assert labels.SETTINGS[found.setting] == "beach"
    assert labels.LIGHTS[found.light] == "sunset"
    assert labels.STYLES[found.style] == "watercolour"
    assert not found.washed
    spoilt = taught(drawing(told=TOLD, failures=((FailureMode.DULL_LIGHT, None), (FailureMode.WASHED_OUT, None))))
    assert labels.LIGHTS[spoilt.light] == labels.FLAT
    assert spoilt.washed
    bare = taught(drawing())
    assert (bare.setting, bare.light, bare.style) == (-1, labels.LIGHTS.index("none"), labels.STYLES.index("none"))
    assert bare.boxes.shape == (0, 4)
    assert bare.paints.shape == (0, 3)


def test_what_is_hidden_by_later_things_is_not_to_be_seen() -> None:
    behind, before = drawn("mug", 0.5), drawn("vase", 0.5, size=0.3, thing=1)
    assert taught(drawing(behind, before)).seen.tolist() == [0, 1]
    assert taught(drawing(before, behind)).seen.tolist() == [1, 1]


def test_an_emblem_is_no_thing_of_its_own_but_is_cut_out_with_its_bearer() -> None:
    mug = drawn("mug", 0.3, size=0.4)
    vase = drawn("vase", 0.8, thing=4)
    picture = drawing(
        mug, upon(mug, "flag", Source.REFERENCE_2), vase, drawn("logo", 0.8, thing=6, source=Source.GENERIC)
    )
    found = taught(picture, ("country/RO", "country/TD"))
    assert [nouns()[one] for one in found.nouns][:2] == ["mug", "vase"]
    assert [shown for _, shown in found.crops] == ["country/TD", "generic/logo"]
    assert not taught(picture, ("country/RO",)).crops[0][1].startswith("country")


def test_a_crop_holds_the_box_and_stays_inside() -> None:
    image = Image.new("RGB", (200, 100), "white")
    image.paste("red", (50, 25, 150, 75))
    pixels = np.asarray(crop_of(image, 0.5, 0.5, 0.4, 0.4))
    assert pixels.shape == (labels.CROP_PX, labels.CROP_PX, 3)
    assert (pixels == (255, 0, 0)).all()
    corner = np.asarray(crop_of(image, 0.0, 0.0, 0.5, 0.5))
    assert (corner[0] == 255).all()
    assert (corner[-1, -1] == (255, 0, 0)).all()


@pytest.fixture(scope="module")
def items(world: World) -> Sequence[SuiteItem]:
    return world_suite(world, split="train", n=6, seed=1)


def test_lessons_are_the_same_for_the_same_number_and_differ_between_numbers(
    world: World, items: Sequence[SuiteItem]
) -> None:
    one, other = (Lessons(world, items, side_px=96).lesson(3) for _ in range(2))
    assert one.drawing.scene == other.drawing.scene
    assert one.drawing.image.tobytes() == other.drawing.image.tobytes()
    further = Lessons(world, items, side_px=96).lesson(3 + len(items))
    assert further.item is one.item
    assert further.drawing.image.tobytes() != one.drawing.image.tobytes()
