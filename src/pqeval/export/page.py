"""The pack as one page to look through, in both languages: the same tables and figures as in its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pqeval.export.layout import Laid, LaidRow, lay
from pqeval.export.table import Export, Table
from pqeval.export.text import Language, Text, say
from pqeval.report.blocks import Cell, Chart, Column, Page, Section
from pqeval.report.blocks import Table as Block
from pqeval.report.html import html

__all__ = ["page"]


def page(
    exports: Sequence[Export],
    languages: Sequence[Language],
    provenance: Text,
    files: Mapping[tuple[str, Language], Sequence[tuple[str, str]]],
) -> str:
    """The page; without scripts and network it shows everything.

    `files` are, by export and language, the kinds and addresses of what lies beside the page; figures are
    shown from there.
    """
    text = html({language: [_page(exports, language, provenance, files)] for language in languages})
    # HTML lets a cell end where the next one begins: of tens of thousands that is a tenth of the page.
    return text.replace("</td><td", "<td")


def _page(
    exports: Sequence[Export],
    language: Language,
    provenance: Text,
    files: Mapping[tuple[str, Language], Sequence[tuple[str, str]]],
) -> Page:
    return Page(
        language=language,
        language_name=say("language_name").to(language),
        title=say("pack_title").to(language),
        provenance=provenance.to(language),
        contents=say("contents").to(language),
        sort_hint=say("sort_hint").to(language),
        sections=[_section(export, language, files[export.id, language]) for export in exports],
    )


def _section(export: Export, language: Language, files: Sequence[tuple[str, str]]) -> Section:
    return Section(
        anchor=export.id.lower(),
        heading=f"{export.id} {export.title.to(language)}",
        tables=tuple(_block(table, language) for table in export.tables),
        charts=_charts(export, language, dict(files).get("SVG", "")),
        paragraphs=tuple(note.to(language) for note in export.notes),
        files=tuple(files),
    )


def _charts(export: Export, language: Language, file: str) -> tuple[Chart, ...]:
    """The figure; its values stand in the tables below it."""
    if export.draw is None:
        return ()
    drawing = export.draw(language)
    return (Chart(export.id, drawing.title, drawing.alt, drawing.svg, drawing.png, (), (), file),)


def _block(table: Table, language: Language) -> Block:
    laid = lay(table, language)
    rows: list[tuple[Cell, ...]] = []
    greyed = set()
    for group, printed in zip([one for one in table.groups if one.rows], laid.groups, strict=True):
        for row, shown in zip(group.rows, printed.rows, strict=True):
            if row.grey:
                greyed.add(len(rows))
            rows.append(_cells(shown, printed.short))
    columns = [
        Column(one.text, unit=one.unit, numeric=one.numeric, group=one.group, wide=one.wide)
        for one in laid.heads
    ]
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


def _cells(shown: LaidRow, heading: str) -> tuple[Cell, ...]:
    # A column has one unit, so what is printed sorts as the value does, and the page stays small.
    cells = [Cell(text, best=strong) for text, strong in zip(shown.cells, shown.strong, strict=True)]
    if heading:
        cells.insert(1, Cell(heading))
    return tuple(cells)


def _sources(laid: Laid, language: Language) -> Sequence[str]:
    if not laid.sources:
        return ()
    listed = " ".join(f"[{number}] {source}" for number, source in enumerate(laid.sources, start=1))
    return (say("sources_listed", listed=listed).to(language),)
