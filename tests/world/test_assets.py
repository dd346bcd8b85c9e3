"""The lock file of the embedded world."""

from __future__ import annotations

from genevolve.world.assets import world_assets


def test_the_lock_names_every_wheel_by_hash_with_members_and_licence() -> None:
    lock = world_assets()
    assert len({asset.name for asset in lock}) == len(lock) >= 12
    for asset in lock:
        assert asset.file.endswith("none-any.whl"), "every platform must be able to use it"
        assert asset.file.lower().startswith(asset.name.replace("-", "_"))
        assert asset.requirement == f"{asset.name}=={asset.version} --hash=sha256:{asset.sha256}"
        assert not any(member.endswith((".so", ".pyd", ".dll")) for member in asset.members)
