"""Record types and their schema: what is kept of a run."""

from pqeval.records.evidence import Evidence, Finding, FindingKind, LeftOut, Outcome, Varied
from pqeval.records.merge import merge
from pqeval.records.record import (
    OVER_LIMIT,
    Conditions,
    Correctness,
    Failed,
    Measurement,
    Observation,
    Piece,
    Record,
    Skipped,
    Stage,
    Tag,
)
from pqeval.records.run import (
    SCHEMA_VERSION,
    Build,
    HostFacts,
    ModelFacts,
    PartFacts,
    PlanFacts,
    Run,
    TargetFacts,
)
from pqeval.records.series import Series

__all__ = [
    "OVER_LIMIT",
    "SCHEMA_VERSION",
    "Build",
    "Conditions",
    "Correctness",
    "Evidence",
    "Failed",
    "Finding",
    "FindingKind",
    "HostFacts",
    "LeftOut",
    "Measurement",
    "ModelFacts",
    "Observation",
    "Outcome",
    "PartFacts",
    "Piece",
    "PlanFacts",
    "Record",
    "Run",
    "Series",
    "Skipped",
    "Stage",
    "Tag",
    "TargetFacts",
    "Varied",
    "merge",
]
