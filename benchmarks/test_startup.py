"""How long a user waits for an answer that needs no measuring."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path
from typing import Final

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

PQEVAL: Final = Path(sysconfig.get_path("scripts")) / "pqeval"
COMMANDS: Final = (("--version",), ("--help",), ("list",), ("list", "--format", "json"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_command(benchmark: BenchmarkFixture, command: tuple[str, ...]) -> None:
    """The command as a process of its own, from start to end."""
    done = benchmark(subprocess.run, [PQEVAL, *command], capture_output=True, check=True)

    assert done.stdout
