"""From the pieces of a case (one a replicate) to its record."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pqeval.catalogue.vocabulary import Metric
from pqeval.errors import RecordError
from pqeval.records.record import Failed, Measurement, Observation, Piece, Record, Stage

__all__ = ["merge"]


def merge(pieces: Sequence[Piece]) -> Record:
    """Merge the pieces of one case: samples are joined, and one failure makes the case a failure.

    Replicate numbers go into the column `processes` where there is more than one replicate.

    Raises:
        RecordError: there is no piece, or the pieces are of different series.
    """
    if not pieces:
        raise RecordError("a case without pieces has no record")
    ordered = sorted(pieces, key=lambda piece: piece.replicate)
    records = [piece.record for piece in ordered]
    if len({record.series for record in records}) != 1:
        raise RecordError("pieces of different series cannot be merged")
    for record in records:
        if not isinstance(record, Measurement):
            return record
    measured = [(piece.replicate, piece.record) for piece in ordered if isinstance(piece.record, Measurement)]
    first = measured[0][1]
    builds = sorted({record.build for _, record in measured})
    if len(builds) > 1:
        error = f"the replicates ran different builds: {', '.join(builds)}"
        return Failed(series=first.series, stage=Stage.MEASURE, error=error)
    metrics = dict.fromkeys(one.metric for _, record in measured for one in record.observations)
    joined = tuple(_join(metric, measured) for metric in metrics)
    return msgspec.structs.replace(first, observations=joined)


def _join(metric: Metric, measured: Sequence[tuple[int, Measurement]]) -> Observation:
    found = [
        (replicate, one) for replicate, record in measured if (one := record.observation(metric)) is not None
    ]
    first = found[0][1]
    if len(measured) == 1 and len(found) == 1:
        return first
    return msgspec.structs.replace(
        first,
        values=tuple(value for _, one in found for value in one.values),
        operations=tuple(count for _, one in found for count in one.operations),
        processes=tuple(replicate for replicate, one in found for _ in one.values),
        tags=tuple(tag for _, one in found for tag in one.tags),
        seeds=tuple(seed for _, one in found for seed in one.seeds),
    )
