"""The pack as one page to look through, in both languages: the same tables and figures as in its files."""

from __future__ import annotations

from collections.abc import Sequence

from pqeval.export.layout import Laid, LaidRow, lay
from pqeval.export.table import Absent, Export, Number, Row, Table
from pqeval.export.text import Language, Text, say
from pqeval.report.blocks import Cell, Chart, Column, Page, Section
from pqeval.report.blocks import Table as Block
from pqeval.report.html import html

__all__ = ["page"]


def page(exports: Sequence[Export], languages: Sequence[Language], provenance: Text) -> str:
    """The page; without scripts and network it shows everything."""
    return html({language: [_page(exports, language, provenance)] for language in languages})


def _page(exports: Sequence[Export], language: Language, provenance: Text) -> Page:
    return Page(
        language=language,
        language_name=say("language_name").to(language),
        title=say("pack_title").to(language),
        provenance=provenance.to(language),
        contents=say("contents").to(language),
        sort_hint=say("sort_hint").to(language),
        sections=[_section(export, language) for export in exports],
    )


def _section(export: Export, language: Language) -> Section:
    return Section(
        anchor=export.id.lower(),
        heading=f"{export.id} {export.title.to(language)}",
        tables=tuple(_block(table, language) for table in export.tables),
        charts=_charts(export, language),
        paragraphs=tuple(note.to(language) for note in export.notes),
    )


def _charts(export: Export, language: Language) -> tuple[Chart, ...]:
    if export.draw is None:
        return ()
    drawing = export.draw(language)
    table = export.tables[0]
    laid = lay(table, language)
    head = tuple(f"{one.text} [{one.unit}]" if one.unit else one.text for one in laid.heads)
    rows = tuple(
        tuple(_plotted(row, place, shown) for place, shown in enumerate(printed.cells))
        for group, laid_group in zip([one for one in table.groups if one.rows], laid.groups, strict=True)
        for row, printed in zip(group.rows, laid_group.rows, strict=True)
    )
    return (Chart(export.id, drawing.title, drawing.alt, drawing.svg, drawing.png, head, rows),)


def _plotted(row: Row, place: int, shown: str) -> str | float:
    cell = row.cells[place] if place < len(row.cells) else None
    return cell.quantity.value if isinstance(cell, Number) else shown


def _block(table: Table, language: Language) -> Block:
    laid = lay(table, language)
    rows: list[tuple[Cell, ...]] = []
    greyed = set()
    for group, printed in zip([one for one in table.groups if one.rows], laid.groups, strict=True):
        for row, shown in zip(group.rows, printed.rows, strict=True):
            if row.grey:
                greyed.add(len(rows))
            rows.append(_cells(row, shown, printed.short))
    columns = [Column(one.text, unit=one.unit, numeric=one.numeric, group=one.group) for one in laid.heads]
    if any(group.heading for group in laid.groups):
        columns.insert(1, Column(say("section").to(language)))
    return Block(
        name=table.id.lower().replace("@", "-"),
        caption=laid.title,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*laid.notes, *_sources(laid, language)),
        greyed=frozenset(greyed),
    )


def _cells(row: Row, shown: LaidRow, heading: str) -> tuple[Cell, ...]:
    cells = []
    for place, text in enumerate(shown.cells):
        cell = row.cells[place] if place < len(row.cells) else None
        sort = cell.quantity.value if isinstance(cell, Number) else None
        cells.append(Cell(text, None if isinstance(cell, Absent) else sort, best=shown.strong[place]))
    if heading:
        cells.insert(1, Cell(heading))
    return tuple(cells)


def _sources(laid: Laid, language: Language) -> Sequence[str]:
    if not laid.sources:
        return ()
    listed = " ".join(f"[{number}] {source}" for number, source in enumerate(laid.sources, start=1))
    return (f"{say('sources').to(language)}: {listed}",)
