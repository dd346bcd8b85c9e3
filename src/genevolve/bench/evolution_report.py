"""The report of a policy that evolved: one page that needs nothing beside it, and the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from genevolve.bench.evolution import Evolution, LearnedGuide, Side
from genevolve.bench.evolution_plots import parts_plot, reward_plot
from genevolve.bench.report import LEGEND
from genevolve.bench.report_page import Figure, page_html, section, shown, table
from genevolve.bench.report_plots import ends

REPORT_FILE = "report.html"
RESULT_FILE = "report.json"
BEFORE, AFTER = "before", "evolved"


def evolution_html(found: Evolution, cards: str) -> str:
    """The page; `cards` are pictures of the same requests before and after."""
    return page_html(
        f"{found.name}: how it evolved",
        {
            "started from": found.start,
            "held-out suite": f"{found.suite} ({found.suite_sha256[:12]}), {found.n} requests",
            "seed": str(found.seed),
        },
        _figures(found),
        [
            section("Before and after", _sides(found), f"{_verdict(found)} {_HELD_OUT}"),
            section("The same request, before and after", cards or "<p>No score differs.</p>", _CARDS),
            section("Course", reward_plot(found) + parts_plot(found), _COURSE),
            section("Why trajectories ended", _stops(found)),
            section("What it learned from its own rollouts", _guides(found), _learned(found)),
        ],
    )


_COURSE = (
    "Valid: trajectories that end in a program that can be drawn. Copied: of the facts that were found, those that "
    "then stand in the program. Guided: requests of a step that got a decision guide."
)
_CARDS = f"What changed most, for better or worse. The number is KScore; {LEGEND}"
_HELD_OUT = (
    "Requests of the frozen test split, about things that no training saw. The policy that is kept was chosen on other "
    "requests, the dots below. 95 % bootstrap intervals over requests; failures of the policy count as 0."
)


def _figures(found: Evolution) -> list[Figure]:
    change = found.difference
    return [
        Figure(f"{change.mean:+.3f}", f"reward, after minus before {ends(change, '+')}".strip()),
        Figure(shown(found.after.reward.mean), f"reward R, held out; {shown(found.before.reward.mean)} before"),
        Figure(f"{found.after.valid.mean:.0%}", f"end in a program; {found.before.valid.mean:.0%} before"),
        Figure(str(found.best_step), f"steps made by the policy that is kept, of {found.steps}"),
        Figure(str(found.learned.num_guides), "guides learned"),
        *([Figure(str(found.num_owed), "failures of the surroundings, owed again")] if found.num_owed else []),
    ]


def _verdict(found: Evolution) -> str:
    """What can be said of the difference, and no more."""
    change, tally = found.difference, found.tally
    counts = f"better in {tally.wins}, the same in {tally.ties}, worse in {tally.losses} of {change.num_rows} requests"
    if not change.excludes_zero:
        return f"Held out, before and after cannot be told apart: the interval of the difference holds 0 ({counts})."
    return f"Held out, the evolved policy is {'better' if change.mean > 0 else 'worse'}: {counts}."


def _sides(found: Evolution) -> str:
    head = ("", "reward R", "interval", "KScore", "end in a program", "facts found", "of these copied", "n")
    return table(head, [_side(BEFORE, found.before), _side(AFTER, found.after)])


def _side(name: str, one: Side) -> list[str]:
    return [
        name,
        shown(one.reward.mean),
        ends(one.reward) or "–",
        shown(one.kscore.mean),
        shown(one.valid.mean),
        shown(one.facts_told),
        shown(one.facts_copied),
        str(one.n),
    ]


def _stops(found: Evolution) -> str:
    names = list(dict.fromkeys((*found.after.stops, *found.before.stops)))
    head = ("", *(name.replace("_", " ") for name in names))
    lines = [
        [name, *(str(one.stops.get(stop, 0)) for stop in names)]
        for name, one in ((BEFORE, found.before), (AFTER, found.after))
    ]
    return table(head, lines) if names else ""


def _learned(found: Evolution) -> str:
    got = found.learned
    if got.hit_rate is None:
        return ""
    without = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in got.no_pair.items() if count)
    return (
        f"From the best and the worst rollout of a request, where they are far enough apart. Pairs: {got.num_pairs}, "
        f"guides: {got.num_guides}; {got.hit_rate:.0%} of the requests of a step got one."
        + (f" Groups without a pair: {without}." if without else "")
        + (" Here are those of the widest gaps." if got.guides else "")
    )


def _guides(found: Evolution) -> str:
    if found.learned.hit_rate is None:
        return "<p>Nothing was distilled in this run.</p>"
    if not found.learned.guides:
        return "<p>No guide was written.</p>"
    return f'<div class="cards">{"".join(map(_guide, found.learned.guides))}</div>'


def _guide(one: LearnedGuide) -> str:
    return (
        f'<article class="card"><p class="asked">{escape(one.focus)}</p>{_bullets(one)}'
        f'<p class="about">step {one.step} · gap {one.gap:.2f} · {escape(one.request)}</p></article>'
    )


def _bullets(one: LearnedGuide) -> str:
    return "".join(f'<p class="slot">{escape(name)}</p>{_list(said)}' for name, said in one.bullets.items())


def _list(said: Sequence[str]) -> str:
    return f'<ul class="guide">{"".join(f"<li>{escape(each)}</li>" for each in said)}</ul>'
