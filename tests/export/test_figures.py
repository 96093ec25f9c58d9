"""Figures: vectors with their words, the same bytes each time, and beside them exactly what was plotted."""

from __future__ import annotations

import hashlib
from xml.etree import ElementTree as ET

import pytest

from pqeval.export.files import contents
from pqeval.export.material import Material, gather
from pqeval.export.registry import EXPORTS, make
from pqeval.export.text import LANGUAGES
from sample_exports import sample_runs

FIGURES = tuple(name for name in EXPORTS if name.startswith("F"))
FEW = [pytest.param(name, marks=() if name in {"F01", "F04"} else pytest.mark.slow) for name in FIGURES]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def material() -> Material:
    """A host's run and a device's."""
    return gather(sample_runs())


@pytest.mark.parametrize("name", FEW)
def test_a_figure_is_drawn_in_each_language_and_says_what_it_shows(name: str, material: Material) -> None:
    """SVG with text as text, title and description; PDF and PNG; no date anywhere."""
    export = make(name, material)
    assert export.draw is not None
    drawings = {language: export.draw(language) for language in LANGUAGES}
    for drawing in drawings.values():
        root = ET.fromstring(drawing.svg)  # noqa: S314 - drawn by this test
        assert root.findtext(f"{SVG}title") == drawing.title
        assert root.findtext(f"{SVG}desc") == drawing.alt
        assert root.findall(f".//{SVG}text")
        assert drawing.pdf.startswith(b"%PDF")
        assert drawing.png.startswith(b"\x89PNG")
        assert b"CreationDate" not in drawing.pdf
    assert drawings["en"].title != drawings["ja"].title
    assert drawings["en"].alt != drawings["ja"].alt


@pytest.mark.parametrize("name", FEW)
def test_beside_a_figure_stands_its_data(name: str, material: Material) -> None:
    """Every figure has a table with rows; the Markdown shows both."""
    export = make(name, material)
    assert any(True for table in export.tables for _ in table.rows)
    text = dict(contents(export, ["ja"], ["md"]))[f"{name}.ja.md"].decode()
    assert f"({name}.ja.svg)" in text
    assert "\n| " in text


def test_the_scatter_marks_what_nothing_beats(material: Material) -> None:
    """ML-KEM-512 is smaller and no slower than others; a flagged scheme is never on the front."""
    for table in make("F01", material).tables:
        front = {row.key: row.cells[-1] for row in table.rows}
        assert getattr(front["hqc_128"], "strong", True) is False
    host = make("F01", material).tables[0]
    assert any(getattr(row.cells[-1], "strong", False) for row in host.rows)


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_the_same_run_gives_the_same_picture(name: str, material: Material) -> None:
    """Byte for byte, in every format."""
    digests = []
    for one in (material, gather(sample_runs())):
        drawn = make(name, one).draw
        assert drawn is not None
        drawing = drawn("ja")
        digests.append(
            [hashlib.sha256(part).hexdigest() for part in (drawing.svg.encode(), drawing.pdf, drawing.png)]
        )
    assert digests[0] == digests[1]
