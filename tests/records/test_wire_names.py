"""The names that the released checkpoint and data speak must never change."""

from __future__ import annotations

from genevolve.agent.protocol import format_answer, format_tool_call
from genevolve.records import ReferenceChoice, ToolCall, wire


def test_golden_names():
    assert (wire.GEN_PROMPT, wire.REFERENCE_IMAGES, wire.IMG_ID, wire.NOTE) == (
        "gen_prompt",
        "reference_images",
        "img_id",
        "note",
    )
    assert wire.TOOL_NAMES == ("search", "image_search", "query_knowledge")
    assert (wire.QUERIES, wire.QUERY, wire.TOP_K, wire.SKILL_NAME) == ("queries", "query", "top_k", "skill_name")
    assert wire.IMAGE_ID_FORMAT.format(1) == "IMG_001"
    assert wire.MAX_REFERENCES == 2
    assert len(wire.SKILL_NAMES) == 8


def test_golden_turns():
    call = ToolCall(name="image_search", arguments={"query": "flag of Chad"})
    assert format_tool_call("Look first.", call) == (
        "<think>Look first.</think>\n"
        '<tool_call>{"name": "image_search", "arguments": {"query": "flag of Chad"}}</tool_call>'
    )
    assert format_answer("Ready.", "A flag.", [ReferenceChoice(img_id="IMG_001", note="the flag")]) == (
        "<think>Ready.</think>\n"
        '<answer>{"gen_prompt": "A flag.", "reference_images": [{"img_id": "IMG_001", "note": "the flag"}]}</answer>'
    )
