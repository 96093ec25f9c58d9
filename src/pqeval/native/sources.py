"""Where pqeval's native sources are, and a digest of them that enters every cache key."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pqeval.errors import BuildError

__all__ = ["native_root", "sources_digest"]


@cache
def native_root() -> Path:
    """The folder `native/`: the checkout's in an editable install, the package's own copy else.

    Raises:
        BuildError: neither is there; the installation is damaged.
    """
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent.parent / "native"
    if (checkout.parent / "CMakeLists.txt").is_file() and checkout.is_dir():
        return checkout
    carried = package / "_native"
    if carried.is_dir():
        return carried
    raise BuildError(f"pqeval's native sources are missing ({carried}): install pqeval again")


def sources_digest(*relative_paths: str) -> str:
    """SHA-256 over the names and contents of files and folders below `native_root()`, in hex.

    Raises:
        BuildError: a path does not exist.
    """
    root = native_root()
    digest = hashlib.sha256()
    for relative in sorted(relative_paths):
        path = root / relative
        if not path.exists():
            raise BuildError(f"native source {relative} is missing: install pqeval again")
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in files:
            if "__pycache__" in file.parts or "target" in file.relative_to(root).parts:
                continue
            content = file.read_bytes()
            digest.update(f"{file.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
