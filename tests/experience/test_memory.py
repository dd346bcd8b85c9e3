from __future__ import annotations

from pathlib import Path

import pytest
from experience_kit import entry
from hypothesis import given
from hypothesis import strategies as st

from genevolve.config.experience import ExperienceSettings
from genevolve.errors import RunError
from genevolve.experience.memory import ExperienceMemory
from genevolve.models.embedding import WordsEmbedder
from genevolve.records.experience import Experience

SETTINGS = ExperienceSettings(capacity=4)


def opened(path: Path | None = None, **changes: object) -> ExperienceMemory:
    return ExperienceMemory(WordsEmbedder(), SETTINGS.model_copy(update=changes), path)


def ids(memory: ExperienceMemory) -> list[str]:
    return [one.id for one in memory.entries]


def test_the_smallest_gap_of_the_oldest_half_goes_and_newer_ones_stay_however_small() -> None:
    memory = opened()
    for number, gap in enumerate((0.9, 0.3, 0.2, 0.25)):
        memory.add(entry(number, gap=gap))

    memory.add(entry(4, gap=0.21))

    assert ids(memory) == ["exp_0", "exp_2", "exp_3", "exp_4"]


def test_the_nearest_request_gives_its_whole_guide_but_only_if_it_is_near_enough() -> None:
    memory = opened()
    memory.add(
        entry(0, prompt="a red lantern beside the flag of Chad on a beach"),
        entry(1, prompt="three bells on a table, in watercolour"),
    )

    found = memory.nearest("a red lantern beside the flag of Chad on the beach")

    assert found is not None
    assert found.experience.guide == entry(0).guide
    assert 0.84 <= found.cosine < 1
    assert memory.nearest("a dog") is None
    assert opened().nearest("a dog") is None


def test_the_same_request_has_cosine_one_and_of_two_guides_the_newer_counts() -> None:
    memory = opened()
    memory.add(entry(0, prompt="the same"), entry(1, prompt="another"), entry(2, prompt="the same"))

    found = memory.nearest("the same")

    assert found is not None
    assert (found.experience.id, found.cosine) == ("exp_2", 1.0)


def test_it_is_read_again_as_it_was_with_what_was_evicted(tmp_path: Path) -> None:
    path = tmp_path / "experience.jsonl"
    memory = opened(path)
    for number in range(7):
        memory.add(entry(number, gap=(number * 37 % 11) / 11, step=number))

    again = opened(path)

    assert ids(again) == ids(memory)
    assert again.nearest(entry(6).prompt) == memory.nearest(entry(6).prompt)


def test_a_step_that_is_done_again_finds_the_memory_as_it_was_before(tmp_path: Path) -> None:
    path = tmp_path / "experience.jsonl"
    memory, before = opened(path), opened()
    for number in range(4):
        memory.add(entry(number, gap=0.5, step=number))
        before.add(entry(number, gap=0.5, step=number))
    memory.add(entry(4, step=4), entry(5, step=4))

    memory.forget_from(4)

    assert ids(memory) == ids(before) == ids(opened(path))
    assert memory.nearest(entry(4).prompt) is None


def test_a_torn_last_line_is_no_entry_and_the_next_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "experience.jsonl"
    opened(path).add(entry(0), entry(1))
    path.write_bytes(path.read_bytes()[:-20])

    memory = opened(path)
    memory.add(entry(2))

    assert ids(memory) == ids(opened(path)) == ["exp_0", "exp_2"]


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "experience.jsonl"
    path.write_text('{"id": 1}\n')

    with pytest.raises(RunError, match="line 1 is not a Experience"):
        opened(path)


@given(st.lists(st.tuples(st.floats(0.2, 1), st.integers(0, 3)), max_size=20), st.integers(0, 60))
def test_it_never_holds_more_than_its_capacity_and_forgetting_equals_not_having_known(
    drawn: list[tuple[float, int]], step: int
) -> None:
    entries: list[Experience] = []
    now = 0
    for number, (gap, later) in enumerate(drawn):
        now += later
        entries.append(entry(number, gap=gap, step=now))
    memory, earlier = opened(), opened()
    memory.add(*entries)
    earlier.add(*(one for one in entries if one.step < step))

    assert len(memory) == min(len(entries), 4)
    memory.forget_from(step)

    assert memory.entries == earlier.entries
