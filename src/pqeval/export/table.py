"""What every export is made of: numbers that keep their evidence, in tables that know no file format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pqeval.catalogue import Confidence
from pqeval.export.text import EMPTY, Language, Text
from pqeval.guideline.quantity import Quantity

__all__ = ["Absent", "Cell", "Column", "Drawing", "Export", "Group", "Number", "Row", "Table", "Words"]


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity in a cell, with what only print asks for.

    `level` is the confidence of its interval in percent (100: the whole range). `means` says that the value
    is a mean over inputs because its cost depends on them; `python` that the call of a Python package lies
    inside the timed region.
    """

    quantity: Quantity
    level: float | None = None
    means: bool = False
    python: bool = False

    @property
    def relative_half_width(self) -> float | None:
        """Half the interval over the value; None where there is no interval that says anything."""
        one = self.quantity
        if one.low is None or one.high is None or not one.value or self.level in {None, 0, 100}:
            return None
        return (one.high - one.low) / 2 / one.value


@dataclass(frozen=True, slots=True)
class Words:
    """A cell of words. `confidence` is that of the fact it states; `source` where it is from."""

    text: Text
    source: str = ""
    confidence: Confidence | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """No value: not applicable (a dash), or why it is not there; files for machines hold `reason`, too.

    `gap` says why a cell that shows a dash could not be filled; the annex of a pack lists it.
    """

    why: Text = EMPTY
    reason: str = ""
    gap: Text = EMPTY

    @property
    def is_gap(self) -> bool:
        """Whether something should stand here and does not."""
        return bool(self.why or self.gap or self.reason)


Cell = Number | Words | Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. Printed values are divided by `scale` and rounded to `digits` significant ones (None: exact).

    `key` names the column for machines; `unit` is printed in the head, `group` above neighbouring heads;
    `wide` columns hold sentences.
    """

    key: str
    head: Text
    unit: Text = EMPTY
    numeric: bool = False
    scale: float = 1.0
    digits: int | None = None
    group: Text = EMPTY
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row. `grey` ones are superseded, broken or flagged: shown, and not to be chosen."""

    key: str
    cells: tuple[Cell, ...]
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading of their own (empty where there is but one group); `short` fits a narrow cell."""

    heading: Text
    rows: tuple[Row, ...]
    short: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, whatever shows it. `notes` stand below it, before the marks and sources that it uses."""

    id: str
    title: Text
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    notes: tuple[Text, ...] = ()

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, group by group."""
        return (row for group in self.groups for row in group.rows)

    @property
    def numbers(self) -> Iterator[Number]:
        """All numbers."""
        return (cell for row in self.rows for cell in row.cells if isinstance(cell, Number))


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure in one language, ready for print. `alt` says in words what is to be seen."""

    svg: str
    pdf: bytes
    png: bytes
    title: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One of T01–T15 and F01–F08. `draw` makes the figure; its tables hold exactly the plotted values."""

    id: str
    title: Text
    tables: tuple[Table, ...]
    draw: Callable[[Language], Drawing] | None = None
    notes: tuple[Text, ...] = field(default=())
