"""The course of a policy that evolves as two plots: reward, and what its rollouts are made of."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from genevolve.bench.evolution import Evolution, Points
from genevolve.bench.learning_svg import Axis, Panel, axis, picture

_MOST_MARKS = 12


def reward_plot(found: Evolution) -> str:
    """The mean reward of each step's rollouts as a line, evaluations as dots, as an `img`."""
    return _img("Reward", found, [("rollouts", "rollouts/reward", False), ("evaluated", "eval/reward", True)])


def parts_plot(found: Evolution) -> str:
    """Shares of trajectories that end in a program, of found facts that are copied, of requests with a guide."""
    lines = [
        ("valid", "rollouts/valid", False),
        ("evaluated", "eval/valid", True),
        ("copied", "eval/facts_copied", True),
        ("guided", "rollouts/hit_rate", False),
    ]
    return _img("What they are made of", found, lines)


def _img(title: str, found: Evolution, lines: Sequence[tuple[str, str, bool]]) -> str:
    known = [(said, name, found.curves[name], dots) for said, name, dots in lines if name in found.curves]
    most = max((y for _, _, points, _ in known for _, y in points), default=0.0)
    panel = Panel(84, 96, 828, 300, _steps(found.steps), axis(0.0, most or 1.0), "steps")
    drawn = [panel.frame()]
    for number, (_, name, points, dots) in enumerate(known):
        drawn.append(_course(panel, points, number, dots=dots))
        if name == "eval/reward":
            drawn += [panel.label(step, value, "kept") for step, value in points if step == found.best_step]
    how = f"lines: rollouts of a step; dots: evaluations on {found.n} requests that nobody learns from"
    svg = picture(title, how, "".join(drawn), [said for said, _, _, _ in known])
    data = base64.b64encode(svg.encode()).decode()
    return f'<img class="wide" alt="{escape(title)}" src="data:image/svg+xml;base64,{data}">'


def _course(panel: Panel, points: Points, number: int, *, dots: bool) -> str:
    line = panel.line(points, number) if len(points) > 1 else ""
    return line + "".join(panel.dot(x, y, number) for x, y in points if dots or len(points) == 1)


def _steps(num: int) -> Axis:
    """Every step has its mark, or every so many."""
    every = -(-num // _MOST_MARKS)
    return Axis(0, num, [(step, str(step)) for step in range(0, num + 1, every)])
