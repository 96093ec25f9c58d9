"""F05: how the energy of a handshake divides into processor, sending and receiving, on each link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.export.drawing import HATCHES, SHADES, drawn
from pqeval.export.energy import Budget, budgets
from pqeval.export.marks import SIGNS, signs
from pqeval.export.material import Material
from pqeval.export.sections import name_cell
from pqeval.export.table import Cell, Column, Export, Group, Number, Row, Table
from pqeval.export.text import Language, origin, plain, say
from pqeval.export.told import told, value_cell
from pqeval.guideline.quantity import Missing, Quantity, derived
from pqeval.report.chart_style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["make"]

_PARTS: Final = ("cpu_uj", "send_uj", "receive_uj")
_DEVICE: Final = "m4_ble_nrf52840"
_MICRO: Final = 1000.0


def make(material: Material) -> Export:
    """One bar a link and KEM, all of it 100 %; where reception is not known, of what is known."""
    found = list(budgets(material, (_DEVICE,)))

    def plot(figure: Figure, language: Language) -> None:
        axes = figure.subplots()
        _bars(axes, found)
        names = [
            f"{told(one.link.name).to(language)}  {material.catalogue.by_id[one.kem].name}" for one in found
        ]
        labels = [f"{name} {_marks(one)}".rstrip() for name, one in zip(names, found, strict=True)]
        axes.set_yticks(range(len(found)), labels, fontsize=7)
        axes.set_xlabel(say("axis", name=say("f05_axis"), unit="%").to(language))
        _legend(figure, language)

    device = material.facts.devices[_DEVICE]
    return Export(
        id="F05",
        title=say("f05"),
        tables=(_table(found, material),),
        draw=drawn(say("f05"), say("f05_alt"), 1.2 + 0.2 * len(found), plot),
        notes=(say("t11_device", part=origin(device.part), core=device.core), say("f05_note")),
    )


def _marks(one: Budget) -> str:
    """An asterisk where reception is not known, and the marks of the table for what nobody confirmed."""
    parts = [part for part in one.parts if isinstance(part, Quantity)]
    used = {name for part in parts for name in signs(Number(part))}
    return "".join(
        [
            "*" if isinstance(one.parts[2], Missing) else "",
            *(SIGNS[name] for name in ("assumed", "unconfirmed") if name in used),
        ]
    )


def _known(one: Budget) -> list[float]:
    return [part.value if isinstance(part, Quantity) else 0.0 for part in one.parts]


def _bars(axes: Axes, found: list[Budget]) -> None:
    for line, one in enumerate(found):
        values = _known(one)
        start = 0.0
        for place, value in enumerate(values):
            share = 100 * value / (sum(values) or 1)
            axes.barh(
                line,
                share,
                left=start,
                height=0.75,
                color=SHADES[place],
                hatch=HATCHES[place],
                edgecolor=INK,
                linewidth=0.4,
            )
            start += share
    axes.set_xlim(0, 100)
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)


def _legend(figure: Figure, language: Language) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415 - slow to import

    handles = [
        Patch(
            facecolor=SHADES[place],
            hatch=HATCHES[place],
            edgecolor=INK,
            linewidth=0.4,
            label=say(name).to(language),
        )
        for place, name in enumerate(_PARTS)
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3)


def _table(found: list[Budget], material: Material) -> Table:
    by_link: dict[str, list[Budget]] = {}
    for one in found:
        by_link.setdefault(one.link.id, []).append(one)
    return Table(
        id="F05",
        title=say("f05_table"),
        columns=(
            Column(key="scheme", head=say("scheme")),
            *(Column(key=name, head=say(name), unit=plain("µJ"), numeric=True, digits=3) for name in _PARTS),
        ),
        groups=tuple(
            Group(
                told(rows[0].link.name), tuple(_row(one, material) for one in rows), told(rows[0].link.name)
            )
            for rows in by_link.values()
        ),
        notes=(say("t11_bounds"),),
    )


def _row(one: Budget, material: Material) -> Row:
    cells: list[Cell] = [name_cell(material.catalogue.by_id[one.kem])]
    for part in one.parts:
        if isinstance(part, Quantity):
            part = derived(part.value * _MICRO, "µJ", "mJ * 1000", [part], [part.formula or "mJ"])  # noqa: PLW2901
        cells.append(value_cell(part))
    return Row(key=f"{one.link.id}/{one.kem}", cells=tuple(cells))
