"""What all tests share: the embedded world of this machine, opened once a process."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # as many processes as cores run the tests already
os.environ.setdefault("HF_HUB_OFFLINE", "1")  # what is missing is missed at once

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=60)
settings.load_profile("default")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def world() -> object:
    """The built world; `make test` builds it first."""
    from genevolve.assembly import open_world

    return open_world()


@pytest.fixture
def working_folder(tmp_path: Path) -> Iterator[Path]:
    """An empty current folder, so that nothing is written into the repository."""
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)
