"""Keys, ciphertexts and signatures are made once a run: each worker process takes what another has made.

Making them takes longer than measuring with them where signatures are slow (SPHINCS+, RSA). What is kept
follows from the plan's seed, or is a draw of a library that takes no seed; none of it protects anything.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

__all__ = ["KeptInputs", "kept_inputs"]

_FORMAT: Final = msgspec.msgpack.Decoder(tuple[bytes, ...])


class KeptInputs:
    """What this process has made or read; with a folder, also what other processes have.

    Args:
        folder: a folder of this run alone; None: only this process's own.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._here: dict[tuple[str | int, ...], tuple[bytes, ...]] = {}

    def once(self, make: Callable[[], tuple[bytes, ...]], *name: str | int) -> tuple[bytes, ...]:
        """What `make` gives, or gave before under this name (provider, algorithm, seed, purpose, number)."""
        if name not in self._here:
            found = self._read(name)
            if found is None:
                found = make()
                self._write(name, found)
            self._here[name] = found
        return self._here[name]

    def _place(self, name: tuple[str | int, ...]) -> Path | None:
        if self.folder is None:
            return None
        return self.folder / hashlib.sha256(repr(name).encode()).hexdigest()

    def _read(self, name: tuple[str | int, ...]) -> tuple[bytes, ...] | None:
        place = self._place(name)
        if place is None:
            return None
        try:
            return _FORMAT.decode(place.read_bytes())
        except (OSError, msgspec.DecodeError):
            return None

    def _write(self, name: tuple[str | int, ...], what: tuple[bytes, ...]) -> None:
        place = self._place(name)
        if place is None:
            return
        written = place.with_suffix(f".{os.getpid()}")
        # A full disk costs time, not the run: what is not kept is made again.
        with suppress(OSError):
            try:
                written.write_bytes(msgspec.msgpack.encode(what))
                written.replace(place)
            finally:
                written.unlink(missing_ok=True)


kept_inputs: Final = KeptInputs()
"""This process's; a worker is told the folder with its requests."""
