"""`bench --implementation` as a user meets it: from a folder to a table and a report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.native.tools import find_tool
from pqeval.results.document import load_run
from sample_folders import HASH, KEM, put

pytestmark = pytest.mark.skipif(find_tool("cc") is None, reason="needs a C compiler")


def test_help_says_that_the_folder_s_code_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever uses it must know."""
    with pytest.raises(SystemExit):
        main(["bench", "--help"])
    text = " ".join(capsys.readouterr().out.split())

    assert "--implementation DIR" in text
    assert "runs its code with your rights, outside of any sandbox" in text


def test_two_folders_side_by_side(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One run document with both; the table has the ratio, the report the scheme under its own name."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "old one", KEM)
    put(tmp_path / "new", KEM, kem=("int crypto_kem_dec(", "static int more;\n\nint crypto_kem_dec("))
    words = ["--implementation", "old one", "--implementation", "new", "--target", "host", "--quiet"]

    assert main(["bench", *words]) == ExitCode.OK
    path = Path(capsys.readouterr().out.strip())
    assert [(one.id, one.name) for one in load_run(path).schemes] == [("folder_toy_kem", "Toy KEM")]
    assert str(tmp_path) not in path.read_text(encoding="utf-8")

    assert main(["show", "--side-by-side", "--format", "json"]) == ExitCode.OK
    rows = json.loads(capsys.readouterr().out)
    assert [row["implementation"] for row in rows] == ["folder (old one)", "folder (new)"] * 3
    assert [row["ratio"] for row in rows[::2]] == [1.0] * 3
    assert all(0 < row["ratio"] for row in rows[1::2])

    assert main(["report", "-o", "out"]) == ExitCode.OK
    page = (tmp_path / "out" / "report.en.md").read_text(encoding="utf-8")
    assert "Toy KEM" in page
    assert "unknown implementation" in page
    assert "Implementations against each other" in page
    assert "folder (old one)" in page


def test_a_folder_beside_the_library(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--select` adds what others offer of the same scheme."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "mine", HASH)
    words = ["--implementation", "mine", "--scheme", "SHA-256", "--select", "SHA-256,provider:cryptography"]

    assert main(["bench", *words, "--target", "host", "--quiet"]) == ExitCode.OK
    assert main(["show", "--side-by-side", "--format", "json"]) == ExitCode.OK
    rows = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert {row["implementation"].split()[0] for row in rows} == {"cryptography", "folder"}
    assert {row["scheme"] for row in rows} == {"sha_256"}


def test_a_broken_folder_shows_the_compiler_s_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On stderr, with the exit code of a failure; the run is kept."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "broken", HASH, hash=("return 0;", "return oops;"))

    assert main(["bench", "--implementation", "broken", "--target", "host", "--quiet"]) == ExitCode.FAILED
    streams = capsys.readouterr()
    assert Path(streams.out.strip()).is_file()
    assert "broken on host failed (build)" in streams.err
    assert "oops" in streams.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--implementation", "nosuch"], "is not a folder"),
        (["--implementation", "."], "has no api.h"),
        (["--scheme", "ML-KEM-768"], "there is no --implementation"),
        (["--kat", "x.rsp"], "there is no --implementation"),
        (["--implementation", "good", "--scheme", "SHA-257"], "SHA-256"),
        (["--implementation", "good", "--kat", "nosuch.rsp"], "cannot be read"),
        (["--implementation", "good", "--kat", "a", "--kat", "b"], "--kat is given 2 times for 1 folders"),
        (["--implementation", "good", "--implementation", "good"], "given twice"),
    ],
)
def test_wrong_use_is_named(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before anything is built or written."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "good", HASH)

    assert main(["bench", *arguments]) == ExitCode.USAGE
    streams = capsys.readouterr()
    assert words in streams.err
    assert streams.out == ""
    assert sorted(one.name for one in tmp_path.iterdir()) == ["good"]
