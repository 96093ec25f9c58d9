"""The run document: everything that was done and seen in one run, and under which conditions."""

from __future__ import annotations

from typing import Final

import msgspec

from pqeval.catalogue.scheme import Scheme
from pqeval.catalogue.vocabulary import Mark
from pqeval.records.evidence import Evidence
from pqeval.records.record import Failed, Measurement, Skipped
from pqeval.records.series import Series

__all__ = [
    "SCHEMA_VERSION",
    "Build",
    "HostFacts",
    "ModelFacts",
    "PartFacts",
    "PlanFacts",
    "Run",
    "TargetFacts",
]

SCHEMA_VERSION: Final = 1


class Build(msgspec.Struct, frozen=True, kw_only=True):
    """The exact thing that was measured. `hash` is what records refer to.

    `facts` holds what must be equal before two builds may be compared (compiler, flags, library
    version, options); `files` the SHA-256 of each artefact; `notes` what is merely worth knowing.
    """

    hash: str
    what: str
    library: str
    library_version: str
    compiler: str = ""
    flags: str = ""
    facts: dict[str, str] = {}
    files: dict[str, str] = {}
    notes: dict[str, str] = {}


class HostFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The machine on which pqeval ran: stable facts only, no host name, user or path."""

    cpu: str
    architecture: str
    logical_cpus: int
    memory_bytes: int
    kernel: str
    os: str
    python: str
    virtualised: str = "unknown"
    frequency_governor: str = "unknown"
    packages: dict[str, str] = {}


class ModelFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A timing model and its stated error against silicon, in percent.

    Without a `mark` there is such an error: that on `operations` operations of `implementations`
    implementations that the model was not fitted to; of them, `within_2_percent` and `within_5_percent`
    percent are as near as that.
    """

    id: str
    source: str
    mark: Mark = Mark.NONE
    mean_error_percent: float | None = None
    max_error_percent: float | None = None
    validated_against: str = ""
    note: str = ""
    operations: int = 0
    implementations: int = 0
    within_2_percent: float = 0.0
    within_5_percent: float = 0.0

    @property
    def label(self) -> str:
        """The model's name with its mark, for heads of columns and captions."""
        return f"{self.id}, {self.mark}" if self.mark else self.id


class PartFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The part against whose memory a case is judged."""

    name: str
    ram_bytes: int
    flash_bytes: int
    source: str = ""


class TargetFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a target was during this run. `unavailable` says why nothing ran on it, and the remedy."""

    name: str
    title: str
    replicates: int
    instruments: dict[str, str] = {}
    model: ModelFacts | None = None
    part: PartFacts | None = None
    facts: dict[str, str] = {}
    unavailable: str = ""


class PlanFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The plan as it was expanded: name, selection, seed and every case in catalogue order.

    `definition` is the whole plan as JSON text: from it a run can be finished, or made again.
    """

    name: str
    selection: tuple[str, ...]
    targets: tuple[str, ...]
    seed: str
    cases: tuple[Series, ...]
    definition: str = ""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable run document. `id` is the SHA-256 of the document with an empty `id`.

    `schemes` describes those that its records name and the catalogue does not have: what was recognised of
    somebody's implementation.
    """

    schema_version: int
    id: str
    pqeval_version: str
    started: str
    finished: str
    plan: PlanFacts
    host: HostFacts
    targets: tuple[TargetFacts, ...]
    builds: dict[str, Build]
    records: tuple[Measurement | Skipped | Failed | Evidence, ...]
    resumed: int = 0
    schemes: tuple[Scheme, ...] = ()

    def most_replicates(self, target: TargetFacts) -> int:
        """The most replicates that a case has on a target, which makes `replicates` of each at least."""
        names = (
            observation.processes
            for record in self.records
            if isinstance(record, Measurement) and record.series.target == target.name
            for observation in record.observations
        )
        return max((len(set(processes)) for processes in names), default=0) or target.replicates
