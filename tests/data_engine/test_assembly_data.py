"""From the settings of a data folder to its stages: what they name is checked first and reaches who works."""

from __future__ import annotations

import anyio
import pytest

from genevolve.assembly_data import FolderStages, auditor, check_names
from genevolve.assembly_models import ChatModels
from genevolve.config import load_data_settings
from genevolve.data.axes import WEB_AXES
from genevolve.data.folder import DataFolder
from genevolve.errors import ConfigError
from genevolve.judges.rubric import Rubric
from genevolve.records import Request
from genevolve.records.data import DataItem, Stage

MODELS = ("writer=chat:m@http://127.0.0.1:9/v1", "auditor=vlm:m@http://127.0.0.1:9/v1", "teacher=planner")


def settings(*words):
    return load_data_settings([], [*MODELS, "examiner=world", *words])


def test_the_screen_refuses_what_no_split_could_take(tmp_path):
    folder = DataFolder(tmp_path, settings("bench=0.5"))
    names = [f"Harbour {number}" for number in range(12)]
    prompt = "A quiet poster of two harbours at dusk with exactly three gulls above them"
    item = DataItem(id="i", request=Request(id="rq", prompt=prompt), entities=tuple(names))
    (row,) = FolderStages(folder).whole(Stage.SCREEN).work([item])
    assert [reason.code for reason in row.reasons] == ["mixed_entities"]


def test_a_rubric_of_ones_own_is_what_the_auditor_is_told(tmp_path):
    mine = tmp_path / "mine.md"
    mine.write_text(f"---\nname: mine\nversion: 7\n---\n{Rubric.built_in('audit').text}")
    told = settings(f"rubrics.audit={mine}")
    check_names(told)

    async def named():
        async with ChatModels(told) as models:
            return auditor(DataFolder(tmp_path, told), models).id

    assert "/mine-7-" in anyio.run(named)


def test_the_world_is_not_asked_for_what_it_has_not(tmp_path):
    with pytest.raises(ConfigError, match="of which the embedded world knows nothing"):
        check_names(settings("writer=world", f"axes={WEB_AXES}"))
    fewer = tmp_path / "fewer.toml"
    fewer.write_text("""id = "fewer/1"
[families.counting]
track = "quality"
gaps = ["looks"]
anchors = ["animal"]
dominants = ["count"]
secondaries = ["position", "colour", "light"]
[anchors.animal]
""")
    check_names(settings("writer=world", f"axes={fewer}"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rubrics.audit=none.md",), "none.md cannot be read"),
        (("rubrics.audit={empty}",), "its front matter holds"),
        (("rubrics.audit={short}",), "never says what 'request_suitability' is"),
        (("rubrics.filter={short}",), "the examiner 'world' measures and reads none"),
    ],
)
def test_a_rubric_that_is_of_no_use_is_named_before_any_work(tmp_path, words, said):
    files = {"empty": tmp_path / "empty.md", "short": tmp_path / "short.md"}
    files["empty"].write_text("---\nname: mine\n---\nOnly beauty counts.")
    files["short"].write_text("---\nname: mine\nversion: 2\n---\nOnly beauty counts.")
    with pytest.raises(ConfigError, match=said):
        check_names(settings(*(word.format(**files) for word in words)))
