"""Child processes: what they print is kept, what goes wrong says so."""

from __future__ import annotations

import sys

import pytest

from pqeval.errors import BuildError, CommandError
from pqeval.native.process import run, run_watched


def python(code: str) -> list[str]:
    """The command that runs `code`."""
    return [sys.executable, "-c", code]


def test_stdout_is_returned() -> None:
    """What the child prints comes back, with the environment added to ours."""
    assert run(python("import os; print(os.environ['PQE_WORD'])"), env={"PQE_WORD": "word"}) == "word\n"


def test_a_failure_carries_code_and_both_streams() -> None:
    """The error has the command, its code and both streams."""
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    with pytest.raises(CommandError, match="ended with code 3") as caught:
        run(python(code))

    assert (caught.value.returncode, caught.value.stdout, caught.value.stderr) == (3, "out\n", "err\n")


def test_a_child_that_does_not_end_is_stopped() -> None:
    """After the timeout the child is gone and the message names the time."""
    with pytest.raises(BuildError, match=r"did not end within 0\.2 s"):
        run(python("import time; time.sleep(60)"), timeout_s=0.2)


@pytest.mark.parametrize("start", [run, lambda command: run_watched(command, print)])
def test_a_missing_program_is_named(start: object) -> None:
    """A program that is not there is a BuildError with its name."""
    assert callable(start)
    with pytest.raises(BuildError, match="`pqe-no-such-program` cannot be started"):
        start(["pqe-no-such-program"])


def test_lines_come_as_they_are_printed_from_both_streams() -> None:
    """Each line of both streams is handed over, without its end of line."""
    lines: list[str] = []
    code = "import sys; print('one', flush=True); print('two', file=sys.stderr, flush=True); print('three')"
    run_watched(python(code), lines.append)

    assert lines == ["one", "two", "three"]


def test_a_watched_failure_carries_its_output() -> None:
    """What was printed before the failure is in the error."""
    with pytest.raises(CommandError, match="why") as caught:
        run_watched(python("import sys; print('why'); sys.exit(1)"), lambda _: None)

    assert caught.value.stdout == "why\n"
