"""The items of a suite as they should be drawn, and with what is easily taken for their first named thing."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from genevolve.language import read
from genevolve.language.description import Description
from genevolve.world.illustrator.embedded import embedded_illustrator
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.illustrator import Drawing
from genevolve.world.judge.faults import taken_for
from genevolve.world.suite import SuiteItem
from genevolve.world.world import World


class ItemDrawings:
    """Draws without failures, in the illustrator's own hand."""

    def __init__(self, world: World, side_px: int) -> None:
        self._world, self._side_px = world, side_px
        self._artist = embedded_illustrator(world, rates=FailureRates.never())

    def drawn(
        self, item: SuiteItem, *, told: Description | None = None, pictures: Sequence[str] = (), by: int = 1
    ) -> Drawing:
        """An item by its ideal program, or by what is `told` or shown in its place.

        Args:
            item: What is drawn.
            told: Another description than that of the ideal program.
            pictures: Other references than the right ones, by their ids.
            by: Added to the seed of the ground truth.

        Raises:
            LookupError: the world has no such picture.
        """
        shown = [self._reference(one) for one in pictures or item.truth_pictures]
        description = told or read(item.ideal.gen_prompt)
        seed = item.truth_seed + by
        return self._artist.draw_description(description, shown, width=self._side_px, height=self._side_px, seed=seed)

    def ground_truth(self, item: SuiteItem) -> bytes:
        """As a PNG."""
        return png(self.drawn(item, by=0).image)

    def mistaken(self, item: SuiteItem) -> tuple[Drawing, list[str]] | None:
        """With what its first named thing is taken for, and the entities that its references show."""
        right = [one.entity_id for one in item.evidence.targets]
        other = taken_for(self._world, right[0])
        if other is None:
            return None
        return self.drawn(item, pictures=[other.pictures[0], *item.truth_pictures[1:]]), [other.id, *right[1:]]

    def _reference(self, picture: str) -> bytes:
        entry = self._world.library.picture(picture)
        if entry is None:
            raise LookupError(f"the world has no picture {picture!r}")
        return self._world.load_picture(entry)


def png(image: Image.Image) -> bytes:
    """A picture as it is handed to the judge."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
