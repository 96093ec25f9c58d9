"""What happened to one case: a Measurement, or Skipped with its reason, or Failed with its error."""

from __future__ import annotations

from enum import IntFlag, StrEnum
from typing import Final

import msgspec

from pqeval.catalogue.implementation import Boundary, SecretKeyEncoding
from pqeval.catalogue.vocabulary import CostClass, Kind, Mark, Metric
from pqeval.records.series import Series

__all__ = [
    "OVER_LIMIT",
    "Conditions",
    "Correctness",
    "Failed",
    "Measurement",
    "Observation",
    "Piece",
    "Record",
    "Skipped",
    "Stage",
    "Tag",
]


class Tag(IntFlag):
    """Why a batch may be disturbed. Batches are tagged by cause and kept, never dropped by value."""

    CLEAN = 0
    INVOLUNTARY_SWITCH = 1
    MIGRATION = 2


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """The raw samples of one metric, in the order in which they were taken.

    `values[i]` is the total over `operations[i]` operations (1 each where `operations` is empty).
    `processes[i]` is the replicate, `tags[i]` a `Tag`, `seeds[i]` the index into the published seed
    list; each is empty where it does not apply. Integers only; the unit is the metric's. `mark` is part of
    the number: it is printed wherever the number is.
    """

    metric: Metric
    kind: Kind
    instrument: str
    values: tuple[int, ...]
    operations: tuple[int, ...] = ()
    processes: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    seeds: tuple[int, ...] = ()
    mark: Mark = Mark.NONE

    def flaw(self) -> str:
        """What makes the columns unusable, or the empty string."""
        if not self.values:
            return "there are no values"
        for name in ("operations", "processes", "tags", "seeds"):
            length = len(getattr(self, name))
            if length not in (0, len(self.values)):
                return f"there are {len(self.values)} values, but the length of {name} is {length}"
        if any(count < 1 for count in self.operations):
            return "a value is over less than one operation"
        return ""


class Correctness(msgspec.Struct, frozen=True, kw_only=True):
    """How the code was checked, in the same library or image, before anything was timed.

    `method` is `kat single`, `kat all`, `kat sample`, `kat file`, `kat operation` (one operation, against the
    whole transcript that another build of the library gave), `roundtrip only` or, for a hash without known
    answers, `consistency only`; `digest` the SHA-256 that was compared, where there was one; `source`
    where the expected value comes from.
    """

    method: str
    source: str = ""
    digest: str = ""


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """Under which conditions the values were taken; printed below every table that shows them.

    `expected_attempts` is the standard's mean number of attempts of a rejection-sampled operation.
    """

    boundary: Boundary
    cost_class: CostClass
    random_source: str
    seed: str
    secret_key_encoding: SecretKeyEncoding = SecretKeyEncoding.NONE
    keys_rotated: int = 0
    call_overhead_ns: float | None = None
    notes: tuple[str, ...] = ()
    expected_attempts: float | None = None
    expected_attempts_source: str = ""


class Measurement(msgspec.Struct, frozen=True, kw_only=True, tag_field="result", tag="measurement"):
    """A case that was checked and measured. `build` is the hash of the exact thing measured.

    `profile` says where the cycles of the first sample went, where that is known: own cycles by path of
    calls, the outermost function first (`encaps;indcpa_enc;poly_ntt`).
    """

    series: Series
    build: str
    correctness: Correctness
    conditions: Conditions
    observations: tuple[Observation, ...]
    profile: dict[str, int] = {}

    def observation(self, metric: Metric) -> Observation | None:
        """The observation of `metric`, or None if this measurement has none."""
        return next((o for o in self.observations if o.metric == metric), None)


OVER_LIMIT: Final = ", the plan's limit"
"""How the reason ends of a case that was given up because it needs more instructions than the plan allows."""


class Skipped(msgspec.Struct, frozen=True, kw_only=True, tag_field="result", tag="skipped"):
    """A case that was not tried, and why."""

    series: Series
    reason: str


class Stage(StrEnum):
    """Where a case failed."""

    BUILD = "build"
    KAT = "kat"
    MEASURE = "measure"


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag_field="result", tag="failed"):
    """A case that was tried and failed; a wrong answer is a failure, never a number."""

    series: Series
    stage: Stage
    error: str
    build: str = ""


Record = Measurement | Skipped | Failed


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One replicate of one case: what a target yields and what the journal keeps.

    The pieces of a case are merged into its record when all replicates are in.
    """

    replicate: int
    record: Record
