"""F06: battery life against how often the key is renewed, on several links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pqeval.export.drawing import SHADES, drawn, grouped_ticks
from pqeval.export.material import Material
from pqeval.export.sheets import assumption_note
from pqeval.export.table import Cell, Column, Export, Group, Row, Table, Words
from pqeval.export.text import EMPTY, Language, joined, origin, plain, say
from pqeval.export.told import told, value_cell
from pqeval.guideline.facts import Link
from pqeval.guideline.quantity import Missing, Quantity, derived
from pqeval.guideline.scenario import Case, evaluate_scenario, scenario_of
from pqeval.guideline.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["make"]

_DAYS: Final = (1, 2, 5, 10, 30, 90, 365)
_YEAR: Final = 365.25
_DEVICE: Final = "m0plus_192k_20k"
_LINKS: Final = ("lorawan_as923_eu868_dr0", "lorawan_as923_dwell_dr2", "lorawan_dr5")
_KEMS: Final = ("ml_kem_512", "ml_kem_768")
_MARKERS: Final = ("o", "s", "^", "D", "v", "P")
_LINES: Final = ("-", "--")


@dataclass(frozen=True)
class _Line:
    link: Link
    kem: str
    sheets: tuple[Sheet, ...]

    def years(self, step: str = "life_days") -> list[Quantity | Missing]:
        """Battery life at each interval."""
        found = (sheet[step] for sheet in self.sheets)
        return [
            one
            if isinstance(one, Missing)
            else derived(one.value / _YEAR, "years", "days / 365.25", [one], [one.formula])
            for one in found
        ]


def make(material: Material) -> Export:
    """Lines by link and KEM; a dotted line shows life with a pre-shared key."""
    lines = _lines(material)

    def plot(figure: Figure, language: Language) -> None:
        _plot(figure, language, lines, material)

    device = material.facts.devices[_DEVICE]
    return Export(
        id="F06",
        title=say("f06"),
        tables=(_table(lines, material),),
        draw=drawn(say("f06"), say("f06_alt"), 4.2, plot),
        notes=(
            say("t11_device", part=origin(device.part), core=device.core),
            say("t11_bounds"),
            say("f06_psk"),
        ),
    )


def _lines(material: Material) -> list[_Line]:
    scenario = scenario_of(material.facts, "iot_telemetry")
    device = material.facts.devices[_DEVICE]
    found = []
    for link in (material.facts.links[name] for name in _LINKS):
        for kem in _KEMS:
            sheets = tuple(
                evaluate_scenario(
                    material.facts,
                    Case(
                        scenario=scenario,
                        link=link,
                        device=device,
                        schemes={"K": kem},
                        assumptions={"rekey_interval_days": days},
                    ),
                    material.runs,
                )
                for days in _DAYS
            )
            found.append(_Line(link, kem, sheets))
    return found


def _table(lines: Sequence[_Line], material: Material) -> Table:
    rows = []
    for line in lines:
        scheme = material.catalogue.by_id[line.kem]
        cells: list[Cell] = [Words(told(line.link.name)), Words(plain(scheme.name))]
        cells += [value_cell(one) for one in line.years()]
        cells.append(value_cell(line.years("life_without_days")[0]))
        rows.append(Row(key=f"{line.link.id}/{line.kem}", cells=tuple(cells)))
    unit = say("unit_years")
    return Table(
        id="F06",
        title=say("f06_table"),
        columns=(
            Column(key="link", head=say("link")),
            Column(key="scheme", head=say("scheme")),
            *(
                Column(
                    key=f"days_{days}", head=say("every_days", days=days), unit=unit, numeric=True, digits=3
                )
                for days in _DAYS
            ),
            Column(key="psk", head=say("life_psk"), unit=unit, numeric=True, digits=3),
        ),
        groups=(Group(EMPTY, tuple(rows)),),
        notes=(assumption_note(lines[0].sheets[0]),),
    )


def _plot(figure: Figure, language: Language, lines: Sequence[_Line], material: Material) -> None:
    axes = figure.subplots()
    axes.set_xscale("log")
    for place, line in enumerate(lines):
        points = [
            (days, one.value)
            for days, one in zip(_DAYS, line.years(), strict=True)
            if isinstance(one, Quantity)
        ]
        colour = SHADES[place // len(_KEMS)]
        axes.plot(
            [x for x, _ in points],
            [y for _, y in points],
            marker=_MARKERS[place],
            markersize=4.5,
            color=colour,
            linewidth=1.0,
            linestyle=_LINES[place % len(_KEMS)],
            label=joined([told(line.link.name), plain(material.catalogue.by_id[line.kem].name)], ", ").to(
                language
            ),
        )
        without = line.years("life_without_days")[0]
        if place % len(_KEMS) == 0 and isinstance(without, Quantity):
            axes.axhline(without.value, color=colour, linewidth=0.7, linestyle=":")
    axes.set_xticks(list(_DAYS), [str(days) for days in _DAYS])
    axes.set_xticks([], minor=True)
    axes.set_ylim(bottom=0)
    grouped_ticks(axes.yaxis)
    axes.set_xlabel(say("axis", name=say("f06_interval"), unit=say("unit_days")).to(language))
    axes.set_ylabel(say("axis", name=say("life"), unit=say("unit_years")).to(language))
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=1, fontsize=7)
