"""An export as a workbook: real numbers under their units, notes below, and all evidence on its own sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from pqeval.export.layout import Laid, LaidRow, lay
from pqeval.export.marks import signs
from pqeval.export.table import Cell, Column, Export, Number, Table
from pqeval.export.text import Language, origin, say
from pqeval.export.tidy import FIELDS, evidence
from pqeval.report.words import words

__all__ = ["workbook"]

_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_LONGEST_NAME: Final = 31
_WIDEST: Final = 60
_GREY: Final = "#7b8794"


def workbook(export: Export, language: Language) -> bytes:
    """The workbook in one language; the same export gives the same bytes."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is asked for

    stream = BytesIO()
    # Text of a run file must stay text: no formula, no link, no number is made of it.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(stream, options) as book:
        book.set_properties({"title": f"{export.id} {export.title.to(language)}", "created": _CREATED})
        formats = _formats(book)
        for table in export.tables:
            sheet = book.add_worksheet(_name(table.id))
            _fill(sheet, table, language, formats)
        _evidence(book.add_worksheet(_name(say("evidence").to(language))), export, language, formats)
    return stream.getvalue()


def _name(text: str) -> str:
    return "".join("-" if letter in "[]:*?/\\'" else letter for letter in text)[:_LONGEST_NAME]


def _formats(book: Any) -> dict[str, Any]:  # noqa: ANN401 - the package has no types
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "unit": book.add_format({"italic": True, "bottom": 1, "align": "right"}),
        "group": book.add_format({"bold": True, "top": 1}),
        "grey": book.add_format({"font_color": _GREY}),
        "note": book.add_format({"italic": True}),
        "": None,
        **{
            f"number{grey}{digits}": book.add_format(
                {"num_format": digits, **({"font_color": _GREY} if grey else {})}
            )
            for grey in ("", "grey")
            for digits in ("#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "0.00E+00")
        },
    }


def _fill(
    sheet: Any,  # noqa: ANN401 - the package has no types
    table: Table,
    language: Language,
    formats: dict[str, Any],
) -> None:
    laid = lay(table, language)
    sheet.write_string(0, 0, laid.title, formats["title"])
    for place, head in enumerate(laid.heads):
        sheet.write_string(2, place, head.group, formats["group"])
        sheet.write_string(3, place, head.text, formats["head"])
        sheet.write_string(4, place, head.unit, formats["unit"])
        sheet.set_column(place, place, _width(laid, place))
    sheet.freeze_panes(5, 1)
    line = 5
    for group, printed in zip([one for one in table.groups if one.rows], laid.groups, strict=True):
        if printed.heading:
            sheet.write_string(line, 0, printed.heading, formats["group"])
            line += 1
        for row, shown in zip(group.rows, printed.rows, strict=True):
            _row(_Line(sheet, line, formats, language), row.cells, table.columns, shown)
            line += 1
    for note in laid.notes:
        line += 1
        sheet.write_string(line, 0, note, formats["note"])
    for number, source in enumerate(laid.sources, start=1):
        line += 1
        sheet.write_string(line, 0, f"[{number}] {source}")


@dataclass(frozen=True)
class _Line:
    """Where a row is written, and in which formats."""

    sheet: Any
    number: int
    formats: dict[str, Any]
    language: Language


def _row(line: _Line, cells: Sequence[Cell], columns: Sequence[Column], shown: LaidRow) -> None:
    for place, text in enumerate(shown.cells):
        grey = "grey" if shown.grey or shown.faint[place] else ""
        cell = cells[place] if place < len(cells) else None
        if not isinstance(cell, Number):
            line.sheet.write_string(line.number, place, text, line.formats[grey])
            continue
        value = cell.quantity.value / columns[place].scale
        line.sheet.write_number(line.number, place, value, line.formats[f"number{grey}{_digits(value)}"])
        if signs(cell):
            line.sheet.write_comment(line.number, place, f"{text}\n{_evidence_of(cell, line.language)}")


def _evidence_of(cell: Number, language: Language) -> str:
    kind = words(language).of("kind", cell.quantity.kind)
    return f"{kind}: {origin(cell.quantity.source).to(language)}"


def _digits(value: float) -> str:
    size = abs(value)
    if value == round(value) and size < 1e15:  # noqa: PLR2004 - beyond it a sheet shows no whole numbers
        return "#,##0"
    for least, digits in ((100, "#,##0"), (10, "#,##0.0"), (1, "#,##0.00"), (0.001, "#,##0.000")):
        if size >= least:
            return digits
    return "0.00E+00"


def _width(laid: Laid, place: int) -> float:
    texts = [laid.heads[place].text, laid.heads[place].unit]
    texts += [row.cells[place] for group in laid.groups for row in group.rows]
    widest = max(sum(2 if ord(letter) > 0x2E80 else 1 for letter in text) for text in texts)  # noqa: PLR2004 - CJK
    return float(min(_WIDEST, widest + 2))


def _evidence(
    sheet: Any,  # noqa: ANN401 - the package has no types
    export: Export,
    language: Language,
    formats: dict[str, Any],
) -> None:
    for place, name in enumerate(FIELDS):
        sheet.write_string(0, place, name, formats["head"])
    for line, fields in enumerate(evidence(export, language), start=1):
        for place, value in enumerate(fields):
            if isinstance(value, str):
                sheet.write_string(line, place, value)
            else:
                sheet.write_number(line, place, value)
    sheet.freeze_panes(1, 4)
