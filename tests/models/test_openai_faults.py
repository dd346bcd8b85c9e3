from __future__ import annotations

from email.utils import formatdate

import pytest
from pydantic import SecretStr

from genevolve.config import EndpointSettings, api_key
from genevolve.models.openai_faults import MAX_DETAIL_CHARS, fault_of_status, retry_after_s

ENDPOINT = EndpointSettings(model="m", base_url="http://127.0.0.1:1/v1")
NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": formatdate(NOW + 30, usegmt=True)}, 30),
        ({"retry-after": formatdate(NOW - 30, usegmt=True)}, 0),
        ({"retry-after": "-4"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after-ms": "soon", "retry-after": "3"}, 3),
    ],
)
def test_the_pause_that_is_asked_for_is_read_in_every_form(headers, seconds):
    assert retry_after_s(headers, NOW) == seconds


@pytest.mark.parametrize(
    "body",
    [
        '{"error": {"message": "no"}}',
        '{"error": "no"}',
        '{"error": null}',
        "{}",
        "[]",
        "null",
        '"no"',
        "",
        "no",
        "[" * 100_000,
        "\x1b[31mred\x00\n\u202eno",
    ],
)
def test_whatever_a_server_says_becomes_one_short_line(body):
    said = str(fault_of_status(400, {}, body, ENDPOINT, None))
    assert said.isprintable()
    assert len(said) < MAX_DETAIL_CHARS + 100


def test_the_key_is_cut_out_before_the_line_is_shortened():
    key = SecretStr("k" * 60)
    said = str(fault_of_status(400, {}, "x" * (MAX_DETAIL_CHARS - 20) + "k" * 60, ENDPOINT, key))
    assert "kkkkk" not in said


@pytest.mark.parametrize(
    ("url", "variables", "expected"),
    [
        ("https://api.openai.com/v1", {"GENEVOLVE_API_KEY": "a", "OPENAI_API_KEY": "b"}, "a"),
        ("https://api.openai.com/v1", {"OPENAI_API_KEY": "b"}, "b"),
        ("https://api.openai.com/v1", {"GENEVOLVE_API_KEY": " ", "OPENAI_API_KEY": "b"}, "b"),
        ("https://api.openai.com.evil.example/v1", {"OPENAI_API_KEY": "b"}, None),
        ("http://127.0.0.1:8000/v1", {"OPENAI_API_KEY": "b"}, None),
        ("http://127.0.0.1:8000/v1", {"GENEVOLVE_API_KEY": "a"}, "a"),
        ("http://127.0.0.1:8000/v1", {}, None),
    ],
)
def test_which_key_goes_where(monkeypatch, url, variables, expected):
    for name in ("GENEVOLVE_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    key = api_key(EndpointSettings(model="m", base_url=url))
    assert (key.get_secret_value() if key else None) == expected
