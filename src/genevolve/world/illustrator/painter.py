"""Puts dressed sprites into the picture, back to front, with their shadows and mirror images."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from genevolve.language.vocabulary import Carrier
from genevolve.world.illustrator import shadows
from genevolve.world.illustrator.layout import Spot
from genevolve.world.illustrator.sprite import Rgb, Sprite
from genevolve.world.illustrator.stage import Backdrop, Lighting, Pixels

_POST, _POST_LIGHT = (92, 66, 44), (134, 100, 68)
_CHAIN, _CHAIN_LIGHT = (58, 54, 52), (150, 144, 136)


@dataclass(frozen=True, slots=True, eq=False)
class Cel:
    """A dressed sprite ready to be laid down any number of times."""

    sprite: Sprite
    colours: Image.Image
    alpha: Image.Image
    feet: tuple[tuple[float, float], ...]  # centre and width of all that touches the ground, in pixels from the left

    @classmethod
    def of(cls, sprite: Sprite) -> Cel:
        """Encode a sprite once."""
        width, height = sprite.size
        soles = sprite.alpha[-max(2, height // 16) :].max(axis=0) > 0.4
        edges = np.flatnonzero(np.diff(np.concatenate([[False], soles, [False]]).astype(np.int8)))
        feet: list[list[float]] = []
        for left, right in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if feet and left - feet[-1][1] < 0.07 * width:
                feet[-1][1] = right
            else:
                feet.append([left, right])
        spans = [((left + right) / 2, max(right - left, 0.09 * width)) for left, right in feet if right - left > 2]
        return cls(sprite, sprite.colours(), sprite.coverage(), tuple(spans) or ((width / 2, width / 2),))


@dataclass(slots=True)
class Painter:
    """A picture in the making. `covered` remembers where things and texts are."""

    canvas: Image.Image
    backdrop: Backdrop
    lighting: Lighting
    wall: bool = False
    covered: Image.Image = field(init=False)
    lettered: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.covered = Image.new("L", self.canvas.size, 0)
        self.lettered = Image.new("L", self.canvas.size, 0)

    @classmethod
    def on(cls, backdrop: Backdrop, lighting: Lighting, *, wall: bool) -> Painter:
        """A painter before a painted backdrop."""
        return cls(
            Image.fromarray((np.clip(backdrop.pixels, 0, 1) * 255 + 0.5).astype(np.uint8)), backdrop, lighting, wall
        )

    def shade(self, spot: Spot, cel: Cel) -> None:
        """Everything that a thing throws onto its surroundings."""
        width, height = cel.alpha.size
        colour = shadows.shadow_colour(self.backdrop)
        left, top = round(spot.x - width / 2), round(spot.feet - height)
        clearness = 0.5 if cel.sprite.clear is not None else 1.0
        if spot.grounded:
            ground = shadows.Ground(spot.x, spot.feet, width, height)
            if self.backdrop.reflective > 0.05:
                shadows.mirrored(self.canvas, cel.colours, cel.alpha, left, round(spot.feet), self.backdrop.reflective)
            shadows.cast(self.canvas, cel.alpha, ground, self.lighting, colour)
            for foot_x, foot_width in cel.feet[:6]:
                foot = shadows.Ground(left + foot_x, spot.feet, foot_width * 1.15, height)
                shadows.contact(self.canvas, foot, colour, (0.55 + 0.35 * self.lighting.strength) * clearness)
        elif self.wall and spot.aloft:
            shadows.on_wall(self.canvas, cel.alpha, left, top, self.lighting)
        elif self.backdrop.standing and spot.aloft:
            floor = self.canvas.height * (0.97 - 0.5 * (1 - self.backdrop.horizon) * spot.depth)
            if self.canvas.height * (self.backdrop.horizon - 0.2) < spot.feet < self.canvas.height * 0.9:
                shadows.beneath(self.canvas, shadows.Ground(spot.x, floor, width, height), colour, 0.2)

    def shine(self, x: float, y: float, radius: float, colour: Rgb, strength: float) -> None:
        """A glow in the air around something that gives light."""
        side = max(8, round(radius * 2 / 4))
        at = np.linspace(-1.0, 1.0, side, dtype=np.float32)
        fall = np.clip(1.0 - np.hypot(at[:, None], at[None, :]), 0.0, 1.0) ** 2.2
        mask = Image.fromarray((fall * 255 * strength).astype(np.uint8)).resize(
            (side * 4, side * 4), Image.Resampling.BILINEAR
        )
        left, top = round(x - side * 2), round(y - side * 2)
        box = (left, top, left + mask.width, top + mask.height)
        pale = Image.new("RGB", mask.size, tuple(round(float(c) * 255) for c in colour))
        lit_up = ImageChops.screen(self.canvas.crop(box), pale)
        self.canvas.paste(lit_up, (left, top), mask)

    def put(self, cel: Cel, left: int, top: int) -> None:
        """Lay a sprite over what is there; what is clear lets it shine through, bent."""
        colours = cel.colours if cel.sprite.clear is None else self._seen_through(cel.sprite, left, top)
        self.canvas.paste(colours, (left, top), cel.alpha)
        self.covered.paste(255, (left, top), cel.alpha)

    def _seen_through(self, sprite: Sprite, left: int, top: int) -> Image.Image:
        width, height = sprite.size
        behind = np.asarray(self.canvas.crop((left, top, left + width, top + height)), dtype=np.float32) / 255
        rows, columns = np.mgrid[0:height, 0:width]
        if sprite.bend is not None:
            columns = np.clip(columns + sprite.bend[..., 0], 0, width - 1).astype(np.int32)
            rows = np.clip(rows + sprite.bend[..., 1], 0, height - 1).astype(np.int32)
        through = sprite.clear[..., None] if sprite.clear is not None else np.float32(0)
        mixed = sprite.rgb + (behind[rows, columns] * 1.02 - sprite.rgb) * through
        return Image.fromarray((np.clip(mixed, 0, 1) * 255 + 0.5).astype(np.uint8))

    def hang(self, box: tuple[float, float, float, float], carrier: Carrier) -> None:
        """What holds a board: chains from above, or posts in the ground."""
        left, top, right, bottom = box
        inset, thick = (right - left) * 0.14, max(1.5, self.canvas.width / 300)
        posts = (
            self.backdrop.standing and top > 0.3 * self.canvas.height and carrier in (Carrier.SIGN, Carrier.BILLBOARD)
        )
        if not posts and (carrier is not Carrier.SIGN or top > 0.34 * self.canvas.height):
            return
        floor = min(
            self.canvas.height,
            max(bottom + 0.08 * self.canvas.height, (0.5 + 0.5 * self.backdrop.horizon) * self.canvas.height),
        )
        span = (top + 4, floor) if posts else (0.0, top + 4)
        width = round(thick * (5 if posts else 1.4))
        pen = ImageDraw.Draw(self.canvas)
        for x in (left + inset, right - inset):
            if posts:
                foot = shadows.Ground(x, floor, width * 2.5, floor - top)
                shadows.contact(self.canvas, foot, shadows.shadow_colour(self.backdrop), 0.8)
            pen.rectangle((x - width / 2, span[0], x + width / 2, span[1]), fill=_POST if posts else _CHAIN)
            pen.line(
                (x - width / 4, span[0], x - width / 4, span[1]),
                fill=_POST_LIGHT if posts else _CHAIN_LIGHT,
                width=max(1, width // 3),
            )

    def put_board(self, image: Image.Image, left: int, top: int, *, bare: bool) -> None:
        """A board with its text, standing off its wall; bare letters throw no shadow."""
        alpha = image.getchannel("A")
        if not bare:
            shadows.on_wall(self.canvas, alpha, left, top, self.lighting)
        self.canvas.paste(image.convert("RGB"), (left, top), alpha)
        self.lettered.paste(255, (left, top), alpha)

    def pixels(self) -> Pixels:
        """The picture so far."""
        return np.asarray(self.canvas, dtype=np.float32) * np.float32(1 / 255)
