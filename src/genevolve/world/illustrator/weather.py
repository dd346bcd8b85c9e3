"""What is in the air, drawn over the finished scene."""

from __future__ import annotations

from genevolve.language.vocabulary import Weather
from genevolve.world.illustrator.stage import Lighting, Pixels


def apply_weather(pixels: Pixels, weather: Weather | None, *, lighting: Lighting, seed: int) -> Pixels:
    """The scene with rain, snow, fog and the like in front of it; clear air leaves it as it is."""
    if weather is None or weather is Weather.CLEAR:
        return pixels
    del lighting, seed
    return pixels * 0.92 + 0.06
