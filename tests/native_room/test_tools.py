"""Tools and system packages: found, refused when old, and a remedy that names what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pqeval.errors import BuildError
from pqeval.native.packages import install
from pqeval.native.tools import Tool, arm_toolchain_problem, find_tool, require_tool


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is all of PATH; what was found before is forgotten, and again afterwards."""
    monkeypatch.setenv("PATH", str(tmp_path))
    find_tool.cache_clear()
    yield tmp_path
    find_tool.cache_clear()


def program(path: Path, name: str, *lines: str) -> None:
    """Put a program into the folder; it runs without anything from PATH."""
    (path / name).write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    (path / name).chmod(0o755)


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("cargo 1.95.0 (f2d3ce0bd 2026-03-21)", (1, 95, 0)),
        ("arm-none-eabi-gcc (15:12.2.rel1-1) 12.2.1 20221205", (12, 2)),
        ("1.13.2.git.kitware.jobserver-pipe-1", (1, 13, 2)),
        ("no number", ()),
    ],
)
def test_the_version_is_the_first_dotted_number(line: str, version: tuple[int, ...]) -> None:
    """Versions are read from the first line that a tool prints."""
    assert Tool(Path("tool"), line).version == version


def test_cmake_and_ninja_come_from_the_environment(path: Path) -> None:
    """The PyPI wheels in this interpreter's environment are found without PATH."""
    assert require_tool("cmake").version >= (3, 25)
    assert require_tool("ninja").version >= (1, 10)


def test_a_missing_tool_names_the_remedy(path: Path) -> None:
    """Without cargo the message says which version, and the way around it."""
    with pytest.raises(BuildError, match=r"cargo is missing: install cargo 1\.78 .*PQEVAL_LIBOQS"):
        require_tool("cargo")


def test_an_old_tool_is_refused(path: Path) -> None:
    """A cargo that does not know the lock file's format is not used."""
    program(path, "cargo", "echo cargo 1.65.0")
    with pytest.raises(BuildError, match=r"cargo is too old \(cargo 1\.65\.0; 1\.78 is needed\)"):
        require_tool("cargo")


def test_a_tool_that_does_not_run_counts_as_missing(path: Path) -> None:
    """A program that fails to state its version is not used."""
    program(path, "cargo", "exit 1")

    assert find_tool("cargo") is None


def test_the_arm_compiler_needs_newlib_too(path: Path) -> None:
    """A compiler without its C library is a problem of its own."""
    without = arm_toolchain_problem()
    find_tool.cache_clear()
    # Debian's gcc answers with the bare name if it has no such file.
    program(path, "arm-none-eabi-gcc", 'case "$1" in --version) echo gcc 12.2.1;; *) echo libc.a;; esac')

    assert without.startswith("arm-none-eabi-gcc is missing")
    assert arm_toolchain_problem().startswith("newlib for Arm is missing")


def test_installing_can_be_forbidden(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With PQEVAL_NO_INSTALL=1 nothing is run, and the command to run by hand is given."""
    program(path, "apt-get", f"echo ran >> {path}/log")
    monkeypatch.setenv("PQEVAL_NO_INSTALL", "1")

    with pytest.raises(BuildError, match="run as root: apt-get install one two"):
        install(["one", "two"], print)
    assert not (path / "log").exists()


def test_without_apt_the_packages_are_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another distribution's user learns what to install."""
    monkeypatch.delenv("PQEVAL_NO_INSTALL", raising=False)
    with pytest.raises(BuildError, match="no apt-get; install what Debian calls one two"):
        install(["one", "two"], print)


@pytest.mark.skipif(os.geteuid() != 0, reason="others need sudo")
def test_installing_waits_for_the_lock_and_mends_stale_lists(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is announced; when the first try fails the lists are fetched; then it is tried once more."""
    monkeypatch.delenv("PQEVAL_NO_INSTALL", raising=False)
    log = path / "log"
    program(
        path, "apt-get", f'echo "$@" >> {log}', f'[ "$1" = update ] && : > {path}/up', f"[ -e {path}/up ]"
    )
    said: list[str] = []
    install(["one"], said.append)

    words = [line.split()[0] for line in log.read_text(encoding="utf-8").splitlines()]
    assert words == ["install", "update", "install"]
    assert "DPkg::Lock::Timeout=300" in log.read_text(encoding="utf-8")
    assert said[0] == "installing system packages: one"
