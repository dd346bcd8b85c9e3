"""Rubrics: what a judge is told, as versioned Markdown files; a file of the user's own may stand for a built-in one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from genevolve.errors import ConfigError
from genevolve.judges.answers import Answer, scores_of
from genevolve.tools.front_matter import split_front_matter

RUBRICS_FOLDER = Path(__file__).parent / "rubrics"
MAX_RUBRIC_CHARS = 40_000


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria of one judge. What holds for every judge (`house_rules`) is added to it and cannot be replaced."""

    name: str
    version: str
    text: str

    @classmethod
    def built_in(cls, name: str) -> Rubric:
        """The project's own rubric: `kscore`, `sufficiency`, `audit`, `visual-filter`, `wise` or `wise-verified`."""
        return cls.read(RUBRICS_FOLDER / f"{name}.md")

    @classmethod
    def read(cls, path: Path) -> Rubric:
        """Read a rubric: front matter with `name` and `version`, then Markdown.

        Raises:
            ConfigError: the file cannot be read or is not a rubric; the line names it and what to mend.
        """
        try:
            fields, text = split_front_matter(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"the rubric {path} cannot be read: {error.strerror or error}") from error
        except ValueError as error:
            raise ConfigError(f"the rubric {path}: {error}") from error
        name, version = fields.get("name"), fields.get("version")
        if not isinstance(name, str) or not isinstance(version, str) or fields.keys() != {"name", "version"}:
            raise ConfigError(f"the rubric {path}: its front matter holds 'name' and 'version', one line each")
        if not text.strip() or len(text) > MAX_RUBRIC_CHARS:
            raise ConfigError(f"the rubric {path}: its text must have between 1 and {MAX_RUBRIC_CHARS} characters")
        return cls(name, version, text)


def rubric_for(path: Path, shape: type[Answer]) -> Rubric:
    """The rubric at `path`, which has to name every score that an answer of that `shape` holds.

    Raises:
        ConfigError: it is no rubric, or a score is not in it; the line says which are wanted.
    """
    rubric = Rubric.read(path)
    said = re.sub(r"[\s_-]+", "_", rubric.text.lower())
    wanted = scores_of(shape)
    missing = [name for name in wanted if name not in said]
    if missing:
        raise ConfigError(
            f"the rubric {path} never says what {missing[0]!r} is; a rubric for this suite explains {', '.join(wanted)}"
        )
    return rubric


def house_rules() -> str:
    """What every judge is told after its rubric: that it judges content, and how it answers."""
    return (RUBRICS_FOLDER / "house-rules.md").read_text(encoding="utf-8")
