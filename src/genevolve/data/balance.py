"""Whether the balance that is asked for can be had of the axes, and how many recipes each family gets by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from genevolve.config.data import BalanceSettings
from genevolve.data.quotas import quotas
from genevolve.errors import ConfigError
from genevolve.records import Axes

_TRACKS = ("knowledge", "quality")


def family_quotas(axes: Axes, balance: BalanceSettings, n: int) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """How many recipes each track gets, and each family inside its track."""
    shares = {"knowledge": balance.knowledge, "quality": 1 - balance.knowledge}
    tracks = quotas({track: share for track, share in shares.items() if share > 0}, n)
    return tracks, {track: quotas(_weights(axes, balance, track), num) for track, num in tracks.items()}


def check_balance(axes: Axes, balance: BalanceSettings) -> None:
    """Refuse a balance that the axes do not have.

    Raises:
        ConfigError: in one line, what it is.
    """
    requirements = {one for family in axes.families.values() for one in family.dominants}
    _check_names("task_family", balance.task_family, axes.families)
    _check_names("dominant", balance.dominant, requirements)
    _check_names("difficulty", balance.difficulty, axes.num_secondaries)
    shares = {"knowledge": balance.knowledge, "quality": 1 - balance.knowledge}
    for track in _TRACKS:
        if shares[track] > 0 and not _weights(axes, balance, track):
            raise ConfigError(
                f"balance.knowledge = {balance.knowledge:g} leaves {shares[track]:.0%} to the {track} track, "
                f"but no family of it has a weight above 0 in the axes {axes.id}"
            )
        if shares[track] > 0:
            for name in _weights(axes, balance, track):
                _check_family(axes, balance, name)


def _check_family(axes: Axes, balance: BalanceSettings, name: str) -> None:
    family = axes.families[name]
    if not any(balance.dominant.get(one, 1.0) > 0 for one in family.dominants):
        raise ConfigError(
            f"balance.dominant gives 0 to all that the family {name} can be about: {', '.join(family.dominants)}; "
            f"give one a weight, or set balance.task_family.{name} = 0"
        )
    for difficulty, num in axes.num_secondaries.items():
        fewest = min(len(set(family.secondaries) - {dominant}) for dominant in family.dominants)
        if balance.difficulty.get(difficulty, 0) > 0 and fewest < num:
            raise ConfigError(
                f"a {difficulty} recipe has {num} secondary requirements, but the family {name} has only {fewest} "
                f"beside its dominant one; add some to the axes {axes.id} or set balance.task_family.{name} = 0"
            )


def _weights(axes: Axes, balance: BalanceSettings, track: str) -> dict[str, float]:
    """The families of a track that are wanted at all."""
    weights = {
        name: balance.task_family.get(name, 1.0) for name, family in axes.families.items() if family.track == track
    }
    return {name: weight for name, weight in weights.items() if weight > 0}


def _check_names(key: str, given: Mapping[str, float], known: Iterable[str]) -> None:
    there_is = sorted(known)
    for name, weight in given.items():
        if name not in there_is:
            raise ConfigError(f"balance.{key} names {name!r}; there is: {', '.join(there_is)}")
        if weight < 0:
            raise ConfigError(f"balance.{key}.{name} = {weight:g} is below 0")
