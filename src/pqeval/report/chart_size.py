"""Size against speed: bytes on the wire, and the time of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pqeval.analysis.pareto import pareto_front
from pqeval.catalogue import Boundary, Metric, Role
from pqeval.records import Run
from pqeval.report.answer import SchemeView, is_greyed, wire_bytes
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
)
from pqeval.report.chart_style import INK
from pqeval.report.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["size_against_speed"]


def size_against_speed(views: Sequence[SchemeView], run: Run, words: Words) -> Chart | None:
    """The chart, or None where nothing was timed by C functions."""
    del run
    points = [point for view in views if (point := _size_point(view)) is not None]
    if not points:
        return None
    fronts = {role: _front([p for p in points if p.scheme.role == role]) for role in BOTH_SIDES}
    front = [point for role in fronts for point in fronts[role]]
    names = ", ".join(point.scheme.name for point in front)
    title = words("chart_size_title", count=len(front), total=len(points), names=names)
    subtitle = words("chart_size_subtitle")
    figure = new_figure(3.9)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, role in zip(panels, BOTH_SIDES, strict=True):
        _size_panel(axes, role, [p for p in points if p.scheme.role == role], fronts[role], words)
    panels[0].set_ylabel(words("chart_size_y"))
    hardness_legend(figure, [point.scheme for point in points], words, front=True)
    rows = [(p.scheme.name, str(p.scheme.role), int(p.x), round(p.y, 4), int(p in front)) for p in points]
    head = ("scheme", "role", "wire_bytes", "both_sides_us", "on_front")
    return finished(figure, "size-speed", (title, subtitle), head, rows)


def _size_point(view: SchemeView) -> Point | None:
    leading, wire = view.leading, wire_bytes(view.scheme)
    if (
        leading is None
        or wire is None
        or leading.boundary != Boundary.C
        or view.scheme.role not in BOTH_SIDES
    ):
        return None
    found = [leading.figure(operation, Metric.TIME_NS) for operation in BOTH_SIDES[view.scheme.role]]
    if any(figure is None for figure in found):
        return None
    total = sum(figure.estimate.value for figure in found if figure is not None)
    return Point(view.scheme, float(wire), total / 1000)


def _front(points: Sequence[Point]) -> list[Point]:
    sound = [point for point in points if not is_greyed(point.scheme)]
    return [sound[index] for index in pareto_front([(point.x, point.y) for point in sound])]


def _size_panel(
    axes: Axes, role: Role, points: Sequence[Point], front: Sequence[Point], words: Words
) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_title(words("legend_kem") if role == Role.KEM else words("legend_signature"), loc="left")
    ordered = sorted(front, key=lambda point: point.x)
    if len(ordered) > 1:
        line = [p.x for p in ordered], [p.y for p in ordered]
        axes.plot(*line, color=INK, linewidth=0.8, linestyle=":", zorder=1)
    for point in points:
        dot(axes, point, filled=point in front)
    axes.set_xlabel(f"{words('wire_bytes')} ({words(f'wire_bytes_{role}')}, B)")
    axes.margins(x=0.3, y=0.15)
    plain_ticks(axes)
    label_points(axes, sorted(points, key=lambda one: one.y))
