"""The wheel: what is in it, and that it works where there is no checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from pqeval.version import __version__

ROOT: Final = Path(__file__).resolve().parents[2]
EXECUTABLE_BITS: Final = 0o111

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]


def run(
    *command: str | Path, cwd: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed; both streams are in the message if it does not."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, f"{done.args}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what a checkout tracks, so that building leaves no trace in it."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what belongs to the source is not known")
    folder = tmp_path_factory.mktemp("source") / "pqeval"
    listing = run("git", "ls-files", "-z", cwd=ROOT).stdout
    for name in listing.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


@pytest.fixture(scope="session")
def dist(source: Path) -> Path:
    """Build wheel and source archive as `make wheel` does."""
    run("sh", "tools/wheel.sh", cwd=source)
    return source / "dist"


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    """Return the only wheel."""
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel and its locked dependencies into an empty environment; return its bin folder."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    bin_folder = folder / "venv/bin"
    pip = (
        bin_folder / "python",
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-deps",
    )
    run(*pip, "--require-hashes", "--no-compile", "-r", ROOT / "requirements.lock", cwd=folder)
    run(*pip, wheel, cwd=folder)
    return bin_folder


def entries(wheel: Path) -> dict[str, zipfile.ZipInfo]:
    """Map each path in the wheel to its entry."""
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry for entry in archive.infolist()}


def test_every_module_is_in_the_wheel(source: Path, wheel: Path) -> None:
    """Each tracked file below src/pqeval is in the wheel."""
    expected = {
        str(path.relative_to(source / "src")) for path in (source / "src").rglob("*") if path.is_file()
    }

    assert expected - set(entries(wheel)) == set()


def test_native_sources_are_in_the_wheel(source: Path, wheel: Path) -> None:
    """`pqeval setup` finds every native source in the package."""
    expected = {
        f"pqeval/_native/{path.relative_to(source / 'native')}"
        for path in (source / "native").rglob("*")
        if path.is_file()
    }
    assert expected

    assert expected - set(entries(wheel)) == set()


def test_nothing_foreign_is_in_the_wheel(wheel: Path) -> None:
    """No byte code, no tests, and nothing of Unicorn or liboqs."""
    names = list(entries(wheel))

    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []
    assert [
        name for name in names if not name.startswith(("pqeval/", f"pqeval-{__version__}.dist-info/"))
    ] == []
    libraries = [Path(name).name for name in names if ".so" in name or name.endswith(".a")]
    assert [name for name in libraries if name.startswith(("libunicorn", "liboqs"))] == []


def test_programs_are_executable(wheel: Path) -> None:
    """An ELF program in the wheel keeps its executable bits."""
    with zipfile.ZipFile(wheel) as archive:
        programs = [
            entry
            for entry in archive.infolist()
            if "." not in Path(entry.filename).name and archive.read(entry)[:4] == b"\x7fELF"
        ]
    assert programs

    assert [
        p.filename for p in programs if (p.external_attr >> 16) & EXECUTABLE_BITS != EXECUTABLE_BITS
    ] == []


def test_metadata_names_licence_and_dependencies(wheel: Path) -> None:
    """Licence, licence files, the Python range and each dependency stand in the metadata."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"pqeval-{__version__}.dist-info/METADATA").decode().splitlines()

    assert f"Version: {__version__}" in metadata
    assert "License-Expression: MIT" in metadata
    assert {"License-File: LICENSE", "License-File: NOTICE"} <= set(metadata)
    assert f"Requires-Python: {project['requires-python']}" in metadata
    assert sum(line.startswith("Requires-Dist: ") for line in metadata) == len(project["dependencies"])


def test_source_archive_holds_what_is_tracked(source: Path, dist: Path) -> None:
    """A wheel can be built from the source archive: sources, native sources and both lock files are there."""
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.split("/", 1)[1] for name in tar.getnames() if "/" in name}
    expected = {
        str(path.relative_to(source))
        for folder in ("src", "native")
        for path in (source / folder).rglob("*")
        if path.is_file()
    }

    assert (
        expected | {"requirements.lock", "requirements-dev.lock", "LICENSE", "NOTICE", "CMakeLists.txt"}
        <= names
    )


def test_installed_package_lists_schemes_anywhere(installed: Path, tmp_path: Path) -> None:
    """`pqeval --help` and `pqeval list` work from another folder and with an empty home."""
    home = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "home/cache")}

    assert "pqeval bench quick" in run(installed / "pqeval", "--help", cwd=tmp_path, environment=home).stdout
    assert "ML-KEM-768" in run(installed / "pqeval", "list", cwd=tmp_path, environment=home).stdout


def test_installed_package_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """The installed module is the environment's own, not the checkout's."""
    shown = run(installed / "python", "-c", "import pqeval; print(pqeval.__file__)", cwd=tmp_path).stdout

    assert Path(shown.strip()).is_relative_to(installed.parent)


@pytest.mark.liboqs
def test_installed_package_runs_a_bench(installed: Path, tmp_path: Path) -> None:
    """A small run and its report work with the wheel alone, and nothing is written into the environment."""
    before = {path for path in installed.parent.rglob("*") if "__pycache__" not in path.parts}

    run(
        installed / "pqeval",
        "bench",
        "--select",
        "Ascon-Hash256",
        "--target",
        "host",
        cwd=tmp_path,
        environment={"PQEVAL_NO_INSTALL": "1"},
    )
    run(installed / "pqeval", "report", "-o", "report", "--lang", "en", cwd=tmp_path)

    assert (tmp_path / "report/index.html").stat().st_size > 0
    after = {path for path in installed.parent.rglob("*") if "__pycache__" not in path.parts}
    assert after == before


def test_installed_package_can_be_read_as_json(installed: Path, tmp_path: Path) -> None:
    """The data of a command on stdout is parsable, whatever goes to stderr."""
    shown = run(installed / "pqeval", "list", "--format", "json", cwd=tmp_path).stdout

    assert len(json.loads(shown)) > 50
