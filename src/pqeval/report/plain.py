"""The same tables as Markdown and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from pqeval.report.blocks import Cell, Chart, Column, Page, Table

__all__ = ["chart_csv", "csv_bytes", "markdown", "table_csv"]


def markdown(pages: Sequence[Page]) -> str:
    """A page of each run, one after the other."""
    return "\n".join(line for page in pages for line in _page(page)) + "\n"


def table_csv(table: Table) -> str:
    """A table as CSV: what is shown, and beside each numeric column the number behind it."""
    head: list[str] = []
    for column in table.columns:
        name = " ".join(filter(None, (column.group, column.head, column.unit)))
        head += [name, f"{name} [value]"] if column.numeric else [name]
    rows = []
    for row in table.rows:
        fields: list[str | float] = []
        for column, cell in zip(table.columns, row, strict=True):
            shown = _shown(cell)
            fields += [shown, "" if cell.sort is None else cell.sort] if column.numeric else [shown]
        rows.append(fields)
    return _csv(head, rows)


def chart_csv(chart: Chart) -> str:
    """Exactly the plotted values."""
    return _csv(chart.head, chart.rows)


def csv_bytes(text: str, language: str) -> bytes:
    """A CSV for a file: Japanese ones begin with a byte-order mark.

    Excel takes a file without one for the system's own code page, which spoils every Japanese letter. English
    ones have none, so that programs which do not know the mark read the first head as it is.
    """
    return text.encode("utf-8-sig" if language == "ja" else "utf-8")


def _csv(head: Iterable[str], rows: Iterable[Iterable[str | float | int]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue()


def _page(page: Page) -> Iterable[str]:
    yield f"# {page.title}"
    yield ""
    yield _escaped(page.provenance)
    for section in page.sections:
        yield ""
        yield f"## {_escaped(section.heading)}"
        for paragraph in section.paragraphs:
            yield ""
            yield _escaped(paragraph)
        for chart in section.charts:
            yield ""
            yield f"![{_escaped(chart.title)}](charts/{chart.name}.{page.language}.svg)"
            yield ""
            yield f"**{_escaped(chart.title)}** {_escaped(chart.subtitle)}"
        for table in section.tables:
            yield from _table(table)


def _table(table: Table) -> Iterable[str]:
    yield ""
    yield f"### {_escaped(table.caption)}"
    yield ""
    yield "| " + " | ".join(_head(column) for column in table.columns) + " |"
    yield "|" + "|".join(" ---: " if column.numeric else " --- " for column in table.columns) + "|"
    for row in table.rows:
        yield "| " + " | ".join(_cell(cell) for cell in row) + " |"
    for note in table.notes:
        yield ""
        yield _escaped(note)


def _head(column: Column) -> str:
    return _escaped(": ".join(filter(None, (column.group, column.head))))


def _cell(cell: Cell) -> str:
    text = _escaped(_shown(cell))
    return f"**{text}**" if cell.best else text


def _shown(cell: Cell) -> str:
    return f"{cell.text} ({cell.note})" if cell.note else cell.text


def _escaped(text: str) -> str:
    for letter in ("\\", "|", "*", "_", "<", ">", "[", "]", "`"):
        text = text.replace(letter, f"\\{letter}")
    return " ".join(text.split())
