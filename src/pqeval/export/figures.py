"""The columns that a platform adds to a table of operations: each metric under its own head, never mixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from pqeval.analysis.estimate import Estimate, estimates
from pqeval.catalogue import Boundary, Mark, Metric, Scheme
from pqeval.export.material import Platform, number, ratio
from pqeval.export.rows import Case
from pqeval.export.table import Absent, Cell, Column, Number
from pqeval.export.text import Text, say

__all__ = ["Shown", "figure_columns", "figure_unit", "leading_metric", "model_note", "row_columns"]

_THOUSAND: Final = 1e3
_PARTS_PER_MILLION_IN_PERCENT: Final = 1e4
_THREE: Final = 3


@dataclass(frozen=True)
class Shown:
    """A column, and how a row fills it."""

    column: Column
    cell: Callable[[Case], Cell]


def figure_columns(platform: Platform, baseline: Scheme | None) -> list[Shown]:
    """Columns of one platform: its leading figure with the ratio to a baseline, then what is counted.

    Cycles of a model that was compared with silicon, counts by a table that never was, measured cycles and
    time each have a column of their own.
    """
    metrics = platform.metrics
    shown = []
    for metric in (Metric.CYCLES, Metric.TIME_NS, Metric.MODELLED_CYCLES):
        if metric in metrics:
            shown.append(_metric(platform, metric))
            compared = baseline is not None and any(one.measurements for one in platform.of(baseline.id))
            if baseline is not None and compared and metric == leading_metric(platform):
                shown.append(_ratio(platform, metric, baseline))
    if Metric.INSTRUCTIONS in metrics:
        shown.append(_metric(platform, Metric.INSTRUCTIONS))
    if Metric.HASHING_SHARE in metrics:
        shown.append(_metric(platform, Metric.HASHING_SHARE))
    return shown


def leading_metric(platform: Platform) -> Metric:
    """What a platform is compared by: measured cycles, else time, else modelled cycles."""
    for metric in (Metric.CYCLES, Metric.TIME_NS, Metric.MODELLED_CYCLES):
        if metric in platform.metrics:
            return metric
    return Metric.INSTRUCTIONS


def figure_unit(platform: Platform) -> Text:
    """The unit in which a platform's leading figure is printed, divided by a thousand."""
    metric = leading_metric(platform)
    if metric == Metric.TIME_NS:
        return say("unit_us")
    unvalidated = metric == Metric.MODELLED_CYCLES and platform.is_unvalidated
    return say("unit_thousand" if unvalidated else "unit_kcycles")


def model_note(platform: Platform) -> Iterable[Text]:
    """The stated error of a platform's timing model, or that it has none."""
    model = platform.target.model
    if model is None:
        return
    values = {"platform": platform.title, "model": model.id}
    match model.mark:
        case Mark.NONE:
            yield say(
                "model_validated", **values, mean=model.mean_error_percent, largest=model.max_error_percent
            )
        case Mark.UNVALIDATED:
            yield say("model_unvalidated", **values)
        case Mark.ESTIMATE:
            yield say("model_estimate", **values)


def _metric(platform: Platform, metric: Metric) -> Shown:
    def cell(case: Case) -> Cell:
        measurement = case.on(platform)
        found = estimates(measurement).get(metric) if measurement else None
        if measurement is None:
            return Absent(gap=platform.gap(case.scheme.id, case.operation))
        return Absent() if found is None else number(found, measurement, platform.run)

    return Shown(_column(platform, metric), cell)


def _column(platform: Platform, metric: Metric) -> Column:
    name, unit, scale = _HEADS[metric]
    if metric == Metric.MODELLED_CYCLES and not platform.is_validated:
        model = platform.target.model
        estimate = model is not None and model.mark == Mark.ESTIMATE
        name, unit = ("estimated_cycles", "unit_kcycles") if estimate else ("table_count", "unit_thousand")
    return Column(
        key=f"{metric}@{platform.key}",
        head=say(name),
        unit=say(unit),
        numeric=True,
        scale=scale,
        digits=2 if name == "estimated_cycles" else _THREE,
        group=platform.title,
    )


_HEADS: Final = {
    Metric.CYCLES: ("measured_cycles", "unit_kcycles", _THOUSAND),
    Metric.TIME_NS: ("time", "unit_us", _THOUSAND),
    Metric.MODELLED_CYCLES: ("modelled_cycles", "unit_kcycles", _THOUSAND),
    Metric.INSTRUCTIONS: ("instructions", "unit_thousand", _THOUSAND),
    Metric.HASHING_SHARE: ("hashing_share", "unit_percent", _PARTS_PER_MILLION_IN_PERCENT),
}


def _ratio(platform: Platform, metric: Metric, baseline: Scheme) -> Shown:
    others: dict[tuple[str, int | None, Boundary], Estimate] = {}
    for summary in platform.of(baseline.id):
        for one in summary.measurements:
            found = estimates(one).get(metric)
            key = (one.series.operation, one.series.message_bytes, one.conditions.boundary)
            if found is not None and (key not in others or found.value < others[key].value):
                others[key] = found

    def cell(case: Case) -> Cell:
        measurement = case.on(platform)
        found = estimates(measurement).get(metric) if measurement else None
        if measurement is None or found is None or case.scheme.id == baseline.id:
            return Absent()
        key = (case.operation, case.message_bytes, measurement.conditions.boundary)
        made: Number | None = ratio(found, others.get(key), baseline.name)
        return made or Absent()

    column = Column(
        key=f"ratio@{platform.key}",
        head=say("ratio", baseline=baseline.name),
        unit=say("unit_times"),
        numeric=True,
        digits=2,
        group=platform.title,
    )
    return Shown(column, cell)


def row_columns(*, length: bool = True) -> tuple[Column, ...]:
    """The columns before a platform's: scheme, implementation, operation, message length."""
    columns = [
        Column(key="scheme", head=say("scheme")),
        Column(key="implementation", head=say("implementation")),
        Column(key="operation", head=say("operation")),
    ]
    if length:
        columns.append(Column(key="message_bytes", head=say("message"), unit=say("unit_bytes")))
    return tuple(columns)
