"""The measured judge of the embedded world: pixels, ground truth and typed constraints in, four scores out."""

from genevolve.world.judge.measured import VERSION, MeasuredJudge

__all__ = ["VERSION", "MeasuredJudge"]
