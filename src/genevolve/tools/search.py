"""`search`: ranked texts for several queries at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from time import perf_counter
from typing import Annotated, Any

import anyio
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from genevolve.config import AgentSettings
from genevolve.limits import retried
from genevolve.records import Observation, QueryResult, SearchData, TextHit
from genevolve.records.wire import SEARCH
from genevolve.tools.providers import MAX_BRIEF, TextProvider
from genevolve.tools.tool import ToolContext, argument_fault, correction
from genevolve.tools.untrusted import one_line

Query = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    queries: list[Query] = Field(min_length=1)
    top_k: int | None = Field(default=None, ge=1)


class SearchTool:
    """Text search over one provider; the queries of a call are asked concurrently."""

    name = SEARCH

    def __init__(self, provider: TextProvider) -> None:
        self._provider = provider

    def schema(self, settings: AgentSettings) -> dict[str, Any]:
        """See `Tool.schema`."""
        return {
            "name": SEARCH,
            "description": "Look up facts in text: names, colours, dates, descriptions. Several queries in one call.",
            "parameters": {
                "type": "object",
                "properties": {
                    "queries": {
                        "type": "array",
                        "items": {"type": "string"},
                        "minItems": 1,
                        "maxItems": settings.max_queries,
                    },
                    "top_k": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": settings.max_top_k,
                        "default": settings.top_k,
                    },
                },
                "required": ["queries"],
            },
        }

    async def run(self, arguments: Mapping[str, Any], context: ToolContext) -> Observation:
        """See `Tool.run`."""
        try:
            asked = _Arguments.model_validate(dict(arguments))
        except ValidationError as error:
            return argument_fault(SEARCH, error)
        if len(asked.queries) > context.settings.max_queries:
            return correction(f"search: at most {context.settings.max_queries} queries a call")
        if repeated := context.asked.note(SEARCH, asked.queries):
            return correction(f"search: you already asked {one_line(repeated, 80)!r}; ask something new or go on")
        top_k = min(asked.top_k or context.settings.top_k, context.settings.max_top_k)
        started = perf_counter()
        results: dict[str, tuple[tuple[TextHit, ...], bool]] = {}

        async def ask(query: str) -> None:
            results[query] = await context.cache.get(
                (SEARCH, self._provider.id, query, top_k), partial(self._ask, query, top_k)
            )

        try:
            async with anyio.create_task_group() as group:
                for query in asked.queries:
                    group.start_soon(ask, query)
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        data = SearchData(results=tuple(QueryResult(query=query, hits=results[query][0]) for query in asked.queries))
        return Observation(
            data=data,
            text=_shown_compact(data) if context.settings.view == "compact" else _shown(data),
            cache_hit=all(hit for _, hit in results.values()),
            seconds=perf_counter() - started,
        )

    async def _ask(self, query: str, top_k: int) -> tuple[TextHit, ...]:
        return tuple(await retried(lambda: self._provider.search(query, top_k)))[:top_k]


def _shown(data: SearchData) -> str:
    return "\n\n".join(_shown_result(result) for result in data.results)


def _shown_result(result: QueryResult) -> str:
    lines = [f"Query: {one_line(result.query)}"]
    for number, hit in enumerate(result.hits, start=1):
        lines.append(f"[{number}] {one_line(hit.title)}")
        if hit.url:
            lines.append(f"url: {one_line(hit.url)}")
        lines.append(one_line(hit.snippet, max_chars=700))
    return "\n".join(lines if result.hits else [*lines, "No results."])


def _shown_compact(data: SearchData) -> str:
    """A line a hit, its title and the facts that were asked for; no addresses."""
    lines: list[str] = []
    for result in data.results:
        lines.append(f"Query: {one_line(result.query)}")
        lines += [
            f"[{number}] {one_line(hit.title)}: {one_line(hit.snippet, max_chars=MAX_BRIEF)}"
            for number, hit in enumerate(result.hits, start=1)
        ]
        if not result.hits:
            lines.append("No results.")
    return "\n".join(lines)
