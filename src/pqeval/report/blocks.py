"""What a page is made of, whatever shows it: tables of cells, and charts."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Cell", "Chart", "Column", "Page", "Section", "Table"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `sort` is the number behind the text; `note` a small second line; `link` an anchor here."""

    text: str
    sort: float | None = None
    note: str = ""
    best: bool = False
    link: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head; `unit` stands below it, `numeric` aligns it right, `wide` gives sentences room."""

    head: str
    unit: str = ""
    numeric: bool = False
    group: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the conditions that it ends with. `greyed` are the numbers of rows to show greyed."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    greyed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its title says the finding; `rows` are exactly the plotted values, with their head.

    `file` is the address of its picture where that lies beside the page instead of within it.
    """

    name: str
    title: str
    subtitle: str
    svg: str
    png: bytes
    head: tuple[str, ...]
    rows: tuple[tuple[str | float | int, ...], ...]
    file: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. `folded` parts are closed until the reader opens them.

    `files` are the same contents beside the page, by what their kind is called; the page then carries no
    copies of its own.
    """

    anchor: str
    heading: str
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    paragraphs: tuple[str, ...] = ()
    folded: bool = False
    files: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Page:
    """A whole report in one language."""

    language: str
    language_name: str
    title: str
    provenance: str
    contents: str
    sort_hint: str
    sections: list[Section] = field(default_factory=list)
