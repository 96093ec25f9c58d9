"""Tables on stdout: aligned text, JSON, CSV or Markdown from the same rows."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Final

__all__ = ["FORMATS", "FOR_READERS", "note", "print_table", "render"]

FORMATS: Final = ("table", "json", "csv", "md")
FOR_READERS: Final = ("table", "md")
"""Forms that may hold more than one table; programs are given one."""

Cell = str | int | float | None


def render(head: Sequence[str], rows: Sequence[Sequence[Cell]], form: str) -> str:
    """Render rows in one of `FORMATS`; numbers are right-aligned, None is an en dash (null in JSON)."""
    match form:
        case "json":
            objects = [dict(zip(head, row, strict=True)) for row in rows]
            return json.dumps(objects, indent=2, ensure_ascii=False)
        case "csv":
            buffer = io.StringIO()
            writer = csv.writer(buffer, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)
            return buffer.getvalue().rstrip("\n")
        case "md":
            lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
            lines += ["| " + " | ".join(_markdown(cell) for cell in row) + " |" for row in rows]
            return "\n".join(lines)
        case _:
            return _aligned(head, rows)


def print_table(head: Sequence[str], rows: Sequence[Sequence[Cell]], form: str) -> None:
    """Write the rendered rows to stdout."""
    print(render(head, rows, form))


def note(text: str) -> None:
    """Write a remark to stderr, so that stdout holds data alone."""
    print(text, file=sys.stderr, flush=True)


def _text(cell: Cell) -> str:
    return "–" if cell is None or cell == "" else str(cell)


def _markdown(cell: Cell) -> str:
    return _text(cell).replace("|", "\\|").replace("\n", " ")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _aligned(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = [max(_width(line[i]) for line in [list(head), *texts]) for i in range(len(head))]
    right = [
        bool(rows) and all(isinstance(row[i], int | float) or row[i] is None for row in rows)
        for i in range(len(head))
    ]

    def line(cells: Sequence[str]) -> str:
        parts = []
        for cell, width, flush in zip(cells, widths, right, strict=True):
            gap = " " * (width - _width(cell))
            parts.append(gap + cell if flush else cell + gap)
        return "  ".join(parts).rstrip()

    rule = "  ".join("─" * width for width in widths)
    return "\n".join([line(list(head)), rule, *(line(cells) for cells in texts)])
