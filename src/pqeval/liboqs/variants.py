"""Small builds of liboqs with a single scheme, for looking at its code rather than for measuring it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pqeval.catalogue import Role
from pqeval.liboqs.build import compile_liboqs, cortex_m_arguments
from pqeval.liboqs.library import KINDS
from pqeval.liboqs.recipe import cortex_m_options, host_options
from pqeval.liboqs.source import Source, source
from pqeval.native.cache import entry, file_digest, key_of
from pqeval.native.cores import CORE_FLAGS
from pqeval.native.process import run
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import require_tool
from pqeval.records import Build

__all__ = ["WatchedLibrary", "cortex_m_library_with_lines", "watched_library"]


def cortex_m_library_with_lines(
    core: str, role: Role, identifier: str, progress: Callable[[str], None]
) -> tuple[Path, Path]:
    """The library for a core with one scheme, compiled as ever but with line numbers beside the code.

    Args:
        core: for instance `cortex-m4`.
        role: KEM or signature.
        identifier: the scheme's C identifier (`ml_kem_768`).
        progress: told how far a build is.

    Returns:
        the archive and the folder of its headers.

    Raises:
        LibraryError, BuildError: as for the whole library.
    """
    compiler = require_tool("arm-none-eabi-gcc")
    tree = source(progress)
    options = {
        **_without_stateful(cortex_m_options()),
        "CMAKE_C_FLAGS_RELEASE": "-O3 -DNDEBUG -g",
        "OQS_MINIMAL_BUILD": f"{KINDS[role]}_{identifier}",
    }
    words = [f"{name}={value}" for name, value in sorted(options.items())]
    files = sources_digest("liboqs/cortex-m.cmake", "liboqs/no-pic.cmake")
    folder = entry(
        f"liboqs-{core}-lines",
        key_of(tree.identity, *words, *CORE_FLAGS[core], compiler.version_line, files),
        lambda part: compile_liboqs(
            part,
            tree,
            options,
            arguments=cortex_m_arguments(core, compiler),
            what=f"{core}, {identifier} with line numbers",
            progress=progress,
        ),
    )
    return folder / "lib" / "liboqs.a", folder / "include"


_DRIVER: Final = "liboqs/ct_driver.c"
_DRIVER_FLAGS: Final = ("-std=c99", "-D_DEFAULT_SOURCE", "-O1", "-g", "-Wall", "-Wextra")
_VERDICTS: Final = ("passes", "issues")


@dataclass(frozen=True, slots=True)
class WatchedLibrary:
    """A Debug build of liboqs with one scheme, and a driver to run it under Valgrind.

    `suppressions` are the files in which liboqs lists what it knows of this scheme, by what it says of them
    (`passes` or `issues`).
    """

    driver: Path
    suppressions: tuple[tuple[str, Path], ...]
    build: Build


def watched_library(
    role: Role, identifier: str, name: str, progress: Callable[[str], None]
) -> WatchedLibrary:
    """The Debug build for looking at one scheme with Valgrind, built first if it is missing.

    Args:
        role: KEM or signature.
        identifier: the scheme's C identifier (`ml_kem_768`).
        name: its name in liboqs (`ML-KEM-768`).
        progress: told how far a build is.

    Raises:
        LibraryError, BuildError: the sources, a compiler or Valgrind's headers are missing.
    """
    compiler = require_tool("cc")
    tree = source(progress)
    options = _watched_options(role, identifier)
    words = [f"{key}={value}" for key, value in sorted(options.items())]
    parts = (tree.identity, *words, compiler.version_line, sources_digest(_DRIVER), *_DRIVER_FLAGS)

    def build(part: Path) -> None:
        what = f"Debug, {identifier}"
        arguments = [f"-DCMAKE_C_COMPILER={compiler.path}"]
        compile_liboqs(part, tree, options, arguments=arguments, what=what, progress=progress)
        include, archive = f"-I{part / 'include'}", part / "lib" / "liboqs.a"
        driver: list[str | Path] = [native_root() / _DRIVER, archive, "-lpthread", "-lm"]
        run([compiler.path, *_DRIVER_FLAGS, include, *driver, "-o", part / "ct_driver"])
        _keep_suppressions(part, tree, role, name)

    folder = entry("liboqs-ct", key_of(*parts), build)
    files = {one.name: file_digest(one) for one in (folder / "lib" / "liboqs.a", folder / "ct_driver")}
    record = Build(
        hash=key_of("liboqs-ct", *files.values()),
        what=f"liboqs with {identifier} alone, Debug, for Valgrind",
        library="liboqs",
        library_version=_version(folder),
        compiler=compiler.version_line,
        flags=_kept_flags(folder),
        facts={**options, "source": tree.identity},
        files=files,
    )
    kept = tuple(
        (verdict, path)
        for verdict in _VERDICTS
        for path in sorted((folder / "suppressions" / verdict).glob("*"))
    )
    return WatchedLibrary(folder / "ct_driver", kept, record)


def _without_stateful(options: dict[str, str]) -> dict[str, str]:
    """A build with a single scheme has no place for whole families beside it."""
    return {key: value for key, value in options.items() if "STFL" not in key}


def _watched_options(role: Role, identifier: str) -> dict[str, str]:
    return {
        **_without_stateful(host_options()),
        "BUILD_SHARED_LIBS": "OFF",
        "CMAKE_BUILD_TYPE": "Debug",
        "OQS_ENABLE_TEST_CONSTANT_TIME": "ON",
        "OQS_MINIMAL_BUILD": f"{KINDS[role]}_{identifier}",
    }


def _keep_suppressions(part: Path, tree: Source, role: Role, name: str) -> None:
    """Copy the suppressions that liboqs lists for a scheme; a tree without them knows of nothing."""
    room = tree.tree / "tests" / "constant_time" / KINDS[role].lower()
    for verdict in _VERDICTS:
        listed = room / f"{verdict}.json"
        names = json.loads(listed.read_text(encoding="utf-8")).get(name, []) if listed.is_file() else []
        for one in names:
            place = part / "suppressions" / verdict
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(room / verdict / Path(one).name, place / Path(one).name)


def _version(folder: Path) -> str:
    text = (folder / "include" / "oqs" / "oqsconfig.h").read_text(encoding="utf-8", errors="replace")
    found = re.search(r'#define OQS_VERSION_TEXT "([^"]*)"', text)
    return found.group(1) if found else ""


def _kept_flags(folder: Path) -> str:
    lines = (folder / "build-options.txt").read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix("flags=") for line in lines if line.startswith("flags=")), "")
