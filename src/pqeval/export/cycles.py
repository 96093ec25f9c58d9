"""T04: cycles per operation, columns by platform, and the spread behind every figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pqeval.analysis.intervals import percentile
from pqeval.catalogue import UNITS, Confidence, CostClass, Kind, Metric, Role, Scheme
from pqeval.export.figures import figure_columns, leading_metric, model_note, row_columns
from pqeval.export.material import SHORT_ID, Material, Platform
from pqeval.export.rows import Case, case_heads, cases, schemes_of
from pqeval.export.sections import grouped, is_grey, name_cell
from pqeval.export.table import Cell, Column, Export, Number, Row, Table
from pqeval.export.text import Text, say
from pqeval.guideline.quantity import Quantity
from pqeval.records import Measurement, Observation

__all__ = ["ENOUGH_SIGNATURES", "make"]

ENOUGH_SIGNATURES: Final = 1000
"""Fewer runs than this say little about the tail of a rejection-sampled operation."""

_ROLES: Final = (Role.KEM, Role.SIGNATURE, Role.STATEFUL_SIGNATURE)
_SPREAD: Final = (("p50", 50), ("p95", 95), ("p99", 99))


def make(material: Material) -> Export:
    """Figures of every KEM and signature that was measured, then the distribution on each platform."""
    schemes = schemes_of(material, *_ROLES)
    tables = [_table(role, [one for one in schemes if one.role == role], material) for role in _ROLES]
    tables += [_spread(platform, schemes, material) for platform in material.platforms]
    return Export(
        id="T04",
        title=say("t04"),
        tables=tuple(table for table in tables if table.groups),
        notes=(say("t04_conditions"),),
    )


def _table(role: Role, schemes: Sequence[Scheme], material: Material) -> Table:
    baseline = material.baseline(Role.KEM if role == Role.KEM else Role.SIGNATURE)
    shown = [
        one
        for platform in material.platforms
        if any(platform.of(scheme.id) for scheme in schemes)
        for one in figure_columns(platform, baseline)
    ]

    def rows(scheme: Scheme) -> list[Row]:
        return [
            Row(
                key=case.key,
                cells=(name_cell(scheme), *case_heads(case), *(one.cell(case) for one in shown)),
                grey=is_grey(scheme),
            )
            for case in cases(material, scheme)
        ]

    return Table(
        id=f"T04-{role.replace('_', '-')}",
        title=say(f"t04_{role}"),
        columns=(*row_columns(), *(one.column for one in shown)),
        groups=grouped(schemes, rows),
        notes=tuple(_notes(material)),
    )


def _notes(material: Material) -> Iterable[Text]:
    for platform in material.platforms:
        yield from model_note(platform)
    if any(platform.is_host for platform in material.platforms):
        yield say("t04_time")


def _spread(platform: Platform, schemes: Sequence[Scheme], material: Material) -> Table:
    metric = leading_metric(platform)
    unvalidated = metric == Metric.MODELLED_CYCLES and platform.is_unvalidated

    def rows(scheme: Scheme) -> list[Row]:
        return [
            Row(
                key=case.key,
                cells=(name_cell(scheme), *case_heads(case), *_distribution(one, observation, platform)),
                grey=is_grey(scheme),
            )
            for case in cases(material, scheme)
            if (one := case.on(platform)) is not None and (observation := one.observation(metric)) is not None
        ]

    groups = grouped(schemes, rows)
    short = [
        one
        for scheme in schemes
        for case in cases(material, scheme)
        if (one := case.on(platform)) is not None and _is_short(case, one, metric)
    ]
    notes = [say("t04_spread_note"), *model_note(platform)]
    if short:
        notes.append(say("t04_few", enough=ENOUGH_SIGNATURES))
    return Table(
        id=f"T04-spread-{platform.key}",
        title=say("t04_spread", platform=platform.title),
        columns=(*row_columns(), *_spread_columns(metric, unvalidated=unvalidated)),
        groups=groups,
        notes=tuple(notes),
    )


def _is_short(case: Case, one: Measurement, metric: Metric) -> bool:
    observation = one.observation(metric)
    stochastic = case.scheme.cost_class(case.operation) == CostClass.STOCHASTIC
    return stochastic and observation is not None and len(observation.values) < ENOUGH_SIGNATURES


def _spread_columns(metric: Metric, *, unvalidated: bool) -> tuple[Column, ...]:
    unit = say("unit_us" if metric == Metric.TIME_NS else "unit_thousand" if unvalidated else "unit_kcycles")
    names = ("mean", "p50", "p95", "p99", "minimum", "maximum", "iqr")
    return (
        *(Column(key=name, head=say(name), unit=unit, numeric=True, scale=1e3, digits=3) for name in names),
        Column(key="n", head=say("samples"), unit=say("unit_runs"), numeric=True),
    )


def _distribution(one: Measurement, observation: Observation, platform: Platform) -> tuple[Cell, ...]:
    counts = observation.operations or (1,) * len(observation.values)
    values = [value / count for value, count in zip(observation.values, counts, strict=True)]
    quartiles = percentile(values, 25), percentile(values, 75)
    figures = [
        sum(values) / len(values),
        *(percentile(values, share) for _, share in _SPREAD),
        min(values),
        max(values),
        quartiles[1] - quartiles[0],
    ]

    def cell(value: float, unit: str) -> Number:
        return Number(
            Quantity(
                value=value,
                unit=unit,
                kind=observation.kind,
                source=f"run {platform.run.id[:SHORT_ID]}, {one.series.key}, build {one.build[:SHORT_ID]}",
                confidence=Confidence.CONFIRMED,
                n=len(values),
                mark=observation.mark,
            )
        )

    samples = Number(_count(len(values), one, platform))
    return (*(cell(value, UNITS[observation.metric]) for value in figures), samples)


def _count(count: int, one: Measurement, platform: Platform) -> Quantity:
    """How many samples a figure rests on, as a number that was counted."""
    return Quantity(
        value=count,
        unit="samples",
        kind=Kind.COUNTED,
        source=f"run {platform.run.id[:SHORT_ID]}, {one.series.key}",
        confidence=Confidence.CONFIRMED,
    )
