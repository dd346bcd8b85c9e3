"""The course of a policy that evolves as two plots: reward, and what its rollouts are made of."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from genevolve.bench.evolution import Evolution, Points
from genevolve.bench.learning_svg import Axis, Panel, axis, picture

_MOST_MARKS = 12
_NOTHING: Points = ()


def reward_plot(found: Evolution) -> str:
    """The mean reward of each step's rollouts, and of evaluations; the policy that is kept is marked. An `img`."""
    return _img("Reward R", found, [("reward", "rollouts/reward", "eval/reward")])


def parts_plot(found: Evolution) -> str:
    """Shares of trajectories that end in a program, of found facts that are copied, of requests with a guide."""
    shares = [
        ("valid", "rollouts/valid", "eval/valid"),
        ("copied", "", "eval/facts_copied"),
        ("guided", "rollouts/hit_rate", ""),
    ]
    return _img("Programs, facts, guides: shares", found, shares)


def _img(title: str, found: Evolution, drawn_as: Sequence[tuple[str, str, str]]) -> str:
    """Each is a name, the curve that is drawn as a line, and the one that is drawn as dots."""
    known = [(found.curves.get(rolled, _NOTHING), found.curves.get(dots, _NOTHING)) for _, rolled, dots in drawn_as]
    values = [y for curves in known for points in curves for _, y in points]
    panel = Panel(84, 96, 828, 300, _steps(found.steps), axis(0.0, max(values, default=0.0) or 1.0), "steps")
    drawn = [panel.frame()]
    for number, (rolled, evaluated) in enumerate(known):
        drawn.append(panel.line(rolled, number))
        drawn += [panel.dot(step, value, number) for step, value in evaluated]
    drawn += [
        panel.label(step, value, "kept")
        for _, _, name in drawn_as
        for step, value in found.curves.get(name, _NOTHING)
        if name == "eval/reward" and step == found.best_step
    ]
    how = f"lines: rollouts of a step; dots: evaluations on {found.n} requests that nobody learns from"
    svg = picture(title, how, "".join(drawn), [said for said, _, _ in drawn_as])
    data = base64.b64encode(svg.encode()).decode()
    return f'<img class="wide" alt="{escape(title)}" src="data:image/svg+xml;base64,{data}">'


def _steps(num: int) -> Axis:
    """Every step has its mark, or every so many."""
    every = -(-num // _MOST_MARKS)
    return Axis(0, num, [(step, str(step)) for step in range(0, num + 1, every)])
