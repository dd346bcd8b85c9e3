"""The best and the worst rollout of each request, where their difference teaches something (method section 7.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from genevolve.config.experience import ExperienceSettings
from genevolve.records import PolicyFailure
from genevolve.records.experience import Contender, Contrast
from genevolve.rewards import value

_ROUNDING = 1e-9
"""Rewards are sums of decimal fractions: a gap of 0.2 may be a little less in binary."""


class NoPair(StrEnum):
    """Why a group gives no pair."""

    FEW = "few"
    FLAT = "flat"
    SMALL_GAP = "small_gap"
    PROTOCOL_ONLY = "protocol_only"
    OVER_CAP = "over_cap"


def pairs_of(
    groups: Sequence[Sequence[Contender]], settings: ExperienceSettings
) -> tuple[list[Contrast], Counter[str]]:
    """The pairs of one step, the largest gap first, and how many groups have none, by `NoPair`.

    A failure of the policy is no τ−: against it, every rollout that keeps to the protocol looks good, and the
    difference teaches the protocol alone. Best and worst are therefore sought among the rollouts that were judged.
    Of equals the first one counts.

    Args:
        groups: the rollouts of one request each; failures of the surroundings among them are passed over.
        settings: the least gap, and the cap.
    """
    pairs: list[Contrast] = []
    without: Counter[str] = Counter()
    for group in groups:
        found = _pair(group, settings.min_gap - _ROUNDING)
        if isinstance(found, Contrast):
            pairs.append(found)
        else:
            without[found] += 1
    pairs.sort(key=lambda pair: -pair.gap)
    if len(pairs) > settings.max_pairs:
        without[NoPair.OVER_CAP] = len(pairs) - settings.max_pairs
    return pairs[: settings.max_pairs], without


def _pair(group: Sequence[Contender], least: float) -> Contrast | NoPair:
    rewarded = [(one, reward) for one in group if (reward := value(one.outcome)) is not None]
    if len(rewarded) < 2:
        return NoPair.FEW
    (best, most), (_, least_of_all) = (pick(rewarded, key=lambda pair: pair[1]) for pick in (max, min))
    if most == least_of_all:
        return NoPair.FLAT
    if most - least_of_all < least:
        return NoPair.SMALL_GAP
    judged = [pair for pair in rewarded if not isinstance(pair[0].outcome, PolicyFailure)]
    worst, fewest = min(judged, key=lambda pair: pair[1])
    if most - fewest < least:
        return NoPair.PROTOCOL_ONLY
    return Contrast(request=best.trajectory.request, best=best, worst=worst, gap=most - fewest)
