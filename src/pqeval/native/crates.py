"""Source crates: a library's sources come from a crate that carries them, pinned by a lock file of ours.

Only `cargo fetch --locked` is run; no Rust code is compiled.
"""

from __future__ import annotations

import json
import shutil
import tarfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pqeval.errors import BuildError, LibraryError
from pqeval.native.cache import entry, file_digest, key_of
from pqeval.native.process import run
from pqeval.native.sources import native_root
from pqeval.native.tools import require_tool

__all__ = ["SourceCrate"]


@dataclass(frozen=True, slots=True)
class SourceCrate:
    """A crate that carries a library's sources.

    Args:
        name: the crate's.
        room: folder below native/ with its `Cargo.toml` and `Cargo.lock`; also the library's name.
        inner: folder of the sources inside the crate.
        ways_out: what the user can do where cargo cannot fetch it.
    """

    name: str
    room: str
    inner: str
    ways_out: str

    def checksum(self) -> str:
        """SHA-256 of the crate, as the lock file pins it."""
        lock = tomllib.loads((self._manifest.parent / "Cargo.lock").read_text(encoding="utf-8"))
        return next(str(package["checksum"]) for package in lock["package"] if package["name"] == self.name)

    def tree(self, progress: Callable[[str], None]) -> Path:
        """The unpacked sources; fetched first if they are not there.

        Raises:
            LibraryError: they cannot be had; the message lists the ways out.
            BuildError: the cache cannot be written.
        """
        checksum = self.checksum()
        folder = entry(
            f"{self.room}-source", key_of(checksum), lambda part: self._unpack(part, checksum, progress)
        )
        return folder / self.inner

    @property
    def _manifest(self) -> Path:
        return native_root() / self.room / "Cargo.toml"

    def _unpack(self, part: Path, checksum: str, progress: Callable[[str], None]) -> None:
        progress(f"{self.room}: fetching the source crate")
        crate = self._fetch()
        if not crate.is_file():
            raise LibraryError(
                f"cargo keeps no archive {crate}, whose checksum could be compared: {self.ways_out}"
            )
        if (found := file_digest(crate)) != checksum:
            raise LibraryError(
                f"the crate {crate.name} has the SHA-256 {found}, but {checksum} is pinned: remove it"
            )
        progress(f"{self.room}: unpacking the source crate")
        with tarfile.open(crate) as archive:
            for member in archive:
                self._write_member(archive, member, part)

    def _write_member(self, archive: tarfile.TarFile, member: tarfile.TarInfo, part: Path) -> None:
        """Write one regular file of the library below `part`.

        By hand, because `tarfile`'s extraction filters came only with Python 3.11.4 and Debian 12 has 3.11.2.
        """
        inner = PurePosixPath(*PurePosixPath(member.name).parts[1:])
        content = archive.extractfile(member) if member.isreg() else None
        if content is None or inner.parts[:1] != (self.inner,):
            return
        if ".." in inner.parts:
            raise LibraryError(f"the crate holds {member.name}, a name that leads out of its folder")
        target = part / inner
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("wb") as file:
            shutil.copyfileobj(content, file)
        target.chmod(0o755 if member.mode & 0o100 else 0o644)

    def _fetch(self) -> Path:
        """Let cargo fetch the crate and return its archive."""
        manifest = self._manifest
        asked = ["--locked", "--offline", "--format-version", "1", "--manifest-path", str(manifest)]
        try:
            cargo = require_tool("cargo").path
            run([cargo, "fetch", "--locked", "--manifest-path", manifest])
            answer = run([cargo, "metadata", *asked])
        except BuildError as error:
            raise LibraryError(
                f"the {self.room} sources cannot be fetched: {error}\n"
                f"Ways out: install cargo 1.78 or newer; or {self.ways_out}"
            ) from error
        package = next(item for item in json.loads(answer)["packages"] if item["name"] == self.name)
        unpacked = Path(package["manifest_path"]).parent
        # cargo keeps `src/<index>/<name>-<version>/` beside `cache/<index>/<name>-<version>.crate`
        registry = unpacked.parent.parent.parent
        return registry / "cache" / unpacked.parent.name / f"{unpacked.name}.crate"
