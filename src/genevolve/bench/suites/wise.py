"""WISE's requests from a folder of its public repository: the legacy edition and WISE Verified."""

from __future__ import annotations

from pathlib import Path

from genevolve.bench.suites.suite import FolderSuite
from genevolve.bench.wise import Edition, WiseCategory
from genevolve.data.json_rows import JsonRow, read_rows, refuse_twins
from genevolve.errors import SuiteError
from genevolve.records import SuiteRow

FILES = {
    Edition.LEGACY: (
        "cultural_common_sense.json",
        "spatio-temporal_reasoning.json",
        "natural_science.json",
    ),
    Edition.VERIFIED: (
        "cultural_common_sense_verified.json",
        "spatio-temporal_reasoning_verified.json",
        "natural_science_verified.json",
    ),
}

_FOLDERS = {
    Edition.LEGACY: (".", "data", "WISE_legacy/data"),
    Edition.VERIFIED: (".", "data_verified"),
}

_CATEGORIES = {
    "cultural knowledge": WiseCategory.CULTURAL,
    "time": WiseCategory.TIME,
    "space": WiseCategory.SPACE,
    "biology": WiseCategory.BIOLOGY,
    "physical knowledge": WiseCategory.PHYSICS,
    "chemistry": WiseCategory.CHEMISTRY,
}


def read_wise(path: Path, edition: Edition = Edition.LEGACY) -> FolderSuite:
    """The requests of `edition` in `path`: the repository, or the folder of the three files themselves.

    Raises:
        SuiteError: the folder or one of the files is missing, or a row lacks a field.
    """
    folder = _data_folder(path, edition)
    rows = [(_row(row, edition), row.where) for name in FILES[edition] for row in read_rows(folder / name)]
    if not rows:
        raise SuiteError(f"{folder} holds no rows of WISE")
    refuse_twins((row.id, where) for row, where in rows)
    return FolderSuite(f"wise-{edition}", folder, tuple(row for row, _ in rows))


def _row(row: JsonRow, edition: Edition) -> SuiteRow:
    name = row.text("Category")
    category = _CATEGORIES.get(name.strip().lower())
    if category is None:
        raise SuiteError(f"{row.where}: {name!r} is not a category of WISE")
    return SuiteRow(
        id=row.identifier("prompt_id"),
        prompt=row.text("Prompt"),
        category=category.value,
        meta={
            "edition": edition.value,
            "explanation": row.text("Explanation"),
            "subcategory": row.optional_text("Subcategory"),
        },
    )


def _data_folder(path: Path, edition: Edition) -> Path:
    if not path.is_dir():
        raise SuiteError(f"there is no folder {path}; give a folder of the WISE repository")
    for name in _FOLDERS[edition]:
        folder = path / name
        present = [file for file in FILES[edition] if (folder / file).is_file()]
        if len(present) == len(FILES[edition]):
            return folder.resolve()
        if present:
            missing = next(file for file in FILES[edition] if file not in present)
            raise SuiteError(f"{folder} lacks {missing} of WISE {edition}")
    raise SuiteError(
        f"{path} holds no WISE {edition}: looked for {FILES[edition][0]} in {', '.join(_FOLDERS[edition])}"
    )
