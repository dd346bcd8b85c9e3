"""The funnel as one SVG: what each stage let through, why the others went no further, and where the rest ended up.

It needs no plotting library and no font of its own, and it is at home on light and on dark pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from genevolve.data.facts import StageFacts
from genevolve.data.folder import DataFolder
from genevolve.data.stats import DataStats, stats_of
from genevolve.records import DataSplit
from genevolve.records.data import Stage
from genevolve.store import write_whole

FUNNEL_FILE = "funnel.svg"

_WIDTH, _LEFT, _RIGHT = 960, 150, 250
_TOP, _STEP, _BAR = 84, 62, 26
_REACH = _WIDTH - _LEFT - _RIGHT
_MAX_REASONS = 3
_REASON_CHARS = 104

_NAMES = {
    Stage.RECIPES: "recipes",
    Stage.REQUESTS: "requests",
    Stage.SCREEN: "screen",
    Stage.TRAJECTORIES: "trajectories",
    Stage.CHECK: "program check",
    Stage.AUDIT: "audit",
    Stage.GROUND_TRUTH: "ground truth",
    Stage.FILTER: "visual filter",
    Stage.SPLIT: "splits",
}
_SPLIT_NAMES = {
    DataSplit.SFT: "sft",
    DataSplit.SFT_VALIDATION: "sft validation",
    DataSplit.EVOLVE: "evolve",
    DataSplit.EVOLVE_VALIDATION: "evolve validation",
    DataSplit.BENCH: "bench",
}

_STYLE = """
.page{fill:#faf8f3}.ink{fill:#23221f}.faint{fill:#6d685e}.track{fill:#eeeae1}.gone{fill:#e3b9ab}.owed{fill:#e3cf8d}
.kept{fill:#2f6f8f}.edge{fill:#2f6f8f;opacity:.13}.sft{fill:#2f6f8f}.sft_validation{fill:#7da9bf}
.evolve{fill:#b5632f}.evolve_validation{fill:#dba27d}.bench{fill:#4f8a3f}
text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.title{font:600 22px Georgia,"Times New Roman",serif}.small{font-size:12px}.strong{font-weight:600}
.num{font-variant-numeric:tabular-nums}
@media (prefers-color-scheme:dark){
.page{fill:#17181a}.ink{fill:#e9e6df}.faint{fill:#a29d93}.track{fill:#2b2d32}.gone{fill:#7d4a41}.owed{fill:#7a6a35}
.kept{fill:#7fb9d6}.edge{fill:#7fb9d6;opacity:.14}.sft{fill:#7fb9d6}.sft_validation{fill:#4d7d95}
.evolve{fill:#e29a69}.evolve_validation{fill:#9a6848}.bench{fill:#93c47f}
}
"""


def write_funnel(folder: DataFolder) -> DataStats:
    """Draw the funnel of a folder into it, and return its numbers.

    Raises:
        DataError: a line of its files is damaged.
        StorageError: it cannot be written.
    """
    stats = stats_of(folder)
    write_whole(folder.path / FUNNEL_FILE, funnel_svg(stats))
    return stats


def funnel_svg(stats: DataStats) -> str:
    """The picture of a folder that has at least begun."""
    rows = [one for one in stats.stages if one.stage is not Stage.SPLIT]
    most = max((one.kept + one.rejected + one.owed for one in rows), default=1) or 1
    height = _TOP + _STEP * len(rows) + (96 if stats.splits else 16)
    splits = _splits(stats, most, _y(len(rows)))
    body = "".join((*_title(stats), *_links(rows, most), *_bars(stats, rows, most), *splits))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(_said(stats))}"><style>{_STYLE}</style>'
        f'<rect class="page" width="{_WIDTH}" height="{height}" rx="12"/>{body}</svg>\n'
    )


def _title(stats: DataStats) -> Iterator[str]:
    yield _text(24, 40, _said(stats), "ink title")
    yield _text(_WIDTH - 24, 66, "kept   of those that came   (paper)", "faint small", "end")


def _said(stats: DataStats) -> str:
    ends = f", {sum(stats.splits.values()):,} items in the splits" if stats.splits else ""
    return f"{stats.num_recipes:,} recipes{ends}"


def _bars(stats: DataStats, rows: list[StageFacts], most: int) -> Iterator[str]:
    for number, one in enumerate(rows):
        y = _y(number)
        kept, gone, owed = (_REACH * num / most for num in (one.kept, one.rejected, one.owed))
        yield _text(_LEFT - 14, y + 18, _NAMES[one.stage], "ink", "end")
        yield _rect(_LEFT, y, _REACH, "track")
        for x, width, kind in ((0, kept, "kept"), (kept, gone, "gone"), (kept + gone, owed, "owed")):
            if width:
                yield _rect(_LEFT + x, y, width, kind)
        yield _text(_LEFT + _REACH + 92, y + 18, f"{one.kept:,}", "ink strong num", "end")
        rate, paper = one.pass_rate, stats.paper_rates.get(one.stage)
        if rate is not None and one.stage is not Stage.RECIPES:
            yield _text(_LEFT + _REACH + 162, y + 18, f"{rate:.1%}", "ink num", "end")
        if paper is not None:
            yield _text(_WIDTH - 24, y + 18, f"({paper:.0%})", "faint num", "end")
        before = rows[number - 1].kept if number else 0
        yield _text(_LEFT + 4, y + _BAR + 16, _reasons(one, before), "faint small")


def _links(rows: list[StageFacts], most: int) -> Iterator[str]:
    """What flows from each stage into the next."""
    for number, (one, after) in enumerate(pairwise(rows)):
        top, bottom = _y(number) + _BAR, _y(number + 1)
        wide = _REACH * one.kept / most
        came = _REACH * (after.kept + after.rejected + after.owed) / most
        points = f"{_LEFT},{top} {_LEFT + wide:.1f},{top} {_LEFT + came:.1f},{bottom} {_LEFT},{bottom}"
        yield f'<polygon class="edge" points="{points}"/>'


def _reasons(one: StageFacts, num_before: int) -> str:
    """What most of the others were rejected for; of the ground truths, how many items need none."""
    skipped = num_before - one.kept - one.rejected - one.owed
    if one.stage is Stage.GROUND_TRUTH and skipped > 0:
        return f"{skipped:,} go on without a picture, as supervised data"
    parts = [f"{code.replace('_', ' ')} {num:,}" for code, num in list(one.reasons.items())[:_MAX_REASONS]]
    more = len(one.reasons) - len(parts)
    said = " · ".join([*parts, *([f"{more} more"] if more > 0 else [])])
    said = f"{one.rejected:,} rejected: {said}" if said else ""
    if one.owed:
        said = f"{said}{' · ' if said else ''}{one.owed:,} owed"
    return said if len(said) <= _REASON_CHARS else said[: _REASON_CHARS - 1] + "…"


def _splits(stats: DataStats, most: int, y: float) -> Iterator[str]:
    total = sum(stats.splits.values())
    if not total:
        return
    yield _text(_LEFT - 14, y + 18, "splits", "ink", "end")
    yield _rect(_LEFT, y, _REACH, "track")
    x = float(_LEFT)
    for split, num in stats.splits.items():
        width = _REACH * num / most
        yield _rect(x, y, max(width - 2, 1), split.value)
        x += width
    yield _text(_LEFT + _REACH + 92, y + 18, f"{total:,}", "ink strong num", "end")
    x = float(_LEFT)
    for split, num in stats.splits.items():
        said = f"{_SPLIT_NAMES[split]} {num:,}"
        yield f'<rect class="{split.value}" x="{x:.0f}" y="{y + _BAR + 13:.0f}" width="10" height="10" rx="2"/>'
        yield _text(x + 16, y + _BAR + 22, said, "faint small")
        x += 38 + 6.4 * len(said)


def _y(number: int) -> float:
    return _TOP + _STEP * number


def _rect(x: float, y: float, width: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_BAR}" rx="4"/>'


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
