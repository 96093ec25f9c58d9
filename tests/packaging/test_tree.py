"""Rules of the tracked tree: nothing of the machine it was written on, nothing large, everything signed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]

# Spelt in parts, so that this file does not contain what it looks for.
MACHINE_PATHS: Final = re.compile(rb"(?<![\w.])/(?:work|root|home|tmp/lab" + rb")/[\w.]")
REGISTRY_HOSTS: Final = re.compile(
    rb"https?://[^\s\"']*\b(?:registry|mirror|artifact\w*|static|files|repo1?|proxy|index|pypi|deb)\.[a-z]"
)
LARGEST_BYTES: Final = 2_000_000


def tracked(*patterns: str) -> list[Path]:
    """List tracked files, or every file outside of build folders where there is no git."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there is no list of tracked files")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=True
    )
    paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def offending(pattern: re.Pattern[bytes], paths: list[Path]) -> list[str]:
    """Name each file and line that contains the pattern."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]!r}"
        for path in paths
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1)
        if pattern.search(line)
    ]


def test_no_paths_of_a_machine() -> None:
    """No tracked file names a folder of the machine on which it was written."""
    assert offending(MACHINE_PATHS, tracked()) == []


def test_no_registry_addresses() -> None:
    """Packages are named; where they come from is the user's configuration."""
    assert offending(REGISTRY_HOSTS, tracked()) == []


def test_patterns_find_what_they_are_for() -> None:
    """The two patterns do find a machine path and a registry's address."""
    assert MACHINE_PATHS.search(b"see /" + b"root/x")
    assert REGISTRY_HOSTS.search(b"https" + b"://files.example.org/x.whl")
    assert not MACHINE_PATHS.search(b"src/" + b"work/thing")


def test_no_large_files() -> None:
    """Nothing over 2 MB is tracked: data is made from sources."""
    large = [str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > LARGEST_BYTES]

    assert large == []


def test_c_sources_state_their_licence() -> None:
    """Every C source and header begins with an SPDX line."""
    first_lines = {
        path: path.read_text(encoding="utf-8").split("\n", 1)[0]
        for path in tracked("native/*.c", "native/*.h")
    }

    assert [
        str(path.relative_to(ROOT))
        for path, line in first_lines.items()
        if "SPDX-License-Identifier: MIT" not in line
    ] == []


def test_shell_scripts_are_executable() -> None:
    """What is meant to be run can be run; `packages.sh` is only sourced."""
    scripts = [path for path in [*tracked("tools/*.sh"), ROOT / ".ci/run"] if path.name != "packages.sh"]

    assert [path.name for path in scripts if not path.stat().st_mode & 0o111] == []
