"""F02: cycles or time by operation, stacked, by platform; bars start at zero, longer ones say how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pqeval.analysis.estimate import estimates
from pqeval.catalogue import OPERATIONS, Boundary, Operation, Role, Scheme
from pqeval.export.drawing import HATCHES, SHADES, drawn, grouped_ticks, shown_of
from pqeval.export.figures import figure_unit, leading_metric, model_note
from pqeval.export.material import Material, Platform, number
from pqeval.export.rows import operation_text
from pqeval.export.sections import grouped, is_grey, name_cell
from pqeval.export.table import Absent, Cell, Column, Export, Number, Row, Table
from pqeval.export.text import Language, say
from pqeval.records import Measurement
from pqeval.report.chart_style import INK
from pqeval.report.numbers import significant

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["make"]

_ROLES: Final = (Role.KEM, Role.SIGNATURE)
_KILO: Final = 1000.0
_PLACES: Final = 3
_ROOM: Final = 1.12
_LONGEST: Final = 20
"""Bars of more than so many times the shortest are cut and say how long they are."""
_MOST_CUT: Final = 0.5
"""If more than this share would be cut, dots stand instead of bars."""
_MARKERS: Final = ("o", "s", "^")
_MOST: Final = 24
"""Bars a panel; figures are to fit a page."""
_NAMES: Final = (
    (Operation.KEYGEN,),
    (Operation.ENCAPS, Operation.SIGN),
    (Operation.DECAPS, Operation.VERIFY),
)


@dataclass(frozen=True)
class _Bar:
    scheme: Scheme
    parts: tuple[Number, ...]

    @property
    def total(self) -> float:
        return sum(part.quantity.value for part in self.parts) / _KILO


def make(material: Material) -> Export:
    """A panel a platform and role; schemes that any platform lacks are simply not in its panel."""
    found = {platform.key: _bars(platform, material) for platform in material.platforms}
    shown = [platform for platform in material.platforms if found[platform.key]]
    drawn_bars = {platform.key: _with_room(found[platform.key]) for platform in shown}
    lines = sum(len(drawn_bars[platform.key]) for platform in shown)
    dots = any(_are_far(drawn_bars[platform.key]) for platform in shown)

    def plot(figure: Figure, language: Language) -> None:
        _plot(figure, language, shown, drawn_bars, dots=dots)

    return Export(
        id="F02",
        title=say("f02"),
        tables=tuple(_table(platform, found[platform.key], material) for platform in shown),
        draw=drawn(
            say("f02"),
            say("f02_alt_dots" if dots else "f02_alt"),
            1.0 + 0.7 * len(shown) + 0.16 * lines,
            plot,
        )
        if shown
        else None,
    )


def _with_room(bars: Sequence[_Bar]) -> list[_Bar]:
    room = shown_of([one.scheme for one in bars], _MOST)
    return [one for one in bars if one.scheme.id in room]


def _bars(platform: Platform, material: Material) -> list[_Bar]:
    found = []
    for scheme in material.catalogue.schemes:
        for summary in platform.of(scheme.id) if scheme.role in _ROLES else ():
            if platform.is_host and summary.boundary != Boundary.C:
                continue
            parts = [_part(platform, summary.measurements, one) for one in OPERATIONS[scheme.role]]
            known = tuple(part for part in parts if part is not None)
            if len(known) == len(parts):
                found.append(_Bar(scheme, known))
                break
    return found


def _part(platform: Platform, measurements: Sequence[Measurement], operation: Operation) -> Number | None:
    metric = leading_metric(platform)
    here = [one for one in measurements if one.series.operation == operation]
    for one in sorted(here, key=lambda one: one.series.message_bytes or 0):
        found = estimates(one).get(metric)
        if found is not None:
            return number(found, one, platform.run)
    return None


def _table(platform: Platform, bars: Sequence[_Bar], material: Material) -> Table:
    by_scheme = {one.scheme.id: one for one in bars}

    def rows(scheme: Scheme) -> list[Row]:
        one = by_scheme.get(scheme.id)
        if one is None:
            return []
        cells: list[Cell] = [name_cell(scheme), *one.parts]
        cells += [Absent()] * (1 + _PLACES - len(cells))
        return [Row(key=scheme.id, cells=tuple(cells), grey=is_grey(scheme))]

    unit = figure_unit(platform)
    return Table(
        id=f"F02-{platform.key}",
        title=say("f02_table", platform=platform.title),
        columns=(
            Column(key="scheme", head=say("scheme")),
            *(
                Column(
                    key="/".join(names),
                    head=say("either", one=operation_text(names[0]), other=operation_text(names[-1]))
                    if len(names) > 1
                    else operation_text(names[0]),
                    unit=unit,
                    numeric=True,
                    scale=_KILO,
                    digits=3,
                )
                for names in _NAMES
            ),
        ),
        groups=grouped(material.catalogue.schemes, rows),
        notes=(say("f02_note"), say("figure_room"), *model_note(platform)),
    )


def _plot(
    figure: Figure,
    language: Language,
    shown: Sequence[Platform],
    found: dict[str, list[_Bar]],
    *,
    dots: bool,
) -> None:
    heights = [len(found[platform.key]) + 2.5 for platform in shown]
    panels = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, platform in zip(panels, shown, strict=True):
        (_dots if dots else _panel)(axes, found[platform.key])
        _rows(axes, found[platform.key])
        axes.set_title(platform.short.to(language), loc="left", fontsize=8.5)
        axes.set_xlabel(say("axis", name=say("f02_axis"), unit=figure_unit(platform)).to(language))
    _legend(figure, language, dots=dots)


def _are_far(bars: Sequence[_Bar]) -> bool:
    """Whether bars that start at zero would mostly be cut."""
    totals = [one.total for one in bars]
    return sum(total > _LONGEST * min(totals) for total in totals) > _MOST_CUT * len(totals)


def _dots(axes: Axes, bars: Sequence[_Bar]) -> None:
    """Costs that lie too far apart for bars: a dot an operation, on a logarithmic axis."""
    axes.set_xscale("log")
    for line, bar in enumerate(bars):
        values = [part.quantity.value / _KILO for part in bar.parts]
        axes.plot([min(values), max(values)], [line, line], color="#9aa5b1", linewidth=0.8, zorder=1)
        for place, value in enumerate(values):
            axes.plot(
                [value],
                [line],
                marker=_MARKERS[place],
                markersize=4.5,
                linestyle="",
                color=SHADES[place],
                markeredgecolor=INK,
                markeredgewidth=0.5,
            )
    grouped_ticks(axes.xaxis, logarithmic=True)


def _panel(axes: Axes, bars: Sequence[_Bar]) -> None:
    sound = [one.total for one in bars if not is_grey(one.scheme)] or [one.total for one in bars]
    limit = _ROOM * max(total for total in sound if total <= _LONGEST * min(sound))
    for line, bar in enumerate(bars):
        start = 0.0
        for place, part in enumerate(bar.parts):
            width = part.quantity.value / _KILO
            axes.barh(
                line,
                max(0.0, min(width, limit - start)),
                left=start,
                height=0.72,
                color=SHADES[place],
                hatch=HATCHES[place],
                edgecolor="white" if not HATCHES[place] else INK,
                linewidth=0.4,
            )
            start += width
        if bar.total > limit:
            text = f"▸ {significant(bar.total)}"
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
            axes.text(limit, line, text, ha="right", va="center", fontsize=7, bbox=box)
    axes.set_xlim(0, limit)
    grouped_ticks(axes.xaxis)


def _rows(axes: Axes, bars: Sequence[_Bar]) -> None:
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.set_yticks(range(len(bars)), [bar.scheme.name for bar in bars])
    for label, bar in zip(axes.get_yticklabels(), bars, strict=True):
        label.set_color("#7b8794" if is_grey(bar.scheme) else INK)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)


def _legend(figure: Figure, language: Language, *, dots: bool) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - slow to import
    from matplotlib.patches import Patch  # noqa: PLC0415 - likewise

    handles: list[Any] = []
    for place, names in enumerate(_NAMES):
        label = " / ".join(operation_text(one).to(language) for one in names)
        if dots:
            look: dict[str, Any] = {"marker": _MARKERS[place], "color": SHADES[place], "linestyle": ""}
            handles.append(Line2D([], [], markeredgecolor=INK, markeredgewidth=0.5, label=label, **look))
        else:
            look = {"facecolor": SHADES[place], "hatch": HATCHES[place], "edgecolor": INK}
            handles.append(Patch(linewidth=0.4, label=label, **look))
    figure.legend(handles=handles, loc="outside lower center", ncols=_PLACES)
