"""What a report of an evolution tells, and that its page needs nothing beside it."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from genevolve.bench.evolution import NUM_GUIDES, Evolution, curves, difference, learned, side
from genevolve.bench.evolution_report import evolution_html
from genevolve.bench.outcomes import Outcome
from genevolve.bench.run_rows import AgentWork, new_row
from genevolve.errors import SuiteError
from genevolve.records import PolicyFailure, SuiteRow
from genevolve.records.experience import DecisionGuidance, DecisionGuide, Experience, RetrievalKey

METRICS = [
    {
        "step": 1,
        "reward/mean": 0.25,
        "rollout/num_scored": 3.0,
        "rollout/num_policy_failure": 1.0,
        "ved/hit_rate": 0.5,
        "ved/num_pairs": 2,
        "ved/num_guides": 1,
        "ved/no_pair_flat": 2,
    },
    {
        "step": 2,
        "reward/mean": 0.5,
        "rollout/num_scored": 0.0,
        "rollout/num_policy_failure": 0.0,
        "ved/hit_rate": 0.25,
        "ved/num_pairs": 1,
        "ved/num_guides": 1,
        "ved/no_pair_flat": 3,
    },
]
EVALS = [{"step": 2, "eval/reward": 0.5, "eval/valid": 0.75}]
START = {"eval/reward": 0.25, "eval/valid": 0.5, "eval/facts_copied": 0.125}


def outcomes(*rewards: float, facts: tuple[int, int, int] = (0, 0, 0)) -> list[Outcome]:
    wanted, told, copied = facts
    return [
        Outcome(
            id=f"rq_{number}",
            reward=reward,
            kscore=reward,
            valid=reward > 0,
            facts_wanted=wanted,
            facts_told=told,
            facts_copied=copied,
        )
        for number, reward in enumerate(rewards)
    ]


def row(number: int, stop_reason: str):
    task = SuiteRow(id=f"rq_{number}", prompt="a crest", ground_truth="0", category="text", track="", difficulty="")
    work = AgentWork(trajectory_id="t", stop_reason=stop_reason)
    return new_row(task, PolicyFailure(kind="turn_limit"), agent=work)


def experience(number: int, gap: float) -> Experience:
    guidance = DecisionGuidance(focus=f"Focus <{number}>.", search_query_guidance=("Search & find.",))
    guide = DecisionGuide(
        retrieval_key=RetrievalKey(trigger="t", source_prompt_summary="s"), decision_guidance=guidance
    )
    told = {"request_id": "rq", "prompt": "a crest", "comparator": "world", "best": "b", "worst": "w"}
    return Experience(id=f"exp_{number}", guide=guide, gap=gap, step=1, **told)


def evolution(before: list[Outcome], after: list[Outcome], **given: object) -> Evolution:
    change, tally = difference(before, after)
    told = {
        "name": "loop",
        "start": "base",
        "seed": 0,
        "n": len(before),
        "suite": "world",
        "suite_sha256": "0" * 64,
        "steps": 2,
        "best_step": 2,
        "num_owed": 0,
        "before": side(before, [row(0, "answered")]),
        "after": side(after, [row(0, "turn_limit")]),
        "difference": change,
        "tally": tally,
        "curves": curves(START, METRICS, EVALS),
        "learned": learned(METRICS, [experience(1, 0.5)]),
        "made_with": {},
    }
    return Evolution.model_validate(told | given)


class Loads(HTMLParser):
    """Whatever a page would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("src", "href") and not value.startswith("data:")]
        assert tag != "script"


def test_a_side_counts_shares_over_facts_and_ends_by_reason():
    one = side(outcomes(1.0, 0.0, facts=(2, 1, 0)), [row(0, "answered"), row(1, "turn_limit"), row(2, "answered")])
    assert (one.n, one.reward.mean, one.valid.mean) == (2, 0.5, 0.5)
    assert (one.facts_told, one.facts_copied) == (0.5, 0.0)
    assert one.stops == {"answered": 2, "turn_limit": 1}
    none = side(outcomes(1.0), [])
    assert (none.facts_told, none.facts_copied) == (None, None)


def test_the_difference_is_after_minus_before_on_what_both_know():
    change, tally = difference(outcomes(0.5, 0.0, 0.25), outcomes(0.75, 0.5))
    assert (change.mean, change.num_rows) == (0.375, 2)
    assert (tally.wins, tally.ties, tally.losses) == (2, 0, 0)
    with pytest.raises(SuiteError):
        difference(outcomes(0.5), [])


def test_curves_begin_with_the_evaluation_of_the_start():
    found = curves(START, METRICS, EVALS)
    assert found["eval/reward"] == ((0, 0.25), (2, 0.5))
    assert found["eval/facts_copied"] == ((0, 0.125),)
    assert found["rollouts/reward"] == ((1, 0.25), (2, 0.5))
    assert found["rollouts/valid"] == ((1, 0.75),)  # the second step had none that counts
    assert "rollouts/hit_rate" not in curves({}, [{"step": 1}], [])


def test_what_was_learned_is_summed_and_the_widest_gaps_are_shown():
    found = learned(METRICS, [experience(number, number / 10) for number in range(1, 9)])
    assert (found.num_pairs, found.num_guides, found.hit_rate) == (3, 2, 0.375)
    assert found.no_pair == {"flat": 5}
    assert [one.id for one in found.guides] == [f"exp_{number}" for number in range(8, 8 - NUM_GUIDES, -1)]
    assert learned([{"step": 1}], []).hit_rate is None


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        ((0.5, 0.75), "the evolved policy is better: better in 2"),
        ((0.0, 0.125), "the evolved policy is worse: better in 0"),
        ((0.5, 0.0), "cannot be told apart: the interval of the difference holds 0"),
    ],
)
def test_the_page_says_no_more_than_was_found(after, verdict):
    page = evolution_html(evolution(outcomes(0.25, 0.25), outcomes(*after)), "")
    assert verdict in page
    assert "No score differs" in page


def test_the_page_needs_nothing_beside_it_and_escapes_what_others_wrote():
    page = evolution_html(evolution(outcomes(0.25, 0.25), outcomes(0.5, 0.75), start="<base>"), "")
    assert Loads(page).found == []
    assert "Focus &lt;1&gt;." in page
    assert "Search &amp; find." in page
    assert "<base>" not in page
    drawn = [base64.b64decode(data).decode() for data in re.findall(r"image/svg\+xml;base64,([^\"]+)", page)]
    assert len(drawn) == 2
    for svg in drawn:
        ElementTree.fromstring(svg)
    assert "kept" in drawn[0]
    assert "kept" not in drawn[1]


def test_without_distillation_or_without_pairs_the_page_says_so():
    sides = outcomes(0.25), outcomes(0.5)
    assert "Nothing was distilled" in evolution_html(evolution(*sides, learned=learned([{"step": 1}], [])), "")
    no_pairs = learned([{"step": 1, "ved/hit_rate": 0.0, "ved/no_pair_flat": 4}], [])
    assert "No guide was written" in evolution_html(evolution(*sides, learned=no_pairs), "")
    assert Evolution.model_validate_json(evolution(*sides).model_dump_json()) == evolution(*sides)
