"""Pictures and fonts of the built world, and a world that is not whole."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from genevolve.errors import LibraryError
from genevolve.language.vocabulary import FontClass
from genevolve.world.build import SEAL, world_root
from genevolve.world.pack import DATABASE, cropped
from genevolve.world.world import World, verify_world


def load(world: World, picture_id: str, size_px: int = 640) -> Image.Image:
    picture = world.library.picture(picture_id)
    assert picture is not None
    with Image.open(io.BytesIO(world.pack.picture_png(picture, size_px))) as image:
        return image.convert("RGBA")


@pytest.mark.parametrize(
    "picture_id",
    [
        *("twemoji:1F992", "openmoji:1F992", "noto:1F992", "mdi:toaster", "household:toaster", "octicon:bell-24"),
        *("simple:spotify", "element:W", "outline:TD", "material:gold"),
    ],
)
def test_every_kind_of_picture_fills_its_frame_on_a_transparent_ground(world: World, picture_id: str) -> None:
    image = load(world, picture_id, 320)
    assert max(image.size) == 320
    alpha = image.getchannel("A")
    assert alpha.getextrema() == (0, 255)
    box = alpha.point(lambda value: 255 if value > 6 else 0).getbbox()
    assert box is not None
    assert max(box[2] - box[0], box[3] - box[1]) >= 0.93 * 320


def test_a_picture_of_the_atlas_is_drawn_on_demand(world: World) -> None:
    entity = next(one for one in world.entities.values() if one.fictional)
    assert max(load(world, entity.pictures[0]).size) == 640


def test_a_brand_mark_has_its_official_colour(world: World) -> None:
    image = load(world, "simple:spotify")
    red, green, blue, alpha = image.getpixel((image.width // 2, image.height // 12))  # type: ignore[misc]
    assert alpha == 255
    assert f"#{red:02X}{green:02X}{blue:02X}" == world.entities["brand/spotify"].facts["colour_hex"]


def test_flags_keep_their_aspect(world: World) -> None:
    image = load(world, "twemoji:1F1F9-1F1E9")
    assert 1.2 < image.width / image.height < 1.6


def test_a_cropped_drawing_shows_the_same_thing_larger() -> None:
    rectangle = '<rect x="40" y="45" width="20" height="10"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{rectangle}</svg>'
    left, top, width, height = (float(value) for value in cropped(svg).split('viewBox="')[1].split('"')[0].split())
    assert 37 < left < 40
    assert 42 < top < 45
    assert 20 <= width < 26
    assert 10 <= height < 16


@pytest.mark.parametrize("font_class", list(FontClass))
def test_every_class_of_lettering_has_a_regular_and_a_bold_face(world: World, font_class: FontClass) -> None:
    regular, bold = (world.pack.font_path(font_class, weight) for weight in (False, True))
    assert regular != bold
    assert world.pack.faces(font_class)[:2] == (regular, bold)
    for path in world.pack.faces(font_class):
        assert ImageFont.truetype(str(path), 40).getlength("Hamburgefonts 0123") > 100


def test_an_unknown_locator_is_one_clear_line(world: World) -> None:
    with pytest.raises(LibraryError, match="no drawing"):
        world.pack.svg("twemoji:none")


def test_a_world_that_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="genevolve world build"):
        World.open(tmp_path)


@pytest.fixture
def copied_home(world: World, tmp_path: Path) -> Path:
    root = world_root(tmp_path)
    root.mkdir()
    shutil.copytree(world.path, root / world.path.name)
    (root / "READY").write_text(f"{world.path.name}\n")
    return tmp_path


def test_damage_is_found_when_opening_and_when_verifying(copied_home: Path) -> None:
    database = next(world_root(copied_home).rglob(DATABASE))
    World.open(copied_home).pack.close()
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2] + b"?" + whole[len(whole) // 2 + 1 :])
    assert any(fault.endswith(DATABASE) for fault in verify_world(copied_home))
    database.write_bytes(whole[:-4096])
    with pytest.raises(LibraryError, match="damaged"):
        World.open(copied_home)
    database.write_bytes(whole)
    next(world_root(copied_home).rglob(SEAL)).write_text("{")
    with pytest.raises(LibraryError, match="damaged"):
        World.open(copied_home)
