"""The packages whose data make the embedded world, as `assets.lock` names them."""

from __future__ import annotations

from pathlib import Path

from genevolve.wheels import Asset, read_lock

LOCK_PATH = Path(__file__).with_name("assets.lock")


def world_assets() -> tuple[Asset, ...]:
    """Every asset of the world, in the order of the lock file."""
    return read_lock(LOCK_PATH)
