"""A body in the frame while the layout is being found: where it stands and how much room it takes."""

from __future__ import annotations

from dataclasses import dataclass, field

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


def shared(one: Edges, two: Edges) -> float:
    """The area that two boxes have in common."""
    across, down = min(one[2], two[2]) - max(one[0], two[0]), min(one[3], two[3]) - max(one[1], two[1])
    return across * down if across > 0 and down > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """One actor of a body, in units of the body's height: centre `x` and feet `y` from the body's own feet (y down).

    Parts are painted in ascending `order`; the body's root has order 0.
    """

    actor: int
    x: float
    y: float
    width: float
    height: float
    order: int = 0


@dataclass(slots=True)
class Body:
    """A root actor with everything attached to it, moved and scaled as one. In pixels; `feet` is y of its lowest."""

    parts: list[Part]
    x: float
    feet: float
    height: float
    fixed_x: bool = False
    fixed_y: bool = False
    aloft: bool = False
    depth: float = 0.5
    set_depth: bool = False
    piled: bool = False
    dear: bool = False  # shows something named, which ought to be seen
    team: int = -1  # members of one thing share their depth and their scale
    many: bool = False  # one of several
    wish: float = 0.0  # the height it would have with room enough
    home: tuple[float | None, float | None] = (None, None)  # where its middle was asked to be, in pixels
    left: float = field(init=False, default=0.0)
    right: float = field(init=False, default=0.0)
    top: float = field(init=False, default=0.0)
    bottom: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Work out the extents of all parts, in units of the height."""
        self.left = max(part.width / 2 - part.x for part in self.parts)
        self.right = max(part.width / 2 + part.x for part in self.parts)
        self.top = max(part.height - part.y for part in self.parts)
        self.bottom = max(part.y for part in self.parts)

    @property
    def width_units(self) -> float:
        """Whole width in units of the height."""
        return self.left + self.right

    @property
    def rank(self) -> tuple[float, float]:
        """Its place from back (small) to front: by the depth that was asked for, then by its feet."""
        return (-round(self.depth, 2) if self.set_depth else -0.5), self.feet + self.bottom * self.height

    @property
    def box(self) -> Edges:
        """All that it covers."""
        h = self.height
        return self.x - self.left * h, self.feet - self.top * h, self.x + self.right * h, self.feet + self.bottom * h

    def strayed(self, reach: float) -> bool:
        """Whether its middle is farther from the asked place than `reach`."""
        left, top, right, bottom = self.box
        x, y = self.home
        return (x is not None and abs((left + right) / 2 - x) > reach) or (
            y is not None and abs((top + bottom) / 2 - y) > reach
        )

    def centre_on(self, x: float, y: float) -> None:
        """Put the middle of the whole box at a point."""
        self.x = x + (self.left - self.right) / 2 * self.height
        self.feet = y + (self.top - self.bottom) / 2 * self.height

    def keep_inside(self, width: float, height: float, margin: float) -> None:
        """Move the body back into the frame."""
        left, top, right, bottom = self.box
        self.x += max(0.0, margin - left) - max(0.0, right - (width - margin))
        self.feet += max(0.0, margin - top) - max(0.0, bottom - (height - margin))
