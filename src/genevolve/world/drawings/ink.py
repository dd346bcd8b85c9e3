"""Colour for one-colour drawings: brand marks in their official colour, icons in two tones."""

from __future__ import annotations

import re

from genevolve.world.drawings.colour import luminance, mix

SLATE = "#334155"
_PALE = 0.9
_VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_NOISE = re.compile(r"<title>.*?</title>|<!--.*?-->", re.DOTALL)


def brand_mark(svg: str, colour: str) -> str:
    """The mark in its official colour; one too pale for a light page stands on a dark plate."""
    view_box, inner = _parts(svg)
    left, top, width, height = (float(value) for value in view_box.split())
    if luminance(colour) < _PALE:
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}"><g fill="{colour}">{inner}</g></svg>'
    pad = 0.28 * max(width, height)
    box = f"{left - pad:g} {top - pad:g} {width + 2 * pad:g} {height + 2 * pad:g}"
    x, y, *size = box.split()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><rect x="{x}" y="{y}" width="{size[0]}" '
        f'height="{size[1]}" rx="{pad * 0.9:g}" fill="#1b2230"/><g fill="{colour}">{inner}</g></svg>'
    )


def icon_two_tone(svg: str, colour: str = SLATE) -> str:
    """An icon with a lit upper and a darker lower half, and a soft edge below."""
    view_box, inner = _parts(svg)
    side = float(view_box.split()[3])
    light, dark = mix(colour, "#ffffff", 0.26), mix(colour, "#0b1020", 0.22)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}"><defs>'
        '<linearGradient id="ink" x1="0" y1="0" x2="0.25" y2="1">'
        f'<stop offset="0.1" stop-color="{light}"/><stop offset="0.95" stop-color="{dark}"/></linearGradient></defs>'
        f'<g transform="translate(0 {side * 0.018:g})" fill="{mix(colour, "#0b1020", 0.55)}">{inner}</g>'
        f'<g fill="url(#ink)">{inner}</g></svg>'
    )


def _parts(svg: str) -> tuple[str, str]:
    view_box = _VIEW_BOX.search(svg)
    inner = _INNER.search(svg)
    if view_box is None or inner is None:
        raise ValueError("not an icon: no view box or no content")
    return " ".join(view_box.group(1).replace(",", " ").split()), _NOISE.sub("", inner.group(1)).strip()
