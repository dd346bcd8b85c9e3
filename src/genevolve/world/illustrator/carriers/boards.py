"""Boards for texts, cut to measure: signs, banners, plaques, neon, chalkboards, billboards, labels, stone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image

from genevolve.language.vocabulary import Carrier, Material
from genevolve.world.illustrator.carriers.shapes import Face, toned
from genevolve.world.illustrator.materials import made_of
from genevolve.world.illustrator.sprite import Sprite, hex_of
from genevolve.world.illustrator.stage import Lighting
from genevolve.world.raster import rasterise

_MADE: Mapping[Carrier, Material] = {
    Carrier.SIGN: Material.WOOD,
    Carrier.PLAQUE: Material.BRASS,
    Carrier.STONE_CARVING: Material.STONE,
}
_COLOURS: Mapping[Carrier, str] = {
    Carrier.SIGN: "#8a5a32",
    Carrier.BANNER: "#b3262e",
    Carrier.PLAQUE: "#d2a24a",
    Carrier.NEON_SIGN: "#15131f",
    Carrier.CHALKBOARD: "#26352f",
    Carrier.BILLBOARD: "#f6f1e4",
    Carrier.LABEL: "#f5ecd7",
    Carrier.STONE_CARVING: "#a8a297",
}


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """An empty board, the part of it that takes the text, and the mean colour there."""

    image: Image.Image
    face: Face
    ground: str


def draw_board(
    carrier: Carrier,
    width: int,
    height: int,
    lighting: Lighting,
    *,
    colour: str | None = None,
    material: Material | None = None,
    seed: int = 0,
) -> Board:
    """A board of about that size in pixels."""
    base = colour or _COLOURS.get(carrier, "#f1eadb")
    parts = _DRAWN.get(carrier, _sign)(width, height, base)
    image = rasterise(_svg(width, height, parts.body), width=width)
    made = material or (_MADE.get(carrier) if colour is None or carrier is Carrier.SIGN else None)
    if made is not None and carrier is not Carrier.NEON_SIGN:
        tint = colour if colour or material is None else None
        body = made_of(
            Sprite.of(image), made, lighting, colour=tint or (base if material is None else None), flat=True, seed=seed
        )
        image = body.image()
    if parts.trim:
        image = image.copy()
        image.alpha_composite(rasterise(_svg(width, height, parts.trim), width=width))
    return Board(image, parts.face, _mean(image, parts.face))


@dataclass(frozen=True, slots=True)
class _Parts:
    """SVG of the board's body (which may take a material) and of what is mounted on it."""

    body: str
    trim: str
    face: Face


def _svg(width: int, height: int, inner: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{inner}</svg>'
    )


def _rect(x: float, y: float, w: float, h: float, radius: float, fill: str, extra: str = "") -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{radius:.1f}" fill="{fill}" {extra}/>'


def _circle(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}"/>'


def _screws(w: float, h: float, inset: float, radius: float) -> str:
    spots = [(inset, inset), (w - inset, inset), (inset, h - inset), (w - inset, h - inset)]
    return "".join(
        _circle(x, y, radius, "#3a3027") + _circle(x - radius * 0.25, y - radius * 0.3, radius * 0.45, "#cdbb9a")
        for x, y in spots
    )


def _sign(w: int, h: int, base: str) -> _Parts:
    edge = max(3.0, h * 0.045)
    body = _rect(0, 0, w, h, h * 0.12, toned(base, -0.16)) + _rect(
        edge, edge, w - 2 * edge, h - 2 * edge, h * 0.09, base
    )
    lines = "".join(
        f'<path d="M{edge * 1.6:.1f} {h * at:.1f}H{w - edge * 1.6:.1f}" stroke="#000" stroke-opacity=".18" '
        'stroke-width="1.4"/>'
        for at in (0.34, 0.67)
    )
    return _Parts(body, lines + _screws(w, h, h * 0.13, max(2.0, h * 0.035)), (0.08, 0.12, 0.84, 0.76))


def _banner(w: int, h: int, base: str) -> _Parts:
    tail, drop = w * 0.1, h * 0.2
    dark, deep = toned(base, -0.1), toned(base, -0.2)
    left = (
        f'<path d="M{tail * 1.5:.1f} {drop:.1f}H0L{tail * 0.5:.1f} {(h + drop) / 2:.1f}L0 {h}H{tail * 1.5:.1f}z" '
        f'fill="{dark}"/>'
    )
    right = (
        f'<path d="M{w - tail * 1.5:.1f} {drop:.1f}H{w}L{w - tail * 0.5:.1f} {(h + drop) / 2:.1f}L{w} {h}'
        f'H{w - tail * 1.5:.1f}z" fill="{dark}"/>'
    )
    fold = (
        f'<path d="M{tail:.1f} {h - drop:.1f}h{tail * 0.5:.1f}V{h}z'
        f'M{w - tail:.1f} {h - drop:.1f}h{-tail * 0.5:.1f}V{h}z" fill="{deep}"/>'
    )
    defs = (
        f'<defs><linearGradient id="g" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-color="{toned(base, 0.07)}"/>'
        f'<stop offset=".55" stop-color="{base}"/><stop offset="1" stop-color="{toned(base, -0.07)}"/>'
        "</linearGradient></defs>"
    )
    main = _rect(tail, 0, w - 2 * tail, h - drop, 2, "url(#g)")
    seam = _rect(
        tail + h * 0.05, h * 0.05, w - 2 * tail - h * 0.1, h - drop - h * 0.1, 1, "none",
        'stroke="#f3d98a" stroke-width="1.6" stroke-opacity=".8"',
    )  # fmt: skip
    return _Parts(defs + left + right + fold + main + seam, "", (0.15, 0.08, 0.7, 0.64))


def _plaque(w: int, h: int, base: str) -> _Parts:
    line = _rect(
        h * 0.09, h * 0.09, w - h * 0.18, h - h * 0.18, h * 0.04, "none",
        'stroke="#2b1d0c" stroke-opacity=".5" stroke-width="1.6"',
    )  # fmt: skip
    return _Parts(
        _rect(0, 0, w, h, h * 0.08, base), line + _screws(w, h, h * 0.1, max(1.8, h * 0.03)), (0.11, 0.16, 0.78, 0.68)
    )


def _neon(w: int, h: int, base: str) -> _Parts:
    frame = _rect(2, 2, w - 4, h - 4, h * 0.1, base, f'fill-opacity=".93" stroke="{toned(base, 0.2)}" stroke-width="2"')
    inner = _rect(
        h * 0.07, h * 0.07, w - h * 0.14, h - h * 0.14, h * 0.08, "none",
        f'stroke="{toned(base, 0.12)}" stroke-width="1.4"',
    )  # fmt: skip
    return _Parts(frame + inner, "", (0.09, 0.15, 0.82, 0.7))


def _chalkboard(w: int, h: int, base: str) -> _Parts:
    edge = max(5.0, min(w, h) * 0.055)
    frame = _rect(0, 0, w, h, 4, "#7d542e") + _rect(2, 2, w - 4, edge * 0.4, 2, "#a97a48")
    slate = _rect(edge, edge, w - 2 * edge, h - 2 * edge, 2, base)
    dust = "".join(
        f'<ellipse cx="{w * x:.1f}" cy="{h * y:.1f}" rx="{w * 0.2:.1f}" ry="{h * 0.1:.1f}" fill="#fff" opacity=".045"/>'
        for x, y in ((0.3, 0.35), (0.65, 0.6), (0.5, 0.8), (0.75, 0.25))
    )
    return _Parts(frame + slate + dust, "", (0.09, 0.12, 0.82, 0.76))


def _billboard(w: int, h: int, base: str) -> _Parts:
    edge = max(4.0, h * 0.04)
    lamps = "".join(
        f'<path d="M{w * x:.1f} {edge:.1f}v{-edge * 0.2:.1f}" stroke="#333" stroke-width="2"/>'
        for x in (0.25, 0.5, 0.75)
    )
    return _Parts(
        _rect(0, 0, w, h, 3, "#3f464e") + _rect(edge, edge, w - 2 * edge, h - 2 * edge, 1, base) + lamps,
        "",
        (0.07, 0.12, 0.86, 0.76),
    )


def _label(w: int, h: int, base: str) -> _Parts:
    cut = h * 0.28
    body = f'<path d="M{cut:.1f} 0H{w}V{h}H{cut:.1f}L0 {h - cut:.1f}V{cut:.1f}z" fill="{base}"/>'
    line = (
        f'<path d="M{cut * 1.15:.1f} {h * 0.08:.1f}H{w - h * 0.08:.1f}V{h * 0.92:.1f}H{cut * 1.15:.1f}" fill="none" '
        f'stroke="{toned(base, -0.3)}" stroke-width="1.6"/>'
    )
    hole = _circle(cut * 0.62, h / 2, max(3.0, h * 0.06), toned(base, -0.45))
    return _Parts(body + line + hole, "", (0.16, 0.14, 0.76, 0.72))


def _stone(w: int, h: int, base: str) -> _Parts:
    body = (
        f'<path d="M{w * 0.02:.1f} {h * 0.06:.1f}L{w * 0.3:.1f} 0 {w * 0.72:.1f} {h * 0.03:.1f} '
        f"{w * 0.97:.1f} {h * 0.01:.1f} "
        f"{w} {h * 0.5:.1f} {w * 0.98:.1f} {h * 0.96:.1f} {w * 0.6:.1f} {h} {w * 0.2:.1f} {h * 0.97:.1f} 0 {h:.1f} "
        f'{w * 0.01:.1f} {h * 0.5:.1f}z" fill="{base}"/>'
    )
    return _Parts(body, "", (0.09, 0.14, 0.82, 0.72))


_DRAWN: Mapping[Carrier, Callable[[int, int, str], _Parts]] = {
    Carrier.SIGN: _sign,
    Carrier.BANNER: _banner,
    Carrier.PLAQUE: _plaque,
    Carrier.NEON_SIGN: _neon,
    Carrier.CHALKBOARD: _chalkboard,
    Carrier.BILLBOARD: _billboard,
    Carrier.LABEL: _label,
    Carrier.STONE_CARVING: _stone,
}


def _mean(image: Image.Image, face: Face) -> str:
    w, h = image.size
    part = image.crop((int(face[0] * w), int(face[1] * h), int((face[0] + face[2]) * w), int((face[1] + face[3]) * h)))
    pixels = np.asarray(part, dtype=np.float32).reshape(-1, 4)
    solid = pixels[pixels[:, 3] > 128]
    return hex_of(solid[:, :3].mean(axis=0) / 255) if len(solid) else "#808080"
