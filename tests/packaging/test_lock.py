"""The lock files hold every dependency, by name, version and hash, and nothing of a particular machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
LOCKS: Final = ("requirements.lock", "requirements-dev.lock")


def project() -> dict[str, Any]:
    """Read pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    """Return the normalised name at the head of a requirement."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match is not None
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def entries(lock: str) -> dict[str, list[str]]:
    """Map each locked `name==version` to its hashes."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z0-9-]+==[^ ]+)", line):
            current = found.setdefault(match[1], [])
        elif match := re.match(r"    --hash=(sha256:[0-9a-f]{64})( \\)?$", line):
            current.append(match[1])
        else:
            assert re.match(r"    #", line), line
    return found


def names(lock: str) -> set[str]:
    """Return the names in a lock file."""
    return {entry.split("==")[0] for entry in entries(lock)}


def test_runtime_dependencies_are_locked() -> None:
    """Each dependency of the wheel stands in requirements.lock."""
    wanted = {name_of(requirement) for requirement in project()["project"]["dependencies"]}

    assert wanted - names("requirements.lock") == set()


def test_development_dependencies_are_locked() -> None:
    """Each group of pyproject.toml, and what the build system requires, stands in requirements-dev.lock."""
    groups = project()["dependency-groups"].values()
    wanted = {name_of(requirement) for group in groups for requirement in group}
    wanted |= {name_of(requirement) for requirement in project()["build-system"]["requires"]}

    assert wanted - names("requirements-dev.lock") == set()


def test_development_lock_contains_the_runtime_lock() -> None:
    """Tests run with the very versions that users get."""
    assert set(entries("requirements.lock")) - set(entries("requirements-dev.lock")) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_has_hashes(lock: str) -> None:
    """`pip --require-hashes` accepts the file."""
    assert [entry for entry, hashes in entries(lock).items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_addresses_or_folders(lock: str) -> None:
    """A lock names packages, not places."""
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"(?:https?:|file:|--find-links|--index-url| @ ).*", text) == []


def test_page_of_dependencies_is_current() -> None:
    """docs/reference/dependencies.md names every locked package with one of its locked versions."""
    page = (ROOT / "docs/reference/dependencies.md").read_text(encoding="utf-8")
    rows = {
        f"{name}=={version}"
        for name, version in re.findall(r"^\| ([a-z0-9-]+) \| (\d[^ |]*) \|", page, re.MULTILINE)
    }
    locked = entries("requirements-dev.lock")

    assert rows - set(locked) == set()
    assert names("requirements-dev.lock") == {row.split("==")[0] for row in rows}


def test_every_licence_is_noted() -> None:
    """No row of the page lacks a licence."""
    page = (ROOT / "docs/reference/dependencies.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| \S+ \| \S+ \| (?:not stated|) \|.*", page, re.MULTILINE) == []
