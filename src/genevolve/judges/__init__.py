"""Judges of pictures and programs. The arithmetic of rewards lives in `rewards`."""

from genevolve.judges.judge import PictureJudge, ProgramJudge

__all__ = ["PictureJudge", "ProgramJudge"]
