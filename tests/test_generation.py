from __future__ import annotations

import pytest

from genevolve.config import PictureSettings
from genevolve.generation import canvas, new_run_path


@pytest.mark.parametrize(
    ("prompt", "size", "expected"),
    [
        ("a cat", (1024, 1024), (1024, 1024)),
        ("a wide 16:9 picture of a cat", (1024, 1024), (1024, 576)),
        ("a cat, 9:16 vertical poster", (1024, 1024), (576, 1024)),
        ("a cat, 16:9", (512, 512), (512, 288)),
        ("a cat, 4:1 banner", (512, 512), (512, 256)),
        ("a cat, 16:9", (640, 512), (640, 512)),
    ],
)
def test_the_request_decides_the_format_of_a_square(prompt, size, expected):
    assert canvas(PictureSettings(width=size[0], height=size[1]), prompt) == expected


def test_a_run_folder_says_what_it_holds(tmp_path):
    first, second = (new_run_path(tmp_path, "Five lanterns, ../étrange!") for _ in range(2))
    assert first != second
    assert first.parent == tmp_path
    assert first.name.endswith("-five-lanterns-trange")
