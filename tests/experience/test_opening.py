from __future__ import annotations

import json
from pathlib import Path

import anyio
import pytest
from experience_kit import group

from chat_server import completion, served
from genevolve.assembly_experience import open_gathering, open_memory
from genevolve.config.experience import ExperienceSettings
from genevolve.errors import ConfigError
from genevolve.experience.gathering import Gathered
from genevolve.records.experience import Contender

BULLET = "Search the exact name in the request before you write, and copy what the page says of it."
ANSWER = {
    "retrieval_key": {"trigger": "A request with a named thing.", "source_prompt_summary": "Two things."},
    "decision_guidance": {
        "focus": "Look it up before you write.",
        "recommended_tool_plan": [],
        "search_query_guidance": [BULLET],
        "skill_routing_guidance": [],
        "reference_selection_guidance": [],
        "prompt_program_guidance": [],
        "failure_guards": [],
    },
}


def gathered(settings: ExperienceSettings, folder: Path, groups: list[list[Contender]]) -> Gathered:
    async def gather() -> Gathered:
        async with open_gathering(settings, folder) as gathering:
            return await gathering.gather(groups, 3)

    return anyio.run(gather)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_step_with_a_model_behind_an_endpoint_leaves_its_guide_in_the_runs_folder(tmp_path: Path) -> None:
    with served(completion(json.dumps(ANSWER))) as server:
        settings = ExperienceSettings(comparator=f"chat:m@{server.url}")
        result = gathered(settings, tmp_path, [group(0.9, 0.1, request="a")])

    assert result.guides["a"].decision_guidance.search_query_guidance == (BULLET,)
    (entry,) = open_memory(settings, tmp_path).entries
    assert (entry.request_id, entry.step, entry.best, entry.worst) == ("a", 3, "a-0", "a-1")
    assert entry.comparator.startswith("chat/m/compare-1-")


def test_the_worlds_comparator_gives_up_on_rollouts_that_it_cannot_tell_apart(tmp_path: Path) -> None:
    result = gathered(ExperienceSettings(), tmp_path, [group(0.9, 0.1, request="a")])

    assert result.metrics["ved/guide_skipped"] == 1
    assert not result.guides


def test_an_embedder_behind_an_endpoint_is_asked_for_nothing_before_it_is_needed(tmp_path: Path) -> None:
    memory = open_memory(ExperienceSettings(embedder="endpoint:m@http://127.0.0.1:9/v1"), tmp_path)

    assert memory.nearest("anything") is None


def test_an_address_that_cannot_be_used_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the model m@http://user@host"):
        gathered(ExperienceSettings(comparator="chat:m@http://user@host/v1"), tmp_path, [])
