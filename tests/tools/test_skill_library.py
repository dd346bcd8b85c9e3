from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.errors import ConfigError
from genevolve.records.wire import SKILL_NAMES
from genevolve.tools.front_matter import FrontMatterError, split_front_matter
from genevolve.tools.skill_library import BUILT_IN_FOLDER, SkillLibrary

GOOD = """---
name: house_style
description: Our own look.
when_to_use: always
when_not_to_use:
  - for a scan
---
# House style

1. Leave the left third empty.
"""


def write_skill(folder: Path, text: str, name: str = "house_style") -> Path:
    path = folder / name / "SKILL.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_eight_built_in_skills_are_there_in_their_order() -> None:
    library = SkillLibrary.load()
    assert library.names == SKILL_NAMES
    assert [skill.name for skill in library] == list(SKILL_NAMES)


@pytest.mark.parametrize("name", SKILL_NAMES)
def test_each_built_in_skill_teaches_by_numbered_rules_with_pairs_and_a_checklist(name: str) -> None:
    skill = SkillLibrary.load().get(name)
    assert 350 <= len(skill.body.split()) <= 700
    rules = re.findall(r"^(\d+)\. \*\*", skill.body, flags=re.MULTILINE)
    assert rules == [str(number) for number in range(1, len(rules) + 1)]
    assert len(rules) >= 6
    blocks = re.split(r"^\d+\. \*\*", skill.body, flags=re.MULTILINE)[1:]
    assert all("- Wrong: `" in block and "- Right: `" in block for block in blocks)
    assert "## Checklist" in blocks[-1]


WORDINGS = {
    "quantity_counting": "the third lantern, in the centre, is blue",
    "attribute_binding": "The car is red. The dog is blue.",
    "text_rendering": 'carries the text "OPEN LATE" in large bold white sans-serif capitals.',
    "spatial_layout": "In the foreground at the left stands",
    "creative_drawing": "in the background and the brushwork, while every object keeps its exact shape and colours.",
    "anatomy_body_coherence": "standing upright in side view, the whole body visible with all four legs",
    "physical_material_consistency": "polished brass with bright highlights and a soft reflection",
    "aesthetic_drawing": "warm golden-hour light from the left, long soft shadows",
}


@pytest.mark.parametrize("name", SKILL_NAMES)
def test_each_skill_teaches_the_wording_that_avoids_its_fault(name: str) -> None:
    document = (Path(__file__).parents[2] / "docs" / "prompt-language.md").read_text(encoding="utf-8")
    assert WORDINGS[name] in SkillLibrary.load().get(name).body
    assert WORDINGS[name].casefold().rstrip(".") in document.casefold()


@pytest.mark.parametrize("name", SKILL_NAMES)
def test_each_skill_has_its_wording_in_one_short_line(name: str) -> None:
    short = SkillLibrary.load().get(name).short
    assert 0 < len(short) <= 200
    assert WORDINGS[name].removeprefix("the third lantern, ") in short


def test_a_users_skill_stands_beside_the_built_in_ones_and_may_replace_one(tmp_path: Path) -> None:
    write_skill(tmp_path, GOOD)
    path = write_skill(tmp_path, GOOD.replace("house_style", "text_rendering"), "text_rendering")
    library = SkillLibrary.load(tmp_path)
    assert library.names == (*SKILL_NAMES, "house_style")
    assert library.get("house_style").when_to_use == ("always",)
    assert library.get("house_style").body.startswith("# House style")
    assert library.get("house_style").short == ""
    assert library.get("text_rendering").path == path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# no front matter\n", "line 1 must be"),
        ("---\nname: house_style\n", "not closed"),
        (GOOD.replace("description: Our own look.\n", ""), "'description' is missing"),
        (GOOD.replace("name: house_style", "name: House Style"), "lower-case words"),
        (GOOD.replace("name: house_style", "name: other"), "folder must bear"),
        (GOOD.replace("when_to_use: always", "when_to_use:"), "'when_to_use' is missing"),
        (GOOD.replace("when_to_use: always", "when_too_use: always"), "unknown key 'when_too_use'"),
        (GOOD.replace("when_to_use: always", "when_to_use: {always: true"), None),
        (GOOD.replace("when_to_use: always", "when_to_use\n  always"), "line 4"),
        (GOOD.replace("description:", "name:"), "'name' stands twice"),
        (GOOD.split("# House")[0], "no guidance"),
        (GOOD.replace("when_to_use: always", f"short: {'a' * 201}\nwhen_to_use: always"), "'short' is longer than 200"),
        (GOOD.replace("when_to_use: always", "short:\nwhen_to_use: always"), "'short' is missing or is not one line"),
    ],
)
def test_a_broken_users_skill_is_one_line_that_names_the_file(tmp_path: Path, text: str, says: str | None) -> None:
    path = write_skill(tmp_path, text)
    if says is None:  # braces are plain text to the strict reader
        assert SkillLibrary.load(tmp_path).get("house_style").when_to_use == ("{always: true",)
        return
    with pytest.raises(ConfigError) as caught:
        SkillLibrary.load(tmp_path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_skill_that_is_not_text_and_a_missing_folder_are_one_line(tmp_path: Path) -> None:
    path = write_skill(tmp_path, GOOD)
    path.write_bytes(b"---\nname: \xff\xfe\n---\n")
    with pytest.raises(ConfigError, match=re.escape(str(path))):
        SkillLibrary.load(tmp_path)
    with pytest.raises(ConfigError, match="does not exist"):
        SkillLibrary.load(tmp_path / "nowhere")


def test_an_unknown_name_is_a_key_error() -> None:
    library = SkillLibrary.load()
    assert "no_such_skill" not in library
    with pytest.raises(KeyError):
        library.get("no_such_skill")


@given(st.text(max_size=200))
def test_no_text_crashes_the_reader_of_front_matter(text: str) -> None:
    for candidate in (text, f"---\n{text}\n---\nbody"):
        try:
            fields, body = split_front_matter(candidate)
        except FrontMatterError:
            continue
        assert isinstance(body, str)
        assert all(fields)


def test_the_built_in_folder_holds_nothing_but_skills() -> None:
    assert sorted(path.name for path in BUILT_IN_FOLDER.iterdir()) == sorted(SKILL_NAMES)
