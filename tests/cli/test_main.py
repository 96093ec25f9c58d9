"""The command line as a user meets it: exit codes, messages, streams, speed of start left to benchmarks."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import COMMANDS, main
from pqeval.cli.output import render


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` ends with code 0 and shows how the command is used."""
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert f"pqeval {command}" in capsys.readouterr().out


def test_list_gives_data_on_stdout_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON on stdout can be read by a program."""
    assert main(["list", "schemes", "ML-KEM-*", "--format", "json"]) == ExitCode.OK
    rows = json.loads(capsys.readouterr().out)
    assert [row["scheme"] for row in rows] == ["ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["list", "schemes", "ML-KEM-7"], 2, "did you mean"),
        (["list", "schemes", "nofield:1"], 2, "nofield"),
        (["bench", "nosuchplan"], 2, "built in"),
        (["bench", "quick", "--target", "mars"], 2, "mars"),
        (["show", "nosuchrun"], 2, "nosuchrun"),
        (["compare", "a", "b"], 2, "`a`"),
        (["report", "nosuchrun"], 2, "nosuchrun"),
        (["verify", "--target", "mars"], 2, "mars"),
        (["bench", "quick", "--target", "serial:/dev/x"], 2, "names no board"),
        (["bench", "quick", "--target", "cortex-m4:board=mars"], 2, "nucleo-l4r5zi"),
        (["calibrate", "--target", "mars"], 2, "emulator:PART"),
        (["calibrate", "--target", "serial:qemu,board=mps2-an386"], 2, "no cycles"),
        (["calibrate", "--target", "emulator:nosuch.toml"], 2, "nosuch.toml"),
        (["calibrate", "--target", "emulator:ideal-m4", "-o", "x"], 2, ".toml"),
        (["validate", "a"], 2, "two runs"),
        (["validate", "a", "b"], 2, "`a`"),
        (["export", "T04", "--lang", "ja", "nosuchrun"], 2, "nosuchrun"),
        (["scenario", "smart_meter", "--explain", "nosuchrun"], 2, "nosuchrun"),
    ],
)
def test_wrong_input_is_named_with_the_remedy(
    arguments: list[str],
    code: int,
    words: str,
    *,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One line on stderr, nothing on stdout, nothing written."""
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    streams = capsys.readouterr()
    assert words in streams.err
    assert streams.out == ""
    assert "Traceback" not in streams.err
    assert list(tmp_path.iterdir()) == []


def test_resume_without_a_journal_says_how_to_begin(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing to finish."""
    monkeypatch.chdir(tmp_path)
    assert main(["bench", "--resume"]) == ExitCode.USAGE
    assert "pqeval bench" in capsys.readouterr().err


def test_limits_that_are_none_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`--fail` is checked before any file is opened."""
    assert main(["compare", "a", "b", "--fail", "time_ns:5%", "--results", str(tmp_path)]) == ExitCode.USAGE
    assert "not judged" in capsys.readouterr().err


@pytest.mark.slow
def test_a_selection_runs_compares_and_reports(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From bench over show and compare to report, with real code on the host."""
    monkeypatch.chdir(tmp_path)
    words = ["--select", "SHA-256,provider:cryptography", "--select", "Ascon-Hash256", "--target", "host"]
    assert main(["bench", "quick", *words]) == ExitCode.OK
    path = capsys.readouterr().out.strip()
    assert Path(path).is_file()
    assert main(["show", "--metric", "time_ns", "--format", "csv"]) == ExitCode.OK
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 4
    assert {row["kind"] for row in rows} == {"measured"}
    assert main(["compare", path, path, "--fail", "stack_bytes:0"]) == ExitCode.OK
    assert main(["compare", path, path, "--fail", "modelled_cycles:0"]) == ExitCode.INCOMPARABLE
    capsys.readouterr()
    assert main(["report", "-o", "out", "--lang", "ja"]) == ExitCode.OK
    index = Path(capsys.readouterr().out.strip())
    assert 'lang="ja"' in index.read_text(encoding="utf-8")


def test_tables_align_wide_letters() -> None:
    """Japanese letters take two columns; missing values are a dash, or null in JSON."""
    text = render(("name", "n"), [("署名", 1), ("abc", None)], "table")
    lines = text.splitlines()
    assert lines[2] == "署名  1"
    assert lines[3] == "abc   –"
    assert json.loads(render(("a",), [(None,)], "json")) == [{"a": None}]
    assert render(("a", "b"), [("x|y", 1)], "md").splitlines()[2] == "| x\\|y | 1 |"


@pytest.mark.parametrize("rest", [["--nosuch"], ["RUN", "--nosuch"], ["one", "--lang", "ja", "other", "-x"]])
def test_unknown_options_are_named(rest: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Only words that are no options can be runs."""
    with pytest.raises(SystemExit) as caught:
        main(["export", "T04", *rest])
    assert caught.value.code == ExitCode.USAGE
    assert "unrecognized arguments" in capsys.readouterr().err
