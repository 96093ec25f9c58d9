"""The charts: each title says what it shows, and beside each stand exactly the values that were plotted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pqeval.analysis.pareto import pareto_front
from pqeval.analysis.summary import Summary
from pqeval.catalogue import OPERATIONS, Boundary, Metric, Operation, Role, Scheme
from pqeval.records import Run
from pqeval.report.answer import SchemeView, device_of, is_greyed, wire_bytes
from pqeval.report.blocks import Chart
from pqeval.report.chart_style import COLOURS, INK, MARKERS, png_bytes, styled, svg_text
from pqeval.report.numbers import bytes_text, significant
from pqeval.report.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

__all__ = ["Point", "charts", "dot", "hardness_legend", "label_points", "plain_ticks", "short_ticks"]

_BOTH_SIDES: Final = {
    Role.KEM: (Operation.ENCAPS, Operation.DECAPS),
    Role.SIGNATURE: (Operation.SIGN, Operation.VERIFY),
}
_WIDTH: Final = 7.2
_OPERATION_MARKERS: Final = ("o", "s", "^")
_OPERATION_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73")


def charts(views: Sequence[SchemeView], run: Run, words: Words) -> list[Chart]:
    """The charts that this run has figures for."""
    drawn = []
    with styled(words.language):
        for draw in (_size_against_speed, _operations, _cycles_with_stack):
            chart = draw(views, run, words)
            if chart is not None:
                drawn.append(chart)
    return drawn


@dataclass(frozen=True, slots=True)
class Point:
    """A scheme at a place of a chart."""

    scheme: Scheme
    x: float
    y: float


def _finished(
    figure: Figure,
    name: str,
    texts: tuple[str, str],
    head: tuple[str, ...],
    rows: Sequence[tuple[str | float | int, ...]],
) -> Chart:
    svg = svg_text(figure, *texts)
    return Chart(name, texts[0], texts[1], svg, png_bytes(figure), head, tuple(rows))


def _figure(height: float) -> Figure:
    from matplotlib.figure import Figure as MatplotlibFigure  # noqa: PLC0415 - slow to import

    return MatplotlibFigure(figsize=(_WIDTH, height), layout="constrained")


# --- size against speed ------------------------------------------------------------------------------


def _size_against_speed(views: Sequence[SchemeView], run: Run, words: Words) -> Chart | None:
    del run
    points = [point for view in views if (point := _size_point(view)) is not None]
    if not points:
        return None
    fronts = {role: _front([p for p in points if p.scheme.role == role]) for role in _BOTH_SIDES}
    front = [point for role in fronts for point in fronts[role]]
    names = ", ".join(point.scheme.name for point in front)
    title = words("chart_size_title", count=len(front), total=len(points), names=names)
    subtitle = words("chart_size_subtitle")
    figure = _figure(3.9)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, role in zip(panels, _BOTH_SIDES, strict=True):
        _size_panel(axes, role, [p for p in points if p.scheme.role == role], fronts[role], words)
    panels[0].set_ylabel(words("chart_size_y"))
    hardness_legend(figure, [point.scheme for point in points], words, front=True)
    rows = [(p.scheme.name, str(p.scheme.role), int(p.x), round(p.y, 4), int(p in front)) for p in points]
    head = ("scheme", "role", "wire_bytes", "both_sides_us", "on_front")
    return _finished(figure, "size-speed", (title, subtitle), head, rows)


def _size_point(view: SchemeView) -> Point | None:
    leading, wire = view.leading, wire_bytes(view.scheme)
    if (
        leading is None
        or wire is None
        or leading.boundary != Boundary.C
        or view.scheme.role not in _BOTH_SIDES
    ):
        return None
    found = [leading.figure(operation, Metric.TIME_NS) for operation in _BOTH_SIDES[view.scheme.role]]
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
    label_points(axes, points)


def dot(axes: Axes, point: Point, *, filled: bool) -> None:
    """A scheme's dot: marker by category, colour by hardness, filled or not; grey where flagged."""
    colour = "#9aa5b1" if is_greyed(point.scheme) else COLOURS.get(point.scheme.hardness_class, INK)
    marker = MARKERS.get(point.scheme.nist_category or 0, "o")
    face = colour if filled or marker == "x" else "white"
    axes.scatter(
        [point.x],
        [point.y],
        marker=marker,
        s=34,
        facecolors=face,
        edgecolors=None if marker == "x" else colour,  # a cross has no inside
        linewidths=1.2,
        zorder=3,
    )


def label_points(axes: Axes, points: Sequence[Point]) -> None:
    """Names beside the dots; each takes the first place around its dot where it meets no other."""
    figure = axes.figure
    renderer = _renderer(figure)
    frame = axes.get_window_extent(renderer)
    taken: list[Any] = []
    dots = [axes.transData.transform((point.x, point.y)) for point in points]
    for point in sorted(points, key=lambda one: one.y):
        for dx, dy, horizontal, vertical in _PLACES:
            label = axes.annotate(
                point.scheme.name,
                (point.x, point.y),
                xytext=(dx, dy),
                textcoords="offset points",
                ha=horizontal,
                va=vertical,
                fontsize=7,
                color="#7b8794" if is_greyed(point.scheme) else INK,
            )
            label.set_in_layout(False)  # a long name must not shrink the panel that it stands in
            box = label.get_window_extent(renderer).padded(1)
            meets = any(box.overlaps(other) for other in taken)
            covers = any(box.contains(*dot) for dot in dots)
            outside = box.x0 < frame.x0 or box.x1 > frame.x1 or box.y1 > frame.y1
            if not meets and not covers and not outside:
                taken.append(box)
                break
            label.remove()


_PLACES: Final = (
    (6, 0, "left", "center"),
    (-6, 0, "right", "center"),
    (0, 6, "center", "bottom"),
    (0, -6, "center", "top"),
    (6, 8, "left", "bottom"),
    (6, -8, "left", "top"),
    (-6, 8, "right", "bottom"),
    (-6, -8, "right", "top"),
    (0, 15, "center", "bottom"),
    (0, -15, "center", "top"),
)


def _renderer(figure: Any) -> Any:  # noqa: ANN401 - matplotlib has no type for it
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - slow to import

    canvas: Any = FigureCanvasAgg(figure)  # its methods have no types
    figure.draw_without_rendering()  # settles the layout, so that places of labels are final
    return canvas.get_renderer()


def plain_ticks(axes: Axes) -> None:
    """Decades in plain numbers, no powers."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter  # noqa: PLC0415 - slow to import

    plain = FuncFormatter(lambda value, _: significant(value, 1) if value else "0")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(plain)
        axis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 3.0)))


def hardness_legend(figure: Figure, schemes: Sequence[Scheme], words: Words, *, front: bool) -> None:
    """The legend of dots: hardness by colour, category by marker, and the line of the front."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 - slow to import

    def handle(marker: str, colour: str, label: str) -> Line2D:
        return Line2D([], [], marker=marker, linestyle="", markersize=5.5, color=colour, label=label)

    hardness = dict.fromkeys(scheme.hardness_class for scheme in schemes if not is_greyed(scheme))
    categories = sorted({scheme.nist_category for scheme in schemes if scheme.nist_category})
    handles = [handle("o", COLOURS.get(one, INK), words.of("hardness", one)) for one in hardness]
    handles += [handle(MARKERS[one], INK, words("legend_category", category=one)) for one in categories]
    if front:
        handles.append(Line2D([], [], color=INK, linewidth=0.8, linestyle=":", label=words("legend_front")))
    figure.legend(handles=handles, loc="outside lower center", ncols=min(5, len(handles)), handletextpad=0.4)


# --- operations per platform --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bar:
    scheme: Scheme
    operation: Operation
    platform: str
    value: float
    low: float
    high: float


def _operations(views: Sequence[SchemeView], run: Run, words: Words) -> Chart | None:
    device = device_of(run)
    shown = [view for view in views if view.scheme.role in _BOTH_SIDES]
    bars = [bar for view in shown for bar in _bars(view)]
    platforms = list(dict.fromkeys(bar.platform for bar in bars))
    if not bars:
        return None
    model = device.model.label if device is not None and device.model is not None else "–"
    title = _slowest_title(bars, platforms[-1], words)
    subtitle = words("chart_ops_subtitle", model=model)
    names = list(dict.fromkeys(bar.scheme.id for bar in bars))
    figure = _figure(0.9 + 0.24 * len(names))
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
    return _finished(figure, "operations", (title, subtitle), head, rows)


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


def short_ticks(axis: Axis) -> None:
    """Decades with prefixes."""
    from matplotlib.ticker import FuncFormatter, NullFormatter  # noqa: PLC0415 - slow to import

    axis.set_major_formatter(FuncFormatter(lambda value, _: _short(value)))
    axis.set_minor_formatter(NullFormatter())


def _short(value: float) -> str:
    for factor, prefix in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if value >= factor:
            return f"{significant(value / factor, 1)}{prefix}"
    return significant(value, 1)


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


# --- cycles with stack ---------------------------------------------------------------------------------


def _cycles_with_stack(views: Sequence[SchemeView], run: Run, words: Words) -> Chart | None:
    device = device_of(run)
    found = [(view, view.on_device) for view in views if view.on_device is not None]
    points = [
        (Point(view.scheme, float(one.fit.stack_bytes), cycles), one.fit)
        for view, one in found
        if one.fit is not None and view.scheme.role in _BOTH_SIDES and (cycles := _slowest_cycles(one)) > 0
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
    figure = _figure(3.9)
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
    label_points(axes, [point for point, _ in points])
    rows = [(p.scheme.name, int(p.x), round(p.y), fit.ram_bytes, fit.flash_bytes) for p, fit in points]
    head = ("scheme", "stack_bytes", "slowest_modelled_cycles", "ram_bytes", "flash_bytes")
    return _finished(figure, "cycles-stack", (title, subtitle), head, rows)


def _slowest_cycles(one: Summary) -> float:
    found = (one.figure(operation, Metric.MODELLED_CYCLES) for operation in OPERATIONS[one.scheme.role])
    return max((figure.estimate.value for figure in found if figure is not None), default=0.0)
