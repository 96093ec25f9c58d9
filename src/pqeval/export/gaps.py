"""What could not be filled: a row for each table and reason, so that nobody has to guess at a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pqeval.catalogue import Confidence, Kind
from pqeval.export.table import Absent, Column, Export, Group, Number, Row, Table, Words
from pqeval.export.text import EMPTY, Text, joined, origin, plain, say
from pqeval.guideline.quantity import Quantity

__all__ = ["gaps_table", "with_gaps"]

_ANNEX: Final = "T14"
_FEW: Final = 3
"""So many rows and reasons are named; of more, how many."""


@dataclass(slots=True)
class _Gap:
    columns: dict[Text, None] = field(default_factory=dict)
    rows: dict[Text, None] = field(default_factory=dict)
    reasons: dict[Text, None] = field(default_factory=dict)
    count: int = 0


def with_gaps(made: Sequence[Export], left_out: Mapping[str, Text]) -> list[Export]:
    """The exports with their gaps listed in the annex of conditions."""
    table = gaps_table(made, left_out)
    if table is None:
        return list(made)
    return [replace(one, tables=(*one.tables, table)) if one.id == _ANNEX else one for one in made]


def gaps_table(made: Sequence[Export], left_out: Mapping[str, Text]) -> Table | None:
    """Every cell that should hold something and does not, and every export that was left out."""
    rows = [row for export in made for table in export.tables for row in _rows(export, table)]
    rows += [_left_out(name, reason) for name, reason in left_out.items()]
    if not rows:
        return None
    return Table(
        id=f"{_ANNEX}-gaps",
        title=say("t14_gaps"),
        columns=(
            Column(key="export", head=say("gap_export")),
            Column(key="table", head=say("gap_table"), wide=True),
            Column(key="columns", head=say("gap_columns"), wide=True),
            Column(key="rows", head=say("gap_rows"), wide=True),
            Column(key="cells", head=say("gap_cells"), numeric=True),
            Column(key="reason", head=say("gap_reason"), wide=True),
        ),
        groups=(Group(EMPTY, tuple(rows)),),
        notes=(say("t14_gaps_note"),),
    )


def _rows(export: Export, table: Table) -> Iterator[Row]:
    found: dict[Text, _Gap] = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if isinstance(cell, Absent) and cell.is_gap:
                gap = found.setdefault(cell.gap or cell.why, _Gap())
                gap.columns[joined([column.group, column.head], ": ")] = None
                gap.rows[_name(row)] = None
                gap.reasons[_reason(cell)] = None
                gap.count += 1
    for number, gap in enumerate(found.values(), start=1):
        yield Row(
            key=f"{table.id}/{number}",
            cells=(
                Words(plain(export.id)),
                Words(table.title),
                Words(_some(list(gap.columns))),
                Words(_some(list(gap.rows))),
                Number(_counted(gap.count)),
                Words(_some(list(gap.reasons))),
            ),
        )


def _name(row: Row) -> Text:
    first = row.cells[0] if row.cells else None
    return first.text if isinstance(first, Words) else plain(row.key)


def _reason(cell: Absent) -> Text:
    if cell.gap:
        return cell.gap
    return origin(cell.reason) if cell.reason else cell.why


def _some(texts: Sequence[Text]) -> Text:
    """The first of them; of more, how many there are."""
    shown = joined(list(texts[:_FEW]))
    return say("gap_more", shown=shown, count=len(texts) - _FEW) if len(texts) > _FEW else shown


def _counted(count: int) -> Quantity:
    return Quantity(
        value=count, unit="cells", kind=Kind.COUNTED, source="this pack", confidence=Confidence.CONFIRMED
    )


def _left_out(name: str, reason: Text) -> Row:
    return Row(
        key=name,
        cells=(
            Words(plain(name)),
            Words(say("gap_whole")),
            Absent(),
            Absent(),
            Absent(),
            Words(reason),
        ),
    )
