"""What a tool is, and what a trajectory lends to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import ValidationError

from genevolve.config import AgentSettings
from genevolve.records import CorrectionData, ImageHit, Observation
from genevolve.records.wire import IMAGE_ID_FORMAT
from genevolve.store import ImageStore
from genevolve.tools.cache import ToolCache
from genevolve.tools.duplicates import AskedBefore


class ToolContext:
    """The state of one trajectory that its tools share: image ids, queries asked, pictures kept."""

    def __init__(self, settings: AgentSettings, images: ImageStore, cache: ToolCache) -> None:
        self.settings = settings
        self.images = images
        self.cache = cache
        self.asked = AskedBefore()
        self.found: dict[str, ImageHit] = {}

    def next_image_id(self) -> str:
        """An id that no picture of this trajectory has yet."""
        return IMAGE_ID_FORMAT.format(len(self.found) + 1)


class Tool(Protocol):
    """One tool of the agent.

    Raises:
        ToolError: what stands behind the tool is down. Bad arguments are not an error: they get a correction.
    """

    @property
    def name(self) -> str:
        """Its wire name."""
        ...

    def schema(self, settings: AgentSettings) -> dict[str, Any]:
        """Name, description and JSON schema of the arguments, as shown in the system prompt."""
        ...

    async def run(self, arguments: Mapping[str, Any], context: ToolContext) -> Observation:
        """Answer one call."""
        ...


def correction(fault: str) -> Observation:
    """The observation that tells a policy, in one line, what was wrong."""
    return Observation(data=CorrectionData(fault=fault), text=f"Error: {fault}")


def argument_fault(tool: str, error: ValidationError) -> Observation:
    """A correction that names the first bad argument."""
    fault = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in fault["loc"])
    return correction(f"{tool}: argument {where!r}: {fault['msg']}")
