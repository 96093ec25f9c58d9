"""Read a workbook back, independently of what wrote it: cells by sheet, and the notes on them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Sheet:
    """Cells by (row, column) from 0: text, or a number; `notes` are the comments on cells."""

    name: str
    cells: dict[tuple[int, int], str | float]
    notes: dict[tuple[int, int], str]

    def column(self, place: int, row: int) -> list[str | float | None]:
        """The cells below `row` in one column, to the last row that has any."""
        last = max(line for line, _ in self.cells)
        return [self.cells.get((line, place)) for line in range(row + 1, last + 1)]


def read_workbook(content: bytes) -> dict[str, Sheet]:
    """The sheets by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        texts = ["".join(one.itertext()) for one in _parsed(book, "xl/sharedStrings.xml")]
        targets = {one.get("Id"): one.get("Target") for one in _parsed(book, "xl/_rels/workbook.xml.rels")}
        found = {}
        for one in _parsed(book, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
            path = f"xl/{targets[one.get(_LINK)]}"
            name = one.get("name") or ""
            found[name] = Sheet(name, _cells(_parsed(book, path), texts), _notes(book, path))
    return found


def _parsed(book: zipfile.ZipFile, path: str) -> ET.Element:
    return ET.fromstring(book.read(path))  # noqa: S314 - made by the test


def _cells(sheet: ET.Element, texts: list[str]) -> dict[tuple[int, int], str | float]:
    found: dict[tuple[int, int], str | float] = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        value = cell.findtext(f"{_MAIN}v")
        assert cell.find(f"{_MAIN}f") is None, "a formula"
        if value is not None:
            place = _place(cell.get("r") or "")
            found[place] = texts[int(value)] if cell.get("t") == "s" else float(value)
    return found


def _notes(book: zipfile.ZipFile, path: str) -> dict[tuple[int, int], str]:
    links = path.replace("worksheets/", "worksheets/_rels/") + ".rels"
    if links not in book.namelist():
        return {}
    target = next(one.get("Target") for one in _parsed(book, links) if "comments" in (one.get("Type") or ""))
    listed = _parsed(book, f"xl/{(target or '').removeprefix('../')}").iter(f"{_MAIN}comment")
    return {_place(one.get("ref") or ""): "".join(one.itertext()) for one in listed}


def _place(reference: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]+)([0-9]+)", reference)
    assert match is not None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
