"""F08: how signing time is distributed from run to run, sample by sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pqeval.analysis.intervals import percentile
from pqeval.catalogue import Boundary, Confidence, Kind, Operation, Role, Scheme
from pqeval.export.cycles import ENOUGH_SIGNATURES
from pqeval.export.drawing import SHADES, drawn, grouped_ticks, shown_of
from pqeval.export.figures import figure_unit, leading_metric, model_note
from pqeval.export.material import SHORT_ID, Material, Platform
from pqeval.export.sections import grouped, is_grey, name_cell
from pqeval.export.table import Cell, Column, Export, Number, Row, Table
from pqeval.export.text import Language, say
from pqeval.guideline.quantity import Quantity
from pqeval.records import Measurement, Observation
from pqeval.report.chart_style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["make"]

_FEWEST: Final = 5
_MOST: Final = 14
"""Bodies a panel; figures are to fit a page."""
_KILO: Final = 1000.0
_SHARES: Final = (
    ("minimum", 0),
    ("p25", 25),
    ("p50", 50),
    ("p75", 75),
    ("p95", 95),
    ("p99", 99),
    ("maximum", 100),
)


@dataclass(frozen=True)
class _Samples:
    scheme: Scheme
    measurement: Measurement
    observation: Observation

    @property
    def values(self) -> list[float]:
        """Samples of one operation each."""
        one = self.observation
        counts = one.operations or (1,) * len(one.values)
        return [value / count for value, count in zip(one.values, counts, strict=True)]


def make(material: Material) -> Export:
    """A panel a platform: every signature scheme with enough samples of the shortest message."""
    found = {platform.key: _samples(platform, material) for platform in material.platforms}
    shown = [platform for platform in material.platforms if found[platform.key]]
    bodies = {platform.key: _with_room(found[platform.key]) for platform in shown}
    lines = sum(len(bodies[platform.key]) for platform in shown)

    def plot(figure: Figure, language: Language) -> None:
        heights = [len(bodies[platform.key]) + 2.0 for platform in shown]
        panels = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights)[:, 0]
        for axes, platform in zip(panels, shown, strict=True):
            _panel(axes, bodies[platform.key])
            axes.set_title(platform.short.to(language), loc="left", fontsize=8.5)
            axes.set_xlabel(say("axis", name=say("f08_axis"), unit=figure_unit(platform)).to(language))

    return Export(
        id="F08",
        title=say("f08"),
        tables=tuple(_table(platform, found[platform.key], material) for platform in shown),
        draw=drawn(say("f08"), say("f08_alt"), 0.4 + 0.8 * len(shown) + 0.36 * lines, plot)
        if shown
        else None,
    )


def _with_room(found: Sequence[_Samples]) -> list[_Samples]:
    room = shown_of([one.scheme for one in found], _MOST)
    return [one for one in found if one.scheme.id in room]


def _samples(platform: Platform, material: Material) -> list[_Samples]:
    metric = leading_metric(platform)
    found = []
    for scheme in material.catalogue.schemes:
        for summary in platform.of(scheme.id) if scheme.role == Role.SIGNATURE else ():
            if platform.is_host and summary.boundary != Boundary.C:
                continue
            signed = [one for one in summary.measurements if one.series.operation == Operation.SIGN]
            if not signed:
                continue
            shortest = min(signed, key=lambda one: one.series.message_bytes or 0)
            observation = shortest.observation(metric)
            if observation is not None and len(observation.values) >= _FEWEST:
                found.append(_Samples(scheme, shortest, observation))
                break
    return found


def _table(platform: Platform, found: Sequence[_Samples], material: Material) -> Table:
    by_scheme = {one.scheme.id: one for one in found}
    unit = figure_unit(platform)

    def rows(scheme: Scheme) -> list[Row]:
        one = by_scheme.get(scheme.id)
        if one is None:
            return []
        cells: tuple[Cell, ...] = (name_cell(scheme), *_cells(one, platform))
        return [Row(key=scheme.id, cells=cells, grey=is_grey(scheme))]

    columns = [Column(key="scheme", head=say("scheme"))]
    columns += [
        Column(key=name, head=say(name), unit=unit, numeric=True, scale=_KILO, digits=3)
        for name, _ in _SHARES
    ]
    return Table(
        id=f"F08-{platform.key}",
        title=say("f08_table", platform=platform.title),
        columns=(*columns, Column(key="n", head=say("samples"), unit=say("unit_runs"), numeric=True)),
        groups=grouped(material.catalogue.schemes, rows),
        notes=(say("f08_note", enough=ENOUGH_SIGNATURES), say("figure_room"), *model_note(platform)),
    )


def _cells(one: _Samples, platform: Platform) -> list[Cell]:
    source = f"run {platform.run.id[:SHORT_ID]}, {one.measurement.series.key}"

    def quantity(value: float, unit: str, kind: Kind) -> Number:
        return Number(
            Quantity(
                value=value,
                unit=unit,
                kind=kind,
                source=source,
                confidence=Confidence.CONFIRMED,
                n=len(one.observation.values),
                mark=one.observation.mark,
            )
        )

    unit = "ns" if one.observation.metric == "time_ns" else "cycles"
    values = sorted(one.values)
    cells: list[Cell] = [
        quantity(percentile(values, share) if share else values[0], unit, one.observation.kind)
        for _, share in _SHARES
    ]
    return [*cells, quantity(len(values), "samples", Kind.COUNTED)]


def _panel(axes: Axes, found: Sequence[_Samples]) -> None:
    axes.set_xscale("log")
    for line, one in enumerate(found):
        values = [value / _KILO for value in one.values]
        if len(set(values)) > 1:
            body: Any = axes.violinplot(
                [values], positions=[line], orientation="horizontal", widths=0.8, showextrema=False
            )
            for part in body["bodies"]:
                part.set_facecolor(SHADES[4])
                part.set_edgecolor(INK)
                part.set_alpha(0.55)
                part.set_linewidth(0.6)
        axes.plot(values, [line] * len(values), linestyle="", marker="|", markersize=4, color=INK, alpha=0.35)
        axes.plot([percentile(values, 50)], [line], marker="o", markersize=4, color=INK)
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.set_yticks(range(len(found)), [one.scheme.name for one in found])
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    grouped_ticks(axes.xaxis, logarithmic=True)
