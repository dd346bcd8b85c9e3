"""Frozen records that cross a stage or a disk, and the wire names. No I/O, no clients."""

from genevolve.records import constraint
from genevolve.records.base import Record, StoredRecord
from genevolve.records.constraint import Constraint, constraints_as_data, constraints_of
from genevolve.records.corpus import PictureEntry, TextEntry
from genevolve.records.data import DataItem, DataSplit, Reason, Stage, StageRow, Verdict
from genevolve.records.judgement import ConstraintCheck, Dimension, Judgement, PictureScores, Sufficiency
from genevolve.records.program import Program, Reference, ReferenceChoice
from genevolve.records.recipe import AnchorKind, Axes, Difficulty, Family, Recipe, Track
from genevolve.records.render import Render
from genevolve.records.reward import InfrastructureFailure, Outcome, PolicyFailure, Reward, Scored
from genevolve.records.suite import SuiteRow
from genevolve.records.trajectory import (
    CorrectionData,
    ImageHit,
    ImageSearchData,
    Observation,
    QueryResult,
    Request,
    Role,
    SearchData,
    ShownImage,
    SkillData,
    StopReason,
    TextHit,
    ToolCall,
    Trajectory,
    Turn,
    Usage,
)

__all__ = [
    "AnchorKind",
    "Axes",
    "Constraint",
    "ConstraintCheck",
    "CorrectionData",
    "DataItem",
    "DataSplit",
    "Difficulty",
    "Dimension",
    "Family",
    "ImageHit",
    "ImageSearchData",
    "InfrastructureFailure",
    "Judgement",
    "Observation",
    "Outcome",
    "PictureEntry",
    "PictureScores",
    "PolicyFailure",
    "Program",
    "QueryResult",
    "Reason",
    "Recipe",
    "Record",
    "Reference",
    "ReferenceChoice",
    "Render",
    "Request",
    "Reward",
    "Role",
    "Scored",
    "SearchData",
    "ShownImage",
    "SkillData",
    "Stage",
    "StageRow",
    "StopReason",
    "StoredRecord",
    "Sufficiency",
    "SuiteRow",
    "TextEntry",
    "TextHit",
    "ToolCall",
    "Track",
    "Trajectory",
    "Turn",
    "Usage",
    "Verdict",
    "constraint",
    "constraints_as_data",
    "constraints_of",
]
