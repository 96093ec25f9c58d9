"""The Makefile and the bootstrap script, as far as they can be tried without installing anything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from pqeval.native.packages import ARM_PACKAGES

ROOT: Final = Path(__file__).resolve().parents[2]


def run_shell(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a POSIX shell script in the root folder."""
    shell = shutil.which("sh")
    assert shell is not None
    return subprocess.run(
        [shell, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_help_names_every_goal() -> None:
    """`make help` has one line for each goal of the Makefile."""
    goals = re.findall(r"^\.PHONY: ([a-z-]+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    listed = re.findall(r"^  make ([a-z-]+) +\S", run_shell("make -s help").stdout, re.MULTILINE)

    assert listed == goals
    assert {
        "bench",
        "test",
        "check",
        "test-full",
        "lint",
        "bench-self",
        "report",
        "wheel",
        "lock",
        "clean",
    } <= set(goals)


def test_installing_can_be_forbidden() -> None:
    """With PQEVAL_NO_INSTALL=1 nothing is installed and the exact command is named."""
    done = run_shell(
        'say() { echo "$*"; }; . tools/packages.sh; install_packages python3.11-venv', PQEVAL_NO_INSTALL="1"
    )

    assert done.returncode == 1
    assert "sudo apt-get install --no-install-recommends python3.11-venv" in done.stdout


def test_cross_compiler_packages_agree() -> None:
    """`make` installs beside pip what `pqeval setup` would install."""
    done = run_shell('. tools/packages.sh; echo "$cross_compiler_packages"')

    assert done.stdout.split() == list(ARM_PACKAGES)


def test_an_unusable_interpreter_is_named(tmp_path: Path) -> None:
    """An interpreter that was asked for and is not there ends the bootstrap with a remedy."""
    copy = tmp_path / "checkout"
    (copy / "tools").mkdir(parents=True)
    for name in ("tools/bootstrap.sh", "tools/packages.sh", "requirements-dev.lock"):
        shutil.copy(ROOT / name, copy / name)

    done = run_shell(f"'{copy}/tools/bootstrap.sh'", PQEVAL_PYTHON=str(tmp_path / "nowhere"))

    assert done.returncode == 3
    assert "no Python 3.11 to 3.14 found" in done.stderr
    assert "PQEVAL_PYTHON=<path>" in done.stderr


def test_an_interpreter_without_venv_is_named(tmp_path: Path) -> None:
    """Debian's Python without python3-venv: the package that is missing is named before anything is built."""
    (tmp_path / "sitecustomize.py").write_text(
        'import sys\nsys.modules["ensurepip"] = None\n', encoding="utf-8"
    )
    python = tmp_path / "python-without-venv"
    python.write_text(
        f"#!/bin/sh\nPYTHONPATH='{tmp_path}' exec '{sys.executable}' \"$@\"\n", encoding="utf-8"
    )
    python.chmod(0o755)
    copy = tmp_path / "checkout"
    (copy / "tools").mkdir(parents=True)
    for name in ("tools/bootstrap.sh", "tools/packages.sh", "requirements-dev.lock"):
        shutil.copy(ROOT / name, copy / name)

    done = run_shell(f"'{copy}/tools/bootstrap.sh'", PQEVAL_PYTHON=str(python), PQEVAL_NO_INSTALL="1")

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.returncode == 3
    assert f"python{version}-venv" in done.stderr
    assert not (copy / ".venv").exists()


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_scripts_pass_shellcheck() -> None:
    """The scripts are portable POSIX shell."""
    done = run_shell("shellcheck tools/*.sh .ci/run")

    assert done.stdout == ""
