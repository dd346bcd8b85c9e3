"""The world's teacher for the data engine: one policy a request, made of the recipe behind it."""

from __future__ import annotations

from genevolve.errors import ConfigError
from genevolve.models import Policy
from genevolve.records import Request
from genevolve.tools.untrusted import neutralise
from genevolve.world.data.known import ItemSource, KnownItems
from genevolve.world.teacher import Style, TeacherPolicy

PREFIX = "world:"
COPYING: Style = "copying"
"""Said after the quality, `world:0.75:copying`: the teacher writes down every fact before it uses it."""


class WorldTeacher:
    """Gives every request its teacher. `quality` is the dial: 1 never slips, 0 slips in most things."""

    def __init__(self, source: ItemSource, *, quality: float, seed: int = 0, style: Style = "plain") -> None:
        self._items = KnownItems(source)
        self._style = style
        self._quality = quality
        self._seed = seed

    def policy_for(self, request: Request) -> Policy:
        """The policy that knows how `request` is answered.

        Raises:
            ConfigError: the world's writer did not write it.
        """
        item = self._items.of(request)
        items = {neutralise(request.prompt): item}
        return TeacherPolicy(items, quality=self._quality, seed=self._seed, style=self._style)


def quality_of(name: str) -> float:
    """The quality that `world:QUALITY` or `world:QUALITY:copying` names.

    Raises:
        ConfigError: it is no number from 0 to 1, or something else follows it.
    """
    number = name.removeprefix(PREFIX).partition(":")[0]
    try:
        quality = float(number)
    except ValueError:
        quality = -1.0
    is_known = name in (f"{PREFIX}{number}", f"{PREFIX}{number}:{COPYING}")
    if not is_known or not 0.0 <= quality <= 1.0:
        raise ConfigError(
            f"no teacher {name!r}: write world:QUALITY with a number from 0 to 1, e.g. world:0.7, or "
            f"world:0.7:{COPYING} for small models"
        )
    return quality


def style_of(name: str) -> Style:
    """How the teacher of a name that `quality_of` takes thinks aloud."""
    return COPYING if name.endswith(f":{COPYING}") else "plain"
