"""GenEvolve: an agent that prepares image generations and evolves itself.

>>> from genevolve import GenEvolve
>>> result = GenEvolve().generate("exactly five paper lanterns, the third one blue")
>>> result.save("lanterns.png")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genevolve.api import GenEvolve, Result
    from genevolve.config import Settings

__all__ = ["GenEvolve", "Result", "Settings"]


def __getattr__(name: str) -> object:
    """Load the façade on first use, so that `import genevolve.records` stays light."""
    if name in {"GenEvolve", "Result"}:
        from genevolve import api

        return getattr(api, name)
    if name == "Settings":
        from genevolve.config import Settings

        return Settings
    raise AttributeError(f"module 'genevolve' has no attribute {name!r}")
