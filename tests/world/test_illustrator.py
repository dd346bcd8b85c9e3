"""Whole pictures: faults show in the facts and in the pixels, good wording is drawn as said, nothing ever raises."""

from __future__ import annotations

import io

import anyio
import numpy as np
import pytest
from illustrator_kit import BLUE, GREEN, RED, SUN, at, illustrator, made, png, scene, thing, tricolour
from PIL import Image, ImageDraw

from genevolve.language.description import Colour, Description, Light, Member, OpenFact, Relation, Style, WrittenText
from genevolve.language.vocabulary import Carrier, Depth, LightDirection, LightKind, Material, RelationKind, StyleKind
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.illustrator import Drawing
from genevolve.world.illustrator.scene import FailureMode, Source

SIZE = 160


def drawn(description: Description, *references: bytes, rates: FailureRates | None = None, seed: int = 1) -> Drawing:
    return illustrator(rates).draw_description(description, references, width=SIZE, height=SIZE, seed=seed)


def pixels(drawing: Drawing) -> np.ndarray:
    return np.asarray(drawing.image, dtype=np.float32)


def crop(drawing: Drawing, index: int, share: float = 0.4) -> np.ndarray:
    """The middle of the box of one object."""
    box, edge = drawing.scene.objects[index].box, (1 - share) / 2
    left, right = (box.x + edge * box.width) * SIZE, (box.x + (1 - edge) * box.width) * SIZE
    top, bottom = (box.y + edge * box.height) * SIZE, (box.y + (1 - edge) * box.height) * SIZE
    return pixels(drawing)[int(top) : int(bottom) + 1, int(left) : int(right) + 1].reshape(-1, 3)


PLACES = tuple(Member(n + 1, placement=at(x)) for n, x in enumerate((0.1, 0.3, 0.5, 0.7, 0.9)))


@pytest.mark.parametrize("seed", range(4))
def test_a_bare_number_miscounts_and_an_enumeration_does_not(seed: int) -> None:
    bare = drawn(scene(thing(0, "apple", count=5)), seed=seed)
    placed = drawn(scene(thing(0, "apple", count=5, members=PLACES)), seed=seed)
    assert len(bare.scene.objects) != 5
    assert bare.scene.failed(FailureMode.MISCOUNT)
    assert [round(o.box.centre[0], 1) for o in sorted(placed.scene.objects, key=lambda o: o.ordinal)] == [
        0.1, 0.3, 0.5, 0.7, 0.9,
    ]  # fmt: skip


def test_a_miscount_loses_the_odd_one_out() -> None:
    odd = tuple(Member(n + 1, colours=(BLUE if n == 2 else RED,)) for n in range(5))
    facts = drawn(scene(thing(0, "apple", count=5, members=odd))).scene
    assert BLUE.hex not in {o.colour for o in facts.objects}


def test_colours_leak_inside_a_clause_only() -> None:
    car, cup = thing(0, "car", colours=(RED,), placement=at(0.3)), {"colours": (BLUE,), "placement": at(0.7)}
    leaked = drawn(scene(car, thing(1, "cup", clause=0, **cup)))
    bound = drawn(scene(car, thing(1, "cup", clause=1, **cup)))
    assert [o.colour for o in leaked.scene.of(1)] == [RED.hex]
    assert [o.colour for o in bound.scene.of(1)] == [BLUE.hex]
    at_cup = next(index for index, o in enumerate(bound.scene.objects) if o.thing == 1)
    blue, red = crop(bound, at_cup).mean(axis=0), crop(leaked, at_cup).mean(axis=0)
    assert blue[2] > blue[0] + 40
    assert red[0] > red[2] + 40


@pytest.mark.parametrize("seed", range(5))
def test_loose_letters_are_garbled(seed: int) -> None:
    loose = drawn(scene(texts=(WrittenText("OPEN LATE", quoted=False),)), seed=seed).scene.texts[0]
    firm = drawn(scene(texts=(WrittenText("OPEN LATE", quoted=True, carrier=Carrier.SIGN),)), seed=seed).scene.texts[0]
    assert loose.string != loose.asked
    assert firm.string == "OPEN LATE"


def test_things_without_a_place_pile_up() -> None:
    heap = drawn(scene(thing(0, "car", placement=at(0.3)), thing(1, "cup"))).scene
    order = drawn(scene(thing(0, "car", placement=at(0.3)), thing(1, "cup", placement=at(0.7)))).scene
    assert heap.objects[0].box.overlap(heap.objects[1].box) > 0.2
    assert order.objects[0].box.overlap(order.objects[1].box) < 0.02


def test_an_unplaced_relation_is_mirrored() -> None:
    car, cup = thing(0, "car"), thing(1, "cup", relations=(Relation(RelationKind.ABOVE, (0,)),))
    wrong = drawn(scene(car, cup)).scene
    right = drawn(scene(car, cup), rates=FailureRates.never()).scene
    assert right.of(1)[0].box.centre[1] < right.of(0)[0].box.centre[1]
    assert wrong.of(1)[0].box.centre[1] > wrong.of(0)[0].box.centre[1] - 0.1


def test_a_style_washes_out_what_it_may() -> None:
    car = thing(0, "car", colours=(RED,), placement=at(0.5))
    pale = crop(drawn(scene(car, style=Style(StyleKind.WATERCOLOUR))), 0).mean(axis=0)
    kept = crop(drawn(scene(car, style=Style(StyleKind.WATERCOLOUR, keeps_identity=True))), 0).mean(axis=0)
    assert np.ptp(pale) < 0.6 * np.ptp(kept)


def test_a_body_without_a_pose_comes_out_wrong() -> None:
    loose = drawn(scene(thing(0, "horse"))).scene.objects[0].box
    posed = drawn(scene(thing(0, "horse", pose="standing in side view"))).scene.objects[0].box
    assert abs(loose.width / loose.height - posed.width / posed.height) > 0.08


def test_a_material_by_name_only_is_flat() -> None:
    flat = drawn(scene(thing(0, "apple", materials=made(Material.BRASS, described=False))))
    real = drawn(scene(thing(0, "apple", materials=made(Material.BRASS))))
    assert not flat.scene.objects[0].material_shaded
    assert real.scene.objects[0].material_shaded
    assert crop(flat, 0).std(axis=0).max() < 0.5 * crop(real, 0).std(axis=0).max()


def test_light_without_direction_is_dull() -> None:
    vivid = scene(thing(0, "apple"), light=Light(LightKind.GOLDEN_HOUR, LightDirection.LEFT))
    vague = scene(thing(0, "apple"), light=Light(LightKind.GOLDEN_HOUR))
    lively, dull = (crop(drawn(d), 0, 0.66).std(axis=0).mean() for d in (vivid, vague))
    assert dull < 0.75 * lively


def test_a_named_thing_needs_its_reference() -> None:
    flag = {"name": "flag of Chad", "named": True, "placement": at(0.5)}
    guessed = drawn(scene(thing(0, "flag", **flag)))
    shown = drawn(scene(thing(0, "flag", reference=1, **flag)), png(tricolour()))
    assert guessed.scene.objects[0].source is Source.GENERIC
    assert shown.scene.objects[0].source is Source.REFERENCE_1
    colours = pixels(shown).reshape(-1, 3)
    for dye in ("#002664", "#fecb00", "#c60c30"):
        wanted = np.array([int(dye[i : i + 2], 16) for i in (1, 3, 5)])
        assert (np.abs(colours - wanted).max(axis=1) < 40).sum() > 100


def test_a_reference_that_was_not_handed_over_binds_nothing() -> None:
    asked = scene(thing(0, "flag", name="flag of Chad", named=True, reference=2))
    assert drawn(asked, png(tricolour())).scene.failed(FailureMode.LOOK_ALIKE)


def test_bytes_that_are_no_picture_bind_nothing() -> None:
    asked = scene(thing(0, "flag", name="flag of Chad", named=True, reference=1))
    assert drawn(asked, b"not a picture").scene.objects[0].source is Source.GENERIC


def test_an_open_fact_is_guessed() -> None:
    fact = OpenFact("its official colour", "official colour", "Spotify", 0)
    mug = thing(0, "mug", colours=(Colour("green", "#1db954"),))
    assert drawn(scene(mug, open_facts=(fact,))).scene.objects[0].colour != "#1db954"
    assert drawn(scene(mug)).scene.objects[0].colour == "#1db954"


def test_an_emblem_is_drawn_on_its_bearer_and_not_beside_it() -> None:
    mug = thing(0, "mug", placement=at(0.5), relations=(Relation(RelationKind.BEARS, (1,)),))
    logo = thing(1, "logo", name="the logo", named=True, reference=1)
    disc = Image.new("RGBA", (80, 80), "#0a8a2a")
    facts = drawn(scene(mug, logo), png(disc))
    assert {o.noun for o in facts.scene.objects} == {"mug", "logo"}
    outer, inner = facts.scene.of(0)[0].box, facts.scene.of(1)[0].box
    assert outer.x < inner.x
    assert inner.x + inner.width < outer.x + outer.width
    green = pixels(facts)[..., 1] - pixels(facts)[..., 0]
    assert (green > 60).sum() > 0.02 * SIZE * SIZE


def test_the_same_seed_draws_the_same_picture() -> None:
    busy = scene(
        thing(0, "horse", count=3),
        thing(1, "vase", materials=made(Material.GLASS), placement=at(0.7)),
        texts=(WrittenText("loose", quoted=False),),
        light=None,
        style=Style(StyleKind.OIL),
    )
    one, two, other = (drawn(busy, seed=seed) for seed in (5, 5, 6))
    assert one.image.tobytes() == two.image.tobytes()
    assert one.scene == two.scene
    assert one.image.tobytes() != other.image.tobytes()


def test_depth_makes_size_and_order() -> None:
    near, far = at(0.3, depth=Depth.FOREGROUND), at(0.7, depth=Depth.BACKGROUND)
    facts = drawn(scene(thing(0, "car", placement=near), thing(1, "car", placement=far, colours=(GREEN,)))).scene
    assert facts.of(0)[0].box.height > 1.25 * facts.of(1)[0].box.height
    assert facts.objects[-1].thing == 0


@pytest.mark.parametrize(("width", "height"), [(64, 64), (640, 200), (150, 600)])
def test_everything_stays_in_frames_of_any_shape(width: int, height: int) -> None:
    things = [thing(n, "car", placement=at((n % 4) / 4 + 0.1)) for n in range(6)]
    text = WrittenText("A rather long line of letters", quoted=True, carrier=Carrier.BANNER)
    drawing = illustrator().draw_description(scene(*things, texts=(text,)), (), width=width, height=height, seed=2)
    assert drawing.image.size == (width, height)
    for shown in drawing.scene.objects:
        assert shown.box.x > -0.05
        assert shown.box.x + shown.box.width < 1.05


def test_an_empty_description_is_a_backdrop() -> None:
    drawing = drawn(Description(""))
    assert drawing.scene.objects == ()
    assert pixels(drawing).std() > 1


def test_forty_things_are_too_many_and_do_no_harm() -> None:
    facts = drawn(scene(*(thing(n, "gizmo" if n % 3 else "car", count=4) for n in range(40)), light=SUN)).scene
    assert 8 <= len(facts.objects) <= 20


@pytest.mark.parametrize("seed", [0, -7, 1 << 70])
def test_any_number_is_a_seed(seed: int) -> None:
    mug = WrittenText("TEA", quoted=True, carrier=Carrier.MUG, carrier_material=Material.BAMBOO)
    things = [
        thing(n, "apple", materials=made(material)) for n, material in enumerate((Material.CRYSTAL, Material.PAPER))
    ]
    assert len(drawn(scene(*things, texts=(mug,)), seed=seed, rates=FailureRates.never()).scene.objects) == 3


def test_render_gives_a_png_of_the_size() -> None:
    async def rendered() -> bytes:
        picture = await illustrator().render("two red apples on a table", (), width=96, height=64, seed=0)
        assert (picture.width, picture.height) == (96, 64)
        return picture.png

    with Image.open(io.BytesIO(anyio.run(rendered))) as image:
        assert image.size == (96, 64)
        assert image.mode == "RGB"


def test_a_described_material_takes_a_reference_over() -> None:
    ball = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(ball).ellipse((5, 5, 195, 195), fill="#c83232")
    bound = {"reference": 1, "placement": at(0.5), "materials": made(Material.JADE)}

    def mean(**fields: object) -> np.ndarray:
        return crop(drawn(scene(thing(0, "bowl", **bound, **fields)), png(ball)), 0).mean(axis=0)

    jade = mean()
    assert jade[1] > jade[0]
    kept = mean(named=True)
    assert kept[0] > kept[1]
