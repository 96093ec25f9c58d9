"""An interrupted `pqeval ct`: what was found is kept, and the rest is looked at, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pqeval.catalogue import Implementation, Operation
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.records import Build, Evidence, Outcome, Series
from pqeval.results.document import load_run
from pqeval.runner import ct
from sample_runs import BUILD

WORDS = ["ct", "PRINCE,provider:pqeval", "--target", "host", "--quiet", "--format", "csv"]


class Looker:
    """Finds nothing anywhere, and is interrupted once it has said so of as many operations as `most`."""

    providers = ("pqeval",)

    def __init__(self, most: int | None) -> None:
        self.asked: list[Operation] = []
        self._most = most

    def look(
        self, implementation: Implementation, operations: Sequence[Operation]
    ) -> Iterator[Build | Evidence]:
        """A build and a verdict for each operation."""
        yield BUILD
        for operation in operations:
            if self._most is not None and len(self.asked) >= self._most:
                raise KeyboardInterrupt
            self.asked.append(operation)
            place = Series(
                scheme=implementation.scheme,
                provider=implementation.provider,
                variant=implementation.variant,
                operation=operation,
                target="host",
            )
            yield Evidence(series=place, build=BUILD.hash, outcome=Outcome.PASS, method="none", reason="none")


def looks(monkeypatch: pytest.MonkeyPatch, most: int | None) -> Looker:
    """Put a looker in the place of Valgrind."""
    looker = Looker(most)
    monkeypatch.setattr(ct, "_looker", lambda *_: looker)
    return looker


def test_an_interrupted_look_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every operation is looked at once; the document has all verdicts and says that it was resumed."""
    path = tmp_path / "ct.json"
    journal = tmp_path / "ct.json.verdicts.jsonl"
    first = looks(monkeypatch, 1)
    assert main([*WORDS, "-o", str(path)]) == ExitCode.INTERRUPTED
    assert str(journal) in capsys.readouterr().err
    assert journal.is_file()
    assert not path.exists()
    second = looks(monkeypatch, None)
    assert main([*WORDS, "-o", str(path), "--resume"]) == ExitCode.OK
    run = load_run(path)
    assert first.asked + second.asked == [Operation.KEY_SCHEDULE, Operation.ENCRYPT, Operation.DECRYPT]
    assert [one.series.operation for one in run.records] == first.asked + second.asked
    assert run.resumed == 1
    assert not journal.exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--resume"], "begin without --resume"),
        ([], "was interrupted: go on with"),
        (["--resume", "--pairs", "2"], "is of another question (PRINCE,provider:pqeval on host)"),
    ],
)
def test_what_cannot_go_on_is_named(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    message: str,
) -> None:
    """Nothing that was found is lost, and no other question is mixed in."""
    path = tmp_path / "ct.json"
    if words != ["--resume"]:
        looks(monkeypatch, 1)
        assert main([*WORDS, "-o", str(path)]) == ExitCode.INTERRUPTED
        capsys.readouterr()
    looks(monkeypatch, None)
    assert main([*WORDS, "-o", str(path), *words]) == ExitCode.USAGE
    assert message in " ".join(capsys.readouterr().err.split())


def test_a_wrong_question_leaves_no_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It can be asked again, rightly."""
    path = tmp_path / "ct.json"
    assert main(["ct", "nosuchscheme", "--target", "host", "--quiet", "-o", str(path)]) == ExitCode.USAGE
    assert "nosuchscheme" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_resuming_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a run document nothing is kept."""
    assert main([*WORDS, "--resume"]) == ExitCode.USAGE
    assert "needs -o FILE" in capsys.readouterr().err
