"""Rollouts of one request side by side: who is compared with whom, and who is counted as what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from genevolve.records import InfrastructureFailure, PolicyFailure, Scored
from genevolve.rewards import value
from genevolve.training.rollouts import PREFIX, Rolled


@dataclass(frozen=True)
class Group:
    """The rollouts of one request that have a reward; failures of the surroundings have left it already.

    Attributes:
        rolled: in the order of their places.
        rewards_G: float64, in the same order.
    """

    rolled: tuple[Rolled, ...]
    rewards_G: Tensor

    @property
    def can_compare(self) -> bool:
        """Whether there are two to be compared."""
        return len(self.rolled) > 1

    @property
    def is_flat(self) -> bool:
        """Whether all are worth the same, so that nothing can be learned."""
        return bool((self.rewards_G == self.rewards_G[:1]).all())


def groups_of(rolled: Sequence[Rolled]) -> list[Group]:
    """One group a request, in the order in which the requests come first; a group may be empty."""
    members: dict[str, list[tuple[Rolled, float]]] = {}
    for one in rolled:
        group = members.setdefault(one.task.request.id, [])
        reward = value(one.outcome)
        if reward is not None:
            group.append((one, reward))
    return [_group(sorted(group, key=lambda pair: pair[0].place)) for group in members.values()]


def group_metrics(rolled: Sequence[Rolled], groups: Sequence[Group]) -> dict[str, float]:
    """What is logged of the rollouts of a step. Every rollout is in exactly one of the four counts.

    `reward/std` is over all rewards, `group/std` the mean of the groups' own; both are unbiased.
    """
    outcomes = [one.outcome for one in rolled]
    lost = [outcome.boundary for outcome in outcomes if isinstance(outcome, InfrastructureFailure)]
    comparable = [group for group in groups if group.can_compare]
    metrics = {
        "rollout/num_scored": sum(isinstance(outcome, Scored) for outcome in outcomes),
        "rollout/num_policy_failure": sum(isinstance(outcome, PolicyFailure) for outcome in outcomes),
        "rollout/num_infrastructure": sum(boundary != PREFIX for boundary in lost),
        "rollout/prefix_broken": lost.count(PREFIX),
        "group/dropped": len(groups) - len(comparable),
        "group/zero_variance": sum(group.is_flat for group in comparable),
    }
    rewards = torch.cat([group.rewards_G for group in groups]) if groups else torch.zeros(0)
    figures = {"reward/mean": rewards.mean().item()} if len(rewards) else {}
    if len(rewards) > 1:
        figures["reward/std"] = rewards.std().item()
    if comparable:
        figures["group/std"] = sum(group.rewards_G.std().item() for group in comparable) / len(comparable)
    return {name: float(number) for name, number in metrics.items()} | figures


def _group(members: Sequence[tuple[Rolled, float]]) -> Group:
    return Group(tuple(one for one, _ in members), torch.tensor([reward for _, reward in members], dtype=torch.float64))
