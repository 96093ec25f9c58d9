"""How far modelled cycles are from a board's: the record of a validation, and its statistics."""

from __future__ import annotations

import statistics
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec

from pqeval.errors import RecordError

__all__ = [
    "SETS",
    "Agreement",
    "Validation",
    "ValidationRow",
    "agreement",
    "held_out",
    "is_rejection_sampled",
    "read_validation",
    "released_validation",
    "set_of",
]

SETS: Final = ("train", "held_out_1", "held_out_2", "other")
_FORMAT: Final = "pqeval-validation-1"


class ValidationRow(msgspec.Struct, frozen=True, kw_only=True):
    """One operation: the published mean in cycles, and the modelled mean over `runs` runs.

    `standard_error` (cycles) is that of the modelled mean; 0 when runs do not differ. `published_fewest` and
    `published_most` (cycles) are the least and the greatest of the board's executions; 0: not known.
    """

    set: str
    scheme: str
    implementation: str
    operation: str
    published_cycles: int
    modelled_cycles: float
    standard_error: float
    runs: int
    rejection_sampled: bool
    image_sha256: str
    published_fewest: int = 0
    published_most: int = 0

    @property
    def error_percent(self) -> float:
        """Modelled against published."""
        return 100 * (self.modelled_cycles / self.published_cycles - 1)

    @property
    def standard_error_percent(self) -> float:
        """Of the modelled mean, against published."""
        return 100 * self.standard_error / self.published_cycles

    @property
    def published_spread_percent(self) -> float:
        """How far the board's executions lie apart, against their mean."""
        return 100 * (self.published_most - self.published_fewest) / self.published_cycles


class Validation(msgspec.Struct, frozen=True, kw_only=True):
    """A validation: of which model, for which part, against what, with which images.

    `protocol` says how often each image ran; `remarks` what else a reader has to know.
    """

    format: str = _FORMAT
    model: str
    part: str
    published: str
    published_sha256: str
    compilers: tuple[str, ...]
    rows: tuple[ValidationRow, ...]
    protocol: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Absolute errors of a set of rows, in percent; shares are of 1."""

    operations: int
    implementations: int
    mean: float
    median: float
    largest: float
    bias: float
    within_1: float
    within_2: float
    within_5: float


def agreement(rows: Iterable[ValidationRow]) -> Agreement | None:
    """The statistics of rows that are not ruled by rejection sampling; None if there are none."""
    counted = [row for row in rows if not row.rejection_sampled]
    if not counted:
        return None
    errors = [row.error_percent for row in counted]
    sizes = [abs(error) for error in errors]

    def share(limit: float) -> float:
        return sum(size <= limit for size in sizes) / len(sizes)

    return Agreement(
        operations=len(counted),
        implementations=len({(row.scheme, row.implementation) for row in counted}),
        mean=statistics.fmean(sizes),
        median=statistics.median(sizes),
        largest=max(sizes),
        bias=statistics.fmean(errors),
        within_1=share(1),
        within_2=share(2),
        within_5=share(5),
    )


@cache
def _sets() -> tuple[dict[str, str], tuple[str, ...]]:
    place = resources.files("pqeval.targets.cortex_m").joinpath("data/validation_sets.toml")
    data = tomllib.loads(place.read_text(encoding="utf-8"))
    pairs = {pair: name for name, one in data["sets"].items() for pair in one["pairs"]}
    return pairs, tuple(data["rejection_sampled"])


def set_of(scheme: str, implementation: str) -> str:
    """The set that a pair belongs to; `other` if it is in none."""
    return _sets()[0].get(f"{scheme} {implementation}", "other")


def is_rejection_sampled(scheme: str, implementation: str, operation: str) -> bool:
    """Whether restarts rule the cost of this operation."""
    return any(fnmatchcase(f"{scheme} {implementation} {operation}", pattern) for pattern in _sets()[1])


def read_validation(path: Path) -> Validation:
    """Read a record.

    Raises:
        RecordError: it cannot be read, or is not one.
    """
    try:
        return _decoded(path.read_bytes())
    except OSError as error:
        raise RecordError(f"the validation record {path} cannot be read: {error}") from error
    except msgspec.DecodeError as error:
        raise RecordError(f"{path} is not a validation record: {error}") from error


def _decoded(data: bytes) -> Validation:
    found = msgspec.json.decode(data, type=Validation)
    if found.format != _FORMAT:
        raise msgspec.DecodeError(f"its format is {found.format!r}, not {_FORMAT!r}")
    return found


@cache
def released_validation() -> Validation:
    """The record that belongs to this version of the model."""
    place = resources.files("pqeval.targets.cortex_m").joinpath("data/validation.json")
    return _decoded(place.read_bytes())


def held_out(rows: Sequence[ValidationRow]) -> list[ValidationRow]:
    """The rows that no rule or constant was chosen on."""
    return [row for row in rows if row.set in {"held_out_1", "held_out_2"}]
