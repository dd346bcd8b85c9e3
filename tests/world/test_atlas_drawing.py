"""What the drawings show: pixels, not markup."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ET

import numpy as np
import numpy.typing as npt
import pytest

from genevolve.world.atlas import draw_generic, draw_view, generate_atlas
from genevolve.world.atlas.entity import AtlasEntity
from genevolve.world.atlas.palettes import colour_table, rgb
from genevolve.world.raster import rasterise

ATLAS = generate_atlas(0)
BY_ID = {entity.id: entity for entity in ATLAS}
TYPES = list({(entity.kind, entity.attributes["type"]): entity for entity in ATLAS}.values())
TWINS = [entity for entity in ATLAS if entity.twin_of]


def pixels(svg: str, size: int = 96) -> npt.NDArray[np.float64]:
    """RGBA over a white ground and its coverage, 0 … 255."""
    rgba = np.asarray(rasterise(svg, width=size, height=size), dtype=np.float64)
    alpha = rgba[..., 3:] / 255
    return np.concatenate([rgba[..., :3] * alpha + 255 * (1 - alpha), rgba[..., 3:]], axis=-1)


def changed(first: str, second: str) -> float:
    """Share of pixels that look different."""
    return float((np.abs(pixels(first) - pixels(second)).max(axis=-1) > 40).mean())


def view(entity: AtlasEntity, number: int) -> str:
    return draw_view(entity.views[number - 1].entry.locator)


@pytest.mark.parametrize("entity", TYPES, ids=lambda entity: entity.attributes["type"])
def test_every_type_is_well_formed_fills_the_picture_and_is_not_cut_off(entity: AtlasEntity) -> None:
    for number in (1, 2, 3):
        svg = view(entity, number)
        assert ET.fromstring(svg).attrib["viewBox"] == "0 0 512 512"
        assert "<text" not in svg
        cover = pixels(svg)[..., 3]
        rows, columns = np.nonzero(cover > 30)
        assert max(np.ptp(rows), np.ptp(columns)) >= 0.72 * 96
        edge = np.concatenate([cover[0], cover[-1], cover[:, 0], cover[:, -1]])
        assert (edge > 120).mean() < 0.03


@pytest.mark.parametrize("entity", TYPES, ids=lambda entity: entity.attributes["type"])
def test_the_three_views_differ_but_keep_the_colours(entity: AtlasEntity) -> None:
    views = [view(entity, number) for number in (1, 2, 3)]
    assert all(changed(a, b) > 0.04 for a, b in ((views[0], views[1]), (views[1], views[2]), (views[0], views[2])))
    if entity.kind == "brand":
        return  # a sign has a board, a trade card has none
    means = [p[p[..., 3] > 200][:, :3].mean(axis=0) for p in map(pixels, views)]
    assert np.ptp(means, axis=0).max() < 60


@pytest.mark.parametrize("twin", TWINS[::5], ids=lambda entity: entity.id)
def test_a_twin_looks_different_where_its_attribute_differs(twin: AtlasEntity) -> None:
    original = BY_ID[str(twin.twin_of)]
    assert 0.003 < changed(view(twin, 3), view(original, 3)) < 0.75


@pytest.mark.parametrize("entity", [e for e in ATLAS if e.kind == "brand"][::20], ids=lambda entity: entity.id)
def test_the_flat_view_of_a_brand_shows_its_official_colours(entity: AtlasEntity) -> None:
    seen = pixels(view(entity, 3), 256)[..., :3].reshape(-1, 3)
    for key, least in (("badge colour", 0.05), ("mark colour", 0.01)):
        wanted = np.array(rgb(colour_table()[entity.attributes[key]]))
        assert (np.abs(seen - wanted).max(axis=1) <= 2).mean() > least


def test_bytes_depend_on_the_seed_alone() -> None:
    locator = ATLAS[3].views[0].entry.locator
    assert draw_view(locator) == draw_view(locator)
    assert draw_view(locator, seed=1) != draw_view(locator)
    assert draw_generic("flag", 5) == draw_generic("flag", 5)
    assert draw_generic("flag", 5) != draw_generic("flag", 6)


def test_ids_inside_a_drawing_do_not_clash_with_another_drawing() -> None:
    def ids(svg: str) -> set[str]:
        return {element.attrib["id"] for element in ET.fromstring(svg).iter() if "id" in element.attrib}

    assert not ids(view(ATLAS[0], 1)) & ids(view(ATLAS[0], 2))
    assert not ids(view(ATLAS[0], 1)) & ids(view(ATLAS[1], 1))


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("landmark", "Golden Gate bridge"),
        ("flag", "flag of Chad"),
        ("logo", ""),
        ("arms", "x"),
        ("", ""),
        ("animal", "zebra"),
    ],
)
def test_something_generic_is_drawn_for_any_kind_and_hint(kind: str, hint: str) -> None:
    assert (pixels(draw_generic(kind, 1, hint))[..., 3] > 200).mean() > 0.12


def test_a_hint_settles_the_type() -> None:
    assert draw_generic("landmark", 2, "golden gate bridge") != draw_generic("landmark", 2, "golden gate")
    wide = pixels(draw_generic("flag", 3))[..., 3] > 100
    assert wide.any(axis=0).sum() > 1.3 * wide.any(axis=1).sum()


def test_drawing_is_fast() -> None:
    locators = [entity.views[i % 3].entry.locator for i, entity in enumerate(ATLAS[::8])]
    start = time.process_time()
    for locator in locators:
        draw_view(locator)
    assert (time.process_time() - start) / len(locators) < 0.01
