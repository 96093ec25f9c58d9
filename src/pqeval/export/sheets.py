"""Scenarios as tables: a row a choice of schemes, a column a step, its formula in the notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pqeval.export.material import Material
from pqeval.export.table import Cell, Column, Group, Row, Table, Words
from pqeval.export.text import EMPTY, Text, joined, plain, say
from pqeval.export.told import told, value_cell
from pqeval.guideline.facts import Scenario, Step
from pqeval.guideline.quantity import Quantity
from pqeval.guideline.scenario import Case, evaluate_scenario
from pqeval.guideline.sheet import Sheet
from pqeval.report.numbers import THIN_SPACE

__all__ = ["Choice", "assumption_note", "formula_note", "sheet_table", "step_cell", "unit_text"]

_UNITS: Final = {
    "bytes": "unit_bytes",
    "segments": "unit_segments",
    "frames": "unit_frames",
    "fragments": "unit_fragments",
    "datagrams": "unit_datagrams",
    "round trips": "unit_round_trips",
    "signatures": "unit_signatures",
    "cores": "unit_cores",
    "cycles": "unit_cycles",
    "days": "unit_days",
    "year": "unit_year",
    "ratio": "unit_ratio",
    "years": "unit_years",
    "1/s": "unit_per_second",
    "1/day": "unit_per_day",
    "1/year": "unit_per_year",
    "count": "unit_count",
    "entries": "unit_count",
    "keys": "unit_keys",
    "cycles/byte": "unit_cpb",
    "pairs": "unit_pairs",
    "relays": "unit_relays",
    "flag": "",
}
_EXACT: Final = frozenset(
    {"bytes", "segments", "frames", "fragments", "datagrams", "round trips", "year", "cores"}
)
_THREE: Final = 3


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A row: its name for machines, its first cells, and the case that is evaluated."""

    key: str
    cells: tuple[Cell, ...]
    case: Case
    grey: bool = False


def sheet_table(
    name: str,
    title: Text,
    material: Material,
    *,
    heads: Sequence[Column],
    groups: Iterable[tuple[Text, Sequence[Choice]]],
    steps: Sequence[str],
    costs: bool = True,
    notes: Sequence[Text] = (),
) -> Table:
    """Evaluate every choice and show these steps of its sheet; without `costs`, from facts alone."""
    shown: list[Group] = []
    scenario: Scenario | None = None
    sheet: Sheet | None = None
    for heading, choices in groups:
        rows = []
        for choice in choices:
            scenario = choice.case.scenario
            sheet = evaluate_scenario(material.facts, choice.case, material.runs if costs else ())
            cells = (*choice.cells, *(step_cell(sheet, step) for step in steps))
            rows.append(Row(key=choice.key, cells=cells, grey=choice.grey))
        if rows:
            shown.append(Group(heading, tuple(rows), heading))
    by_name = {step.name: step for step in scenario.steps} if scenario else {}
    columns = [_column(by_name[step]) for step in steps if step in by_name]
    explained = [formula_note(by_name[step] for step in steps)] if by_name else []
    assumed = [assumption_note(sheet)] if sheet is not None and sheet.assumptions else []
    return Table(
        id=name,
        title=title,
        columns=(*heads, *columns),
        groups=tuple(shown),
        notes=(*notes, *explained, *assumed),
    )


def step_cell(sheet: Sheet, step: str) -> Cell:
    """The result of a step; flags are words."""
    result = sheet[step]
    if isinstance(result, Quantity) and result.unit == "flag":
        return Words(say("yes" if result.value else "no"))
    return value_cell(result)


def unit_text(unit: str) -> Text:
    """A unit as it is printed in a head."""
    key = _UNITS.get(unit)
    return EMPTY if key == "" else plain(unit) if key is None else say(key)


def _column(step: Step) -> Column:
    return Column(
        key=step.name,
        head=told(step.text),
        unit=unit_text(step.unit),
        numeric=step.unit != "flag",
        digits=None if step.unit in _EXACT else _THREE,
    )


def formula_note(steps: Iterable[Step]) -> Text:
    """Every formula of the columns, by their heads."""
    parts = [Text(f"{step.text.en} = {step.formula}", f"{step.text.ja} = {step.formula}") for step in steps]
    return say("formulas", formulas=joined(parts))


def assumption_note(*sheets: Sheet) -> Text:
    """What is assumed, to be replaced by the reader's own values; of several sheets each value once."""
    parts = [_assumption(name, one) for sheet in sheets for name, one in sheet.assumptions.items()]
    return say("assumptions", assumptions=joined(list(dict.fromkeys(parts))))


def _assumption(name: str, one: Quantity) -> Text:
    digits = f"{one.value:.12g}" if one.unit == "years" else f"{one.value:,.12g}".replace(",", THIN_SPACE)
    unit = EMPTY if one.unit == "ratio" else unit_text(one.unit)
    # Symbols of units stand behind a space, Japanese words do not.
    between = "" if unit.ja != unit.en else " "
    return Text(f"{name} = {digits} {unit.en}".rstrip(), f"{name} = {digits}{between}{unit.ja}".rstrip())
