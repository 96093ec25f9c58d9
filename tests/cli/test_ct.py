"""`pqeval ct` as a user meets it: verdicts on stdout, a run document that show and report take."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.lightweight.offers import own_of
from pqeval.native.code import code_digest
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


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_a_variant_is_asked_for_by_its_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The variant with tables leaks, and the document says of which code that was found."""
    path = tmp_path / "ct.json"
    words = ["ct", "AES-128,variant:tab", "--operation", "encrypt", "--pairs", "1", "--quiet"]
    assert main([*words, "--format", "csv", "-o", str(path)]) == ExitCode.FAILED
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["series"], row["verdict"], row["kind"]) for row in rows] == [
        ("aes_128/pqeval/tab/encrypt/64/cortex-m4", "leak", "address")
    ]
    (build,) = load_run(path).builds.values()
    assert build.notes == {"code": code_digest(own_of("aes_128", "tab"))}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nosuchscheme"], "nosuchscheme"),
        (["ML-KEM-768", "--target", "mars"], "mars"),
        (["ML-KEM-768", "--pairs", "0"], "--pairs"),
        (["X25519", "--operation", "decaps"], "no such operation"),
        (["AES-128,variant:bs23"], "`variant:bs23` matches nothing here (known: "),
        (["AES-128,provider:openssl"], "`provider:openssl` matches nothing here"),
        (["role:stateful_signature"], "only verification, which has no secrets"),
    ],
)
def test_wrong_input_is_named(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and one line on stderr."""
    assert main(["ct", *words, "--quiet"]) == ExitCode.USAGE
    streams = capsys.readouterr()
    assert message in streams.err
    assert streams.out == ""
