"""The network that tells what a scene is like.

Legend of shapes: B batch, C channels, H and W rows and columns, S numbers that tell the scene.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from genevolve.world.judge.eyes.labels import scene_sizes

_WIDTHS = (24, 48, 96, 128)
_HIDDEN = 160
_DROPPED = 0.15


def _conv(ins: int, outs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(ins, outs, 3, stride, 1, bias=False), nn.BatchNorm2d(outs), nn.ReLU(inplace=True))


class _Block(nn.Module):
    """Two convolutions beside a shortcut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _conv(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x_BCHW: Tensor) -> Tensor:
        return functional.relu(x_BCHW + self.second(self.first(x_BCHW)))


class SceneNet(nn.Module):
    """The setting, the light and the style of a picture, and whether the style washed its things out."""

    def __init__(self) -> None:
        super().__init__()
        one, two, three, four = _WIDTHS
        self.levels = nn.ModuleList(
            [
                _conv(3, one, 2),
                _conv(one, two, 2),
                nn.Sequential(_conv(two, three, 2), _Block(three)),
                nn.Sequential(_conv(three, four, 2), _Block(four)),
            ]
        )
        self.head = nn.Sequential(
            nn.Dropout(_DROPPED),
            nn.Linear(2 * sum(_WIDTHS) + four, _HIDDEN),
            nn.ReLU(inplace=True),
            nn.Dropout(_DROPPED),
            nn.Linear(_HIDDEN, sum(scene_sizes().values())),
        )

    def forward(self, view_BCHW: Tensor) -> Tensor:
        """Logits of every trait, (B, S): means and spreads of all levels tell texture as well as shape."""
        x_BCHW, pooled = view_BCHW, []
        for level in self.levels:
            x_BCHW = level(x_BCHW)
            mean_BC = x_BCHW.mean((2, 3))
            spread_BC = ((x_BCHW - mean_BC[:, :, None, None]) ** 2).mean((2, 3)).add(1e-5).sqrt()
            pooled += [mean_BC, spread_BC]
        return self.head(torch.cat([*pooled, x_BCHW.amax((2, 3))], 1))
