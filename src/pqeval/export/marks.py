"""How a number is printed: digits, interval, marks. One mark has one meaning in all reports and exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pqeval.catalogue import Confidence, Kind, Mark
from pqeval.export.table import Absent, Cell, Column, Number, Table, Words
from pqeval.export.text import Language, Text, say
from pqeval.report.numbers import THIN_SPACE, significant

__all__ = ["DASH", "SIGNS", "is_faint", "legend", "printed", "references", "row_sources", "signs"]

DASH: Final = "–"
SIGNS: Final = {
    "modelled": "§",
    "unvalidated": "‖",
    "estimate": "≈",
    "derived": "†",
    "assumed": "◇",
    "unconfirmed": "‡",
    "mean": "~",
    "python": "¶",
}
"""Each mark and what it means; measured, counted and cited figures have none (cited ones a reference)."""

_TELLING: Final = ("cycles_", "stack_", "text_", "host_", "link_session_mj")
"""Names of assumptions that mark all that follows from them: an assumed cost is another core's, so the value
is a prediction; the assumed energy of a connection outweighs all else that a device spends over that link."""
_SMALLEST_PERCENT: Final = 0.01
"""A narrower interval says no more than this to a reader; files for machines hold it exactly."""


def signs(number: Number) -> tuple[str, ...]:
    """The names of the marks that a number carries, in the order in which they are printed."""
    found, one = [], number.quantity
    if number.means:
        found.append("mean")
    if one.mark == Mark.ESTIMATE:
        found.append("estimate")
    elif one.mark == Mark.UNVALIDATED:
        found.append("unvalidated")
    elif one.kind == Kind.MODELLED:
        found.append("modelled")
    if one.kind in {Kind.DERIVED, Kind.ASSUMED}:
        found.append(str(one.kind))
    if one.kind == Kind.DERIVED and any(name.startswith(_TELLING) for name in one.assumptions):
        found.append("assumed")
    if number.python:
        found.append("python")
    if one.confidence == Confidence.UNCONFIRMED and one.kind != Kind.ASSUMED:
        found.append("unconfirmed")
    return tuple(found)


def _digits(value: float, column: Column) -> str:
    """The digits alone, in the column's unit; the same in each language."""
    scaled = value / column.scale
    if column.digits is None:
        whole = abs(scaled - round(scaled)) < 1e-9  # noqa: PLR2004 - rounding of a division, no measure
        return f"{scaled:,.0f}".replace(",", THIN_SPACE) if whole else significant(scaled, 4)
    return significant(scaled, column.digits)


def printed(cell: Cell, column: Column, language: Language) -> str:
    """What a reader sees of a cell: never empty."""
    match cell:
        case Absent(why=why):
            return why.to(language) or DASH
        case Words(text=text, confidence=confidence):
            mark = f" {SIGNS['unconfirmed']}" if confidence == Confidence.UNCONFIRMED else ""
            return f"{text.to(language) or DASH}{mark}"
        case Number():
            return _number(cell, column)


def _number(one: Number, column: Column) -> str:
    text = _digits(one.quantity.value, column)
    width = one.relative_half_width
    if width is not None:
        text = f"{text} ±{THIN_SPACE}{_percent(100 * width)}{THIN_SPACE}%"
    marks = "".join(SIGNS[name] for name in signs(one))
    return f"{text}{THIN_SPACE}{marks}" if marks else text


def _percent(percent: float) -> str:
    return f"<{THIN_SPACE}{_SMALLEST_PERCENT}" if percent < _SMALLEST_PERCENT else significant(percent, 2)


def is_faint(cell: Cell) -> bool:
    """Whether a cell is printed in grey because nobody has read its source."""
    match cell:
        case Number(quantity=one):
            return one.confidence == Confidence.UNCONFIRMED and one.kind != Kind.ASSUMED
        case Words(confidence=confidence):
            return confidence == Confidence.UNCONFIRMED
        case Absent():
            return False


def legend(table: Table) -> Iterator[Text]:
    """What the marks of this table mean: those that occur in it and no other."""
    used = {name for one in table.numbers for name in signs(one)}
    if any(is_faint(cell) for row in table.rows for cell in row.cells):
        used.add("unconfirmed")
    for name, sign in SIGNS.items():
        if name in used:
            yield say(f"mark_{name}", sign=sign)
    if any(row.grey for row in table.rows):
        yield say("mark_grey")


def references(tables: Iterable[Table]) -> dict[str, int]:
    """The sources of cited and derived numbers and of words, numbered in the order of their first use."""
    found: dict[str, int] = {}
    for table in tables:
        for row in table.rows:
            for source in row_sources(row.cells):
                found.setdefault(source, len(found) + 1)
    return found


def row_sources(cells: Iterable[Cell]) -> Iterator[str]:
    """The sources that a row's cells are printed with, each once: those of its facts, else of its results.

    A derived number beside the facts that it was derived from adds no source of its own.
    """
    shown = list(cells)
    cited = dict.fromkeys(source for cell in shown for source in _sources(cell))
    yield from cited or dict.fromkeys(source for cell in shown for source in _sources(cell, Kind.DERIVED))


def _sources(cell: Cell, *more: Kind) -> Iterator[str]:
    match cell:
        case Words(source=source) if source:
            yield source
        case Number(quantity=one) if one.kind in {Kind.CITED, Kind.ASSUMED}:
            yield one.source
        case Number(quantity=one) if one.kind in more:
            # A model joins the sources of its inputs so; those of a run are in the annex.
            yield from (source for source in one.source.split("; ") if not source.startswith("run "))
        case _:  # of the run, whose conditions are the annex
            return
