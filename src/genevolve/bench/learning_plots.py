"""Plots of a measurement of learning: stages with intervals, and the curves of its runs, each as one SVG."""

from __future__ import annotations

from genevolve.bench.learning import STAGES, StageLine
from genevolve.bench.learning_result import LearningResult
from genevolve.bench.learning_svg import Axis, Panel, axis, picture
from genevolve.bench.statistics import Interval

_SHORT = {"base": "before", "sft": "SFT", "grpo": "SFT + GRPO"}
_WIDE, _NARROW = 828.0, 356.0
_HEIGHT = 300.0
_LEFT, _TOP, _GAP = 84.0, 96.0, 116.0


def stages_svg(result: LearningResult) -> str:
    """Reward and KScore of each stage: a bar over all seeds with its interval, a dot a seed."""
    most = max((end.high for line in result.tables.stages for end in (line.reward, line.kscore)), default=1.0)
    parts = []
    for number, (name, title) in enumerate((("reward", "reward R"), ("kscore", "KScore (filler)"))):
        across = Axis(0, len(STAGES), [(place + 0.5, _SHORT[stage]) for place, stage in enumerate(STAGES)])
        up = axis(0.0, most)
        panel = Panel(_LEFT + number * (_NARROW + _GAP), _TOP, _NARROW, _HEIGHT, across, up, title)
        parts += [panel.frame(), *(_stage(panel, place, stage, result, name) for place, stage in enumerate(STAGES))]
    said = f"{result.n} held-out requests, {result.seeds} seeds"
    how = "bars: all seeds, 95 % intervals over requests; dots: each seed"
    return picture(said, how, "".join(parts), _names(result))


def _stage(panel: Panel, place: int, stage: str, result: LearningResult, name: str) -> str:
    lines = [line for line in result.tables.stages if line.stage == stage]
    pooled = next((_interval(line, name) for line in lines if line.seed is None), None)
    if pooled is None:
        return ""
    seeds = [line for line in lines if line.seed is not None]
    means = [_interval(line, name).mean for line in seeds]
    spread = 0.3 / len(seeds)
    dots = (
        panel.dot(place + 0.24 + spread * (number + 0.5), mean, line.seed or 0)
        for number, (line, mean) in enumerate(zip(seeds, means, strict=True))
    )
    return "".join(
        (
            panel.bar(place + 0.2, place + 0.8, pooled.mean),
            *dots,
            panel.reach(place + 0.68, pooled.low, pooled.high),
            panel.label(place + 0.5, max(*means, pooled.high), f"{pooled.mean:.3f}"),
        )
    )


def _interval(line: StageLine, name: str) -> Interval:
    return line.reward if name == "reward" else line.kscore


def sft_svg(result: LearningResult) -> str:
    """The supervised loss of each seed against tokens, and what validation found."""
    return _curves_svg(
        result,
        ("loss/sft", "eval/loss"),
        title="Imitation: loss a token, nats",
        said="lines: training, mean of neighbouring steps; dots: validation on transcripts held back",
        across="tokens learned from",
    )


def grpo_svg(result: LearningResult) -> str:
    """The mean reward of each seed's rollouts against steps, and what the run's own evaluations found."""
    return _curves_svg(
        result,
        ("reward/mean", "eval/reward"),
        title="Reinforcement: mean reward R",
        said="lines: rollouts of a step; dots: the run's own evaluations, on other requests of the train split",
        across="optimiser steps",
    )


def _curves_svg(result: LearningResult, figures: tuple[str, str], *, title: str, said: str, across: str) -> str:
    lines, dots = ([one for one in result.curves if one.figure == name] for name in figures)
    points = [point for one in (*lines, *dots) for point in one.points]
    if not points:
        return picture(title, "nothing has been learned yet", "")
    xs, ys = zip(*points, strict=True)
    low = 0.0 if min(ys) < max(ys) / 2 else min(ys)
    panel = Panel(_LEFT, _TOP, _WIDE, _HEIGHT, axis(0.0, max(xs)), axis(low, max(ys)), across)
    drawn = [panel.line(one.points, one.seed) for one in lines]
    drawn += [panel.dot(x, y, one.seed) for one in dots for x, y in one.points]
    return picture(title, said, panel.frame() + "".join(drawn), _names(result))


def _names(result: LearningResult) -> list[str]:
    return [f"seed {seed}" for seed in range(result.seeds)]
