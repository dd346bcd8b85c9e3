from __future__ import annotations

from pathlib import Path

import anyio
import pytest
from experience_kit import LOST, EchoComparator, group, unusable

from genevolve.config.experience import ExperienceSettings
from genevolve.errors import ConfigError, ModelError
from genevolve.experience.gathering import Gathered, Gathering
from genevolve.experience.memory import ExperienceMemory
from genevolve.models.embedding import WordsEmbedder
from genevolve.records.experience import Contender


def gathering(
    comparator: EchoComparator | None = None, path: Path | None = None, *, same_step: bool = True
) -> Gathering:
    settings = ExperienceSettings(same_step=same_step)
    return Gathering(comparator or EchoComparator(), ExperienceMemory(WordsEmbedder(), settings, path), settings)


def gathered(one: Gathering, groups: list[list[Contender]], step: int = 0) -> Gathered:
    return anyio.run(one.gather, groups, step)


def focus(result: Gathered) -> dict[str, str]:
    return {request: guide.decision_guidance.focus for request, guide in result.guides.items()}


PAIR_A = group(0.9, 0.2, request="a", prompt="a lantern on a beach")
PAIR_B = group(0.8, 0.1, request="b", prompt="the flag of Chad in a stadium")
FLAT = group(0.5, 0.5, request="c", prompt="seven owls")


def test_a_group_finds_its_own_guide_and_one_without_a_pair_finds_none() -> None:
    result = gathered(gathering(), [PAIR_A, FLAT, PAIR_B, group(LOST, LOST, request="d", prompt="x")])

    assert focus(result) == {"a": "Guide of a.", "b": "Guide of b."}
    assert result.metrics["ved/num_pairs"] == result.metrics["ved/num_guides"] == 2
    assert result.metrics["ved/no_pair_flat"] == result.metrics["ved/no_pair_few"] == 1
    assert result.metrics["ved/no_pair_small_gap"] == 0
    assert result.metrics["ved/hit_rate"] == result.metrics["ved/own_guide_rate"] == 0.5
    assert result.metrics["ved/memory_size"] == 2
    assert result.metrics["ved/mean_cosine"] == 1.0


def test_without_same_step_insertion_a_guide_is_of_use_from_the_next_step_on() -> None:
    one = gathering(same_step=False)

    assert not gathered(one, [PAIR_A], 0).guides
    later = gathered(one, [group(0.5, 0.5, request="e", prompt="a lantern on a beach")], 1)

    assert focus(later) == {"e": "Guide of a."}
    assert later.metrics["ved/own_guide_rate"] == 0


def test_a_request_without_a_pair_gets_the_guide_of_one_that_is_like_it() -> None:
    alike = group(0.5, 0.5, request="f", prompt="A lantern on a beach.")

    assert focus(gathered(gathering(), [PAIR_A, alike]))["f"] == "Guide of a."


def test_a_guide_that_could_not_be_used_is_counted_and_an_outage_is_told_apart() -> None:
    result = gathered(gathering(EchoComparator(a=unusable())), [PAIR_A, PAIR_B])
    assert set(result.guides) == {"b"}
    assert (result.metrics["ved/guide_skipped"], result.metrics["ved/guide_outage"]) == (1, 0)

    result = gathered(gathering(EchoComparator(a=ModelError("down"))), [PAIR_A, PAIR_B])
    assert set(result.guides) == {"b"}
    assert (result.metrics["ved/guide_skipped"], result.metrics["ved/guide_outage"]) == (0, 1)


def test_when_nobody_answers_the_step_is_owed_and_nothing_is_remembered() -> None:
    one = gathering(EchoComparator(a=ModelError("down"), b=ModelError("down")))

    with pytest.raises(ModelError, match="down"):
        gathered(one, [PAIR_A, PAIR_B])
    assert len(one.memory) == 0


def test_what_a_person_has_to_mend_is_told_at_once() -> None:
    with pytest.raises(ConfigError, match="the key"):
        gathered(gathering(EchoComparator(a=ConfigError("the key"))), [PAIR_A, PAIR_B])


def test_a_step_that_is_done_again_does_not_learn_from_its_own_future(tmp_path: Path) -> None:
    path = tmp_path / "experience.jsonl"
    one = gathering(path=path)
    for step, groups in enumerate(([PAIR_A], [PAIR_B])):
        gathered(one, groups, step)

    resumed = gathering(path=path)
    again = gathered(resumed, [group(0.5, 0.5, request="g", prompt="the flag of Chad in a stadium")], 1)

    assert not again.guides
    assert [entry.request_id for entry in resumed.memory.entries] == ["a"]


def test_a_step_without_groups_is_no_fault() -> None:
    assert gathered(gathering(), []).metrics["ved/hit_rate"] == 0
