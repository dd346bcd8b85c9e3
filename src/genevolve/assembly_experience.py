"""From settings to what gathers experience: the comparator, the embedder and the memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import ValidationError

from genevolve.config.endpoint import OPENAI_URL, EndpointSettings
from genevolve.config.experience import (
    CHAT_COMPARATOR,
    ENDPOINT_EMBEDDER,
    SENTENCES_EMBEDDER,
    WORDS_EMBEDDER,
    WORLD_COMPARATOR,
    ExperienceSettings,
)
from genevolve.errors import ConfigError
from genevolve.experience.chat import ChatComparator
from genevolve.experience.comparator import Comparator
from genevolve.experience.gathering import Gathering
from genevolve.experience.memory import MEMORY_FILE, ExperienceMemory
from genevolve.models import OpenAIChat
from genevolve.models.embedding import Embedder, EndpointEmbedder, MiniLMEmbedder, WordsEmbedder
from genevolve.world.comparing import WorldComparator


@asynccontextmanager
async def open_gathering(
    settings: ExperienceSettings, folder: Path, *, picture_of: Callable[[str], bytes] | None = None
) -> AsyncIterator[Gathering]:
    """What compares and remembers by `settings`; the memory lies in `folder`, where a run continues with it.

    Args:
        settings: who compares, what is remembered.
        folder: the run's folder.
        picture_of: a drawn picture's bytes by its SHA-256, for a comparator that is shown pictures.

    Raises:
        ConfigError: an address cannot be used, or the extra `openai` is not installed.
        LibraryError: the extra `vectors` is not installed.
        RunError: the memory in `folder` cannot be read.
    """
    memory = open_memory(settings, folder)
    async with _comparator(settings, picture_of) as comparator:
        yield Gathering(comparator, memory, settings)


def open_memory(settings: ExperienceSettings, folder: Path) -> ExperienceMemory:
    """The memory of a run.

    Raises:
        ConfigError: an address cannot be used, or the extra `openai` is not installed.
        LibraryError: the extra `vectors` is not installed.
        RunError: what lies there cannot be read.
    """
    return ExperienceMemory(_embedder(settings.embedder), settings, folder / MEMORY_FILE)


@asynccontextmanager
async def _comparator(
    settings: ExperienceSettings, picture_of: Callable[[str], bytes] | None
) -> AsyncIterator[Comparator]:
    if settings.comparator == WORLD_COMPARATOR:
        yield WorldComparator()
        return
    async with OpenAIChat(_endpoint(settings.comparator.removeprefix(CHAT_COMPARATOR))) as model:
        yield ChatComparator(model, picture_of=picture_of if settings.pictures else None)


def _embedder(name: str) -> Embedder:
    if name == WORDS_EMBEDDER:
        return WordsEmbedder()
    if name == SENTENCES_EMBEDDER:
        return MiniLMEmbedder.open()
    return EndpointEmbedder(_endpoint(name.removeprefix(ENDPOINT_EMBEDDER)))


def _endpoint(name: str) -> EndpointSettings:
    """What `MODEL` (at OpenAI) or `MODEL@URL` names."""
    model, at, address = name.rpartition("@http")
    try:
        return EndpointSettings(model=model if at else name, base_url=f"http{address}" if at else OPENAI_URL)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]["msg"].removeprefix("Value error, ")
        raise ConfigError(f"the model {name}: {fault}") from error
