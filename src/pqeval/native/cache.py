"""The cache of what was built: whole entries or none, whoever builds at the same time or is killed.

An entry is a folder `<root>/<kind>/<key>`. It is built in a sibling folder and renamed when it is whole;
its manifest lists every file with its size and SHA-256. On use sizes are compared, and the contents of
libraries too: one that was altered would give wrong numbers, not an error. A lock file beside the entry,
held while building, lets a second process wait instead of building again; the kernel drops the lock when
its holder dies.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from pqeval.errors import BuildError, CommandError

__all__ = ["cache_root", "entry", "file_digest", "find_entry", "key_of", "locked"]

_MANIFEST: Final = "pqeval-manifest.json"
_PART: Final = ".part"
_LIBRARY: Final = re.compile(r"\.(so(\.\d+)*|a)$")
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


class _File(msgspec.Struct, frozen=True):
    size: int
    sha256: str


def cache_root() -> Path:
    """`$PQEVAL_CACHE`, else `$XDG_CACHE_HOME/pqeval`, else `~/.cache/pqeval`."""
    if chosen := os.environ.get("PQEVAL_CACHE"):
        return Path(chosen).absolute()
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base).absolute() / "pqeval"
    return Path.home() / ".cache" / "pqeval"


def key_of(*parts: str) -> str:
    """A short name for everything that an entry depends on: 20 hex digits of a SHA-256."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    facts = path.stat()
    return _digest_of(path, facts.st_size, facts.st_mtime_ns)


@cache
def _digest_of(path: Path, _size: int, _modified_ns: int) -> str:
    """Size and time are part of the key, so that a file that changed is read again."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_entry(kind: str, key: str, *, thorough: bool = False) -> Path | None:
    """The folder of an entry if it is whole, else None; `thorough` compares the contents of every file."""
    folder = cache_root() / kind / key
    return folder if _is_whole(folder, thorough=thorough) else None


def entry(kind: str, key: str, build: Callable[[Path], None]) -> Path:
    """The folder of an entry, built by `build(folder)` first if it is missing or damaged.

    Raises:
        BuildError: the cache cannot be written (read-only, full); names the folder and the remedy.
    """
    if (found := find_entry(kind, key)) is not None:
        return found
    home = cache_root() / kind
    with _explained(home):
        home.mkdir(parents=True, exist_ok=True)
        with locked(home / f"{key}.lock"):
            # Whoever held the lock before may just have built it.
            found = find_entry(kind, key, thorough=True)
            return found if found is not None else _built(home, key, build)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file; waits for whoever holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _built(home: Path, key: str, build: Callable[[Path], None]) -> Path:
    # We hold the lock, so what a killed builder left behind is nobody's.
    # Its compilers may still be writing into it: a name of its own keeps them out of this build.
    for stale in home.glob(f"{key}.*{_PART}"):
        shutil.rmtree(stale, ignore_errors=True)
    part = Path(tempfile.mkdtemp(prefix=f"{key}.", suffix=_PART, dir=home))
    part.chmod(0o755)
    try:
        build(part)
        _write_manifest(part)
        final = home / key
        if final.exists():
            shutil.rmtree(final)
        part.rename(final)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return final


def _write_manifest(folder: Path) -> None:
    files = {
        path.relative_to(folder).as_posix(): _File(path.stat().st_size, file_digest(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    if not files:
        raise BuildError(f"nothing was built in {folder}")
    (folder / _MANIFEST).write_bytes(msgspec.json.encode(files))


def _is_whole(folder: Path, *, thorough: bool) -> bool:
    try:
        files = msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=dict[str, _File])
        for name, expected in files.items():
            path = folder / name
            if path.stat().st_size != expected.size:
                return False
            if (thorough or _LIBRARY.search(name)) and file_digest(path.resolve()) != expected.sha256:
                return False
    except (OSError, msgspec.DecodeError):
        return False
    return True


@contextmanager
def _explained(home: Path) -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        if os.strerror(errno.ENOSPC) in error.stdout + error.stderr:
            raise _no_room(home) from error
        raise
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise _no_room(home) from error
        raise BuildError(
            f"the cache folder {home} cannot be used ({error.strerror}): set PQEVAL_CACHE to a folder "
            "that is writable"
        ) from error


def _no_room(home: Path) -> BuildError:
    return BuildError(
        f"the cache folder {home} has no room left: free some, or set PQEVAL_CACHE to a folder on "
        "another disk"
    )
