"""A ball of a material: shaded by its measured colour, roughness, metalness and transparency."""

from __future__ import annotations

from dataclasses import dataclass

from genevolve.world.drawings.colour import hex_colour, mix, rgb


@dataclass(frozen=True, slots=True)
class MaterialLook:
    """What a material does to light. All but the colour in 0..1."""

    colour: str
    metalness: float
    roughness: float
    transmission: float
    iridescent: bool = False


def material_ball(look: MaterialLook) -> str:
    """The ball as an SVG."""
    if look.metalness >= 0.5:
        body = _metal(look)
    elif look.transmission >= 0.5:
        body = _clear(look)
    else:
        body = _opaque(look)
    film = _FILM if look.iridescent else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 420"><defs>'
        '<radialGradient id="floor"><stop offset="0" stop-color="#0b1020" stop-opacity="0.5"/>'
        '<stop offset="1" stop-color="#0b1020" stop-opacity="0"/></radialGradient>'
        '<clipPath id="ball"><circle cx="200" cy="200" r="180"/></clipPath>'
        '<radialGradient id="rim" cx="0.5" cy="0.5" r="0.5"><stop offset="0.8" stop-color="#000" stop-opacity="0"/>'
        '<stop offset="1" stop-color="#000" stop-opacity="0.34"/></radialGradient>'
        f"{_glint(look.roughness)}</defs>"
        '<ellipse cx="200" cy="384" rx="150" ry="26" fill="url(#floor)"/>'
        f'<g clip-path="url(#ball)">{body}{film}'
        '<circle cx="200" cy="200" r="180" fill="url(#rim)"/>'
        '<ellipse cx="140" cy="112" rx="96" ry="72" transform="rotate(-34 140 112)" fill="url(#glint)"/></g></svg>'
    )


def _glint(roughness: float) -> str:
    strength, core = 0.95 - 0.8 * roughness, 0.42 * (1 - roughness)
    return (
        '<radialGradient id="glint">'
        f'<stop offset="0" stop-color="#fff" stop-opacity="{strength:.2f}"/>'
        f'<stop offset="{core:.2f}" stop-color="#fff" stop-opacity="{strength * 0.8:.2f}"/>'
        '<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>'
    )


def _metal(look: MaterialLook) -> str:
    sharp = 1 - look.roughness
    deep = _reflected_twice(look.colour)
    sky, zenith = mix(look.colour, "#ffffff", 0.4 * sharp + 0.2), mix(deep, "#05070c", 0.12)
    horizon, bounce = mix(deep, "#05070c", 0.35 + 0.4 * sharp), mix(look.colour, "#ffffff", 0.2)
    ground = mix(deep, "#05070c", 0.1)
    heaven = _gradient("heaven", ((0.0, zenith), (0.25, look.colour), (0.52, sky)))
    earth = _gradient("earth", ((0.46, horizon), (0.6 + 0.1 * look.roughness, ground), (0.88, bounce), (1.0, ground)))
    land = "".join(
        f'<path d="M-40 {176 + drop}Q200 {268 + drop} 440 {158 + drop}V460H-40Z" fill="url(#earth)" '
        f'fill-opacity="{1 / (1 + 4 * look.roughness):.2f}"/>'
        for drop in (0, *(round(step * 30 * look.roughness) for step in range(1, 5)))
    )
    return (
        f'{heaven}{earth}<circle cx="200" cy="200" r="180" fill="url(#heaven)"/>{land}'
        f"{_sphere(look.colour, mix(deep, '#05070c', 0.6), 0.3)}"
    )


def _reflected_twice(colour: str) -> str:
    return hex_colour([channel * channel / 255 for channel in rgb(colour)])


def _gradient(name: str, stops: tuple[tuple[float, str], ...]) -> str:
    marks = "".join(f'<stop offset="{offset:.2f}" stop-color="{colour}"/>' for offset, colour in stops)
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="190" y1="20" x2="214" y2="380">'
        f"{marks}</linearGradient>"
    )


def _opaque(look: MaterialLook) -> str:
    light = mix(look.colour, "#ffffff", 0.28)
    dark = mix(look.colour, "#0a0f22", 0.62)
    return (
        '<radialGradient id="o" cx="0.36" cy="0.3" r="0.8">'
        f'<stop offset="0" stop-color="{light}"/><stop offset="0.4" stop-color="{look.colour}"/>'
        f'<stop offset="1" stop-color="{dark}"/></radialGradient><circle cx="200" cy="200" r="180" fill="url(#o)"/>'
    )


def _clear(look: MaterialLook) -> str:
    pale = mix(look.colour, "#ffffff", 0.35)
    deep = mix(look.colour, "#10233a", 0.5)
    return (
        '<radialGradient id="c" cx="0.62" cy="0.7" r="0.75">'
        f'<stop offset="0" stop-color="{pale}" stop-opacity="0.72"/>'
        f'<stop offset="0.55" stop-color="{look.colour}" stop-opacity="0.62"/>'
        f'<stop offset="1" stop-color="{deep}" stop-opacity="0.86"/></radialGradient>'
        '<circle cx="200" cy="200" r="180" fill="url(#c)"/>'
        '<path d="M70 250a150 150 0 0 0 260 0q-130 60-260 0z" fill="#fff" fill-opacity="0.38"/>'
    )


def _sphere(light: str, dark: str, opacity: float) -> str:
    return (
        '<radialGradient id="s" cx="0.36" cy="0.3" r="0.78">'
        f'<stop offset="0" stop-color="{light}" stop-opacity="0"/>'
        f'<stop offset="1" stop-color="{dark}" stop-opacity="{opacity + 0.3:.2f}"/></radialGradient>'
        '<circle cx="200" cy="200" r="180" fill="url(#s)"/>'
    )


_FILM = (
    '<linearGradient id="film" x1="0" y1="0.2" x2="1" y2="0.9"><stop offset="0" stop-color="#ff7ad0"/>'
    '<stop offset="0.35" stop-color="#7ad0ff"/><stop offset="0.65" stop-color="#b8ff9a"/>'
    '<stop offset="1" stop-color="#ffd27a"/></linearGradient>'
    '<circle cx="200" cy="200" r="180" fill="url(#film)" fill-opacity="0.32"/>'
)
