"""The world's teacher for the data engine: one policy a request, made of the recipe behind it."""

from __future__ import annotations

from genevolve.errors import ConfigError
from genevolve.models import Policy
from genevolve.records import Request
from genevolve.tools.untrusted import neutralise
from genevolve.world.data.known import ItemSource, KnownItems
from genevolve.world.teacher import TeacherPolicy

PREFIX = "world:"


class WorldTeacher:
    """Gives every request its teacher. `quality` is the dial: 1 never slips, 0 slips in most things."""

    def __init__(self, source: ItemSource, *, quality: float, seed: int = 0) -> None:
        self._items = KnownItems(source)
        self._quality = quality
        self._seed = seed

    def policy_for(self, request: Request) -> Policy:
        """The policy that knows how `request` is answered.

        Raises:
            ConfigError: the world's writer did not write it.
        """
        item = self._items.of(request)
        return TeacherPolicy({neutralise(request.prompt): item}, quality=self._quality, seed=self._seed)


def quality_of(name: str) -> float:
    """The quality that `world:QUALITY` names.

    Raises:
        ConfigError: it is no number from 0 to 1.
    """
    try:
        quality = float(name.removeprefix(PREFIX))
    except ValueError:
        quality = -1.0
    if not name.startswith(PREFIX) or not 0.0 <= quality <= 1.0:
        raise ConfigError(f"no teacher {name!r}: write world:QUALITY with a number from 0 to 1, e.g. world:0.7")
    return quality
