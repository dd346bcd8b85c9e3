from __future__ import annotations

import pytest

from genevolve.config import Settings, dump_settings, load_settings
from genevolve.errors import ConfigError


def test_the_papers_values_are_the_defaults():
    agent = Settings().agent
    assert (agent.max_policy_calls, agent.max_prompt_tokens, agent.max_response_tokens) == (11, 6144, 30_000)
    assert (agent.max_turn_tokens, agent.max_references, agent.max_thumbnail_pixels) == (4096, 2, 160_000)
    assert (agent.temperature, agent.top_p) == (0.6, 0.9)


def test_later_sources_win(tmp_path):
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text("seed = 1\n[agent]\ntop_k = 3\nmax_queries = 2\n")
    second.write_text("[agent]\ntop_k = 4\n")
    settings = load_settings([first, second], ["agent.max_queries=1", "search=index:/a b"])
    assert (settings.seed, settings.agent.top_k, settings.agent.max_queries) == (1, 4, 1)
    assert settings.search == "index:/a b"


def test_dumped_settings_load_as_the_same(tmp_path):
    settings = load_settings(overrides={"seed": 7, "agent.tools": ["search"], "search": 'index:C:\\x "y"'})
    file = tmp_path / "settings.toml"
    file.write_text(dump_settings(settings))
    assert load_settings([file]) == settings


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("agent.max_polcy_calls=5", "unknown setting 'agent.max_polcy_calls'"),
        ("agent.max_policy_calls=0", "agent.max_policy_calls"),
        ("picture.width=wide", "picture.width"),
        ('agent.tools=["hammer"]', "unknown tool 'hammer'"),
        ("seed", "key=value"),
        ("agent=3", "agent"),
    ],
)
def test_a_bad_override_is_named(override, says):
    with pytest.raises(ConfigError, match=says):
        load_settings(overrides=[override])


@pytest.mark.parametrize("content", [b"seed = ", b"\xff\xfe", b"[agent\n"])
def test_a_bad_file_is_named(tmp_path, content):
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=r"bad\.toml"):
        load_settings([file])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match="no-such"):
        load_settings([tmp_path / "no-such.toml"])
