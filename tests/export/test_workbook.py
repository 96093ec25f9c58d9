"""A workbook read back: numbers are numbers in the unit of their head, with kind, notes and evidence."""

from __future__ import annotations

import pytest

from pqeval.export.layout import lay
from pqeval.export.marks import signs
from pqeval.export.material import Material, gather
from pqeval.export.registry import make
from pqeval.export.sheet import workbook
from pqeval.export.table import Export, Number, Table
from pqeval.export.text import LANGUAGES, Language
from pqeval.export.tidy import FIELDS, evidence
from pqeval.report.words import words
from sample_exports import sample_runs
from workbook_reader import Sheet, read_workbook

pytestmark = pytest.mark.xdist_group("exports")
_FIRST_ROW = 5


@pytest.fixture(scope="module")
def material() -> Material:
    """A host's run and a device's."""
    return gather(sample_runs())


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["T03", "T04", "T09", "T10", "T11", "T05", "F01"])
def test_a_workbook_comes_back_as_it_was_made(name: str, language: Language, material: Material) -> None:
    """Every table on its sheet; the last one has a line for each cell."""
    export = make(name, material)
    sheets = list(read_workbook(workbook(export, language)).values())
    assert len(sheets) == len(export.tables) + 1
    count = sum(_checked(sheet, table, language) for sheet, table in zip(sheets, export.tables, strict=False))
    assert count
    _check_evidence(sheets[-1], export, language)


def _checked(sheet: Sheet, table: Table, language: Language) -> int:
    """How many numbers were compared."""
    laid = lay(table, language)
    assert sheet.cells[0, 0] == laid.title
    for place, head in enumerate(laid.heads):
        assert sheet.cells.get((3, place), "") == head.text
        assert sheet.cells.get((4, place), "") == head.unit
    line, count = _FIRST_ROW, 0
    for group in (one for one in table.groups if one.rows):
        line += bool(group.heading.to(language))
        for row in group.rows:
            for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
                found = sheet.cells.get((line, place), "")
                if not isinstance(cell, Number):
                    assert isinstance(found, str)
                    continue
                count += 1
                assert found == pytest.approx(cell.quantity.value / column.scale, rel=1e-12)
                assert column.unit.to(language)
                note = sheet.notes.get((line, place), "")
                kind = words(language).of("kind", cell.quantity.kind)
                assert note.split("\n")[-1].startswith(f"{kind}: ") if signs(cell) else not note
            line += 1
    below = {text for (row, _), text in sheet.cells.items() if row >= line}
    assert set(laid.notes) <= below
    assert {f"[{number}] {one}" for number, one in enumerate(laid.sources, start=1)} <= below
    return count


def _check_evidence(sheet: Sheet, export: Export, language: Language) -> None:
    assert tuple(sheet.cells[0, place] for place in range(len(FIELDS))) == FIELDS
    expected = list(evidence(export, language))
    for place, field in enumerate(FIELDS):
        for found, line in zip(sheet.column(place, 0), expected, strict=True):
            assert (found if found is not None else "") == (
                pytest.approx(line[place]) if isinstance(line[place], int | float) else line[place]
            ), field
    numbers = [line for line in expected if isinstance(line[FIELDS.index("value")], int | float)]
    assert numbers
    for line in numbers:
        assert line[FIELDS.index("kind")]
        assert line[FIELDS.index("unit")]
