"""Names that the released checkpoint and data speak. They are frozen: a golden test holds them."""

from __future__ import annotations

GEN_PROMPT = "gen_prompt"
REFERENCE_IMAGES = "reference_images"
IMG_ID = "img_id"
NOTE = "note"

SEARCH = "search"
IMAGE_SEARCH = "image_search"
QUERY_KNOWLEDGE = "query_knowledge"
TOOL_NAMES = (SEARCH, IMAGE_SEARCH, QUERY_KNOWLEDGE)

QUERIES = "queries"
QUERY = "query"
TOP_K = "top_k"
SKILL_NAME = "skill_name"

SKILL_NAMES = (
    "spatial_layout",
    "aesthetic_drawing",
    "text_rendering",
    "creative_drawing",
    "anatomy_body_coherence",
    "attribute_binding",
    "physical_material_consistency",
    "quantity_counting",
)

THINK_OPEN, THINK_CLOSE = "<think>", "</think>"
TOOL_CALL_OPEN, TOOL_CALL_CLOSE = "<tool_call>", "</tool_call>"
TOOL_RESPONSE_OPEN, TOOL_RESPONSE_CLOSE = "<tool_response>", "</tool_response>"
ANSWER_OPEN, ANSWER_CLOSE = "<answer>", "</answer>"

IMAGE_ID_FORMAT = "IMG_{:03d}"
IMAGE_ID_PATTERN = r"IMG_\d{3,}"

MAX_REFERENCES = 2
"""The one reference budget: prompt, parser, renderer and reward all read it here."""

REFERENCE_ORDINALS = ("first", "second")
"""How `gen_prompt` names its references: "the first reference image", "the second reference image"."""
