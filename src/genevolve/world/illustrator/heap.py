"""Things heaped in a vessel: rows that grow shorter upwards, each seen above the one before it."""

from __future__ import annotations

from dataclasses import dataclass

_ACROSS = 0.84  # how much of the vessel's width the lowest row takes
_LARGEST = 0.72  # how high one thing may be, in heights of the vessel
_CLOSE = 0.9  # how far apart neighbours stand, in their widths
_RISE = 0.62  # how far one row stands above another, in heights of a thing


@dataclass(frozen=True, slots=True)
class Heaped:
    """Where one of a heap lies: centre x from the vessel's middle, feet above the lowest row, its size, its row."""

    x: float
    up: float
    width: float
    height: float
    row: int


def heap_rows(count: int) -> tuple[int, ...]:
    """How many lie in each row, the lowest first: 5 are 3 and 2, 7 are 4 and 3."""
    lowest = next(size for size in range(1, count + 1) if size * (size + 1) // 2 >= count) if count > 2 else count
    rows, left, size = [], count, lowest
    while left > 0:
        rows.append(min(size, left))
        left -= size
        size -= 1
    return tuple(rows)


def heaped(number: int, of: int, aspect: float, wish: float, vessel: tuple[float, float]) -> Heaped:
    """The place of one of `of` things of an aspect in a vessel of some width and height; `wish` is its height."""
    width, height = vessel
    rows = heap_rows(of)
    fitting = _ACROSS * width / ((rows[0] - 1) * _CLOSE + 1) / aspect
    tall = min(fitting, max(wish, 0.3 * height), _LARGEST * height)
    row, place = 0, number
    while place >= rows[row]:
        place -= rows[row]
        row += 1
    across = (place - (rows[row] - 1) / 2) * _CLOSE * tall * aspect
    return Heaped(across, row * _RISE * tall, tall * aspect, tall, row)
