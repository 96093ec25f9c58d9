"""A table in one language, ready to be set: heads, printed cells, notes, marks and numbered sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pqeval.catalogue import Kind
from pqeval.export.marks import is_faint, legend, printed, references, row_sources
from pqeval.export.table import Column, Number, Row, Table, Words
from pqeval.export.text import Language, origin, say

__all__ = ["Head", "Laid", "LaidGroup", "LaidRow", "lay", "ranges"]

_PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a column."""

    text: str
    unit: str
    group: str
    numeric: bool
    wide: bool


@dataclass(frozen=True, slots=True)
class LaidRow:
    """The printed cells of a row; `faint` says which of them are grey for want of a source.

    `sources` are the numbers that the last cell holds, if the table has sources; `of_facts` says that no cell
    holds what was measured, modelled, counted or computed of such.
    """

    cells: tuple[str, ...]
    faint: tuple[bool, ...]
    grey: bool
    strong: tuple[bool, ...]
    sources: tuple[int, ...] = ()
    of_facts: bool = True


@dataclass(frozen=True, slots=True)
class LaidGroup:
    """Rows under a heading, which may be empty; `short` says the same in a word or two."""

    heading: str
    rows: tuple[LaidRow, ...]
    short: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A table as it is printed. `sources` are numbered from 1 in their order; `keys` name its columns."""

    id: str
    title: str
    heads: tuple[Head, ...]
    groups: tuple[LaidGroup, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    keys: tuple[str, ...]


def lay(table: Table, language: Language) -> Laid:
    """Set a table in one language; where rows have sources, a last column holds their numbers."""
    numbers = references([table])
    heads = [_head(column, language) for column in table.columns]
    if numbers:
        heads.append(Head(say("source").to(language), "", "", numeric=False, wide=False))
    return Laid(
        id=table.id,
        title=table.title.to(language),
        heads=tuple(heads),
        groups=tuple(
            LaidGroup(
                group.heading.to(language),
                tuple(_row(row, table, language, numbers) for row in group.rows),
                (group.short or group.heading).to(language),
            )
            for group in table.groups
            if group.rows
        ),
        notes=tuple(note.to(language) for note in (*table.notes, *legend(table))),
        sources=tuple(origin(one).to(language) for one in numbers),
        keys=tuple(column.key for column in table.columns),
    )


def _head(column: Column, language: Language) -> Head:
    return Head(
        column.head.to(language),
        column.unit.to(language),
        column.group.to(language),
        column.numeric,
        column.wide,
    )


def _row(row: Row, table: Table, language: Language, numbers: dict[str, int]) -> LaidRow:
    texts = [printed(cell, column, language) for cell, column in zip(row.cells, table.columns, strict=True)]
    faint = [is_faint(cell) for cell in row.cells]
    strong = [isinstance(cell, Words) and cell.strong for cell in row.cells]
    found = tuple(sorted(numbers[source] for source in row_sources(row.cells))) if numbers else ()
    if numbers:
        texts.append(ranges(found) or "–")
        faint.append(False)
        strong.append(False)
    return LaidRow(tuple(texts), tuple(faint), row.grey, tuple(strong), found, _is_of_facts(row))


def _is_of_facts(row: Row) -> bool:
    kinds = {cell.quantity.kind for cell in row.cells if isinstance(cell, Number)}
    return kinds <= {Kind.CITED} or kinds == {Kind.CITED, Kind.DERIVED}


def ranges(numbers: Sequence[int]) -> str:
    """Numbers of sources in brackets; three or more in a row as a range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [
        f"[{run[0]}–{run[-1]}]" if len(run) > _PAIR else "".join(f"[{one}]" for one in run) for run in runs
    ]
    return "".join(parts)
