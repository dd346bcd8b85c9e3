"""Puts dressed sprites into the picture, back to front, with their shadows and mirror images."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from genevolve.world.illustrator import shadows
from genevolve.world.illustrator.layout import Spot
from genevolve.world.illustrator.sprite import Sprite
from genevolve.world.illustrator.stage import Backdrop, Lighting, Pixels


@dataclass(frozen=True, slots=True, eq=False)
class Cel:
    """A dressed sprite ready to be laid down any number of times."""

    sprite: Sprite
    colours: Image.Image
    alpha: Image.Image
    foot: tuple[float, float]  # centre and width of what touches the ground, in pixels from the left

    @classmethod
    def of(cls, sprite: Sprite) -> Cel:
        """Encode a sprite once."""
        width, height = sprite.size
        soles = np.flatnonzero(sprite.alpha[-max(2, height // 16) :].max(axis=0) > 0.4)
        foot = ((soles[0] + soles[-1]) / 2, float(max(soles[-1] - soles[0], 0.2 * width))) if len(soles) else (width / 2, width / 2)
        return cls(sprite, sprite.colours(), sprite.coverage(), (float(foot[0]), foot[1]))


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
        return cls(Image.fromarray((np.clip(backdrop.pixels, 0, 1) * 255 + 0.5).astype(np.uint8)), backdrop, lighting, wall)

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
            foot_x, foot_width = cel.foot
            foot = shadows.Ground(left + foot_x, spot.feet, foot_width, height)
            shadows.contact(self.canvas, foot, colour, (0.55 + 0.35 * self.lighting.strength) * clearness)
        elif self.backdrop.standing and spot.aloft:
            floor = self.canvas.height * (0.97 - 0.5 * (1 - self.backdrop.horizon) * spot.depth)
            if self.canvas.height * (self.backdrop.horizon - 0.2) < spot.feet < self.canvas.height * 0.9:
                shadows.beneath(self.canvas, shadows.Ground(spot.x, floor, width, height), colour, 0.2)
        elif self.wall:
            shadows.on_wall(self.canvas, cel.alpha, left, top, self.lighting)

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
