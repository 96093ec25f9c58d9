"""The operations of each scheme, one panel a platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pqeval.analysis.summary import Summary
from pqeval.catalogue import OPERATIONS, Boundary, Metric, Operation, Scheme
from pqeval.records import Run
from pqeval.report.answer import SchemeView, device_of
from pqeval.report.blocks import Chart
from pqeval.report.chart_parts import (
    BOTH_SIDES,
    finished,
    new_figure,
    short_ticks,
)
from pqeval.report.numbers import significant
from pqeval.report.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["operations_by_platform"]

_OPERATION_MARKERS: Final = ("o", "s", "^")
_OPERATION_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73")


@dataclass(frozen=True, slots=True)
class _Bar:
    scheme: Scheme
    operation: Operation
    platform: str
    value: float
    low: float
    high: float


def operations_by_platform(views: Sequence[SchemeView], run: Run, words: Words) -> Chart | None:
    """The chart, or None where no operation has a figure."""
    device = device_of(run)
    shown = [view for view in views if view.scheme.role in BOTH_SIDES]
    bars = [bar for view in shown for bar in _bars(view)]
    platforms = list(dict.fromkeys(bar.platform for bar in bars))
    if not bars:
        return None
    model = device.model.label if device is not None and device.model is not None else "–"
    title = _slowest_title(bars, platforms[-1], words)
    subtitle = words("chart_ops_subtitle", model=model)
    names = list(dict.fromkeys(bar.scheme.id for bar in bars))
    figure = new_figure(0.9 + 0.24 * len(names))
    panels = figure.subplots(1, len(platforms), sharey=True, squeeze=False)[0]
    for axes, platform in zip(panels, platforms, strict=True):
        _operation_panel(axes, [bar for bar in bars if bar.platform == platform], names)
        core = device.name if device is not None else platform
        axes.set_xlabel(words("chart_ops_host") if platform == "host" else words("chart_ops_m4", core=core))
    by_id = {bar.scheme.id: bar.scheme for bar in bars}
    panels[0].set_yticks(range(len(names)), [by_id[name].name for name in names])
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    _operation_legend(figure, words)
    head = ("scheme", "operation", "platform", "value", "low", "high", "unit")
    rows = [
        (b.scheme.name, str(b.operation), b.platform, b.value, b.low, b.high, _unit(b.platform)) for b in bars
    ]
    return finished(figure, "operations", (title, subtitle), head, rows)


def _unit(platform: str) -> str:
    return "us" if platform == "host" else "modelled cycles"


def _bars(view: SchemeView) -> list[_Bar]:
    found = []
    pairs: list[tuple[Summary | None, Metric, float]] = [
        (
            view.leading if view.leading and view.leading.boundary == Boundary.C else None,
            Metric.TIME_NS,
            1000.0,
        ),
        (view.on_device, Metric.MODELLED_CYCLES, 1.0),
    ]
    for one, metric, divisor in pairs:
        for operation in OPERATIONS[view.scheme.role] if one is not None else ():
            figure = one.figure(operation, metric) if one is not None else None
            if one is not None and figure is not None:
                e = figure.estimate
                values = (round(value / divisor, 4) for value in (e.value, e.low, e.high))
                found.append(_Bar(view.scheme, operation, one.target, *values))
    return found


def _slowest_title(bars: Sequence[_Bar], platform: str, words: Words) -> str:
    here = [bar for bar in bars if bar.platform == platform and bar.operation != Operation.KEYGEN]
    slowest = max(here or bars, key=lambda bar: bar.value)
    alike = [
        bar.value for bar in bars if bar.platform == slowest.platform and bar.operation == slowest.operation
    ]
    return words(
        "chart_ops_title",
        slowest=slowest.scheme.name,
        platform=slowest.platform,
        operation=words.of("op", slowest.operation),
        ratio=significant(slowest.value / min(alike), 2),
    )


def _place(operation: Operation) -> int:
    """0 for keygen, 1 for encaps and sign, 2 for decaps and verify."""
    return {Operation.ENCAPS: 1, Operation.SIGN: 1, Operation.DECAPS: 2, Operation.VERIFY: 2}.get(
        operation, 0
    )


def _operation_panel(axes: Axes, bars: Sequence[_Bar], names: Sequence[str]) -> None:
    axes.set_xscale("log")
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    for row in range(0, len(names), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#f3f5f7", zorder=0, linewidth=0)
    for bar in bars:
        place = _place(bar.operation)
        y = names.index(bar.scheme.id) + 0.24 * (place - 1)
        axes.plot([bar.low, bar.high], [y, y], color=_OPERATION_COLOURS[place], linewidth=1.0, zorder=2)
        axes.scatter(
            [bar.value],
            [y],
            s=15,
            marker=_OPERATION_MARKERS[place],
            color=_OPERATION_COLOURS[place],
            zorder=3,
        )
    short_ticks(axes.xaxis)


def _operation_legend(figure: Figure, words: Words) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - slow to import

    pairs = ((Operation.KEYGEN,), (Operation.ENCAPS, Operation.SIGN), (Operation.DECAPS, Operation.VERIFY))
    handles = [
        Line2D(
            [],
            [],
            marker=_OPERATION_MARKERS[place],
            color=_OPERATION_COLOURS[place],
            linestyle="",
            markersize=5,
            label=" / ".join(words.of("op", operation) for operation in operations),
        )
        for place, operations in enumerate(pairs)
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, handletextpad=0.4)
