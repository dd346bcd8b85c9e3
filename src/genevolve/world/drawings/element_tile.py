"""A tile of the periodic table."""

from __future__ import annotations

from dataclasses import dataclass

from genevolve.world.drawings.colour import mix


@dataclass(frozen=True, slots=True)
class TileFacts:
    """What stands on a tile."""

    number: int
    symbol: str
    name: str
    weight: str
    series: str
    colour: str


SERIES_COLOURS = {
    "Nonmetals": "#2f9e6e",
    "Noble gases": "#7a5bd0",
    "Alkali metals": "#d9483b",
    "Alkaline earth metals": "#e08a2c",
    "Metalloids": "#3c8fa6",
    "Halogens": "#c8a11e",
    "Poor metals": "#5a7fa8",
    "Transition metals": "#b5654a",
    "Lanthanides": "#b0588f",
    "Actinides": "#7d4a8a",
}


def element_tile(facts: TileFacts) -> str:
    """The tile as an SVG; it asks for the family Poppins."""
    light, dark = mix(facts.colour, "#ffffff", 0.22), mix(facts.colour, "#101828", 0.28)
    name_size = 46 if len(facts.name) <= 10 else 38
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 560">
<defs>
<linearGradient id="face" x1="0" y1="0" x2="0.4" y2="1">
<stop offset="0" stop-color="{light}"/><stop offset="1" stop-color="{dark}"/></linearGradient>
<linearGradient id="gloss" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#fff" stop-opacity="0.26"/><stop offset="1" stop-color="#fff" stop-opacity="0"/>
</linearGradient>
</defs>
<rect x="14" y="14" width="452" height="532" rx="40" fill="{mix(dark, "#000000", 0.35)}"/>
<rect x="14" y="8" width="452" height="528" rx="40" fill="url(#face)"/>
<path d="M14 48a40 40 0 0 1 40-40h372a40 40 0 0 1 40 40v150q-226 60-452 0z" fill="url(#gloss)"/>
<rect x="28" y="22" width="424" height="500" rx="30" fill="none" stroke="#fff" stroke-opacity="0.35" stroke-width="3"/>
<g fill="#fff" font-family="Poppins">
<text x="56" y="100" font-size="58">{facts.number}</text>
<text x="424" y="94" font-size="30" text-anchor="end" fill-opacity="0.8">{facts.weight}</text>
<text x="240" y="342" font-size="226" font-weight="700" text-anchor="middle">{facts.symbol}</text>
<text x="240" y="424" font-size="{name_size}" text-anchor="middle">{facts.name}</text>
<text x="240" y="480" font-size="26" text-anchor="middle" fill-opacity="0.75">{facts.series}</text>
</g></svg>"""
