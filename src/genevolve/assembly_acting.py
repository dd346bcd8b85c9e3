"""How a local policy is to act, as its folder says: it knows only what it was shown in training."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from genevolve.assembly import LOCAL_PREFIX
from genevolve.config.loader import AGENT_FILE


def agent_file(policy: str) -> Path | None:
    """The settings that the policy of `local:NAME` brings along, if it does: a folder's, or one's in the package."""
    if not policy.startswith(LOCAL_PREFIX):
        return None
    name = policy.removeprefix(LOCAL_PREFIX)
    found = (Path(name).expanduser() / AGENT_FILE, Path(str(files("genevolve") / "training" / name / AGENT_FILE)))
    return next((path for path in found if path.is_file()), None)
