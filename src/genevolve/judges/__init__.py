"""Judges of pictures and programs. The arithmetic of rewards lives in `rewards`."""

from genevolve.judges.exchange import Exchange
from genevolve.judges.judge import PictureJudge, ProgramJudge
from genevolve.judges.options import JudgeOptions
from genevolve.judges.rubric import Rubric
from genevolve.judges.vlm import KScoreJudge, SufficiencyJudge
from genevolve.judges.wise import WiseJudge, WiseScores, WiseVerdict, WiseVerifiedJudge

__all__ = [
    "Exchange",
    "JudgeOptions",
    "KScoreJudge",
    "PictureJudge",
    "ProgramJudge",
    "Rubric",
    "SufficiencyJudge",
    "WiseJudge",
    "WiseScores",
    "WiseVerdict",
    "WiseVerifiedJudge",
]
