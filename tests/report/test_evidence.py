"""Constant-time evidence in reports: with figures or alone, in both languages, with everything escaped."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Metric, Operation
from pqeval.records import (
    Evidence,
    Finding,
    FindingKind,
    LeftOut,
    Outcome,
    Run,
    Varied,
)
from pqeval.report import write
from pqeval.report.page import compose
from pqeval.report.words import words
from sample_runs import BUILD, measurement, observation, run, series

HOSTILE = "<script>alert('x')</script>"
LEAK = Evidence(
    series=series("ml_kem_768", Operation.DECAPS),
    build=BUILD.hash,
    outcome=Outcome.LEAK,
    method="traces",
    reason="the traces of a pair differ",
    pairs=4,
    instructions=1_234_567,
    varied=(Varied(what="s", reason="it decrypts", source="FIPS 203"),),
    left_out=(LeftOut(function="gen_matrix", scope="calls", reason="public"),),
    findings=(
        Finding(kind=FindingKind.ADDRESS, function="late", position=900, detail=HOSTILE),
        Finding(kind=FindingKind.PC, function="early", file="a.c", line=7, position=12),
    ),
    known=(Finding(kind=FindingKind.CONDITION, function="mask", known="one cycle"),),
    notes=("a limit",),
)
PASS = msgspec.structs.replace(
    LEAK, series=series("ml_kem_512", Operation.DECAPS), outcome=Outcome.PASS, findings=(), known=()
)


def evidence_run() -> Run:
    """A run that holds evidence and no figure."""
    return run(LEAK, PASS)


def figures_run() -> Run:
    """A run that holds figures and no evidence."""
    return run(measurement(observation(Metric.MODELLED_CYCLES, 1000), of=series("ml_kem_768")))


def test_the_first_divergence_is_that_of_the_smallest_position() -> None:
    """Place, kind and position stand together, and pairs and instructions are numbers."""
    page = compose(evidence_run(), "en")
    (section,) = [one for one in page.sections if one.anchor == "constant-time"]
    row = section.tables[0].rows[0]
    assert row[3].text == words("en")("outcome_leak")
    assert row[4].text == "early (a.c:7)"
    assert "12" in row[4].note
    assert (row[6].sort, row[7].sort) == (4, 1_234_567)
    assert [cell.text for cell in section.tables[1].rows[0]] == [
        "ML-KEM-768",
        "decapsulation",
        "s",
        "it decrypts",
        "FIPS 203",
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_evidence_without_figures_has_no_empty_answer(language: str) -> None:
    """The page begins with the evidence."""
    page = compose(evidence_run(), language)
    assert page.sections[0].anchor == "constant-time"


@pytest.mark.slow
def test_evidence_joins_the_page_of_a_run_with_figures(tmp_path: Path) -> None:
    """In whatever order the runs are given there is one page, with figures and evidence."""
    for number, runs in enumerate([[figures_run(), evidence_run()], [evidence_run(), figures_run()]]):
        output = tmp_path / str(number)
        write(runs, output, ["en"])
        text = (output / "report.en.md").read_text(encoding="utf-8")
        assert text.count("# Post-quantum") == 1
        assert text.index("At a glance") < text.index("Constant-time evidence")


def test_tables_are_files_and_nothing_hostile_gets_in(tmp_path: Path) -> None:
    """Each table has its CSV; what firmware or a run file says is escaped."""
    write([evidence_run()], tmp_path / "out")
    rows = list(csv.reader(io.StringIO((tmp_path / "out/tables/constant-time.en.csv").read_text("utf-8"))))
    assert [row[0] for row in rows[1:]] == ["ML-KEM-768 (liboqs (generic))", "ML-KEM-512 (liboqs (generic))"]
    findings = (tmp_path / "out/tables/constant-time-findings.ja.csv").read_text("utf-8-sig")
    assert len(findings.splitlines()) == 4
    assert HOSTILE not in (tmp_path / "out/index.html").read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_outcome_kind_and_scope_has_words(language: str) -> None:
    """A word that is missing would be an error in the middle of a report."""
    w = words(language)
    assert all(w.of("outcome", one) for one in Outcome)
    assert all(w.of("finding", one) for one in FindingKind)
    assert all(w.of("scope", one) for one in ("calls", "body", "end"))
