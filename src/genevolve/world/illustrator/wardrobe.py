"""What every actor looks like: its drawing, the emblem or text that it bears, its pose, colours and material."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from PIL import Image

from genevolve.language.living import people
from genevolve.language.vocabulary import Size
from genevolve.world.illustrator.carriers.emblem import face_of, with_emblem
from genevolve.world.illustrator.carriers.flags import hanging, invented, on_pole, waving
from genevolve.world.illustrator.carriers.shapes import Curve, Face, draw_shape, shape_for
from genevolve.world.illustrator.cast import Actor
from genevolve.world.illustrator.cutout import CutOut
from genevolve.world.illustrator.figures import is_symmetric, whole_figure, with_paws, without_water
from genevolve.world.illustrator.generic import Generic, generic_kind, plain_object, relative_of
from genevolve.world.illustrator.lexicon import is_emblem, is_face
from genevolve.world.illustrator.materials import made_of, tinted
from genevolve.world.illustrator.mishaps import misshapen
from genevolve.world.illustrator.recolour import recoloured
from genevolve.world.illustrator.relief import lit
from genevolve.world.illustrator.scene import Source
from genevolve.world.illustrator.sprite import Sprite, trimmed
from genevolve.world.illustrator.stage import Lighting

_BODY_FACE: Face = (0.28, 0.3, 0.44, 0.4)
_PLATE_FACE: Face = (0.04, 0.34, 0.92, 0.34)
_POLES = ("pole", "flagstaff", "mast")
_VESSELS = frozenset({"boat", "sailboat", "ship", "ferry", "yacht", "liner", "speedboat", "rowboat", "steamship"})
_TURNED = ("facing right", "to the right", "facing to the right", "rightward", "looking right", "rightwards")


class Hand(Protocol):
    """The illustrator's own way of drawing common things."""

    def draw(self, noun: str) -> Image.Image | None:
        """An RGBA drawing of a common noun without empty margins, None when it is not known."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Costume:
    """A drawing before it is given its size, and what is to be put on its face."""

    image: Image.Image
    source: Source
    emblem: Image.Image | None = None
    face: Face = _BODY_FACE
    curve: Curve = "flat"
    cloth: bool = False
    painted: bool = False
    plated: bool = False

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.image.width / max(1, self.image.height)


class Wardrobe:
    """Finds and dresses drawings for one picture."""

    def __init__(
        self,
        hand: Hand,
        generic: Generic,
        cutouts: Sequence[CutOut | None],
        emblems: Mapping[int, Actor],
        letters: Mapping[int, Image.Image],
        *,
        standing: bool,
        seed: int,
    ) -> None:
        self._hand = hand
        self._generic = generic
        self._cutouts = cutouts
        self._emblems = emblems
        self._letters = letters
        self._standing = standing
        self._seed = seed
        self._made: dict[Actor, Costume] = {}

    def costume(self, actor: Actor) -> Costume:
        """The drawing for an actor, posed, with its emblem or letters beside it; one for all who look alike."""
        kind = replace(
            actor, ordinal=min(actor.ordinal, 2), placement=None, colours=actor.colours[:1], size=Size.NORMAL
        )
        if kind not in self._made:
            self._made[kind] = self._costume(actor)
        return self._made[kind]

    def _costume(self, actor: Actor) -> Costume:
        emblem = self._emblem(actor)
        shape = shape_for(actor.noun)
        own = actor.reference is not None and self._cut(actor) is not None
        if shape is not None and not own and (emblem is not None or self._hand.draw(actor.noun) is None):
            colour = actor.colours[0] if actor.colours else None
            return Costume(
                draw_shape(shape, colour), Source.CARRIER, emblem, shape.face, shape.curve, shape.cloth, painted=True
            )
        image, source, oblong = self._drawing(actor)
        if actor.noun == "flag" or actor.noun.endswith(" flag"):
            flown = _is_flown(actor, standing=self._standing)
            cut = self._cut(actor)
            if cut is not None and oblong:
                image = _flag_of(cut, flown)
            elif oblong:
                image = waving(image) if flown else hanging(image)
            elif _has_pole(actor):
                image = on_pole(image)
        image, painted = (image, False) if actor.named or oblong else _whole_body(image, actor)
        plated = emblem is not None and actor.thing in self._letters
        image = posed(image, actor)
        face = _PLATE_FACE if plated else face_of(image) if emblem is not None else _BODY_FACE
        return Costume(image, source, emblem, face, painted=painted, plated=plated)

    def emblem_alone(self, actor: Actor) -> tuple[Image.Image, Source]:
        """The drawing of something that is borne by something else."""
        image, source, _ = self._drawing(actor)
        return (self._recoloured(image, actor) if actor.colours else image), source

    def _recoloured(self, image: Image.Image, actor: Actor) -> Image.Image:
        return recoloured(Sprite.of(image), actor.colours).image()

    def _emblem(self, actor: Actor) -> Image.Image | None:
        if actor.thing in self._emblems:
            return self.emblem_alone(self._emblems[actor.thing])[0]
        return self._letters.get(actor.thing) if actor.ordinal == 1 else None

    def _cut(self, actor: Actor) -> CutOut | None:
        if actor.reference is None or not 1 <= actor.reference <= len(self._cutouts):
            return None
        return self._cutouts[actor.reference - 1]

    def _drawing(self, actor: Actor) -> tuple[Image.Image, Source, bool]:
        """The picture, where it is from, and whether it fills an oblong."""
        cut = self._cut(actor)
        if cut is not None:
            return cut.image, Source.REFERENCE_1 if actor.reference == 1 else Source.REFERENCE_2, cut.oblong
        if not actor.named:
            for noun in _nouns_to_try(actor):
                drawn = self._hand.draw(noun)
                if drawn is not None:
                    return drawn, Source.HAND, False
        seed = _seeded(self._seed, actor.name)
        if actor.noun == "flag" or actor.noun.endswith(" flag"):
            return invented(seed), Source.GENERIC, True
        kind = generic_kind(actor.noun)
        if kind is None:
            kin = self._hand.draw(actor.noun) if actor.named else None
            return relative_of(kin, seed) if kin is not None else plain_object(seed), Source.GENERIC, False
        return self._generic.draw(kind, seed, actor.name), Source.GENERIC, False


@lru_cache(maxsize=16)
def _flag_of(cut: CutOut, flown: bool) -> Image.Image:
    """A reference's flag as cloth, made once for each reference."""
    return waving(cut.image) if flown else hanging(cut.image)


def _whole_body(image: Image.Image, actor: Actor) -> tuple[Image.Image, bool]:
    """A person or an animal of which only the head was drawn, on a body; whether it already has the asked colour."""
    if actor.noun.rsplit(" ", 1)[-1] in people():
        whole = whole_figure(image, actor.colours[0] if actor.colours else None)
        return (image, False) if whole is None else (whole, bool(actor.colours))
    if is_face(actor.noun) and is_symmetric(image):
        return with_paws(image), False
    if actor.noun.rsplit(" ", 1)[-1] in _VESSELS:
        return without_water(image), False
    return image, False


def _is_flown(actor: Actor, *, standing: bool) -> bool:
    """Whether a flag waves from a pole: where one is named, else where there is ground for one and it does not hang."""
    about = " ".join((actor.pose, *actor.details)).lower()
    return _has_pole(actor) or (standing and "hang" not in about and "wall" not in about)


def _has_pole(actor: Actor) -> bool:
    """Whether a pole is named for a flag."""
    about = " ".join((actor.pose, *actor.details)).lower()
    return any(word in about for word in _POLES)


def _nouns_to_try(actor: Actor) -> tuple[str, ...]:
    """What to look a common thing up by, the most telling first."""
    last = actor.noun.rsplit(" ", 1)[-1]
    standing = (f"{actor.noun} standing",) if actor.noun in ("man", "woman", "person") else ()
    someone = ("person standing", "person") if last in people() else ()
    return tuple(dict.fromkeys((*standing, actor.name.lower(), actor.noun, last, *someone)))


def _seeded(seed: int, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}|{name}".encode()).digest()[:4], "big")


def posed(image: Image.Image, actor: Actor) -> Image.Image:
    """The drawing turned as its pose asks. Drawings of animals and vehicles usually face left."""
    pose = " ".join((actor.pose, *actor.details)).lower()
    if any(word in pose for word in _TURNED) and not is_emblem(actor.noun):
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if "upside down" in pose or "upside-down" in pose:
        image = image.transpose(Image.Transpose.ROTATE_180)
    elif "on its side" in pose or "on his side" in pose or "on her side" in pose:
        image = image.transpose(Image.Transpose.ROTATE_90)
    elif any(word in pose for word in ("tilted", "leaning", "slanted", "askew")):
        image = trimmed(image.rotate(-14, Image.Resampling.BICUBIC, expand=True))
    if actor.misshapen is not None:
        image = trimmed(misshapen(image, actor.misshapen))
    return image


def dressed(
    costume: Costume, actor: Actor, width: int, height: int, lighting: Lighting, seed: int
) -> tuple[Sprite, bool]:
    """The drawing at its size in its colours and material under the light; whether the material was truly shaded."""
    image = costume.image.resize((max(4, width), max(4, height)), Image.Resampling.LANCZOS, reducing_gap=2.0)
    sprite = Sprite.of(image)
    from_reference = costume.source in (Source.REFERENCE_1, Source.REFERENCE_2)
    shaded = False
    use = actor.materials[0] if actor.materials else None
    colour = actor.colours[0] if actor.colours else None
    if (
        actor.colours
        and not costume.painted
        and not (is_emblem(actor.noun) and from_reference)
        and (use is None or from_reference)
    ):
        sprite = recoloured(sprite, actor.colours)
    if use is not None and use.described:
        flat = costume.source is Source.CARRIER
        mark = actor.named or is_emblem(actor.noun)
        keeps = (from_reference and mark and use.material.value not in _BARE) or (costume.painted and costume.cloth)
        tint = colour if not costume.painted or colour else None
        sprite = made_of(sprite, use.material, lighting, colour=tint, own_colours=keeps, flat=flat, seed=seed)
        shaded = True
    elif use is not None:
        sprite = tinted(sprite, use.material, colour)
    if costume.emblem is not None:
        borne = with_emblem(
            sprite.image(), costume.emblem, costume.face, costume.curve, cloth=costume.cloth, over=costume.plated
        )
        sprite = replace(Sprite.of(borne), clear=sprite.clear, bend=sprite.bend)
    if not shaded:
        flatness = 0.35 if costume.source is Source.CARRIER or is_emblem(actor.noun) else 1.0
        sprite = lit(sprite, lighting, flatness)
    return sprite, shaded


_BARE = frozenset({"gold", "silver", "brass", "bronze", "copper", "steel", "chrome", "iron", "glass", "crystal", "ice"})
