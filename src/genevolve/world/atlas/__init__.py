"""The Atlas: seeded fictional landmarks, creatures, brands and coats of arms, with cards and drawn reference views."""

from genevolve.world.atlas.catalogue import draw_view, generate_atlas
from genevolve.world.atlas.entity import AtlasEntity, AtlasView
from genevolve.world.atlas.generic import draw_generic

__all__ = ["AtlasEntity", "AtlasView", "draw_generic", "draw_view", "generate_atlas"]
