"""Plots of the ladder: what each policy is worth under both generators, and how rewards rose, each as one SVG."""

from __future__ import annotations

from genevolve.bench.ladder import BY_NAME, VARIANTS, LadderTables, VariantLine
from genevolve.bench.ladder_result import LadderResult
from genevolve.bench.learning_svg import Axis, Panel, axis, picture

_WIDTH, _HEIGHT = 828.0, 300.0
_LEFT, _TOP = 84.0, 96.0


def variants_svg(result: LadderResult) -> str:
    """The reward of each policy over all seeds: a bar, and beside it the same programs by the second generator."""
    shown = [one for one in VARIANTS if any(line.stage == one.name for line in result.first.variants)]
    first, second = (_pooled(tables) for tables in (result.first, result.second))
    most = max(line.reward.high for line in (*first.values(), *second.values()))
    across = Axis(0, len(shown), [(place + 0.5, one.short) for place, one in enumerate(shown)])
    panel = Panel(_LEFT, _TOP, _WIDTH, _HEIGHT, across, axis(0.0, most), "reward R")
    parts = [panel.frame()]
    for place, one in enumerate(shown):
        own, other = first[one.name].reward, second[one.name].reward
        parts += [
            panel.bar(place + 0.12, place + 0.68, own.mean),
            panel.reach(place + 0.4, own.low, own.high),
            panel.reach(place + 0.82, other.low, other.high),
            panel.dot(place + 0.82, other.mean, 1),
            panel.label(place + 0.4, own.high, f"{own.mean:.3f}"),
        ]
    said = f"{result.n} held-out requests, {result.seeds} seeds{_unfinished(result)}"
    how = "bars: the generator that was trained with, 95 % intervals over requests; dots: a second generator"
    return picture(said, how, "".join(parts))


def course_svg(result: LadderResult) -> str:
    """The mean reward of each variant's rollouts against steps, smoothed, over its seeds."""
    title = f"Mean reward of rollouts{_unfinished(result)}"
    if not result.curves:
        return picture(title, "nothing has been learned by rewards yet", "")
    points = [point for one in result.curves for point in one.points]
    xs, ys = zip(*points, strict=True)
    low = 0.0 if min(ys) < max(ys) / 2 else min(ys)
    panel = Panel(_LEFT, _TOP, _WIDTH, _HEIGHT, axis(0.0, max(xs)), axis(low, max(ys)), "optimiser steps")
    lines = [panel.line(one.points, number) for number, one in enumerate(result.curves)]
    said = "means over seeds and over the last fifth of the steps; the same requests at each step"
    names = [BY_NAME[one.run].short for one in result.curves]
    return picture(title, said, panel.frame() + "".join(lines), names)


def _pooled(tables: LadderTables) -> dict[str, VariantLine]:
    return {line.stage: line for line in tables.variants if line.seed is None}


def _unfinished(result: LadderResult) -> str:
    return "" if result.complete else " (not complete)"
