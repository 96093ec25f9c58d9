"""`pqeval bench` on emulated cores: what the number of jobs changes, and what it says at the end."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.results.document import load_run

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]

Streams = pytest.CaptureFixture[str]


def bench(folder: Path, *words: str) -> Path:
    """Run a small plan on two cores; gives the run document."""
    targets = ("--target", "cortex-m4", "--target", "cortex-m0plus")
    arguments = ["bench", *words, *targets, "--quiet", "--results", str(folder)]
    assert main(arguments) == ExitCode.OK
    (path,) = folder.glob("*.json")
    return path


@pytest.mark.slow
def test_the_same_bytes_for_any_number_of_jobs(tmp_path: Path) -> None:
    """Of the whole document; only when it was made, and its name, which depends on that, differ."""
    found = []
    for jobs in ("1", "2"):
        path = bench(
            tmp_path / jobs, "--select", "Ascon-*", "--select", "SHA-256,provider:pqeval", "-j", jobs
        )
        same = msgspec.structs.replace(load_run(path), id="", started="", finished="")
        found.append(msgspec.json.encode(same))
    assert found[0] == found[1]
    assert found[0].count(b'"result":"measurement"') > 10


def test_liboqs_is_missed_only_where_it_was_asked_for(tmp_path: Path, capsys: Streams) -> None:
    """A run of own primitives has nothing to miss."""
    bench(tmp_path, "--select", "Ascon-Hash256")
    assert "nothing of liboqs" not in capsys.readouterr().err


def test_liboqs_is_missed_where_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    """With the remedy."""
    for name in ("find_host_library", "find_cortex_m_library"):
        monkeypatch.setattr(f"pqeval.targets.cortex_m.target.{name}", lambda *_: None)
    bench(tmp_path, "--select", "ML-KEM-512")
    assert "nothing of liboqs was measured: `pqeval setup` builds it" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5"])
def test_wrong_numbers_of_jobs_are_refused(jobs: str, capsys: Streams) -> None:
    """By the parser, with the option's name."""
    with pytest.raises(SystemExit) as caught:
        main(["bench", "quick", "-j", jobs])
    assert caught.value.code == ExitCode.USAGE
    assert "-j/--jobs" in capsys.readouterr().err
