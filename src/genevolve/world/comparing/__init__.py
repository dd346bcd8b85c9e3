"""The world's comparator: what a better rollout did otherwise, worked out from the two rollouts alone."""

from genevolve.world.comparing.comparator import WorldComparator

__all__ = ["WorldComparator"]
