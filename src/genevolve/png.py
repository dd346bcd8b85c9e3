"""What a finished picture says of itself: the run it comes from and the hash of its program, nothing private."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

RUN_KEY = "genevolve:run"
PROGRAM_KEY = "genevolve:program"


def stamp(png: bytes, *, run_id: str, program_sha256: str) -> bytes:
    """`png` re-encoded with these two text chunks as its only metadata."""
    info = PngInfo()
    info.add_text("Software", "genevolve")
    info.add_text(RUN_KEY, run_id)
    info.add_text(PROGRAM_KEY, program_sha256)
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
        image.convert("RGB").save(buffer, "PNG", pnginfo=info, compress_level=6)
    return buffer.getvalue()
