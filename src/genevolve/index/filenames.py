"""What the name of a file tells: `acme-logo_dark@2x.png` is "acme logo dark"."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_SCALE = re.compile(r"@\d+x$|[-_ ]\d{2,5}x\d{2,5}$|[-_ ](?:final|copy)$|\s*\(\d+\)$", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAP = re.compile(r"[\W_]+")


def name_words(name: str) -> str:
    """The words of a file name, without its ending, its scale and its size."""
    stem = PurePosixPath(name).stem
    while (shorter := _SCALE.sub("", stem)) != stem and shorter:
        stem = shorter
    return " ".join(filter(None, _GAP.split(_HUMP.sub(" ", stem)))) or name


def folder_words(name: PurePosixPath) -> tuple[str, ...]:
    """The words of the folders above a file, the nearest first."""
    return tuple(name_words(part) for part in reversed(name.parent.parts))
