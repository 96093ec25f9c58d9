"""Tables on paper: like rows in one, repeated sentences as notes, the past left to the data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pqeval.export.condense import FEW_ROWS, condensed
from pqeval.export.latex import latex
from pqeval.export.layout import Head, Laid, LaidGroup, LaidRow, lay
from pqeval.export.material import gather
from pqeval.export.registry import make
from pqeval.export.text import LANGUAGES, Language, say
from sample_exports import sample_runs

_SENTENCE = "a sentence that is long enough to be worth a note of its own"


def _row(name: str, *cells: str, sources: tuple[int, ...] = (), grey: bool = False) -> LaidRow:
    printed = (name, *cells, *([f"[{sources[0]}]"] if sources else []))
    return LaidRow(printed, (False,) * len(printed), grey, (False,) * len(printed), sources)


def _table(*groups: LaidGroup, keys: tuple[str, ...] = ("scheme", "what")) -> Laid:
    names = (*keys, "source")[: len(groups[-1].rows[0].cells)]
    heads = tuple(Head(name, "", "", numeric=False, wide=False) for name in names)
    return Laid("T00", "title", heads, groups, ("note",), ("one", "two"), keys)


@pytest.mark.parametrize("remark", [" (flagged)", "（注意）"])
def test_schemes_that_say_the_same_stand_in_one_row(remark: str) -> None:
    """With the sources of all of them, and a shared remark once; another scheme stays alone."""
    rows = (
        _row(f"A{remark}", "x", sources=(1,)),
        _row("B", "y", sources=(1,)),
        _row(f"C{remark}", "x", sources=(2,)),
    )
    found = condensed(_table(LaidGroup("group", rows)), "T00.en.csv", "en").groups[0]
    assert [row.cells for row in found.rows] == [
        (f"A, C{remark}", "x", "[1][2]"),
        ("B", "y", "[1]"),
    ]


def test_figures_that_happen_to_be_equal_are_not_joined() -> None:
    """What was measured of two schemes is two rows, whatever the figures."""
    rows = (replace(_row("A", "x"), of_facts=False), replace(_row("B", "x"), of_facts=False))
    found = condensed(_table(LaidGroup("group", rows)), "T00.en.csv", "en").groups[0]
    assert [row.cells[0] for row in found.rows] == ["A", "B"]


def test_other_tables_keep_their_rows() -> None:
    """What begins with a date or a device is no list of schemes."""
    rows = (_row("2030", "x"), _row("2035", "x"))
    found = condensed(_table(LaidGroup("", rows), keys=("date", "what")), "T00.en.csv", "en")
    assert found.groups[0].rows == rows


def test_a_sentence_that_is_repeated_becomes_a_note() -> None:
    """Under a letter, below the table, once; a rare one stays in its cell."""
    rows = (*(_row(name, _SENTENCE, name) for name in "ABC"), _row("D", f"{_SENTENCE}, too", "D"))
    found = condensed(_table(LaidGroup("", rows), keys=("date", "what", "more")), "T00.en.csv", "en")
    assert [row.cells[1] for row in found.groups[0].rows] == [
        "note a",
        "note a",
        "note a",
        f"{_SENTENCE}, too",
    ]
    assert found.notes == (f"note a: {_SENTENCE}", "note")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_past_is_left_out_of_long_tables_and_said_to_be(language: Language) -> None:
    """With the number of rows and the file that holds them; a short table is printed whole."""
    past = say("section_past").to(language)
    old = LaidGroup(past, tuple(_row(f"old {n}", str(n), grey=True) for n in range(3)))
    new = LaidGroup("new", tuple(_row(f"new {n}", str(n)) for n in range(FEW_ROWS)))
    left, kept = condensed(_table(old, new), "T00.csv", language).groups
    assert left.rows == ()
    assert past in left.heading
    assert "T00.csv" in left.heading
    assert "3" in left.heading
    assert len(kept.rows) == FEW_ROWS

    short = replace(new, rows=new.rows[:4])
    assert condensed(_table(old, short), "T00.csv", language).groups[0].rows == old.rows


def test_every_scheme_of_a_long_table_is_named_in_print_or_counted() -> None:
    """T01 names every scheme once that is not of the past."""
    export = make("T01", gather(sample_runs()))
    past = say("section_past").to("en")
    printed = latex(export, "en")
    for table in export.tables:
        laid = lay(table, "en")
        if sum(len(group.rows) for group in laid.groups) <= FEW_ROWS:
            continue
        names = [row.cells[0] for group in laid.groups if group.heading != past for row in group.rows]
        rows = condensed(laid, "T01.en.csv", "en").groups
        shown = [
            name for group in rows for row in group.rows for name in row.cells[0].split(" (")[0].split(", ")
        ]
        assert sorted(name.split(" (")[0] for name in names) == sorted(shown)
    assert "not printed: in T01.en.csv" in printed


@pytest.mark.slow
def test_a_tall_figure_is_turned() -> None:
    """On a page across it would be too small to read; a wide one stays upright."""
    material = gather(sample_runs())
    assert "angle=90" not in latex(make("F03", material), "en")
    export = make("F03", material)
    assert export.draw is not None
    drawing = export.draw("en")
    tall = replace(drawing, svg='<svg viewBox="0 0 100 200">')
    assert "angle=90" in latex(replace(export, draw=lambda _: tall), "en")


@pytest.mark.slow
def test_a_figure_with_many_values_leaves_them_to_its_data() -> None:
    """F01 says how many there are and where; F03 prints its few."""
    material = gather(sample_runs())
    many, few = make("F04", material), make("F03", material)
    rows = max(sum(1 for _ in table.rows) for table in many.tables)
    assert f"The {rows} plotted values are in F04.en.csv." in latex(many, "en")
    assert r"\begin{longtable}" in latex(few, "en")
