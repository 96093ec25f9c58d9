"""F04: the deadlines of every authority on one axis of years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from pqeval.export.drawing import SHADES, drawn
from pqeval.export.material import Material
from pqeval.export.table import Export
from pqeval.export.text import Language, say
from pqeval.export.timeline import deadline_table, deadlines
from pqeval.export.told import told
from pqeval.guideline.facts import Authority, Milestone, Precision, TimelineRow
from pqeval.report.chart_style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["make"]

_CLASSES: Final[dict[str, tuple[str, str, tuple[Milestone, ...]]]] = {
    "begin": ("o", SHADES[4], (Milestone.INVENTORY, Milestone.PLAN, Milestone.PILOT)),
    "prefer": ("^", SHADES[2], (Milestone.PREFER, Milestone.ACQUISITION_GATE)),
    "priority": ("D", SHADES[1], (Milestone.COMPLETE_PRIORITY, Milestone.MIGRATION_PERIOD)),
    "finish": ("s", SHADES[0], (Milestone.COMPLETE, Milestone.EXCLUSIVE)),
    "restrict": ("v", SHADES[3], (Milestone.DEPRECATE,)),
    "end": ("X", SHADES[5], (Milestone.DISALLOW,)),
}
"""Classes of milestones: marker and colour say the same."""

_FIRST: Final = 2025
_LAST: Final = 2037
_STEP: Final = 0.27


def make(material: Material) -> Export:
    """One line an authority; dates beyond the axis are named at its end."""
    authorities = [material.authority] if material.authority else list(material.facts.authorities.values())
    shown = [one for one in authorities if deadlines(material, one)]

    def plot(figure: Figure, language: Language) -> None:
        axes = figure.subplots()
        for line, authority in enumerate(shown):
            _line(axes, line, deadlines(material, authority))
        _frame(axes, shown, material, language)
        _legend(figure, language)

    return Export(
        id="F04",
        title=say("f04"),
        tables=(deadline_table("F04", shown, material),),
        draw=drawn(say("f04"), say("f04_alt"), 1.1 + 0.34 * len(shown), plot) if shown else None,
        notes=(say("as_of", date=material.as_of),),
    )


def _position(row: TimelineRow) -> float:
    """A year alone stands in the middle of its column; a day where it lies in it."""
    if row.precision == Precision.YEAR:
        return row.date.year
    return _day(row.date)


def _day(day: date) -> float:
    return day.year - 0.45 + 0.9 * (day.timetuple().tm_yday - 1) / 365


def _line(axes: Axes, line: int, rows: Sequence[TimelineRow]) -> None:
    drawn_rows = [row for row in rows if row.milestone in _class_of() and row.date.year <= _LAST]
    if drawn_rows:
        ends = [_position(row) for row in drawn_rows]
        axes.plot([max(_FIRST, min(ends)), max(ends)], [line, line], color="#9aa5b1", linewidth=1.2, zorder=1)
    taken: dict[float, int] = {}
    for key in dict.fromkeys((round(_position(row), 1), _class_of()[row.milestone]) for row in drawn_rows):
        place, name = key
        marker, colour, _ = _CLASSES[name]
        offset = taken.get(place, 0)
        taken[place] = offset + 1
        axes.scatter(
            [place + offset * _STEP],
            [line],
            marker=marker,
            s=30,
            color=colour,
            edgecolors=INK,
            linewidths=0.5,
            zorder=3,
        )
    later = sorted({row.date.year for row in rows if row.date.year > _LAST})
    if later:
        axes.annotate(
            f"▸ {', '.join(map(str, later))}", (_LAST + 0.4, line), ha="right", va="center", fontsize=7
        )


def _class_of() -> dict[Milestone, str]:
    return {one: name for name, (_, _, milestones) in _CLASSES.items() for one in milestones}


def _frame(axes: Axes, shown: Sequence[Authority], material: Material, language: Language) -> None:
    axes.axvline(_day(material.as_of), color=INK, linewidth=0.8, linestyle="--", zorder=0)
    axes.set_xlim(_FIRST - 0.5, _LAST + 0.5)
    axes.set_xticks(range(_FIRST, _LAST + 1), [str(year) for year in range(_FIRST, _LAST + 1)])
    axes.set_yticks(range(len(shown)), [told(one.name).to(language) for one in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_xticks([year + 0.5 for year in range(_FIRST, _LAST)], minor=True)
    axes.tick_params(axis="x", which="major", length=0, labelsize=7)
    axes.grid(visible=False, axis="x", which="major")
    axes.grid(visible=True, axis="x", which="minor")
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)


def _legend(figure: Figure, language: Language) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - slow to import

    handles = [
        Line2D(
            [],
            [],
            marker=marker,
            color=colour,
            markeredgecolor=INK,
            markeredgewidth=0.5,
            linestyle="",
            markersize=5.5,
            label=say(f"f04_{name}").to(language),
        )
        for name, (marker, colour, _) in _CLASSES.items()
    ]
    handles.append(
        Line2D([], [], color=INK, linewidth=0.8, linestyle="--", label=say("f04_today").to(language))
    )
    figure.legend(handles=handles, loc="outside lower center", ncols=4, handletextpad=0.4)
