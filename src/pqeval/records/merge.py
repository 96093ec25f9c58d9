"""From the pieces of a case (one a replicate) to its record."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import msgspec

from pqeval.catalogue.vocabulary import Metric
from pqeval.errors import RecordError
from pqeval.records.record import Conditions, Failed, Measurement, Observation, Piece, Record, Stage

__all__ = ["merge"]

_Replicate = tuple[int, Measurement]


class _Unmergeable(Exception):
    """The samples are unsound or not of one thing; the message says why."""


def merge(pieces: Sequence[Piece]) -> Record:
    """Merge the pieces of one case: samples are joined, and one failure makes the case a failure.

    Replicate numbers go into the column `processes` where there is more than one replicate. Replicates that
    ran another build or under other conditions are a failure too, since their samples are not of one thing.

    Raises:
        RecordError: there is no piece, a replicate is there twice, or the pieces are of different series.
    """
    ordered = _ordered(pieces)
    unmeasured = [piece.record for piece in ordered if not isinstance(piece.record, Measurement)]
    if unmeasured:
        # A failure counts more than that something was left out.
        return next((record for record in unmeasured if isinstance(record, Failed)), unmeasured[0])
    measured = [(piece.replicate, piece.record) for piece in ordered if isinstance(piece.record, Measurement)]
    first = measured[0][1]
    metrics = dict.fromkeys(one.metric for _, record in measured for one in record.observations)
    try:
        _require_one("builds", [record.build for _, record in measured])
        return msgspec.structs.replace(
            first,
            conditions=_conditions([record.conditions for _, record in measured]),
            observations=tuple(_joined(metric, measured) for metric in metrics),
        )
    except _Unmergeable as error:
        return Failed(series=first.series, stage=Stage.MEASURE, error=str(error), build=first.build)


def _ordered(pieces: Sequence[Piece]) -> list[Piece]:
    if not pieces:
        raise RecordError("a case without pieces has no record")
    ordered = sorted(pieces, key=lambda piece: piece.replicate)
    key = ordered[0].record.series.key
    if len({piece.record.series for piece in ordered}) != 1:
        raise RecordError(f"pieces of different series cannot be merged ({key} and others)")
    for one, other in pairwise(ordered):
        if one.replicate == other.replicate:
            raise RecordError(f"{key}: replicate {one.replicate} is there twice")
    return ordered


def _conditions(found: Sequence[Conditions]) -> Conditions:
    """The common conditions; call overheads were measured in each process, notes may differ."""
    overheads = [one.call_overhead_ns for one in found if one.call_overhead_ns is not None]
    notes = tuple(dict.fromkeys(note for one in found for note in one.notes))
    for field in Conditions.__struct_fields__:
        if field not in ("call_overhead_ns", "notes"):
            _require_one(f"conditions ({field})", [str(getattr(one, field)) for one in found])
    return msgspec.structs.replace(
        found[0], call_overhead_ns=median(overheads) if overheads else None, notes=notes
    )


def _joined(metric: Metric, measured: Sequence[_Replicate]) -> Observation:
    recorded = [
        (replicate, one) for replicate, record in measured if (one := record.observation(metric)) is not None
    ]
    # With fewer seeds than replicates some replicates have nothing to run.
    found = [(replicate, one) for replicate, one in recorded if one.values] or recorded
    for _, one in found:
        if flaw := one.flaw():
            raise _Unmergeable(f"the target's samples of {metric} are unusable: {flaw}")
    first = found[0][1]
    if len(measured) == 1:
        return first
    _require_one(f"instruments for {metric}", [f"{one.instrument} ({one.kind})" for _, one in found])
    _require_one(f"seeds for {metric}", ["listed" if one.seeds else "not listed" for _, one in found])
    counted = any(one.operations for _, one in found)
    tagged = any(one.tags for _, one in found)
    return msgspec.structs.replace(
        first,
        values=tuple(value for _, one in found for value in one.values),
        operations=tuple(n for _, one in found for n in _column(one, one.operations, 1)) if counted else (),
        processes=tuple(replicate for replicate, one in found for _ in one.values),
        tags=tuple(tag for _, one in found for tag in _column(one, one.tags, 0)) if tagged else (),
        seeds=tuple(seed for _, one in found for seed in one.seeds),
    )


def _column(one: Observation, column: tuple[int, ...], default: int) -> tuple[int, ...]:
    return column or (default,) * len(one.values)


def _require_one(what: str, values: Sequence[str]) -> None:
    different = dict.fromkeys(values)
    if len(different) > 1:
        raise _Unmergeable(f"the replicates have different {what}: {', '.join(different)}")
