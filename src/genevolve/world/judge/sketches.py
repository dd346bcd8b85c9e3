"""What a demanded thing may look like: drawn by the world's artists, bare or bearing what it is to bear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial

from PIL import Image, ImageChops, ImageFilter

from genevolve.language.description import MaterialUse
from genevolve.language.living import is_living
from genevolve.language.vocabulary import Material, Size
from genevolve.records import PictureEntry
from genevolve.world.illustrator.cast import Actor
from genevolve.world.illustrator.cutout import CutOut, cut_out
from genevolve.world.illustrator.embedded import AtlasGeneric, WorldHand
from genevolve.world.illustrator.light import lighting_for
from genevolve.world.illustrator.wardrobe import Costume, Wardrobe, dressed
from genevolve.world.judge.kept_sketches import KeptSketches
from genevolve.world.world import World

ARTISTS = ("twemoji", "openmoji", "noto")
MAX_PICTURES = 3
_HEIGHT_PX = 160
_REFERENCE_PX = 448
_KEPT = 192
_CUTS_KEPT = 128
_COSTUMES_KEPT = 32
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


class Sketch:
    """One way to draw it, drawn when first looked at.

    `misshapen`: this is how a body goes wrong. `bears`: it bears the mark by which it is known.
    """

    def __init__(
        self,
        draw: Callable[[], Image.Image],
        tell: Callable[[Image.Image], Image.Image],
        *,
        misshapen: bool = False,
        bears: bool = False,
        take: Take | None = None,
    ) -> None:
        """`tell` finds in what `draw` has drawn the pixels by which it is known."""
        self._draw, self._tell = draw, tell
        self.take = take
        self.misshapen = misshapen
        self.bears = bears

    @classmethod
    def of(cls, image: Image.Image, telling: Image.Image) -> Sketch:
        """What is already drawn."""
        return cls(lambda: image, lambda _: telling)

    @cached_property
    def image(self) -> Image.Image:
        """The drawing, RGBA."""
        return self._draw()

    @cached_property
    def telling(self) -> Image.Image:
        """The pixels by which it is known: those of the emblem, or those that take the colour."""
        return self._tell(self.image)

    @cached_property
    def thinned(self) -> Image.Image:
        """The drawing with colours multiplied by alpha, from which it is made smaller."""
        return self.image.convert("RGBa")

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.image.width / self.image.height


@dataclass(frozen=True, slots=True)
class Take:
    """All that decides how a sketch comes out. `cut`: by which picture of the entity; `wrong`: where the body is."""

    wanted: Wanted
    artist: str
    cut: int | None
    standing: bool
    wrong: float | None = None

    @property
    def actor(self) -> Actor:
        """What the wardrobe is asked for."""
        return _actor(self.wanted, named=self.cut is not None and not self.wanted.bears, misshapen=self.wrong)


class Sketchbook:
    """Draws what is wanted in every way that is right, and bodies in the ways in which they go wrong."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.kept = KeptSketches(world)
        self._hands = {artist: WorldHand(world, artist) for artist in ARTISTS}
        self._generic = AtlasGeneric()
        self._cut = lru_cache(maxsize=_CUTS_KEPT)(self._cut_out)
        self._costume = lru_cache(maxsize=_COSTUMES_KEPT)(self._costumed)
        self.sketches = lru_cache(maxsize=_KEPT)(self._sketches)
        self.counterpart = lru_cache(maxsize=_KEPT)(self._counterpart)

    def _sketches(self, wanted: Wanted, artist: str) -> tuple[Sketch, ...]:
        """Every way in which an artist draws it; empty when the world has no drawing of it."""
        return tuple(self._drawn(wanted, artist))

    def _drawn(self, wanted: Wanted, artist: str) -> Iterator[Sketch]:
        itself = bool(wanted.entity) and not wanted.bears
        if artist != ARTISTS[0] and (itself or self._hands[artist].draw(wanted.noun) is None):
            return
        seen = set()
        for take in self._takes(wanted, artist):
            sound = self._sketch(take)
            look = (sound.image.size, sound.image.tobytes())
            if look in seen:
                continue
            seen.add(look)
            yield sound
            if is_living(wanted.noun):
                yield from (self._sketch(replace(take, wrong=wrong)) for wrong in _BODIES_GONE_WRONG)

    def _takes(self, wanted: Wanted, artist: str) -> Iterator[Take]:
        cuts = [at for at in range(MAX_PICTURES) if self._picture(wanted.entity, at)] if wanted.entity else (None,)
        for cut in cuts:
            for standing in (True, False) if wanted.noun == "flag" else (True,):
                yield Take(wanted, artist, cut, standing)

    def _sketch(self, take: Take) -> Sketch:
        return Sketch(
            partial(self._image, take), partial(self._telling, take),
            misshapen=take.wrong is not None, bears=bool(take.wanted.bears), take=take,
        )  # fmt: skip

    def _counterpart(self, sketch: Sketch, entity_id: str) -> Sketch | None:
        """Another entity drawn in the same way, by its picture of the same number; None where it has no such."""
        take = sketch.take
        if take is None or take.cut is None or self._picture(entity_id, take.cut) is None:
            return None
        return self._sketch(replace(take, wanted=replace(take.wanted, entity=entity_id)))

    def _image(self, take: Take) -> Image.Image:
        return self.kept.picture(f"{take}/image", lambda: _finished(self._costume(take), take.actor))

    def _telling(self, take: Take, image: Image.Image) -> Image.Image:
        if not take.wanted.bears and not take.wanted.colour:
            return _telling(image, None)
        name = f"{take}/telling"
        return self.kept.picture(name, lambda: _telling(image, _other(self._costume(take), take.actor)))

    def _costumed(self, take: Take) -> Costume:
        wanted = take.wanted
        cut = None if take.cut is None else self._cut(wanted.entity, take.cut)
        emblems = {0: _emblem(wanted.bears)} if wanted.bears and cut is not None else {}
        hand = self._hands[take.artist]
        return Wardrobe(hand, self._generic, [cut], emblems, {}, standing=take.standing, seed=0).costume(take.actor)

    def _cut_out(self, entity_id: str, number: int) -> CutOut | None:
        """What one of the pictures of an entity shows."""
        entry = self._picture(entity_id, number)
        return cut_out(self._world.pack.picture_png(entry, _REFERENCE_PX)) if entry else None

    def _picture(self, entity_id: str, number: int) -> PictureEntry | None:
        entity = self._world.entities.get(entity_id)
        pictures = entity.pictures if entity else ()
        return self._world.library.picture(pictures[number]) if number < len(pictures) else None


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
