"""No English prose is left in Japanese tables, figures, reports and changes; what is assumed is marked."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from english import english_in
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.export.files import contents
from pqeval.export.marks import printed
from pqeval.export.material import Material, gather
from pqeval.export.pack import write_pack
from pqeval.export.registry import EXPORTS, make
from pqeval.export.table import Export
from pqeval.report.plain import csv_bytes
from pqeval.results.document import write_run
from sample_exports import host_run, sample_runs

pytestmark = pytest.mark.xdist_group("exports")
_CODES = ("unit", "kind", "confidence", "mark", "marks", "assumptions")
"""Columns of a CSV that hold the same words in both languages."""


@pytest.fixture(scope="module")
def material() -> Material:
    """A host's run and a device's."""
    return gather(sample_runs())


def _texts(export: Export) -> Iterator[str]:
    """What is to be read in the Japanese files of an export."""
    files = dict(contents(export, ["ja"], ["md", "csv", "tex"]))
    yield files[f"{export.id}.ja.md"].decode()
    for row in csv.DictReader(io.StringIO(files[f"{export.id}.ja.csv"].decode("utf-8-sig"))):
        yield from (text for field, text in row.items() if field not in _CODES)
    if export.draw is not None:
        drawing = export.draw("ja")
        yield from (drawing.title, drawing.alt, *re.findall(r">([^<>]+)</text>", drawing.svg))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["T02", "T07", "T10", "T11"])
def test_a_table_is_wholly_japanese(name: str, material: Material) -> None:
    """Sources, formulas, notes, and why a value is missing: the tables that cost no time."""
    assert [found for text in _texts(make(name, material)) for found in english_in(text)] == []


@pytest.mark.full
@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_wholly_japanese(name: str, material: Material) -> None:
    """Every one, in every form for readers."""
    assert [found for text in _texts(make(name, material)) for found in english_in(text)] == []


@pytest.mark.full
def test_pages_reports_and_changes_are_wholly_japanese(material: Material, tmp_path: Path) -> None:
    """The page of a pack with its annex of gaps, the report of a run, and what changed between two."""
    folder = write_pack(material, tmp_path / "pack", ["md"], tuple(EXPORTS)).folder
    assert english_in((folder / "tables" / "T14.ja.md").read_text(encoding="utf-8")) == []
    runs = []
    for number, run in enumerate((*sample_runs(), host_run(2, "2026-11-24T20:00:00Z"))):
        write_run(run, tmp_path / f"run{number}.json")
        runs.append(str(tmp_path / f"run{number}.json"))
    assert main(["report", *runs[:2], "--lang", "ja", "-o", str(tmp_path / "report")]) == ExitCode.OK
    assert english_in(_prose((tmp_path / "report" / "index.html").read_text(encoding="utf-8"))) == []
    output = str(tmp_path / "changes")
    assert main(["export", runs[0], runs[2], "--compare", "--lang", "ja", "-o", output]) == ExitCode.OK
    for path in Path(output).glob("*.ja.md"):
        assert english_in(path.read_text(encoding="utf-8")) == []


def _prose(page: str) -> str:
    """What a browser shows of a page."""
    without = re.sub(r"<(script|style|svg)\b.*?</\1>", "。", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "。", without))


def test_the_assumed_energy_of_a_connection_is_marked_on_all_that_rests_on_it(material: Material) -> None:
    """NB-IoT: sending, sums, shares and life carry the marks of assumptions and of what nobody confirmed."""
    (table, *_) = make("T11", material).tables
    columns = {column.key: place for place, column in enumerate(table.columns)}
    rows = [row for row in table.rows if row.key.startswith("nbiot/")]
    assert rows
    for row in rows:
        for key in ("send_uj", "cpu_send_uj", "total_uj", "cpu_share", "per_mah", "life", "life_psk"):
            for language in ("en", "ja"):
                shown = printed(row.cells[columns[key]], table.columns[columns[key]], language)
                assert {"◇", "‡"} <= set(shown), (row.key, key)
    assert any("link_session_mj = 550 mJ" in note.en for note in table.notes)
    assert any("link_session_mj = 550 mJ" in note.ja for note in table.notes)


@pytest.mark.slow
def test_figures_name_what_rests_on_the_assumed_energy(material: Material) -> None:
    """The bar of F05 is marked beside its name, and F07 says which decisions rest on it."""
    bars = make("F05", material)
    assert bars.draw is not None
    for language in ("en", "ja"):
        labels = re.findall(r">([^<>]+)</text>", bars.draw(language).svg)
        assert {label.split()[-1] for label in labels if label.startswith("NB-IoT")} == {"◇‡"}
    (note,) = [one for one in make("F07", material).notes if "T11" in one.en]
    assert "NB-IoT" in note.en
    assert "NB-IoT" in note.ja


def test_japanese_csv_begins_with_a_mark_that_excel_needs() -> None:
    """English ones have none, for programs that do not know it."""
    assert csv_bytes("表\n", "ja") == b"\xef\xbb\xbf" + "表\n".encode()
    assert csv_bytes("a\n", "en") == b"a\n"
