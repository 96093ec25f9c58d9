"""An export for machines: one line or object a cell, with all evidence of its number."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final

from pqeval.export.marks import printed, signs
from pqeval.export.table import Absent, Cell, Column, Export, Number, Row, Table, Words
from pqeval.export.text import LANGUAGES, Language, Text, origin

__all__ = ["FIELDS", "comma_separated", "evidence", "objects"]

FIELDS: Final = (
    "export",
    "table",
    "group",
    "row",
    "column",
    "head",
    "text",
    "value",
    "unit",
    "kind",
    "n",
    "low",
    "high",
    "level_percent",
    "source",
    "confidence",
    "mark",
    "marks",
    "formula",
    "assumptions",
    "note",
)


def comma_separated(export: Export, language: Language) -> str:
    """Every cell of every table of an export, one a line; texts in that language."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows(evidence(export, language))
    return stream.getvalue()


def evidence(export: Export, language: Language) -> Iterator[list[str | float | int]]:
    """The lines of `comma_separated`, without their head."""
    for table in export.tables:
        for group in table.groups:
            for row in group.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    place = [export.id, table.id, group.heading.to(language), row.key]
                    yield [*place, *_cell(column, cell, language)]


def _cell(column: Column, cell: Cell, language: Language) -> list[str | float | int]:
    heads = filter(None, (column.group.to(language), column.head.to(language)))
    start: list[str | float | int] = [column.key, ": ".join(heads), printed(cell, column, language)]
    empty = [""] * (len(FIELDS) - 4 - len(start))
    match cell:
        case Absent(reason=reason):
            return [*start, *empty[:-1], origin(reason).to(language)]
        case Words(source=source, confidence=confidence):
            empty[FIELDS.index("source") - 7] = origin(source).to(language)
            empty[FIELDS.index("confidence") - 7] = str(confidence or "")
            return [*start, *empty]
        case Number(quantity=one):
            return [
                *start,
                _plain(one.value),
                one.unit,
                str(one.kind),
                "" if one.n is None else one.n,
                "" if one.low is None else _plain(one.low),
                "" if one.high is None else _plain(one.high),
                "" if cell.level is None else _plain(cell.level),
                origin(one.source).to(language),
                str(one.confidence),
                str(one.mark),
                " ".join(signs(cell)),
                origin(one.formula).to(language),
                "; ".join(one.assumptions),
                origin(one.note).to(language),
            ]


def objects(export: Export) -> str:
    """The export as JSON, both languages and every number with its evidence."""
    content = {
        "export": export.id,
        "title": _both(export.title),
        "notes": [_both(note) for note in export.notes],
        "tables": [_table(table) for table in export.tables],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def _table(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": _both(table.title),
        "columns": [
            {
                "key": column.key,
                "head": _both(column.head),
                "group": _both(column.group),
                "printed_unit": _both(column.unit),
            }
            for column in table.columns
        ],
        "groups": [
            {"heading": _both(group.heading), "rows": [_row(row, table) for row in group.rows]}
            for group in table.groups
        ],
        "notes": [_both(note) for note in table.notes],
    }


def _row(row: Row, table: Table) -> dict[str, Any]:
    cells = {column.key: _object(cell, column) for column, cell in zip(table.columns, row.cells, strict=True)}
    return {"key": row.key, "grey": row.grey, "cells": cells}


def _object(cell: Cell, column: Column) -> dict[str, Any]:
    shown = {language: printed(cell, column, language) for language in LANGUAGES}
    match cell:
        case Absent(reason=reason):
            return {"text": shown, "value": None, **({"reason": reason} if reason else {})}
        case Words(source=source, confidence=confidence):
            found = {"text": shown, "source": source, "confidence": str(confidence or "")}
            return {name: value for name, value in found.items() if value}
        case Number(quantity=one):
            return {
                "text": shown["en"],
                "value": _plain(one.value),
                "unit": one.unit,
                "kind": str(one.kind),
                "n": one.n,
                "low": one.low,
                "high": one.high,
                "level_percent": cell.level,
                "source": one.source,
                "confidence": str(one.confidence),
                "mark": str(one.mark),
                "marks": list(signs(cell)),
                "formula": one.formula,
                "assumptions": list(one.assumptions),
                "note": one.note,
            }


def _both(text: Text) -> dict[str, str]:
    return {language: text.to(language) for language in LANGUAGES}


def _plain(value: float) -> float | int:
    """A whole number without a decimal point, as a reader of the file would write it."""
    return int(value) if value == int(value) else value
