"""Where the liboqs sources come from: the pinned crate, or the tree that `PQEVAL_LIBOQS_SOURCE` names."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pqeval.errors import BuildError, LibraryError
from pqeval.native.cache import entry, file_digest, key_of
from pqeval.native.process import run
from pqeval.native.sources import native_root
from pqeval.native.tools import require_tool

__all__ = ["SOURCE_VARIABLE", "Source", "chosen_tree", "pinned_checksum", "source"]

SOURCE_VARIABLE: Final = "PQEVAL_LIBOQS_SOURCE"
_CRATE: Final = "oqs-sys"
_WAYS_OUT: Final = (
    f"set PQEVAL_LIBOQS to the prefix of an installed liboqs (host only); or set {SOURCE_VARIABLE} to a "
    "liboqs source tree (host and Cortex-M)."
)


@dataclass(frozen=True, slots=True)
class Source:
    """A liboqs source tree and what identifies it in cache keys."""

    tree: Path
    identity: str


def source(progress: Callable[[str], None]) -> Source:
    """The source tree to build from; fetched if need be.

    Raises:
        LibraryError: it cannot be had; the message lists the ways out.
    """
    if (tree := chosen_tree()) is not None:
        return Source(tree, f"tree {_tree_identity(tree)}")
    checksum = pinned_checksum()
    folder = entry("liboqs-source", key_of(checksum), lambda part: _unpack(part, checksum, progress))
    return Source(folder / "liboqs", f"crate {checksum}")


def chosen_tree() -> Path | None:
    """The tree that `PQEVAL_LIBOQS_SOURCE` names.

    Raises:
        LibraryError: it is not a liboqs source tree.
    """
    named = os.environ.get(SOURCE_VARIABLE)
    if not named:
        return None
    tree = Path(named).absolute()
    if not (tree / "CMakeLists.txt").is_file() or not (tree / "src" / "oqs.h").is_file():
        raise LibraryError(
            f"{SOURCE_VARIABLE}={named} is not a liboqs source tree (no CMakeLists.txt and src/oqs.h)"
        )
    return tree


def pinned_checksum() -> str:
    """SHA-256 of the crate, as the lock file pins it."""
    lock = tomllib.loads((native_root() / "liboqs" / "Cargo.lock").read_text(encoding="utf-8"))
    return next(str(package["checksum"]) for package in lock["package"] if package["name"] == _CRATE)


def _unpack(part: Path, checksum: str, progress: Callable[[str], None]) -> None:
    progress("liboqs: fetching the source crate")
    crate = _fetch()
    if not crate.is_file():
        raise LibraryError(f"cargo keeps no archive {crate}, whose checksum could be compared: {_WAYS_OUT}")
    if (found := file_digest(crate)) != checksum:
        raise LibraryError(
            f"the crate {crate.name} has the SHA-256 {found}, but {checksum} is pinned: remove it"
        )
    progress("liboqs: unpacking the source crate")
    with tarfile.open(crate) as archive:
        for member in archive:
            _write_member(archive, member, part)


def _write_member(archive: tarfile.TarFile, member: tarfile.TarInfo, part: Path) -> None:
    """Write one regular file of liboqs below `part`.

    By hand, because `tarfile`'s extraction filters came only with Python 3.11.4 and Debian 12 has 3.11.2.
    """
    inner = PurePosixPath(*PurePosixPath(member.name).parts[1:])
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or inner.parts[:1] != ("liboqs",):
        return
    if ".." in inner.parts:
        raise LibraryError(f"the crate holds {member.name}, a name that leads out of its folder")
    target = part / inner
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("wb") as file:
        shutil.copyfileobj(content, file)
    target.chmod(0o755 if member.mode & 0o100 else 0o644)


def _fetch() -> Path:
    """Let cargo fetch the crate and return its archive."""
    try:
        cargo = require_tool("cargo").path
        manifest = native_root() / "liboqs" / "Cargo.toml"
        run([cargo, "fetch", "--locked", "--manifest-path", manifest])
        answer = run(
            [cargo, "metadata", "--locked", "--offline", "--format-version", "1", "--manifest-path", manifest]
        )
    except BuildError as error:
        raise LibraryError(
            f"the liboqs sources cannot be fetched: {error}\n"
            f"Ways out: install cargo 1.78 or newer; or {_WAYS_OUT}"
        ) from error
    package = next(item for item in json.loads(answer)["packages"] if item["name"] == _CRATE)
    unpacked = Path(package["manifest_path"]).parent
    # cargo keeps `src/<index>/<name>-<version>/` beside `cache/<index>/<name>-<version>.crate`
    registry = unpacked.parent.parent.parent
    return registry / "cache" / unpacked.parent.name / f"{unpacked.name}.crate"


def _tree_identity(tree: Path) -> str:
    """A digest of names, sizes and times of a user's tree: cheap, and it changes when the tree does."""
    digest = hashlib.sha256(str(tree).encode())
    parts = [tree / "CMakeLists.txt", *(tree / ".CMake").rglob("*"), *(tree / "src").rglob("*")]
    for path in sorted(parts):
        if path.is_file():
            facts = path.stat()
            digest.update(f"{path.relative_to(tree)}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return digest.hexdigest()
