"""A data folder: one writer, sealed settings, bars that may move; its funnel, its numbers, its page."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import anyio
import pytest
from toy_stages import RECIPE, ToyRecipes, ToyRequests

from genevolve.config import dump_data_settings, load_data_settings
from genevolve.data.browse import write_browser
from genevolve.data.build import build, decide_anew
from genevolve.data.engine import LocalEngine
from genevolve.data.folder import DataFolder
from genevolve.data.funnel import FUNNEL_FILE, write_funnel
from genevolve.data.stats import stats_of
from genevolve.errors import ConfigError, DataError, InfrastructureError
from genevolve.records.data import DataSplit, Reason, Stage, StageRow, Verdict


def settings(*words):
    return load_data_settings([], ["num=20", *words])


def test_settings_of_a_data_folder_come_back_as_written(tmp_path):
    made = settings("usd=2.5", "balance.task_family.city streets=3", "balance.difficulty={hard=0.5, easy=0.5}")
    file = tmp_path / "config.toml"
    file.write_text(dump_data_settings(made))
    assert load_data_settings([file]) == made
    priced = load_data_settings([file], {"models": {"some/model-1.5": {"usd_in": 0.4}}})
    file.write_text(dump_data_settings(priced))
    assert load_data_settings([file]).models["some/model-1.5"].usd_in == 0.4


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("balance.difficulty={hard=0.5}", "add up to 0.5, not to 1"),
        ("nmu=3", "unknown setting 'nmu'; `genevolve data config` lists every setting"),
        ("num=0", "setting 'num'"),
    ],
)
def test_a_wrong_setting_is_named(word, said):
    with pytest.raises(ConfigError, match=said):
        settings(word)


def test_other_settings_are_refused_by_name_and_bars_money_and_pace_are_not(tmp_path):
    with DataFolder.write(tmp_path, settings()):
        pass
    with (
        pytest.raises(DataError, match=r"num was 20, is 30; screen.max_words was 140, is 99"),
        DataFolder.write(tmp_path, settings("num=30", "screen.max_words=99")),
    ):
        pass
    free = settings("audit.min_mean=4.5", "filter.min_score=2", "usd=3", "engine=ray", "num_at_once=64")
    with DataFolder.write(tmp_path, free) as folder:
        assert folder.fingerprint == DataFolder(tmp_path, settings()).fingerprint
    assert DataFolder.open(tmp_path).settings == free


def test_a_folder_has_one_writer(tmp_path):
    with (
        DataFolder.write(tmp_path, settings()),
        pytest.raises(DataError, match="another process is writing"),
        DataFolder.write(tmp_path, settings()),
    ):
        pass


def test_no_folder_is_one_clear_line(tmp_path):
    with pytest.raises(DataError, match=r"holds no config.toml"):
        DataFolder.open(tmp_path)


def scored(folder, stage, means):
    rows = [
        StageRow(id=f"item_{n:06d}", stage=stage, scores={"a": mean, "b": mean}, notes={"a": "so so"})
        for n, mean in enumerate(means)
    ]
    folder.journal.add(stage, rows)


def test_moved_bars_decide_anew_and_back_again(tmp_path):
    with DataFolder.write(tmp_path, settings()) as folder:
        for stage in (Stage.RECIPES, Stage.REQUESTS, Stage.SCREEN, Stage.TRAJECTORIES, Stage.CHECK):
            folder.journal.add(stage, [StageRow(id=f"item_{n:06d}", stage=stage) for n in range(3)])
        scored(folder, Stage.AUDIT, [5, 4, 3])
        decide_anew(folder)
        assert folder.journal.ids(Stage.GROUND_TRUTH) == ["item_000000", "item_000001"]
    with DataFolder.write(tmp_path, settings("audit.min_mean=4.5")) as folder:
        assert decide_anew(folder) == 2
        assert folder.journal.ids(Stage.GROUND_TRUTH) == ["item_000000"]
        assert [one.rejected for one in stats_of(folder).stages if one.stage is Stage.AUDIT] == [2]
    with DataFolder.write(tmp_path, settings()) as folder:
        decide_anew(folder)
        assert folder.journal.ids(Stage.GROUND_TRUTH) == ["item_000000", "item_000001"]


class ToyStages:
    def __init__(self, fails=None):
        self.fails = fails

    def whole(self, stage):
        return ToyRecipes(20)

    def engine(self, stage):
        from contextlib import asynccontextmanager

        @asynccontextmanager
        async def opened():
            yield LocalEngine(ToyRequests(self.fails), 4)

        return opened()

    def wanted(self, stage):
        return None


def test_owed_items_hold_up_what_follows_unless_they_may_be_left(tmp_path):
    fails = tmp_path / "fails"
    fails.mkdir()
    (fails / "fail-item_000003").touch()
    only = (Stage.RECIPES, Stage.REQUESTS)
    with DataFolder.write(tmp_path / "data", settings()) as folder:
        with pytest.raises(InfrastructureError, match="1 of 20 items are owed at the stage requests"):
            anyio.run(lambda: build(folder, ToyStages(fails), only=only))
        (fails / "fail-item_000003").touch()
        anyio.run(lambda: build(folder, ToyStages(fails), only=only, leave_owed=True))
        assert anyio.run(lambda: build(folder, ToyStages(fails), only=only))[-1].is_complete
        with pytest.raises(DataError, match="run check first"):
            anyio.run(lambda: build(folder, ToyStages(), only=[Stage.AUDIT]))


@pytest.fixture
def begun(tmp_path):
    """Three items: one in a split, one rejected with a hostile reason, one waiting."""
    with DataFolder.write(tmp_path, settings()) as folder:
        ids = [f"item_{n:06d}" for n in range(3)]
        folder.journal.add(Stage.RECIPES, [StageRow(id=one, stage=Stage.RECIPES, recipe=RECIPE) for one in ids])
        anyio.run(lambda: build(folder, ToyStages(), only=[Stage.REQUESTS]))
        reason = Reason(code="private_person", detail='</script><img src=x onerror="alert(1)">')
        folder.journal.add(
            Stage.SCREEN,
            [
                StageRow(id=ids[0], stage=Stage.SCREEN),
                StageRow(id=ids[1], stage=Stage.SCREEN, verdict=Verdict.REJECTED, reasons=(reason,)),
            ],
        )
        for stage in (Stage.TRAJECTORIES, Stage.CHECK, Stage.AUDIT):
            folder.journal.add(stage, [StageRow(id=ids[0], stage=stage)])
        folder.journal.add(Stage.SPLIT, [StageRow(id=ids[0], stage=Stage.SPLIT, split=DataSplit.SFT)])
        yield folder


def test_the_numbers_and_the_funnel_tell_what_happened(begun):
    stats = write_funnel(begun)
    assert stats.num_recipes == 3
    assert stats.splits == {DataSplit.SFT: 1}
    assert [(one.value, one.num_recipes, one.num_split) for one in stats.shares_of("task_family")] == [
        ("architecture", 3, 1)
    ]
    drawn = ET.parse(begun.path / FUNNEL_FILE).getroot()
    said = " ".join(drawn.itertext())
    assert "3 recipes, 1 items in the splits" in said
    assert "1 rejected: private person 1" in said
    assert "prefers-color-scheme:dark" in said


def test_the_page_holds_every_item_with_its_last_word_and_runs_nothing_that_was_written(begun):
    page = write_browser(begun)
    listed = (page.parent / "items" / "list.js").read_text()
    told = json.loads(listed.removeprefix("browse.list(").removesuffix(");\n"))
    by_id = {one["id"]: one for one in told["items"]}
    assert list(by_id) == [f"item_{n:06d}" for n in range(3)]
    assert by_id["item_000000"]["split"] == "sft"
    assert (by_id["item_000001"]["stage"], by_id["item_000001"]["reasons"]) == ("screen", ["private_person"])
    chunk = (page.parent / "items" / "00000.js").read_text()
    assert "onerror" in chunk
    assert "onerror" not in page.read_text()
    script = (page.parent / "browse.js").read_text()
    assert "innerHTML" not in script
    assert "default-src 'none'" in page.read_text()
