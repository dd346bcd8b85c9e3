"""Drawings made fit to stand in a scene: bodies for busts and heads, ships without their own piece of water."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from genevolve.world.illustrator.carriers.shapes import toned
from genevolve.world.illustrator.sprite import hex_of, trimmed

_SKIN = "#ffdc5d"
_USUAL_CLOTHES = "#3f7f9f"


def is_bust(image: Image.Image) -> bool:
    """Whether a drawing ends in shoulders instead of feet."""
    alpha = np.asarray(image.getchannel("A"))
    lowest = alpha[-max(2, image.height // 24) :].max(axis=0) > 128
    return bool(lowest.mean() > 0.6) and image.height < 1.25 * image.width


def is_head(image: Image.Image) -> bool:
    """Whether a drawing of a person is only a face."""
    alpha = np.asarray(image.getchannel("A")) > 128
    return bool(alpha.mean() > 0.66) and 0.7 < image.width / image.height < 1.2


def whole_figure(image: Image.Image, clothes: str | None) -> Image.Image | None:
    """A person from head to foot, in clothes of some colour; None when the drawing already is one."""
    if is_bust(image):
        return with_body(image, clothes)
    return with_body_below(image, clothes or _USUAL_CLOTHES) if is_head(image) else None


def with_body(bust: Image.Image, clothes: str | None = None) -> Image.Image:
    """The bust on a small body in the colours of its clothes: a whole figure, standing."""
    width, height = bust.size
    return _joined(bust, clothes or _clothes(bust), width, round(height * 1.95), height - 4)


def with_body_below(head: Image.Image, clothes: str) -> Image.Image:
    """A face on a small body."""
    width, height = head.size
    return _joined(head, clothes, width, round(height * 2.05), round(height * 1.04))


def _joined(upper: Image.Image, clothes: str, width: int, tall: int, waist: int) -> Image.Image:
    """A body whose shoulders are at `waist`, drawn at twice the size, and what stands on it."""
    figure = Image.new("RGBA", (width * 2, tall * 2), (0, 0, 0, 0))
    pen = ImageDraw.Draw(figure)
    w, y0 = width * 2, waist * 2
    body = tall * 2 - y0
    legs, shoe = toned(clothes, -0.16), toned(clothes, -0.34)
    for side in (-1, 1):
        x = w / 2 + side * w * 0.125
        pen.rounded_rectangle((x - w * 0.1, y0 + body * 0.45, x + w * 0.1, y0 + body * 0.93), w * 0.05, fill=legs)
        left, right = (x - w * 0.15, x + w * 0.11) if side < 0 else (x - w * 0.11, x + w * 0.15)
        pen.pieslice((left, y0 + body * 0.82, right, y0 + body * 1.14), 180, 360, fill=shoe)
        arm = w / 2 + side * w * 0.36
        pen.ellipse((arm - w * 0.08, y0 + body * 0.37, arm + w * 0.08, y0 + body * 0.55), fill=_SKIN)
        pen.rounded_rectangle(
            (arm - w * 0.085, y0 - 8, arm + w * 0.085, y0 + body * 0.46), w * 0.08, fill=toned(clothes, -0.05)
        )
    pen.rounded_rectangle((w * 0.22, y0 - body * 0.2, w * 0.78, y0 + body * 0.62), w * 0.1, fill=clothes)
    pen.rectangle((w * 0.22, y0 + body * 0.5, w * 0.78, y0 + body * 0.56), fill=shoe)
    small = figure.resize((width, tall), Image.Resampling.LANCZOS)
    small.alpha_composite(upper, (0, 0))
    return trimmed(small)


def is_symmetric(image: Image.Image) -> bool:
    """Whether a drawing is the same left and right, as faces seen from the front are."""
    small = image.resize((48, 48), Image.Resampling.BOX)
    pixels = np.asarray(small, dtype=np.float32)
    apart = np.abs(pixels - pixels[:, ::-1]).mean()
    return bool(apart < 14 and (pixels[..., 3] > 128).mean() > 0.55)


def with_paws(head: Image.Image) -> Image.Image:
    """An animal's head on a sitting body: chest, four paws and a tail in its own coat."""
    width, height = head.size
    coat = _coat(head)
    dark, pale = toned(coat, -0.1), toned(coat, 0.16)
    tall = round(height * 1.78)
    figure = Image.new("RGBA", (width * 2, tall * 2), (0, 0, 0, 0))
    pen = ImageDraw.Draw(figure)
    w, h, y0 = width * 2, tall * 2, height * 2
    pen.arc((w * 0.6, h * 0.56, w * 0.99, h * 0.97), -100, 70, fill=dark, width=round(w * 0.1))
    pen.ellipse((w * 0.83, h * 0.51, w * 0.97, h * 0.6), fill=pale)
    for side in (-1, 1):
        x = w / 2 + side * w * 0.24
        pen.ellipse((x - w * 0.17, h * 0.74, x + w * 0.17, h * 0.985), fill=dark)
        pen.ellipse((x - w * 0.13 + side * w * 0.06, h * 0.92, x + w * 0.13 + side * w * 0.06, h * 0.998), fill=coat)
    pen.ellipse((w * 0.2, y0 - (h - y0) * 0.72, w * 0.8, h * 0.975), fill=coat)
    pen.ellipse((w * 0.34, y0 - (h - y0) * 0.4, w * 0.66, h * 0.9), fill=pale)
    for side in (-1, 1):
        x = w / 2 + side * w * 0.1
        pen.rounded_rectangle(
            (x - w * 0.075, y0 + (h - y0) * 0.05, x + w * 0.075, h * 0.97), w * 0.07, fill=toned(coat, -0.04)
        )
        pen.ellipse((x - w * 0.1, h * 0.925, x + w * 0.1, h), fill=pale)
    small = figure.resize((width, tall), Image.Resampling.LANCZOS)
    small.alpha_composite(head, (0, 0))
    return trimmed(small)


def without_water(ship: Image.Image) -> Image.Image:
    """A ship without the strip of water that it was drawn on."""
    pixels = np.asarray(ship, dtype=np.int16)
    solid = pixels[..., 3] > 128
    blue = solid & (pixels[..., 2] > pixels[..., 0] + 70) & (pixels[..., 2] > 150)
    share = blue.sum(axis=1) / np.maximum(solid.sum(axis=1), 1)
    wet = ship.height
    while wet > ship.height * 0.6 and (share[wet - 1] > 0.7 or not solid[wet - 1].any()):
        wet -= 1
    return ship if wet == ship.height else trimmed(ship.crop((0, 0, ship.width, wet)))


def _coat(head: Image.Image) -> str:
    """The most common colour of a head."""
    pixels = np.asarray(head.resize((40, 40), Image.Resampling.BOX))[8:32, 7:33].reshape(-1, 4)
    fair = pixels[(pixels[:, 3] > 220) & (pixels[:, :3].max(axis=1) > 80)]
    return _commonest(fair[:, :3], "#b98a5a")


def _clothes(bust: Image.Image) -> str:
    """The most common colour along the lower edge."""
    strip = np.asarray(bust.convert("RGBA"))[-max(4, bust.height // 10) :].reshape(-1, 4)
    return _commonest(strip[strip[:, 3] > 200][:, :3], _USUAL_CLOTHES)


def _commonest(colours: npt.NDArray[np.uint8], otherwise: str) -> str:
    if not len(colours):
        return otherwise
    coarse = (colours // 24).astype(np.int32)
    keys = coarse[:, 0] * 4096 + coarse[:, 1] * 64 + coarse[:, 2]
    values, counts = np.unique(keys, return_counts=True)
    return hex_of(colours[keys == values[counts.argmax()]].mean(axis=0) / 255)
