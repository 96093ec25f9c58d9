"""Where the liboqs sources come from: the pinned crate, or the tree that `PQEVAL_LIBOQS_SOURCE` names."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pqeval.errors import LibraryError
from pqeval.native.crates import SourceCrate

__all__ = ["SOURCE_VARIABLE", "Source", "chosen_tree", "pinned_checksum", "source"]

SOURCE_VARIABLE: Final = "PQEVAL_LIBOQS_SOURCE"
_CRATE: Final = SourceCrate(
    name="oqs-sys",
    room="liboqs",
    inner="liboqs",
    ways_out=(
        f"set PQEVAL_LIBOQS to the prefix of an installed liboqs (host only); or set {SOURCE_VARIABLE} to a "
        "liboqs source tree (host and Cortex-M)."
    ),
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
    return Source(_CRATE.tree(progress), f"crate {pinned_checksum()}")


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
    return _CRATE.checksum()


def _tree_identity(tree: Path) -> str:
    """A digest of names, sizes and times of a user's tree: cheap, and it changes when the tree does."""
    digest = hashlib.sha256(str(tree).encode())
    parts = [tree / "CMakeLists.txt", *(tree / ".CMake").rglob("*"), *(tree / "src").rglob("*")]
    for path in sorted(parts):
        if path.is_file():
            facts = path.stat()
            digest.update(f"{path.relative_to(tree)}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return digest.hexdigest()
