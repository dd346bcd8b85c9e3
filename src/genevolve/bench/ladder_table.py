"""The ladder as Markdown, the table that people read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from genevolve.bench.ladder import BY_NAME, GRPO, LadderTables
from genevolve.bench.ladder_course import Reach
from genevolve.bench.ladder_result import LadderResult
from genevolve.bench.learning import GapLine
from genevolve.bench.learning_table import ends, row, said_seed, share, versions
from genevolve.bench.outcomes import DIMENSIONS
from genevolve.bench.statistics import Interval


def markdown(result: LadderResult) -> str:
    """All tables, and how they were made."""
    blocks = [
        ["# The ladder: raw request, workflow, SFT, GRPO, VED"],
        list(_missing(result)),
        list(_said(result)),
        ["## What each policy is worth", "", *_variants(result.first)],
        ["## Gaps", "", _GAPS_SAID, "", *_gaps(result.first, pooled=True)],
        ["## How soon as good as GRPO in the end", "", *_reaches(result)],
        [
            "## Drawn by a second generator",
            "",
            f"The same programs drawn by `{result.second_renderer_id}`, another artist with other failure rates.",
            "",
            *_variants(result.second, pooled=True),
            "",
            *_gaps(result.second, pooled=True),
        ],
        ["## By dimension and track", "", *_parts(result.first)],
        ["## Gaps of each seed", "", *_gaps(result.first, pooled=False)],
        ["## Time taken", "", *_times(result)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


_GAPS_SAID = (
    "A gap is the mean difference of R, request by request, over the seeds that both have. It holds when its whole "
    "interval lies above 0."
)


def _missing(result: LadderResult) -> Iterator[str]:
    if not result.complete:
        num = len(result.missing)
        yield f"**Not complete: {num} of {num + len(result.parts)} parts are missing, so these figures are not final.**"
        yield f"Missing: {', '.join(result.missing)}."


def _said(result: LadderResult) -> Iterator[str]:
    yield (
        f"{result.n} requests of the frozen suite `{result.suite}` ({result.suite_sha256[:12]}), the same for every "
        f"policy; {result.seeds} seeds, {result.controls} of the controls; {result.steps} steps of "
        f"{result.rollouts_per_step} rollouts for every trained variant beyond SFT; {result.date}."
    )
    yield (
        f"Generator `{result.renderer_id}`, judge of pictures `{result.picture_judge_id}`, of programs "
        f"`{result.program_judge_id}`. R and KScore count a failure of the policy as 0. 95 % bootstrap intervals over "
        "requests. [What the numbers mean](../ladder.md). Made by:"
    )
    yield ""
    yield f"```sh\n{result.command}\n```"


def _variants(tables: LadderTables, *, pooled: bool = False) -> Iterator[str]:
    yield "| policy | seed | R | 95 % | KScore | 95 % | n | valid | facts found | facts copied |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for line in tables.variants:
        if line.seed is None or not (pooled or BY_NAME[line.stage].is_reference):
            cells = (
                BY_NAME[line.stage].title,
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
            yield row(cells, strong=line.seed is None and not pooled)


def _gaps(tables: LadderTables, *, pooled: bool) -> Iterator[str]:
    lines = [line for line in tables.gaps if line.score == "reward" and (line.seed is None) == pooled]
    if not lines:
        yield "None yet."
        return
    yield "| gap | seed | mean | 95 % | n | wins / ties / losses | above 0 |"
    yield "|---|---|---|---|---|---|---|"
    yield from (row(_gap_cells(line)) for line in lines)


def _gap_cells(line: GapLine) -> tuple[object, ...]:
    return (
        f"{BY_NAME[line.better].short} − {BY_NAME[line.worse].short}",
        said_seed(line),
        f"{line.difference.mean:+.3f}",
        ends(line.difference, "+"),
        line.n,
        f"{line.tally.wins} / {line.tally.ties} / {line.tally.losses}",
        "yes" if line.holds else "no",
    )


def _reaches(result: LadderResult) -> Iterator[str]:
    if not result.reaches:
        yield "None yet."
        return
    window = result.reaches[0].window
    yield (
        f"Rewards of the rollouts that a run learned from, smoothed by the mean of the last {window} steps; the same "
        f"requests at each step. The goal is what {GRPO.title} ends with; the first {window - 1} steps have no mean, "
        f"so nothing is found before step {window}. *all*: the mean course over the seeds that both have."
    )
    yield ""
    yield "| policy | seed | begins | ends | goal | reached at step | of all steps |"
    yield "|---|---|---|---|---|---|---|"
    yield from (row(_reach_cells(line), strong=line.seed is None) for line in result.reaches)


def _reach_cells(line: Reach) -> tuple[object, ...]:
    return (
        BY_NAME[line.variant].title,
        "all" if line.seed is None else line.seed,
        f"{line.begins:.3f}",
        f"{line.ends:.3f}",
        f"{line.goal:.3f}",
        "never" if line.reached is None else f"{line.reached} of {line.steps}",
        "–" if line.share is None else f"{line.share:.0%}",
    )


def _parts(tables: LadderTables) -> Iterator[str]:
    lines = [line for line in tables.variants if line.seed is None]
    tracks = sorted({track for line in lines for track in line.tracks})
    names = [*(name.replace("_", " ") for name in DIMENSIONS), *(f"R, {track}" for track in tracks)]
    yield row(("policy", *names))
    yield "|---|" + "---|" * len(names)
    for line in lines:
        found: Sequence[Interval | None] = [
            *(line.dimensions[name] for name in DIMENSIONS),
            *(line.tracks.get(track) for track in tracks),
        ]
        yield row((BY_NAME[line.stage].title, *(f"{one.mean:.3f} {ends(one)}" if one else "–" for one in found)))


def _times(result: LadderResult) -> Iterator[str]:
    yield "| policy | seed | minutes of training | of evaluating | of drawing again | ended |"
    yield "|---|---|---|---|---|---|"
    for part in result.parts:
        minutes = [f"{part.seconds[phase] / 60:.1f}" if phase in part.seconds else "–" for phase in PHASES]
        yield row((BY_NAME[part.variant].title, part.seed, *minutes, part.ended[:16].replace("T", " ")))
    yield ""
    yield (
        f"{result.hours:.1f} hours by the clock in all, start-up included, one job after the other; side by side they "
        f"take less. {versions(result.made_with)}."
    )


PHASES = ("train", "eval", "again")
"""What a part takes its time for."""
