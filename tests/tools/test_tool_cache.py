from __future__ import annotations

import anyio
import pytest

from genevolve.errors import ToolError
from genevolve.tools.cache import ToolCache
from genevolve.tools.thumbnails import ReadyPicture


@pytest.mark.anyio
async def test_concurrent_askers_wait_for_one_call():
    cache, calls, answers = ToolCache(), [], []

    async def ask() -> str:
        calls.append(1)
        await anyio.sleep(0.01)
        return "answer"

    async def asker() -> None:
        answers.append(await cache.get("key", ask))

    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(asker)
    assert len(calls) == 1
    assert sorted(hit for _, hit in answers) == [False, True, True, True, True]


@pytest.mark.anyio
async def test_a_failure_is_asked_again():
    cache = ToolCache()

    async def fail() -> str:
        raise ToolError("down")

    async def succeed() -> str:
        return "up"

    with pytest.raises(ToolError):
        await cache.get("key", fail)
    assert await cache.get("key", succeed) == ("up", False)


@pytest.mark.anyio
async def test_the_oldest_answer_leaves_first():
    cache = ToolCache(max_entries=2)

    async def one() -> int:
        return 1

    for key in ("a", "b", "a", "c"):
        await cache.get(key, one)
    assert (await cache.get("a", one))[1]
    assert not (await cache.get("b", one))[1]


def test_pictures_are_kept_up_to_their_bytes() -> None:
    cache = ToolCache(max_bytes=25)

    async def ask() -> ReadyPicture:
        return ReadyPicture(b"012345", "", 1, 1, b"6789", "")

    async def known(key: str) -> bool:
        return (await cache.get(key, ask))[1]

    async def ask_all() -> list[bool]:
        return [await known(key) for key in ("a", "b", "a", "c", "a", "b")]

    assert anyio.run(ask_all) == [False, False, True, False, True, False]
