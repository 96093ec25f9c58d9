"""Record types and their schema: what is kept of a run."""

from pqeval.records.merge import merge
from pqeval.records.record import (
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
from pqeval.records.verdict import Finding, FindingKind, LeftOut, Outcome, Varied, Verdict

__all__ = [
    "SCHEMA_VERSION",
    "Build",
    "Conditions",
    "Correctness",
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
    "Verdict",
    "merge",
]
