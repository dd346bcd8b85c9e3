"""How a policy is to act: written beside its weights, since it knows only what it was shown in training."""

from __future__ import annotations

from pathlib import Path

from genevolve.config import AgentSettings, to_toml
from genevolve.config.loader import AGENT_FILE
from genevolve.store import write_whole


def write_agent_file(folder: Path, agent: AgentSettings) -> None:
    """Write `[agent]` of a policy's training into its folder, where `--policy local:FOLDER` finds it.

    Raises:
        StorageError: the disk is full or read-only.
    """
    values = agent.model_dump(mode="json", exclude_none=True)
    lines = [f"{name} = {to_toml(value)}" for name, value in values.items()]
    write_whole(folder / AGENT_FILE, "\n".join(["[agent]", *lines]) + "\n")
