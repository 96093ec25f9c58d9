"""Schemes, runs and comparisons as tables of plain values; how they look is the caller's business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pqeval.analysis.compare import Comparison, Row
from pqeval.analysis.estimate import Estimate, Method, estimates
from pqeval.catalogue import Catalogue, Role, Scheme, Sizes
from pqeval.records import Failed, Measurement, Record, Run, Skipped

__all__ = ["Cell", "Table", "comparison_table", "run_table", "scheme_facts", "scheme_table"]

Cell: TypeAlias = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """Column heads, rows of as many cells (None: does not apply), and what must be said below."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def scheme_table(schemes: Iterable[Scheme]) -> Table:
    """One row a scheme: what it is, how long its encodings are in bytes, and where it stands."""
    head = (
        "scheme",
        "role",
        "category",
        "security_bits",
        "public_key_bytes",
        "secret_key_bytes",
        "ciphertext_or_signature_bytes",
        "status",
        "security_flag",
        "confidence",
    )
    rows = tuple(
        (
            one.name,
            str(one.role),
            one.nist_category,
            one.security_bits,
            one.sizes.public_key_bytes,
            one.sizes.secret_key_bytes,
            one.sizes.signature_bytes if one.role == Role.SIGNATURE else one.sizes.ciphertext_bytes,
            str(one.status),
            str(one.security_flag),
            str(one.confidence),
        )
        for one in schemes
    )
    return Table(head, rows)


def scheme_facts(scheme: Scheme) -> Table:
    """Every fact about one scheme, one a row; what is not known or does not apply is left out."""
    return Table(("fact", "value"), tuple(_facts(scheme)))


def run_table(run: Run, catalogue: Catalogue) -> Table:
    """One row an estimate, and one for each case that was left out or failed, in the order of the run."""
    head = (
        "scheme",
        "provider",
        "variant",
        "operation",
        "message_bytes",
        "target",
        "metric",
        "value",
        "low",
        "high",
        "unit",
        "kind",
        "how",
        "samples",
        "remark",
    )
    rows = [row for record in run.records for row in _record_rows(record, catalogue)]
    models = [
        f"{target.name}: {target.model.id}, mean error {target.model.mean_error_percent} %, "
        f"largest {target.model.max_error_percent} % against {target.model.validated_against}"
        for target in run.targets
        if target.model
    ]
    unavailable = [f"{target.name}: {target.unavailable}" for target in run.targets if target.unavailable]
    return Table(head, tuple(rows), (*models, *unavailable))


def comparison_table(comparison: Comparison, *, only_changes: bool = False) -> Table:
    """One row a series and metric. With `only_changes`, figures that are equal or not judged are left out."""
    head = ("series", "metric", "base", "new", "unit", "change_percent", "verdict", "limit", "remark")
    rows = tuple(
        _comparison_row(row)
        for row in comparison.rows
        if not only_changes or row.verdict not in ("equivalent", "not judged")
    )
    counted: dict[str, int] = {}
    for row in comparison.rows:
        counted[row.verdict] = counted.get(row.verdict, 0) + 1
    notes = [", ".join(f"{count} {verdict}" for verdict, count in counted.items()) or "nothing to compare"]
    notes += [f"condition differs: {difference}" for difference in comparison.conditions]
    notes += [f"host differs: {difference}" for difference in comparison.host]
    notes += [f"not judged by a limit: {sentence}" for sentence in comparison.unanswered]
    return Table(head, rows, tuple(notes))


def _facts(scheme: Scheme) -> Iterator[tuple[Cell, ...]]:
    for name in Scheme.__struct_fields__:
        value = getattr(scheme, name)
        if isinstance(value, Sizes):
            lengths = ((field, getattr(value, field)) for field in Sizes.__struct_fields__)
            yield from (one for one in lengths if one[1] is not None)
        elif isinstance(value, tuple):
            yield (name, ", ".join(value) or "none")
        elif value is not None and value != "":
            yield (name, value if isinstance(value, int) else str(value))


def _record_rows(record: Record, catalogue: Catalogue) -> Iterator[tuple[Cell, ...]]:
    series = record.series
    known = catalogue.by_id.get(series.scheme)
    what: tuple[Cell, ...] = (
        known.name if known else series.scheme,
        series.provider,
        series.variant,
        str(series.operation),
        series.message_bytes,
        series.target,
    )
    nothing: tuple[Cell, ...] = (None,) * 8
    match record:
        case Measurement():
            for one in estimates(record).values():
                yield (*what, *_estimate_cells(one))
        case Skipped(reason=reason):
            yield (*what, *nothing, f"skipped: {reason}")
        case Failed(stage=stage, error=error):
            yield (*what, *nothing, f"failed ({stage}): {error}")


def _estimate_cells(one: Estimate) -> tuple[Cell, ...]:
    certain = one.method in (Method.EXACT, Method.MAXIMUM) and one.low == one.high
    spread = (None, None) if certain else (_plain(one.low), _plain(one.high))
    remarks = []
    if one.clean_fraction < 1:
        share = f"{100 * one.clean_fraction:.0f} % of samples undisturbed"
        remarks.append(f"{share}, with all {_plain(one.all_value)}")
    if one.distribution:
        of = one.distribution
        remarks.append(f"over seeds: median {_plain(of.p50)}, p95 {_plain(of.p95)}, p99 {_plain(of.p99)}")
    return (
        str(one.metric),
        _plain(one.value),
        *spread,
        one.unit,
        str(one.kind),
        str(one.method),
        one.samples,
        "; ".join(remarks),
    )


def _comparison_row(row: Row) -> tuple[Cell, ...]:
    remarks = [row.reason] if row.reason else []
    if row.verdict == "not judged":
        remarks = [f"{_interval(one)} {name}" for name, one in (("base", row.base), ("new", row.new)) if one]
    return (
        row.series.key,
        str(row.metric) if row.metric else None,
        _plain(row.base.value) if row.base else None,
        _plain(row.new.value) if row.new else None,
        row.base.unit if row.base else None,
        None if row.change is None else round(100 * row.change, 3),
        str(row.verdict),
        ", ".join(f"{limit} {'exceeded' if limit in row.exceeded else 'kept'}" for limit in _judged(row)),
        "; ".join(remarks),
    )


def _judged(row: Row) -> tuple[object, ...]:
    return row.limits if row.verdict in ("regressed", "improved", "equivalent") else ()


def _interval(one: Estimate) -> str:
    level = f"{one.level:.0f} %, {one.method}"
    return f"{_plain(one.low)} to {_plain(one.high)} ({level})"


def _plain(value: float) -> int | float:
    """Whole numbers as such, others with as many digits as a reader can use."""
    rounded = value if value == int(value) else float(f"{value:.6g}")
    return int(rounded) if rounded == int(rounded) else rounded
