"""The embedded generator: reads a prompt as a generator would, sees references as pixels, and draws."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import anyio.to_thread
import numpy as np
from PIL import Image

from genevolve.language import read
from genevolve.language.description import Description, Style
from genevolve.language.vocabulary import LightKind, Setting, StyleKind
from genevolve.renderers import Picture
from genevolve.world.illustrator.backdrop import paint_backdrop
from genevolve.world.illustrator.carriers.shapes import Face, shape_for
from genevolve.world.illustrator.cast import Actor, noun_of
from genevolve.world.illustrator.cutout import CutOut, cut_out
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.generic import Generic
from genevolve.world.illustrator.layout import Frame, Spot, lay_out
from genevolve.world.illustrator.lettering import Fonts
from genevolve.world.illustrator.lexicon import is_shining
from genevolve.world.illustrator.light import flat_lighting, grade, lighting_for
from genevolve.world.illustrator.mishaps import paled
from genevolve.world.illustrator.painter import Cel, Painter
from genevolve.world.illustrator.plan import Plan, plan_for
from genevolve.world.illustrator.scene import Box, DrawnObject, DrawnText, FailureMode, Scene, Source
from genevolve.world.illustrator.sprite import Rgb, rgb_of
from genevolve.world.illustrator.stage import Backdrop, Lighting, Pixels
from genevolve.world.illustrator.styles import apply_style
from genevolve.world.illustrator.texts import TextBox, inscription, place_boards, written_board
from genevolve.world.illustrator.wardrobe import Costume, Hand, Wardrobe, dressed
from genevolve.world.illustrator.weather import apply_weather, weather_within

_WALLS = frozenset(
    {
        Setting.BRICK_WALL,
        Setting.CONCRETE_WALL,
        Setting.TILED_WALL,
        Setting.PLAIN,
        Setting.FABRIC,
        Setting.PAPER,
        Setting.STUDIO,
        Setting.MUSEUM,
        Setting.KITCHEN,
        Setting.LIVING_ROOM,
        Setting.BEDROOM,
        Setting.OFFICE,
        Setting.CLASSROOM,
        Setting.CAFE,
        Setting.SHOP,
        Setting.WORKSHOP,
        Setting.LIBRARY,
    }
)
_DARK = frozenset({LightKind.NIGHT, LightKind.MOONLIGHT, LightKind.LANTERN, LightKind.CANDLELIGHT, LightKind.NEON})
_PNG_LEVEL = 4
_SEEDS = 1 << 31


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A finished picture and the facts about it, which no judge may see."""

    image: Image.Image
    scene: Scene
    told: Description
    """What was drawn: the wording as the generator read it, misread wherever a fault befell it."""


@lru_cache(maxsize=16)
def _cut_out(digest: bytes, data: bytes) -> CutOut | None:
    del digest
    return cut_out(data)


class Illustrator:
    """A `Renderer` that draws on a CPU in a fraction of a second, deterministic under its seed."""

    def __init__(
        self, hand: Hand, fonts: Fonts, generic: Generic, rates: FailureRates | None = None, name: str = "illustrator/2"
    ) -> None:
        self._hand = hand
        self._fonts = fonts
        self._generic = generic
        self._rates = rates or FailureRates()
        self._name = name

    @property
    def id(self) -> str:
        """Name and version that identify this generator in records."""
        return self._name

    async def render(
        self, gen_prompt: str, references: Sequence[bytes], *, width: int, height: int, seed: int
    ) -> Picture:
        """Draw `gen_prompt`; the work is done in a thread."""
        work = partial(self._encoded, gen_prompt, tuple(references), width=width, height=height, seed=seed)
        return await anyio.to_thread.run_sync(work)

    def _encoded(self, gen_prompt: str, references: Sequence[bytes], *, width: int, height: int, seed: int) -> Picture:
        image = self.draw(gen_prompt, references, width=width, height=height, seed=seed).image
        buffer = io.BytesIO()
        image.save(buffer, "PNG", compress_level=_PNG_LEVEL)
        return Picture(buffer.getvalue(), image.width, image.height)

    def draw(self, gen_prompt: str, references: Sequence[bytes], *, width: int, height: int, seed: int) -> Drawing:
        """Read the prompt and draw it."""
        return self.draw_description(read(gen_prompt), references, width=width, height=height, seed=seed)

    def draw_description(
        self, description: Description, references: Sequence[bytes], *, width: int, height: int, seed: int
    ) -> Drawing:
        """Draw what was read."""
        seed %= _SEEDS
        cutouts = [_cut_out(hashlib.sha256(data).digest(), data) for data in references]
        plan = plan_for(description, sum(cut is not None for cut in cutouts), seed, self._rates)
        return _Studio(self, plan, cutouts, width, height, seed).drawn()

    @property
    def hand(self) -> Hand:
        """How it draws common things."""
        return self._hand

    @property
    def fonts(self) -> Fonts:
        """The faces it letters with."""
        return self._fonts

    @property
    def generic(self) -> Generic:
        """How it invents what it does not know."""
        return self._generic


def _darkens(lighting: Lighting) -> bool:
    """Whether the grade will darken the picture so far that letters need some light of their own."""
    return lighting.exposure < 0.93


class _Studio:
    """The making of one picture."""

    def __init__(
        self, owner: Illustrator, plan: Plan, cutouts: Sequence[CutOut | None], width: int, height: int, seed: int
    ) -> None:
        self.owner, self.plan, self.seed = owner, plan, seed
        self.width, self.height = width, height
        self.cutouts = cutouts
        asked = plan.description
        self.lighting: Lighting = flat_lighting() if plan.has(FailureMode.DULL_LIGHT) else lighting_for(asked.light)
        self.backdrop: Backdrop = paint_backdrop(
            asked.place, width=width, height=height, lighting=self.lighting, light=asked.light,
            palette=asked.palette, seed=seed,
        )  # fmt: skip

    def drawn(self) -> Drawing:
        plan = self.plan
        boxes = self._text_boxes()
        wardrobe = self._wardrobe()
        costumes = [wardrobe.costume(actor) for actor in plan.actors]
        frame = Frame(
            self.width, self.height, self.backdrop.horizon, self.backdrop.standing, tuple(box.edges for box in boxes)
        )
        spots = lay_out(plan.description.things, plan.actors, [costume.aspect for costume in costumes], frame)
        place = plan.description.place
        wall = place is not None and place.setting in _WALLS
        painter = Painter.on(self.backdrop, self.lighting, wall=wall)
        objects = self._paint_things(painter, spots, costumes)
        texts = self._paint_texts(painter, boxes) + self._inscriptions(objects)
        image = self._finished(painter)
        scene = Scene(tuple(objects + self._emblems(objects, costumes, wardrobe)), tuple(texts), plan.faults)
        return Drawing(image, scene, plan.description)

    def _text_boxes(self) -> tuple[TextBox, ...]:
        plan = self.plan
        return place_boards(
            plan.description.texts,
            plan.boards,
            self.width,
            self.height,
            alone=not plan.actors,
        )

    def _wardrobe(self) -> Wardrobe:
        plan = self.plan
        things, letters = plan.description.things, {}
        for index, thing in plan.inscriptions.items():
            text = plan.description.texts[index]
            bearer = things[thing] if 0 <= thing < len(things) else None
            colours = bearer.colours if bearer else ()
            shape = shape_for(bearer.noun if bearer else noun_of(text.carrier))
            ground = (
                colours[0].hex
                if colours
                else text.carrier_colour.hex
                if text.carrier_colour
                else shape.colour
                if shape
                else "#f2efe9"
            )
            plated = bearer is not None and (shape is None or bearer.reference is not None)
            letters[thing] = inscription(text, self.owner.fonts, ground, plated=plated)
        return Wardrobe(
            self.owner.hand, self.owner.generic, self.cutouts, plan.emblems, letters,
            standing=self.backdrop.standing, seed=self.seed,
        )  # fmt: skip

    def _paint_things(self, painter: Painter, spots: Sequence[Spot], costumes: Sequence[Costume]) -> list[DrawnObject]:
        done: dict[tuple[object, ...], tuple[Cel, bool]] = {}
        objects: list[DrawnObject] = []
        for spot in spots:
            actor, costume = self.plan.actors[spot.actor], costumes[spot.actor]
            width, height = max(4, round(spot.width)), max(4, round(spot.height))
            key = (id(costume), width, height, actor.colours, actor.materials)
            if key not in done:
                done[key] = self._dressed(costume, actor, width, height)
            cel, shaded = done[key]
            painter.shade(spot, cel)
            left, top = round(spot.x - width / 2), round(spot.feet - height)
            shining = self._shining(actor)
            if shining is not None:
                painter.shine(spot.x, spot.feet - height / 2, 2.1 * max(width, height), shining, 0.9)
            painter.put(cel, left, top)
            if shining is not None:
                painter.shine(spot.x, spot.feet - height / 2, 0.85 * max(width, height), shining, 0.85)
            objects.append(
                DrawnObject(
                    thing=actor.thing,
                    ordinal=actor.ordinal,
                    noun=actor.noun,
                    source=costume.source,
                    box=Box(left / self.width, top / self.height, width / self.width, height / self.height),
                    depth=spot.depth,
                    colour=actor.colours[0] if actor.colours else None,
                    material=actor.materials[0].material if actor.materials else None,
                    material_shaded=shaded,
                )
            )
        return objects

    def _shining(self, actor: Actor) -> Rgb | None:
        """The colour of the light that a thing gives in the dark."""
        light = self.plan.description.light
        if (
            light is None
            or light.kind not in _DARK
            or not is_shining(actor.noun)
            or self.plan.has(FailureMode.DULL_LIGHT)
        ):
            return None
        warm = np.array([1.0, 0.78, 0.42], np.float32)
        return warm if not actor.colours else np.asarray(rgb_of(actor.colours[0]) * 0.75 + warm * 0.25, np.float32)

    def _dressed(self, costume: Costume, actor: Actor, width: int, height: int) -> tuple[Cel, bool]:
        lighting = self.lighting
        if self._shining(actor) is not None:
            lighting = replace(lighting, ambient=(1.0, 0.97, 0.92), colour=(1.08, 1.0, 0.9), strength=0.3)
        seed = (self.seed + actor.thing) % _SEEDS
        sprite, shaded = dressed(costume, actor, width, height, lighting, seed)
        if self.plan.has(FailureMode.WASHED_OUT):
            sprite = replace(sprite, rgb=paled(sprite.rgb, "#e9dcc0"))
        return Cel.of(sprite), shaded

    def _emblems(
        self, objects: Sequence[DrawnObject], costumes: Sequence[Costume], wardrobe: Wardrobe
    ) -> list[DrawnObject]:
        """The facts about what is drawn on other things."""
        worn = {(actor.thing, actor.ordinal): one for actor, one in zip(self.plan.actors, costumes, strict=True)}
        found: list[DrawnObject] = []
        for drawn in objects:
            actor = self.plan.emblems.get(drawn.thing)
            if actor is None:
                continue
            image, source = wardrobe.emblem_alone(actor)
            inner = self._on_face(drawn.box, worn[drawn.thing, drawn.ordinal].face, image)
            colour = actor.colours[0] if actor.colours else None
            found.append(DrawnObject(actor.thing, drawn.ordinal, actor.noun, source, inner, drawn.depth, colour))
        return found

    def _on_face(self, box: Box, face: Face, emblem: Image.Image) -> Box:
        """Where an emblem is that fits, whole, into the middle of the face of a bearer."""
        across, down = face[2] * box.width * self.width, face[3] * box.height * self.height
        scale = min(across / emblem.width, down / emblem.height)
        wide, tall = scale * emblem.width / self.width, scale * emblem.height / self.height
        x, y = box.x + (face[0] + face[2] / 2) * box.width, box.y + (face[1] + face[3] / 2) * box.height
        return Box(x - wide / 2, y - tall / 2, wide, tall)

    def _paint_texts(self, painter: Painter, boxes: Sequence[TextBox]) -> list[DrawnText]:
        drawn: list[DrawnText] = []
        for box in boxes:
            text = self.plan.description.texts[box.text]
            image = written_board(text, text.string, box, self.owner.fonts, self.lighting, self.seed)
            if text.carrier is not None:
                painter.hang(box.edges, text.carrier)
            painter.put_board(image, box.left, box.top, bare=text.carrier is None)
            drawn.append(self._fact(box.text, Box(
                box.left / self.width, box.top / self.height, box.width / self.width, box.height / self.height
            )))  # fmt: skip
        return drawn

    def _inscriptions(self, objects: Sequence[DrawnObject]) -> list[DrawnText]:
        boxes = {drawn.thing: drawn.box for drawn in reversed(objects)}
        return [self._fact(index, boxes[thing]) for index, thing in self.plan.inscriptions.items() if thing in boxes]

    def _fact(self, index: int, box: Box) -> DrawnText:
        text = self.plan.description.texts[index]
        shown = text.string.upper() if text.capitals else text.string
        return DrawnText(index, shown, self.plan.asked.texts[index].string, text.carrier, box)

    def _finished(self, painter: Painter) -> Image.Image:
        description = self.plan.description
        plain = grade(painter.pixels(), self.lighting)
        if _darkens(self.lighting):
            letters = np.asarray(painter.lettered, dtype=np.float32)[..., None] * np.float32(0.45 / 255)
            plain = plain + (painter.pixels() - plain) * letters
        styled = apply_style(plain, description.style, seed=self.seed)
        if description.style is not None:
            styled = self._kept(plain, styled, painter, description.style)
        place = description.place
        weather = weather_within(place.setting if place else None, description.weather)
        final = apply_weather(styled, weather, lighting=self.lighting, seed=self.seed)
        if weather is not None:
            letters = np.asarray(painter.lettered, dtype=np.float32) * np.float32(0.85 / 255)
            final = final + (styled - final) * letters[..., None]
        return Image.fromarray((np.clip(final, 0.0, 1.0) * 255 + 0.5).astype(np.uint8))

    def _kept(self, plain: Pixels, styled: Pixels, painter: Painter, style: Style) -> Pixels:
        """Things keep their own colours under a style, unless the style washed them out; letters stay legible."""
        if style.kind is StyleKind.PHOTO:
            return styled
        share = 0.0 if self.plan.has(FailureMode.WASHED_OUT) else 0.62
        keep = np.asarray(painter.covered, dtype=np.float32) * np.float32(share / 255)
        keep = np.maximum(keep, np.asarray(painter.lettered, dtype=np.float32) * np.float32(0.74 / 255))
        return np.asarray(styled + (plain - styled) * keep[..., None], np.float32)


__all__ = ["Drawing", "Illustrator", "Source"]
