"""A small run, made once, on which reading, comparing and rendering are timed."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def pqeval() -> Path:
    """Return the command as users call it."""
    return Path(sysconfig.get_path("scripts")) / "pqeval"


@pytest.fixture(scope="session")
def run_file(pqeval: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bench the own cipher and two KEMs on the host, and return the run document."""
    folder = tmp_path_factory.mktemp("run")
    terms = ["Ascon-Hash256", "ML-KEM-768", "X25519"]
    select = [word for term in terms for word in ("--select", term)]
    command = [str(pqeval), "bench", *select, "--target", "host", "--quiet", "--results", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())
