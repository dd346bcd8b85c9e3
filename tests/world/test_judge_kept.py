"""What the judge keeps on disk: it changes no score, and what is damaged or of another version is not used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from genevolve.store import FileCache, PictureCache
from genevolve.world.judge.eyes.sight import Traits
from genevolve.world.judge.kept_sketches import KeptSketches
from genevolve.world.judge.kept_tracings import KeptTracings
from genevolve.world.judge.kept_truths import KnownQuarry, KnownTruth, known_truth
from genevolve.world.judge.looks import Fit
from genevolve.world.judge.reading import Line
from genevolve.world.judge.shapes import Find
from genevolve.world.judge.sketches import ARTISTS, Sketchbook, Wanted
from genevolve.world.judge.writing import Writing
from genevolve.world.world import World

WRITING = Writing((Line("OPEN", 1 / 3, 0.2),), closely=True)


@pytest.fixture
def keeping(world: World, tmp_path: Path) -> World:
    """The world with an empty folder for pictures."""
    return World(world.path, PictureCache(tmp_path))


def truth() -> KnownTruth:
    find = Find(0.1 + 0.2, 1 / 3, 0.25, 0.5, 0.7, 2)
    quarry = KnownQuarry(
        wanted=Wanted("car", colour="#102030"),
        artist="noto",
        finds=(find,),
        fits=(Fit(0.9, 0.8, 0.1, (0.0, -0.012, 1.08)),),
        worth=0.8,
    )
    return KnownTruth(traits=Traits({"beach": 1.0}, {"flat": 0.1}, {}, 0.2), quarries=(quarry,), writing=WRITING)


def test_a_sketch_is_drawn_once_and_comes_back_bit_by_bit(keeping: World) -> None:
    kept, drawn = KeptSketches(keeping), []

    def draw() -> Image.Image:
        drawn.append(1)
        return Image.linear_gradient("L").resize((30, 20)).convert("RGBA")

    first = kept.picture("shade", draw)
    again = KeptSketches(keeping).picture("shade", draw)
    assert (len(drawn), again.mode, again.tobytes()) == (1, first.mode, first.tobytes())
    kept.picture("other shade", draw)
    assert len(drawn) == 2


def test_another_version_of_the_code_draws_anew(keeping: World) -> None:
    old, new = KeptSketches(keeping), KeptSketches(keeping)
    new.version = f"{old.version}, changed"
    old.picture("one", lambda: Image.new("L", (8, 8), 10))
    assert new.picture("one", lambda: Image.new("L", (8, 8), 20)).getpixel((0, 0)) == 20


@pytest.mark.parametrize("wanted", [Wanted("car", colour="#2040d0"), Wanted("dog")])
def test_kept_sketches_are_those_of_a_book_without_a_folder(world: World, keeping: World, wanted: Wanted) -> None:
    plain, drawn, read = (_pixels(Sketchbook(one), wanted) for one in (World(world.path), keeping, keeping))
    assert plain == drawn == read


def _pixels(book: Sketchbook, wanted: Wanted) -> Sequence[tuple[bytes, bytes]]:
    return [(one.image.tobytes(), one.telling.tobytes()) for one in book.sketches(wanted, ARTISTS[0])]


def test_a_truth_is_measured_once_and_comes_back_to_the_last_digit(tmp_path: Path) -> None:
    measured: list[int] = []

    def measure() -> KnownTruth:
        measured.append(1)
        return truth()

    files = FileCache(tmp_path)
    first, again = (known_truth(one, "one", measure) for one in (files, FileCache(tmp_path)))
    assert first.quarries == again.quarries == truth().quarries
    assert len(measured) == 1
    assert known_truth(None, "one", measure).writing == WRITING
    assert len(measured) == 2


def test_a_damaged_truth_is_measured_anew(tmp_path: Path) -> None:
    files = FileCache(tmp_path)
    files.put("one", b'{"traits": {}')
    assert known_truth(files, "one", truth).quarries == truth().quarries
    assert known_truth(files, "one", lambda: pytest.fail("it is whole again")).writing == WRITING


def test_a_sketch_is_traced_once_at_a_height_and_damaged_tracings_are_made_anew(world: World, tmp_path: Path) -> None:
    files = FileCache(tmp_path)
    sketch = Sketchbook(world).sketches(Wanted("car"), ARTISTS[0])[0]
    fresh, first, again = (KeptTracings(one, "1").tracing(sketch, 80) for one in (None, files, files))
    assert fresh is not None
    for path in tmp_path.glob("*/*"):
        path.write_bytes(b"damaged")
    mended = KeptTracings(files, "1").tracing(sketch, 80)
    for one in (first, again, mended):
        assert one is not None
        assert one.to_bytes() == fresh.to_bytes()
    assert len(list(tmp_path.glob("*/*"))) == 1
    KeptTracings(files, "2").tracing(sketch, 80)
    KeptTracings(files, "2").tracing(sketch, 90)
    assert len(list(tmp_path.glob("*/*"))) == 3
    assert KeptTracings(files, "2").tracing(sketch, 2000) is None
