"""What a demanded thing may look like: drawn by the world's artists, bare or bearing what it is to bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageChops, ImageFilter

from genevolve.language.description import MaterialUse
from genevolve.language.living import is_living
from genevolve.language.vocabulary import Material, Size
from genevolve.world.illustrator.cast import Actor
from genevolve.world.illustrator.cutout import CutOut, cut_out
from genevolve.world.illustrator.embedded import AtlasGeneric, WorldHand
from genevolve.world.illustrator.light import lighting_for
from genevolve.world.illustrator.wardrobe import Costume, Wardrobe, dressed
from genevolve.world.world import World

ARTISTS = ("twemoji", "openmoji", "noto")
MAX_PICTURES = 3
_HEIGHT_PX = 160
_REFERENCE_PX = 448
_KEPT = 2048
_CUTS_KEPT = 64
_OPPOSITE, _GREY = "#16e0c8", "#808080"
_BODIES_GONE_WRONG = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One demanded thing. `entity` is what it is, or with `bears` what it bears."""

    noun: str
    entity: str = ""
    bears: str = ""
    colour: str | None = None
    material: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """One way to draw it.

    `telling` marks the pixels by which it is known: those of the emblem, or those that take the colour.
    `misshapen`: this is how a body goes wrong.
    """

    image: Image.Image
    telling: Image.Image
    misshapen: bool = False
    bears: bool = False

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.image.width / self.image.height


class Sketchbook:
    """Draws what is wanted in every way that is right, and bodies in the ways in which they go wrong."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._hands = {artist: WorldHand(world, artist) for artist in ARTISTS}
        self._generic = AtlasGeneric()
        self._cuts = lru_cache(maxsize=_CUTS_KEPT)(self._cut_outs)
        self.sketches = lru_cache(maxsize=_KEPT)(self._sketches)

    def _sketches(self, wanted: Wanted, artist: str) -> tuple[Sketch, ...]:
        """Every way in which an artist draws it; empty when the world has no drawing of it."""
        return tuple(_distinct(self._drawn(wanted, artist)))

    def _drawn(self, wanted: Wanted, artist: str) -> Iterator[Sketch]:
        hand = self._hands[artist]
        cuts: tuple[CutOut | None, ...] = self._cuts(wanted.entity) if wanted.entity else (None,)
        itself = bool(wanted.entity) and not wanted.bears
        if artist != ARTISTS[0] and (itself or hand.draw(wanted.noun) is None):
            return
        for cut in cuts:
            for standing in (True, False) if wanted.noun == "flag" else (True,):
                yield from self._by(hand, wanted, cut, standing)

    def _by(self, hand: WorldHand, wanted: Wanted, cut: CutOut | None, standing: bool) -> Iterator[Sketch]:
        bodies: tuple[float | None, ...] = (None, *_BODIES_GONE_WRONG) if is_living(wanted.noun) else (None,)
        for wrong in bodies:
            actor = _actor(wanted, named=cut is not None and not wanted.bears, misshapen=wrong)
            emblems = {0: _emblem(wanted.bears)} if wanted.bears and cut is not None else {}
            wardrobe = Wardrobe(hand, self._generic, [cut], emblems, {}, standing=standing, seed=0)
            costume = wardrobe.costume(actor)
            image = _finished(costume, actor)
            telling = _telling(image, _other(costume, actor))
            yield Sketch(image, telling, wrong is not None, bool(wanted.bears))

    def _cut_outs(self, entity_id: str) -> tuple[CutOut, ...]:
        return tuple(self._freed(entity_id))

    def _freed(self, entity_id: str) -> Iterator[CutOut]:
        entity = self._world.entities.get(entity_id)
        for picture in (entity.pictures if entity else ())[:MAX_PICTURES]:
            entry = self._world.library.picture(picture)
            cut = cut_out(self._world.pack.picture_png(entry, _REFERENCE_PX)) if entry else None
            if cut is not None:
                yield cut


def _actor(wanted: Wanted, *, named: bool, misshapen: float | None) -> Actor:
    return Actor(
        thing=0, ordinal=1, of=1, noun=wanted.noun, name=wanted.noun, named=named,
        colours=(wanted.colour,) if wanted.colour else (),
        materials=(MaterialUse(Material(wanted.material), True),) if wanted.material else (),
        size=Size.NORMAL, pose="", details=(), placement=None, reference=1 if named else None, misshapen=misshapen,
    )  # fmt: skip


def _emblem(noun: str) -> Actor:
    return Actor(
        thing=1, ordinal=1, of=1, noun=noun, name=noun, named=True, colours=(), materials=(), size=Size.NORMAL,
        pose="", details=(), placement=None, reference=1,
    )  # fmt: skip


def _finished(costume: Costume, actor: Actor) -> Image.Image:
    width = max(8, round(_HEIGHT_PX * costume.aspect))
    return dressed(costume, actor, width, _HEIGHT_PX, lighting_for(None), 0)[0].image()


def _other(costume: Costume, actor: Actor) -> Image.Image | None:
    """The same without its emblem, or in another colour."""
    if costume.emblem is not None:
        return _finished(replace(costume, emblem=None), actor)
    if actor.colours and not costume.painted:
        return _finished(costume, replace(actor, colours=(_OPPOSITE if actor.colours[0] != _OPPOSITE else _GREY,)))
    return None


def _telling(image: Image.Image, other: Image.Image | None) -> Image.Image:
    """Where the two differ; where there is nothing to compare, all that is covered."""
    covered = image.getchannel("A").point([0] * 150 + [255] * 106)
    if other is None:
        return covered
    red, green, blue = ImageChops.difference(image.convert("RGB"), other.convert("RGB")).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue).point([0] * 24 + [255] * 232)
    return ImageChops.darker(covered, most.filter(ImageFilter.MaxFilter(5)))


def _distinct(sketches: Iterator[Sketch]) -> Sequence[Sketch]:
    return list({(one.image.size, one.image.tobytes()): one for one in sketches}.values())
