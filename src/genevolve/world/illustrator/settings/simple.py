"""Plain painters."""

from __future__ import annotations

from genevolve.world.illustrator.paint import Canvas, rgb
from genevolve.world.illustrator.settings.place import Ground, Mood


def studio(canvas: Canvas, mood: Mood) -> Ground:
    """A seamless sweep of coloured paper."""
    base = mood.surface(mood.accent(rgb("#9fb8c8")))
    canvas.gradient((0, 0, 1, 1), [(0, canvas.tone(base, 0.3)), (0.62, canvas.tone(base, 0.9)), (1, canvas.tone(base))])
    return Ground(0.62)


def outdoors(canvas: Canvas, mood: Mood) -> Ground:
    """Sky over land."""
    canvas.gradient((0, 0, 1, 0.6), [(0, canvas.tone(rgb("#4f8fc4"))), (1, canvas.tone(rgb("#d8e8ee")))])
    canvas.gradient((0, 0.6, 1, 1), [(0, canvas.tone(rgb("#9bbf7a"))), (1, canvas.tone(rgb("#4f7f4a")))])
    return Ground(0.6)
