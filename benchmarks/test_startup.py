"""How long a user waits for an answer that needs no measuring."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

COMMANDS: Final = (("--version",), ("--help",), ("list",), ("list", "--format", "json"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_command(benchmark: BenchmarkFixture, pqeval: Path, command: tuple[str, ...]) -> None:
    """The command as a process of its own, from start to end."""
    done = benchmark(subprocess.run, [pqeval, *command], capture_output=True, check=True)

    assert done.stdout


def test_compare(benchmark: BenchmarkFixture, pqeval: Path, run_file: Path) -> None:
    """`compare` of a run with itself, as a process of its own."""
    command = [pqeval, "compare", run_file, run_file, "--all"]
    done = benchmark(subprocess.run, command, capture_output=True, check=True)

    assert b"ml_kem_768" in done.stdout
