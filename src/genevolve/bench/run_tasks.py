"""Which tasks of a suite a run does: all, or a fair part of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from genevolve.records import SuiteRow


def chosen_tasks(rows: Sequence[SuiteRow], limit: int | None) -> list[SuiteRow]:
    """At most `limit` of `rows` in the suite's order, spread evenly over the categories.

    Which ones depends on ids and categories only, and a larger part holds the smaller ones: a run of 50 goes on as one
    of 100.
    """
    if limit is None or limit >= len(rows):
        return list(rows)
    by_category: dict[str, list[SuiteRow]] = {}
    for row in sorted(rows, key=lambda one: _lot(one.id)):
        by_category.setdefault(row.category, []).append(row)
    ranked = sorted((rank, _lot(name), name) for name, group in by_category.items() for rank in range(len(group)))
    chosen = {by_category[name][rank].id for rank, _, name in ranked[:limit]}
    return [row for row in rows if row.id in chosen]


def _lot(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
