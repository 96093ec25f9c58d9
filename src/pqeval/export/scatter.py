"""F01: size against speed, on each platform; what no other scheme beats in both is filled and joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pqeval.analysis.estimate import Estimate, estimates
from pqeval.analysis.pareto import pareto_front
from pqeval.catalogue import Boundary, Confidence, Metric, Operation, Role, Scheme
from pqeval.export.drawing import drawn
from pqeval.export.figures import figure_unit, leading_metric, model_note
from pqeval.export.material import SHORT_ID, Material, Platform
from pqeval.export.sections import grouped, is_grey, name_cell, section_of
from pqeval.export.sizes import wire_quantity
from pqeval.export.table import Cell, Column, Export, Number, Row, Table, Words
from pqeval.export.text import Language, plain, say
from pqeval.guideline.quantity import Quantity, derived
from pqeval.records import Measurement
from pqeval.report.chart_parts import Point, dot, hardness_legend, label_points, plain_ticks, short_ticks
from pqeval.report.chart_style import INK
from pqeval.report.words import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["make"]

_SIDES: Final = {
    Role.KEM: (Operation.ENCAPS, Operation.DECAPS),
    Role.SIGNATURE: (Operation.SIGN, Operation.VERIFY),
}
_KILO: Final = 1000.0
_MOST_NAMES: Final = 20
_FAR: Final = 100.0
"""Sizes that lie further apart are told by their decades alone."""


@dataclass(frozen=True)
class _Dot:
    platform: Platform
    point: Point
    size: Quantity
    cost: Quantity
    front: bool = False


def make(material: Material) -> Export:
    """One row of panels a platform: KEMs and signatures."""
    dots = {platform.key: _dots(platform, material) for platform in material.platforms}
    shown = [platform for platform in material.platforms if dots[platform.key]]
    tables = tuple(_table(platform, dots[platform.key], material) for platform in shown)
    front = [one.point.scheme.name for platform in shown[:1] for one in dots[platform.key] if one.front]
    title = say("f01_title", count=len(front), names=", ".join(front))

    def plot(figure: Figure, language: Language) -> None:
        _plot(figure, language, shown, dots)

    return Export(
        id="F01",
        title=say("f01"),
        tables=tables,
        draw=drawn(title, say("f01_alt"), 0.6 + 3.4 * len(shown), plot) if shown else None,
    )


def _dots(platform: Platform, material: Material) -> list[_Dot]:
    found = []
    for scheme in material.catalogue.schemes:
        size = wire_quantity(scheme)
        cost = _both_sides(platform, scheme)
        if size is not None and cost is not None:
            scale = cost.value / _KILO if cost.unit == "ns" else cost.value
            found.append(_Dot(platform, Point(scheme, size.value, scale), size, cost))
    for role in _SIDES:
        sound = [one for one in found if one.point.scheme.role == role and not is_grey(one.point.scheme)]
        places = pareto_front([(one.point.x, one.point.y) for one in sound])
        front = {sound[place].point.scheme.id for place in places}
        found = [replace(one, front=True) if one.point.scheme.id in front else one for one in found]
    return found


def _both_sides(platform: Platform, scheme: Scheme) -> Quantity | None:
    """What both sides spend together: of the first implementation that has both operations."""
    for summary in platform.of(scheme.id) if scheme.role in _SIDES else ():
        if platform.is_host and summary.boundary != Boundary.C:
            continue
        found = [_shortest(summary.measurements, one, platform) for one in _SIDES[scheme.role]]
        parts = [pair for pair in found if pair is not None]
        if len(parts) == len(found):
            inputs = [_of_run(platform, *pair) for pair in parts]
            formula = " + ".join(_SIDES[scheme.role])
            return derived(sum(one.value for one in inputs), inputs[0].unit, formula, inputs)
    return None


def _shortest(
    measurements: Sequence[Measurement], operation: Operation, platform: Platform
) -> tuple[Estimate, Measurement] | None:
    metric = leading_metric(platform)
    found = [
        (one.series.message_bytes or 0, number, estimate, one)
        for number, one in enumerate(measurements)
        if one.series.operation == operation and (estimate := estimates(one).get(metric)) is not None
    ]
    return min(found)[2:] if found else None


def _of_run(platform: Platform, one: Estimate, measurement: Measurement) -> Quantity:
    return Quantity(
        value=one.value,
        unit=one.unit,
        kind=one.kind,
        source=f"run {platform.run.id[:SHORT_ID]}, {measurement.series.key}",
        confidence=Confidence.CONFIRMED,
        n=one.samples,
        mark=one.mark,
    )


def _table(platform: Platform, dots: Sequence[_Dot], material: Material) -> Table:
    by_scheme = {one.point.scheme.id: one for one in dots}

    def rows(scheme: Scheme) -> list[Row]:
        one = by_scheme.get(scheme.id)
        if one is None:
            return []
        cells: tuple[Cell, ...] = (
            name_cell(scheme),
            Words(plain(scheme.nist_category or "–")),
            Number(one.size),
            Number(one.cost),
            Words(say("on_front" if one.front else "behind_front"), strong=one.front),
        )
        return [Row(key=scheme.id, cells=cells, grey=is_grey(scheme))]

    return Table(
        id=f"F01-{platform.key}",
        title=say("f01_table", platform=platform.title),
        columns=(
            Column(key="scheme", head=say("scheme")),
            Column(key="category", head=say("category")),
            Column(key="wire_bytes", head=say("wire"), unit=say("unit_bytes"), numeric=True),
            Column(
                key="both_sides",
                head=say("both_sides"),
                unit=figure_unit(platform),
                numeric=True,
                scale=_KILO,
                digits=3,
            ),
            Column(key="front", head=say("front")),
        ),
        groups=grouped(material.catalogue.schemes, rows),
        notes=(say("f01_note"), *model_note(platform)),
    )


def _plot(figure: Figure, language: Language, shown: Sequence[Platform], dots: dict[str, list[_Dot]]) -> None:
    grid = figure.subplots(len(shown), len(_SIDES), squeeze=False)
    for line, platform in zip(grid, shown, strict=True):
        for axes, role in zip(line, _SIDES, strict=True):
            here = [one for one in dots[platform.key] if one.point.scheme.role == role]
            _panel(axes, here, language, role)
            name = f"{platform.short.to(language)}\n" if axes is line[0] else "\n"
            axes.set_title(name + say(f"t03_{role}").to(language), loc="left", fontsize=8.5)
            if leading_metric(platform) != Metric.TIME_NS:
                short_ticks(axes.yaxis)
        line[0].set_ylabel(_axis(platform, language))
    schemes = [one.point.scheme for platform in shown for one in dots[platform.key]]
    hardness_legend(figure, schemes, words(language), front=True)
    for line, platform in zip(grid, shown, strict=True):
        for axes, role in zip(line, _SIDES, strict=True):
            label_points(axes, _named([one for one in dots[platform.key] if one.point.scheme.role == role]))


def _named(here: Sequence[_Dot]) -> list[Point]:
    """The dots in the order in which they get their names; among many, greyed ones stay without."""
    named = [one for one in here if len(here) <= _MOST_NAMES or not is_grey(one.point.scheme)]
    order = sorted(named, key=lambda one: (not one.front, section_of(one.point.scheme) != "standard"))
    return [one.point for one in order]


def _axis(platform: Platform, language: Language) -> str:
    metric = leading_metric(platform)
    name = {Metric.TIME_NS: "axis_time", Metric.CYCLES: "axis_cycles"}.get(metric, "axis_modelled")
    if metric == Metric.MODELLED_CYCLES and platform.is_unvalidated:
        name = "axis_count"
    return say(name).to(language)


def _panel(axes: Axes, here: Sequence[_Dot], language: Language, role: Role) -> None:
    from matplotlib.ticker import LogLocator  # noqa: PLC0415 - slow to import

    axes.set_xscale("log")
    axes.set_yscale("log")
    front = sorted((one.point for one in here if one.front), key=lambda point: point.x)
    if len(front) > 1:
        axes.plot(
            [point.x for point in front],
            [point.y for point in front],
            color=INK,
            linewidth=0.8,
            linestyle=":",
            zorder=1,
        )
    for one in sorted(here, key=lambda one: not is_grey(one.point.scheme)):  # grey ones below
        dot(axes, one.point, filled=one.front)
    axes.set_xlabel(say("axis", name=say(f"wire_{role}"), unit=say("unit_bytes")).to(language))
    axes.margins(x=0.3, y=0.15)
    plain_ticks(axes)
    sizes = [one.point.x for one in here]
    if sizes and max(sizes) / min(sizes) > _FAR:
        axes.xaxis.set_major_locator(LogLocator())
        short_ticks(axes.xaxis)
