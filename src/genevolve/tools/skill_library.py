"""The skills that an agent can open: prompt-writing guidance, one folder with a `SKILL.md` each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from genevolve.errors import ConfigError
from genevolve.records.wire import SKILL_NAMES
from genevolve.tools.front_matter import FrontMatter, FrontMatterError, split_front_matter

BUILT_IN_FOLDER = Path(__file__).parent / "skills"
SKILL_FILE = "SKILL.md"
MAX_SKILL_CHARS = 20_000
MAX_SHORT_CHARS = 200

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_TEXT_KEYS = ("name", "description")
_LIST_KEYS = ("when_to_use", "when_not_to_use")
_OPTIONAL_KEYS = ("license", "version", "metadata", "compatibility", "allowed-tools", "short")


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill: what an agent is told of it before it opens it, and the guidance that it then reads."""

    name: str
    description: str
    when_to_use: tuple[str, ...]
    when_not_to_use: tuple[str, ...]
    body: str
    path: Path
    short: str = ""
    """The one sentence that says it all, for a policy with little room; empty where nobody wrote one."""


class SkillLibrary:
    """The built-in skills, and a user's own beside them. A user's skill replaces the built-in one of its name."""

    def __init__(self, skills: Mapping[str, Skill]) -> None:
        self._skills = dict(skills)

    @classmethod
    def load(cls, user_folder: Path | None = None) -> SkillLibrary:
        """Read all skills.

        Raises:
            ConfigError: the user's folder is missing, or one of its skills cannot be used; the line names the file.
        """
        skills = {skill.name: skill for skill in _read_folder(BUILT_IN_FOLDER)}
        if user_folder is not None:
            if not user_folder.is_dir():
                raise ConfigError(f"the folder of skills does not exist: {user_folder}")
            skills |= {skill.name: skill for skill in _read_folder(user_folder)}
        return cls(skills)

    @property
    def names(self) -> tuple[str, ...]:
        """The built-in names in their usual order, then a user's own in alphabetical order."""
        built_in = tuple(name for name in SKILL_NAMES if name in self._skills)
        return built_in + tuple(sorted(set(self._skills) - set(built_in)))

    def get(self, name: str) -> Skill:
        """The skill of that name.

        Raises:
            KeyError: there is none.
        """
        return self._skills[name]

    def __contains__(self, name: object) -> bool:
        return name in self._skills

    def __iter__(self) -> Iterator[Skill]:
        return (self._skills[name] for name in self.names)

    def __len__(self) -> int:
        return len(self._skills)


def read_skill(path: Path) -> Skill:
    """Read one `SKILL.md`; its folder must bear the skill's name.

    Raises:
        ConfigError: the file cannot be read or is not a skill; the line names the file and what to mend.
    """
    try:
        text = path.read_text(encoding="utf-8")
        fields, body = split_front_matter(text)
        skill = _to_skill(fields, body, path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror or error})") from error
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error
    return skill


def _read_folder(folder: Path) -> list[Skill]:
    return [read_skill(path) for path in sorted(folder.glob(f"*/{SKILL_FILE}"))]


def _to_skill(fields: FrontMatter, body: str, path: Path) -> Skill:
    for key in fields:
        if key not in (*_TEXT_KEYS, *_LIST_KEYS, *_OPTIONAL_KEYS):
            raise FrontMatterError(f"unknown key '{key}'")
    name, description = (_text(fields, key) for key in _TEXT_KEYS)
    when_to_use, when_not_to_use = (_list(fields, key) for key in _LIST_KEYS)
    if not _NAME.fullmatch(name):
        raise FrontMatterError(f"the name must be lower-case words joined by '_' or '-', not {name!r}")
    if path.parent.name != name:
        raise FrontMatterError(f"the folder must bear the skill's name {name!r}")
    if not body.strip():
        raise FrontMatterError("there is no guidance below the front matter")
    if len(body) > MAX_SKILL_CHARS:
        raise FrontMatterError(f"the guidance is longer than {MAX_SKILL_CHARS} characters")
    short = _text(fields, "short") if "short" in fields else ""
    if len(short) > MAX_SHORT_CHARS:
        raise FrontMatterError(f"'short' is longer than {MAX_SHORT_CHARS} characters")
    return Skill(name, description, when_to_use, when_not_to_use, body, path, short)


def _text(fields: FrontMatter, key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value:
        raise FrontMatterError(f"'{key}' is missing or is not one line of text")
    return value


def _list(fields: FrontMatter, key: str) -> tuple[str, ...]:
    value = fields.get(key)
    if not value:
        raise FrontMatterError(f"'{key}' is missing or empty")
    return (value,) if isinstance(value, str) else value
