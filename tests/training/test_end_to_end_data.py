"""What is imitated from the embedded world: the teacher's own trajectories, without facts that nobody saw."""

from __future__ import annotations

from pathlib import Path

import pytest

from genevolve import assembly_supervised
from genevolve.assembly import assemble
from genevolve.assembly_supervised import evolve_items, quality_for, sft_items, supervised_data, worked_out
from genevolve.config import Settings, load_train_settings
from genevolve.errors import ConfigError, RunError
from genevolve.records import DataSplit
from genevolve.store import ImageStore
from genevolve.world.data.copied import told_facts, used_facts, wanted_facts

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("world")]
RECIPE = Path(__file__).parents[2] / "recipes" / "tiny.toml"


def settings(data: str = "world:40", **changes):
    return load_train_settings([RECIPE], [f'data="{data}"', *(f"{name}={value}" for name, value in changes.items())])


async def test_examples_are_made_once_and_only_their_thumbnails_are_kept(tmp_path):
    told = []
    data = await supervised_data(settings(), tmp_path, lambda *progress: told.append(progress))
    assert told == [(number, 40) for number in range(1, 41)]
    learned, validation = data.ids(DataSplit.SFT), data.ids(DataSplit.SFT_VALIDATION)
    assert 0 < len(validation) <= 2
    assert 30 <= len(learned) <= 38
    shown = {sha256 for one in learned for sha256 in data.example(one, DataSplit.SFT).images}
    shown |= {sha256 for one in validation for sha256 in data.example(one, DataSplit.SFT_VALIDATION).images}
    assert {path.stem for path in (tmp_path / "data" / "images").rglob("*.png")} == shown
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["images", "made.json", "supervised.jsonl"]
    before = (tmp_path / "data" / "supervised.jsonl").stat().st_mtime_ns
    await supervised_data(settings(), tmp_path, lambda *_: pytest.fail("made again"))
    assert (tmp_path / "data" / "supervised.jsonl").stat().st_mtime_ns == before
    with pytest.raises(RunError, match=r"made otherwise \(data was 'world:40', is 'world:41'\); choose another --out"):
        await supervised_data(settings("world:41"), tmp_path)


async def test_an_interrupted_making_begins_again_and_gives_the_same(tmp_path):
    def stop(done: int, _: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await supervised_data(settings("world:8"), tmp_path / "one", stop)
    await supervised_data(settings("world:8"), tmp_path / "one")
    await supervised_data(settings("world:8"), tmp_path / "other")
    one, other = ((tmp_path / name / "data" / "supervised.jsonl").read_bytes() for name in ("one", "other"))
    assert one == other


async def test_a_fact_that_nobody_saw_is_no_example(tmp_path):
    parts = assemble(Settings(agent=settings().agent))
    images = ImageStore(tmp_path, sync=False)
    item = next(one for one in sft_items(settings(), 40) if wanted_facts(one))
    trajectory = await worked_out(parts, item, images, 1.0, 0)
    assert wanted_facts(item) <= told_facts(item, trajectory) & used_facts(item, trajectory.program)
    assert assembly_supervised._example(item, trajectory, 0) is not None
    blind = trajectory.model_copy(
        update={"turns": tuple(turn for turn in trajectory.turns if turn.observation is None)}
    )
    assert used_facts(item, blind.program) - told_facts(item, blind)
    assert assembly_supervised._example(item, blind, 0) is None


async def test_a_short_fact_is_not_found_inside_words():
    item = next(one for one in sft_items(settings(), 200) if wanted_facts(one))
    fact = item.evidence.facts[0].model_copy(update={"value": "Mn"})
    short = item.model_copy(update={"evidence": item.evidence.model_copy(update={"facts": (fact,)})})
    ideal = item.ideal.model_copy(update={"gen_prompt": "Two columns.", "notes": ()})
    assert not wanted_facts(short.model_copy(update={"ideal": ideal}))
    assert wanted_facts(short.model_copy(update={"ideal": ideal.model_copy(update={"gen_prompt": 'It reads "mn".'})}))


async def test_phases_ask_for_different_things_and_quality_varies():
    imitated, evolved = sft_items(settings(), 60), evolve_items(settings(), 60)
    assert not {one.request.id for one in imitated} & {one.request.id for one in evolved}
    assert {one.split for one in (*imitated, *evolved)} == {"train"}
    qualities = [quality_for(one) for one in imitated]
    assert 0.75 <= min(qualities) < 0.8 < 0.95 < max(qualities) <= 1.0


@pytest.mark.parametrize("data", ["world:", "world:0", "world:many"])
async def test_a_number_has_to_be_one(tmp_path, data):
    with pytest.raises(ConfigError, match="world:NUM with a number from 1"):
        await supervised_data(settings(data), tmp_path)
