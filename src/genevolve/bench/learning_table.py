"""A measurement of learning as Markdown, the table that people read first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from genevolve.bench.learning import STAGES, GapLine, StageLine
from genevolve.bench.learning_result import LearningResult
from genevolve.bench.outcomes import SCORES
from genevolve.bench.statistics import Interval

TITLES = {"base": "before training", "sft": "after imitation (SFT)", "grpo": "after reinforcement (SFT + GRPO)"}
_SCORE_TITLES = {"reward": "reward R", "kscore": "KScore (filler)"}


def markdown(result: LearningResult) -> str:
    """All tables, and how to read them."""
    lines = [
        "# What the tiny policy learns",
        "",
        *([] if result.complete else ["**Not complete: jobs are left, so these figures are not final.**", ""]),
        *_said(result),
        "",
        *_stages(result),
        "",
        *_gaps(result),
        "",
        *_groups(result),
        "",
        *_jobs(result),
        "",
    ]
    return "\n".join(lines)


def _said(result: LearningResult) -> Iterator[str]:
    owed = f" {result.num_owed} rows are owed and count nowhere." if result.num_owed else ""
    yield (
        f"{result.n} requests of the frozen suite `{result.suite}` ({result.suite_sha256[:12]}), the same for every "
        f"stage and seed; {result.seeds} seeds; {result.date}.{owed}"
    )
    yield (
        f"Renderer `{result.renderer_id}`, judge of pictures `{result.picture_judge_id}`, of programs "
        f"`{result.program_judge_id}`."
    )
    yield "R and KScore count a failure of the policy as 0. 95 % bootstrap intervals over requests."
    yield "[What the numbers mean](../learning.md). Made by:"
    yield ""
    yield f"```sh\n{result.command}\n```"


def _stages(result: LearningResult) -> Iterator[str]:
    yield "| policy | seed | R | 95 % | KScore | 95 % | n | valid | facts found | facts copied |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for line in result.tables.stages:
        cells = (
            TITLES[line.stage],
            said_seed(line),
            f"{line.reward.mean:.3f}",
            ends(line.reward),
            f"{line.kscore.mean:.3f}",
            ends(line.kscore),
            line.n,
            share(line.valid),
            share(line.facts_told),
            share(line.facts_copied),
        )
        yield row(cells, strong=line.seed is None)


def _gaps(result: LearningResult) -> Iterator[str]:
    yield "A gap is the mean difference, request by request. It holds when its whole interval lies above 0."
    yield ""
    yield "| gap | seed | in | mean | 95 % | n | wins / ties / losses | above 0 |"
    yield "|---|---|---|---|---|---|---|---|"
    for score in SCORES:
        for line in result.tables.gaps:
            if line.score == score:
                tally = f"{line.tally.wins} / {line.tally.ties} / {line.tally.losses}"
                mean = f"{line.difference.mean:+.3f}"
                cells = (
                    f"{line.better} − {line.worse}",
                    said_seed(line),
                    _SCORE_TITLES[score],
                    mean,
                    ends(line.difference, "+"),
                    line.n,
                    tally,
                    "yes" if line.holds else "no",
                )
                yield row(cells, strong=line.seed is None)


def _groups(result: LearningResult) -> Iterator[str]:
    yield "R by the kind of request, over all seeds:"
    yield ""
    stages = [stage for stage in STAGES if any(line.stage == stage for line in result.tables.groups)]
    yield "| requests | n | " + " | ".join(TITLES[stage] for stage in stages) + " |"
    yield "|---|---|" + "---|" * len(stages)
    found = {(line.group, line.stage): line for line in result.tables.groups}
    for group in dict.fromkeys(line.group for line in result.tables.groups):
        lines = [found[group, stage] for stage in stages if (group, stage) in found]
        cells = [f"{line.reward.mean:.3f} {ends(line.reward)}" for line in lines]
        yield row((group, lines[0].n, *cells))


def _jobs(result: LearningResult) -> Iterator[str]:
    yield f"Jobs, {result.at_once} at a time:"
    yield ""
    yield "| job | steps or requests | tokens learned from | minutes |"
    yield "|---|---|---|---|"
    for job in result.jobs:
        yield row((job.job, job.steps, f"{job.tokens:,}" if job.tokens else "–", f"{job.minutes:.1f}"))
    yield ""
    made_with = versions(result.made_with)
    yield f"Minutes are by the clock, start-up included. Settings {result.recipe_sha256[:12]}; {made_with}."


def versions(made_with: Mapping[str, object]) -> str:
    """The packages that decide most."""
    packages = made_with.get("packages")
    named = packages if isinstance(packages, dict) else {}
    told = [f"{name} {named[name]}" for name in ("torch", "transformers") if name in named]
    return ", ".join([f"Python {made_with.get('python', '–')}", *told])


def ends(interval: Interval, sign: str = "") -> str:
    """An interval's two ends."""
    return f"[{interval.low:{sign}.3f}, {interval.high:{sign}.3f}]"


def said_seed(line: StageLine | GapLine) -> str:
    """A line's seed, or that it is of all."""
    return "all" if line.seed is None else str(line.seed)


def share(interval: Interval | None) -> str:
    """A share, or a dash where there is none."""
    return "–" if interval is None else f"{interval.mean:.1%}"


def row(cells: tuple[object, ...], *, strong: bool = False) -> str:
    """A line of a Markdown table."""
    return "| " + " | ".join(f"**{cell}**" if strong else str(cell) for cell in cells) + " |"
