"""`pqeval ct` as a user meets it: verdicts on stdout, a run document that show and report take."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.records import Evidence, Outcome
from pqeval.results.document import load_run


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_verdicts_are_kept_shown_and_reported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """From the command over the run document to the report's section."""
    path = tmp_path / "ct.json"
    words = ["ct", "Ascon-Hash256", "--pairs", "2", "--quiet", "--format", "csv", "-o", str(path)]
    assert main(words) == ExitCode.OK
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["verdict"], row["pairs"]) for row in rows] == [("pass", "2")]
    run = load_run(path)
    assert [one.outcome for one in run.records if isinstance(one, Evidence)] == [Outcome.PASS]
    assert main(["show", str(path), "--format", "csv"]) == ExitCode.OK
    shown = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["verdict"] for row in shown] == ["pass"]
    assert main(["report", str(path), "-o", str(tmp_path / "out")]) == ExitCode.OK
    assert "Constant-time evidence" in (tmp_path / "out" / "report.en.md").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "tables" / "constant-time.en.csv").is_file()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nosuchscheme"], "nosuchscheme"),
        (["ML-KEM-768", "--target", "mars"], "mars"),
        (["ML-KEM-768", "--pairs", "0"], "--pairs"),
        (["X25519", "--operation", "decaps"], "no such operation"),
        (["role:stateful_signature"], "only verification, which has no secrets"),
    ],
)
def test_wrong_input_is_named(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and one line on stderr."""
    assert main(["ct", *words, "--quiet"]) == ExitCode.USAGE
    streams = capsys.readouterr()
    assert message in streams.err
    assert streams.out == ""
