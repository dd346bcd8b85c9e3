"""Everything the world holds, gathered: entities, pictures, texts and drawings, with stable ids."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from genevolve.errors import LibraryError
from genevolve.world.harvest import Harvest
from genevolve.world.harvest.archive import stale_brand_cards
from genevolve.world.harvest.articles import article_texts, read_articles
from genevolve.world.harvest.atlas import harvest_atlas
from genevolve.world.harvest.brands import harvest_brands
from genevolve.world.harvest.concepts import harvest_concepts
from genevolve.world.harvest.countries import harvest_countries
from genevolve.world.harvest.elements import harvest_elements
from genevolve.world.harvest.emoji import EmojiDrawings, read_emoji
from genevolve.world.harvest.household import harvest_household
from genevolve.world.harvest.icons import harvest_icons
from genevolve.world.harvest.materials import harvest_materials


def gather(assets: Path) -> Harvest:
    """Everything: what the assets hold, and the Atlas."""
    result = gather_real(assets)
    result.add(harvest_atlas())
    check_ids(result)
    return result


def gather_real(assets: Path) -> Harvest:
    """Everything that the assets hold."""
    emoji, drawings, articles = read_emoji(assets), EmojiDrawings(assets), read_articles(assets)
    result = Harvest(texts=article_texts(articles))
    result.add(harvest_concepts(emoji, drawings, articles))
    result.add(harvest_household())
    result.add(harvest_countries(assets, emoji, drawings))
    brands = harvest_brands(assets)
    result.add(brands)
    result.texts += stale_brand_cards(brands.entities)
    result.add(harvest_elements(assets))
    result.add(harvest_materials(assets))
    result.add(harvest_icons(assets))
    return result


def check_ids(harvest: Harvest) -> None:
    """Ids are what records refer to: each must be unique in its kind.

    Raises:
        LibraryError: two entries share an id.
    """
    for kind, ids in (
        ("entity", [entity.id for entity in harvest.entities]),
        ("picture", [picture.id for picture in harvest.pictures]),
        ("document", [text.id for text in harvest.texts]),
    ):
        double, times = Counter(ids).most_common(1)[0]
        if times > 1:
            raise LibraryError(f"two {kind} entries share the id {double}")
