"""Modelled cycles and stack on a device, and what of it fits there."""

from __future__ import annotations

from collections.abc import Sequence

from pqeval.analysis.summary import Summary
from pqeval.catalogue import OPERATIONS, Metric
from pqeval.records import Run
from pqeval.report.answer import SchemeView, device_of
from pqeval.report.blocks import Chart
from pqeval.report.chart_parts import (
    BOTH_SIDES,
    Point,
    dot,
    finished,
    hardness_legend,
    label_points,
    new_figure,
    plain_ticks,
    short_ticks,
)
from pqeval.report.numbers import bytes_text
from pqeval.report.words import Words

__all__ = ["cycles_with_stack"]


def cycles_with_stack(views: Sequence[SchemeView], run: Run, words: Words) -> Chart | None:
    """The chart, or None where no device has a timing model."""
    device = device_of(run)
    found = [(view, view.on_device) for view in views if view.on_device is not None]
    points = [
        (Point(view.scheme, float(one.fit.stack_bytes), cycles), one.fit)
        for view, one in found
        if one.fit is not None and view.scheme.role in BOTH_SIDES and (cycles := _slowest_cycles(one)) > 0
    ]
    if device is None or device.part is None or device.model is None or not points:
        return None
    most, _ = max(points, key=lambda pair: pair[0].x)
    title = words(
        "chart_stack_title",
        fitting=sum(fit.fits is True for _, fit in points),
        total=len(points),
        part=device.part.name,
        name=most.scheme.name,
        stack=bytes_text(most.x),
    )
    subtitle = words("chart_stack_subtitle", core=device.name, model=device.model.label)
    figure = new_figure(3.9)
    axes = figure.subplots()
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.axvline(device.part.ram_bytes, color="#D55E00", linewidth=1.0, linestyle="--")
    axes.annotate(
        words("ram_line", part=device.part.name),
        (device.part.ram_bytes, 1),
        xycoords=("data", "axes fraction"),
        xytext=(-4, -2),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=7,
        color="#D55E00",
    )
    for point, fit in points:
        dot(axes, point, filled=fit.fits is True)
    axes.margins(0.12)
    axes.set_xlabel(words("chart_stack_x"))
    axes.set_ylabel(words("chart_stack_y"))
    plain_ticks(axes)
    short_ticks(axes.xaxis)
    axes.yaxis.set_major_formatter(axes.xaxis.get_major_formatter())
    hardness_legend(figure, [point.scheme for point, _ in points], words, front=False)
    label_points(axes, sorted((point for point, _ in points), key=lambda one: one.y))
    rows = [(p.scheme.name, int(p.x), round(p.y), fit.ram_bytes, fit.flash_bytes) for p, fit in points]
    head = ("scheme", "stack_bytes", "slowest_modelled_cycles", "ram_bytes", "flash_bytes")
    return finished(figure, "cycles-stack", (title, subtitle), head, rows)


def _slowest_cycles(one: Summary) -> float:
    found = (one.figure(operation, Metric.MODELLED_CYCLES) for operation in OPERATIONS[one.scheme.role])
    return max((figure.estimate.value for figure in found if figure is not None), default=0.0)
