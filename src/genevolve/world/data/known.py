"""The items behind requests of the world's writer, made again from what a request carries."""

from __future__ import annotations

from typing import Protocol

from pydantic import ValidationError

from genevolve.errors import ConfigError
from genevolve.records import Recipe, Request
from genevolve.world.suite import SuiteItem


class ItemSource(Protocol):
    """What knows all about an item of a recipe; the world's writer."""

    def item_of(self, recipe: Recipe, number: int) -> SuiteItem:
        """The item that was written of `recipe` under `number`, the same every time.

        Raises:
            LookupError: there is nothing of the kind.
        """
        ...


class KnownItems:
    """Items by their requests."""

    def __init__(self, source: ItemSource) -> None:
        self._source = source

    def of(self, request: Request) -> SuiteItem:
        """The item that `request` was written of.

        Raises:
            ConfigError: somebody else wrote it; the world knows nothing of its answer.
        """
        try:
            recipe = Recipe.model_validate(request.meta["recipe"])
            item = self._source.item_of(recipe, int(request.meta["number"]))
        except (LookupError, TypeError, ValueError, ValidationError) as error:
            raise _unknown(request) from error
        if item.request.prompt != request.prompt:
            raise _unknown(request)
        return item


def _unknown(request: Request) -> ConfigError:
    return ConfigError(
        f"request {request.id} is none of the world's writer, and the world's teacher, auditor and examiner know no "
        "others: name a model for each of them, e.g. chat:MODEL and vlm:MODEL"
    )
