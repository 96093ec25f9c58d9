"""Code with and without hashing, other placements and other optimisations, as a report shows them."""

from __future__ import annotations

import msgspec
import pytest

from pqeval.catalogue import Kind, Metric
from pqeval.records import Measurement
from pqeval.report.blocks import Cell, Page
from pqeval.report.page import compose
from pqeval.report.words import words
from sample_runs import measurement, observation, run, series


def _one(variant: str = "generic", **metrics: int) -> Measurement:
    found = (
        observation(Metric(name), value, kind=Kind.MODELLED if name.endswith("_cycles") else Kind.COUNTED)
        for name, value in metrics.items()
    )
    return measurement(*found, of=msgspec.structs.replace(series("ml_kem_768"), variant=variant))


def _cells(page: Page, heading: str) -> list[Cell]:
    """The cells of every column of that heading."""
    return [
        row[place]
        for section in page.sections
        for table in section.tables
        for place, column in enumerate(table.columns)
        if column.head == heading
        for row in table.rows
    ]


def _every_note(page: Page) -> list[str]:
    tables = [table for section in page.sections for table in section.tables]
    return [cell.note for table in tables for row in table.rows for cell in row] + [
        note for table in tables for note in table.notes
    ]


@pytest.mark.slow
def test_code_without_hashing_is_the_difference() -> None:
    """Text minus what of it hashes; a dash where a run of before does not say it."""
    both = _one(modelled_cycles=1000, text_bytes=90_000, hashing_text_bytes=52_000)
    old = _one("old", modelled_cycles=1000, text_bytes=90_000)
    found = _cells(compose(run(both, old), "en"), words("en")("code_without_hashing"))
    assert [cell.sort for cell in found] == [38_000, None]


@pytest.mark.parametrize(
    ("moved", "aligned", "note"),
    [
        (1020, 1005, "↷ +0.0 … +2.0 %"),
        (990, 1005, "↷ -1.0 … +0.5 %"),
        (990, 980, "↷ -2.0 … +0.0 %"),
    ],
)
def test_placements_are_a_range_about_the_figure(moved: int, aligned: int, note: str) -> None:
    """The figure itself is one of the placements."""
    page = compose(run(_one(modelled_cycles=1000, moved_cycles=moved, aligned_cycles=aligned)), "en")
    assert note in _every_note(page)
    assert words("en")("note_placed") in _every_note(page)


def test_a_run_with_one_other_placement_shows_the_difference() -> None:
    """As runs of before have it."""
    page = compose(run(_one(modelled_cycles=1000, moved_cycles=990)), "en")
    assert "↷ -1.0 %" in _every_note(page)
    assert words("en")("note_placed") not in _every_note(page)


def test_optimisations_stand_side_by_side() -> None:
    """Two variants are two rows of the details, each with its own code size."""
    speed = _one(modelled_cycles=1000, text_bytes=90_000, hashing_text_bytes=0)
    size = _one("generic-os", modelled_cycles=1200, text_bytes=70_000, hashing_text_bytes=0)
    page = compose(run(speed, size), "en")
    rows = [cell.text for cell in _cells(page, words("en")("implementation"))]
    assert {"liboqs (generic)", "liboqs (generic-os)"} <= set(rows)
    assert [cell.sort for cell in _cells(page, words("en")("code_without_hashing"))] == [90_000, 70_000]
