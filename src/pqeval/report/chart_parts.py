"""What several charts draw alike: dots of schemes, their names, ticks, legends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pqeval.catalogue import Operation, Role, Scheme
from pqeval.report.answer import is_greyed
from pqeval.report.blocks import Chart
from pqeval.report.chart_style import COLOURS, INK, MARKERS, png_bytes, svg_text
from pqeval.report.numbers import significant
from pqeval.report.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

__all__ = [
    "BOTH_SIDES",
    "Point",
    "dot",
    "finished",
    "hardness_legend",
    "label_points",
    "new_figure",
    "plain_ticks",
    "short_ticks",
]

BOTH_SIDES: Final = {
    Role.KEM: (Operation.ENCAPS, Operation.DECAPS),
    Role.SIGNATURE: (Operation.SIGN, Operation.VERIFY),
}
"""What the two sides of a handshake or a signed message compute, keys apart."""
_WIDTH: Final = 7.2
"""Inches."""


@dataclass(frozen=True, slots=True)
class Point:
    """A scheme at a place of a chart."""

    scheme: Scheme
    x: float
    y: float


def finished(
    figure: Figure,
    name: str,
    texts: tuple[str, str],
    head: tuple[str, ...],
    rows: Sequence[tuple[str | float | int, ...]],
) -> Chart:
    """The chart of a figure; `texts` are title and subtitle, `rows` the values that were plotted."""
    svg = svg_text(figure, *texts)
    return Chart(name, texts[0], texts[1], svg, png_bytes(figure), head, tuple(rows))


def new_figure(height: float) -> Figure:
    """An empty figure of the page's width; the height is in inches."""
    from matplotlib.figure import Figure as MatplotlibFigure  # noqa: PLC0415 - slow to import

    return MatplotlibFigure(figsize=(_WIDTH, height), layout="constrained")


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
    """Names beside the dots, in that order; each takes the first place around it where it meets no other."""
    figure = axes.figure
    renderer = _renderer(figure)
    frame = axes.get_window_extent(renderer)
    taken: list[Any] = []
    dots = [axes.transData.transform((point.x, point.y)) for point in points]
    for point in points:
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
