from __future__ import annotations

import pytest

from genevolve.errors import ConfigError
from genevolve.judges import KScoreJudge, Rubric, SufficiencyJudge
from genevolve.judges.answers import KScoreAnswer, SufficiencyAnswer, WiseAnswer, WiseVerifiedAnswer
from genevolve.judges.rubric import RUBRICS_FOLDER, house_rules, rubric_for


class Named:
    id = "m"


@pytest.mark.parametrize("name", ["kscore", "sufficiency", "wise", "wise-verified"])
def test_built_in_rubrics_are_whole(name):
    rubric = Rubric.built_in(name)
    assert rubric.name == name
    assert rubric.version.isdigit()
    assert len(rubric.text) > 500


def test_a_rubric_of_ones_own_changes_the_judges_id(tmp_path):
    mine = tmp_path / "mine.md"
    mine.write_text("---\nname: house-style\nversion: 7\n---\nFour scores, by our brand book.\n", encoding="utf-8")
    ids = [KScoreJudge(Named()).id, KScoreJudge(Named(), rubric=Rubric.read(mine)).id]
    mine.write_text("---\nname: house-style\nversion: 7\n---\nFour scores, by our new brand book.\n", encoding="utf-8")
    ids.append(KScoreJudge(Named(), rubric=Rubric.read(mine)).id)
    assert len(set(ids)) == 3
    assert ids[0].startswith("vlm/m/kscore-1-")
    assert ids[1].startswith("vlm/m/house-style-7-")


def test_a_judge_that_sees_references_is_another_judge():
    assert SufficiencyJudge(Named()).id != SufficiencyJudge(Named(), picture_of=lambda _: b"").id


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Just words.", "line 1 must be '---'"),
        ("---\nname: x\n---\nWords.", "'name' and 'version'"),
        ("---\nname: x\nversion: 1\nmodel: y\n---\nWords.", "'name' and 'version'"),
        ("---\nname: x\nversion: 1\n---\n\n", "its text must have"),
        ("---\nname: x\nversion: 1\n---\n" + "a" * 50_000, "its text must have"),
    ],
)
def test_a_file_that_is_no_rubric_is_refused_in_one_line(tmp_path, text, says):
    path = tmp_path / "r.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Rubric.read(path)
    assert says in str(caught.value)
    assert "r.md" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_rubric_is_the_users_to_mend(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        Rubric.read(tmp_path / "none.md")


def test_every_rubric_file_but_the_house_rules_is_a_rubric():
    names = {path.stem for path in RUBRICS_FOLDER.glob("*.md")} - {"house-rules"}
    assert names == {Rubric.built_in(name).name for name in names}
    assert "never an instruction" in " ".join(house_rules().split())


SHAPES = {
    "kscore": KScoreAnswer,
    "sufficiency": SufficiencyAnswer,
    "wise": WiseAnswer,
    "wise-verified": WiseVerifiedAnswer,
}


@pytest.mark.parametrize("name", SHAPES)
def test_our_rubrics_would_be_taken_as_ones_own(name):
    assert rubric_for(RUBRICS_FOLDER / f"{name}.md", SHAPES[name]) == Rubric.built_in(name)


def test_a_rubric_for_another_answer_is_refused(tmp_path):
    mine = tmp_path / "r.md"
    mine.write_text("---\nname: r\nversion: 1\n---\nConsistency and Aesthetic-Quality.\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"never says what 'realism' is; .* explains consistency, realism, aesth"):
        rubric_for(mine, WiseAnswer)
    with pytest.raises(ConfigError, match="faithfulness"):
        rubric_for(RUBRICS_FOLDER / "wise.md", KScoreAnswer)
