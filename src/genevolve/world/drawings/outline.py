"""The outline of a country, drawn from its GeoJSON."""

from __future__ import annotations

import math
from typing import Any

from genevolve.world.drawings.colour import mix

_SIDE = 600.0
_MARGIN = 36.0
_SMALLEST_SHARE = 0.004
_POLAR_LATITUDE = -60
_COLOURS = ("#2a8c7f", "#3b6fb5", "#c26a3a", "#7a5ba8", "#4f8f45", "#b5495f")

Ring = list[tuple[float, float]]


def outer_rings(geojson: dict[str, Any]) -> list[Ring]:
    """The outer rings of every polygon as (longitude, latitude), islands that would be specks left out.

    Land around a pole has none: it cannot be drawn by longitude and latitude.
    """
    rings: list[Ring] = []
    for feature in geojson.get("features", []):
        geometry = feature.get("geometry") or {}
        coordinates = geometry.get("coordinates") or []
        polygons = [coordinates] if geometry.get("type") == "Polygon" else coordinates
        rings += [[(float(x), float(y)) for x, y, *_ in polygon[0]] for polygon in polygons if polygon]
    if rings and max(y for ring in rings for _, y in ring) < _POLAR_LATITUDE:
        return []
    rings = _unwrapped(rings)
    areas = [_area(ring) for ring in rings]
    return [ring for ring, area in zip(rings, areas, strict=True) if area >= _SMALLEST_SHARE * max(areas)]


def _unwrapped(rings: list[Ring]) -> list[Ring]:
    longitudes = [x for ring in rings for x, _ in ring]
    if not longitudes or max(longitudes) - min(longitudes) < 180:
        return rings
    return [[(x + 360 if x < 0 else x, y) for x, y in ring] for ring in rings]


def _area(ring: Ring) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def outline_svg(rings: list[Ring], shade: int) -> str:
    """The land as an SVG, true to its proportions at its own latitude. `shade` chooses the colour."""
    colour = _COLOURS[shade % len(_COLOURS)]
    latitudes = [y for ring in rings for _, y in ring]
    squeeze = math.cos(math.radians((max(latitudes) + min(latitudes)) / 2))
    flat = [[(x * squeeze, -y) for x, y in ring] for ring in rings]
    left, top = min(x for ring in flat for x, _ in ring), min(y for ring in flat for _, y in ring)
    right, bottom = max(x for ring in flat for x, _ in ring), max(y for ring in flat for _, y in ring)
    scale = _SIDE / max(right - left, bottom - top, 1e-6)
    width, height = (right - left) * scale + 2 * _MARGIN, (bottom - top) * scale + 2 * _MARGIN
    paths = " ".join(_path(ring, left, top, scale) for ring in flat)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}">
<defs><linearGradient id="land" x1="0" y1="0" x2="0.3" y2="1">
<stop offset="0" stop-color="{mix(colour, "#ffffff", 0.25)}"/>
<stop offset="1" stop-color="{mix(colour, "#0b1020", 0.12)}"/>
</linearGradient></defs>
<g stroke-linejoin="round">
<path d="{paths}" transform="translate(5 9)" fill="#0b1020" fill-opacity="0.22"/>
<path d="{paths}" fill="url(#land)" stroke="{mix(colour, "#0b1020", 0.5)}" stroke-width="5"/>
</g></svg>"""


def _path(ring: Ring, left: float, top: float, scale: float) -> str:
    points = (f"{(x - left) * scale + _MARGIN:.1f} {(y - top) * scale + _MARGIN:.1f}" for x, y in ring)
    return "M" + "L".join(points) + "Z"
