"""One row a scheme and target: every operation's figures, the ratios to the role's baseline, and the fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pqeval.analysis.estimate import Estimate, estimates
from pqeval.analysis.fit import Fit, fit
from pqeval.catalogue import Boundary, Catalogue, Metric, Operation, Role, Scheme
from pqeval.records import Evidence, Failed, Measurement, Run, Skipped

__all__ = ["BASELINES", "Figure", "FigureKey", "Summary", "summaries"]

BASELINES: Final[Mapping[Role, str]] = {
    Role.KEM: "x25519",
    Role.SIGNATURE: "ecdsa_p_256",
    Role.AEAD: "aes_128_gcm",
    Role.HASH: "sha_256",
    Role.BLOCK_CIPHER: "aes_128",
    Role.STREAM_CIPHER: "aes_128_ctr",
    Role.MAC: "aes_128_cmac",
    Role.HANDSHAKE: "tls_1_3_x25519_ecdsa_p_256",
}
"""The scheme (by identifier) to which a role's figures are set in relation."""


@dataclass(frozen=True, slots=True)
class FigureKey:
    """Which figure of a summary: an operation at one length, and a metric."""

    operation: Operation
    metric: Metric
    message_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate, and its ratio to the baseline if there is one of the same kind and boundary."""

    estimate: Estimate
    ratio: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything that a run says about one implementation of a scheme on one target.

    `fit` is there where the target has a part to be judged against. Cases that were not measured stand in
    `skipped` and `failed`, so that nothing is dropped in silence.
    """

    scheme: Scheme
    provider: str
    variant: str
    target: str
    boundary: Boundary | None
    figures: Mapping[FigureKey, Figure]
    measurements: tuple[Measurement, ...]
    skipped: tuple[Skipped, ...]
    failed: tuple[Failed, ...]
    fit: Fit | None = None

    def figure(self, operation: Operation, metric: Metric, message_bytes: int | None = None) -> Figure | None:
        """The figure, or None if there is none; without a length, that of the shortest message."""
        found = [
            (key.message_bytes or 0, figure)
            for key, figure in self.figures.items()
            if key.operation == operation
            and key.metric == metric
            and message_bytes in (None, key.message_bytes)
        ]
        return min(found, key=lambda pair: pair[0])[1] if found else None


def summaries(run: Run, catalogue: Catalogue) -> tuple[Summary, ...]:
    """Summarise a run, in the order of its records.

    Raises:
        CatalogueError: the run has a scheme that the catalogue does not know.
    """
    groups: dict[tuple[str, str, str, str], list[Measurement | Skipped | Failed]] = {}
    for record in run.records:
        if isinstance(record, Evidence):
            continue
        series = record.series
        groups.setdefault((series.scheme, series.provider, series.variant, series.target), []).append(record)
    parts = {target.name: target.part for target in run.targets}
    baselines = _baselines(run)
    rows = []
    for (scheme_id, provider, variant, target), records in groups.items():
        scheme = catalogue.scheme(scheme_id)
        measured = tuple(record for record in records if isinstance(record, Measurement))
        part = parts.get(target)
        rows.append(
            Summary(
                scheme=scheme,
                provider=provider,
                variant=variant,
                target=target,
                boundary=measured[0].conditions.boundary if measured else None,
                figures=_figures(measured, scheme.role, baselines),
                measurements=measured,
                skipped=tuple(record for record in records if isinstance(record, Skipped)),
                failed=tuple(record for record in records if isinstance(record, Failed)),
                fit=fit(measured, part) if measured and part else None,
            )
        )
    return tuple(rows)


_BaselineKey = tuple[str, str, Boundary, FigureKey]


def _baselines(run: Run) -> dict[_BaselineKey, Estimate]:
    """Estimates of the baseline schemes; of several implementations of one, the fastest."""
    found: dict[_BaselineKey, Estimate] = {}
    wanted = set(BASELINES.values())
    for measurement in run.records:
        if isinstance(measurement, Measurement) and measurement.series.scheme in wanted:
            for key, one in _keyed(measurement):
                place = (
                    measurement.series.scheme,
                    measurement.series.target,
                    measurement.conditions.boundary,
                    key,
                )
                if place not in found or one.value < found[place].value:
                    found[place] = one
    return found


def _figures(
    measured: Iterable[Measurement], role: Role, baselines: Mapping[_BaselineKey, Estimate]
) -> dict[FigureKey, Figure]:
    figures = {}
    for measurement in measured:
        for key, one in _keyed(measurement):
            place = (BASELINES.get(role, ""), measurement.series.target, measurement.conditions.boundary, key)
            figures[key] = Figure(one, _ratio(one, baselines.get(place)))
    return figures


def _ratio(one: Estimate, baseline: Estimate | None) -> float | None:
    if baseline is None or baseline.kind != one.kind or not baseline.value:
        return None
    return one.value / baseline.value


def _keyed(measurement: Measurement) -> list[tuple[FigureKey, Estimate]]:
    series = measurement.series
    return [
        (FigureKey(series.operation, metric, series.message_bytes), one)
        for metric, one in estimates(measurement).items()
    ]
