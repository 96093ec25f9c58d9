"""The one door to liboqs-python (`import oqs`), fenced in.

That package prints to stdout, prefers a liboqs of the system over the one it is told to use, and with no
library at all it clones one from the network and may end the process. So it is imported here only, after
our library was found, without its stdout handler; afterwards the file that was really loaded is compared
with the one that was chosen.
"""

from __future__ import annotations

import importlib
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

from pqeval.errors import LibraryError
from pqeval.liboqs.build import HostLibrary
from pqeval.liboqs.library import require_host_library

__all__ = ["import_warnings", "loaded_libraries", "oqs"]

_VARIABLE: Final = "OQS_INSTALL_PATH"
_warnings: list[str] = []


@cache
def oqs() -> ModuleType:
    """liboqs-python, bound to the library that pqeval chose.

    Raises:
        LibraryError: there is no library, or another one was loaded; names both.
    """
    library = require_host_library()
    with _install_path(library.companion), _silent_logger(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            module = importlib.import_module("oqs")
        except (Exception, SystemExit) as error:
            raise LibraryError(f"liboqs-python cannot use {library.library}: {error}") from error
    _warnings.extend(str(warning.message) for warning in caught)
    _require_loaded(library)
    return module


def import_warnings() -> tuple[str, ...]:
    """What liboqs-python warned of when it was imported (different versions of library and binding)."""
    oqs()
    return tuple(_warnings)


def loaded_libraries() -> set[Path]:
    """The files of every liboqs that is mapped into this process (the companion is not one)."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace")
    found = {Path(path) for path in re.findall(r"(/\S*/liboqs\.so[.\d]*)$", maps, flags=re.MULTILINE)}
    return {path for path in found if path.parent.parent.parent.name != "liboqs-companion"}


def _require_loaded(library: HostLibrary) -> None:
    chosen = library.library.resolve()
    strangers = {path for path in loaded_libraries() if path.resolve() != chosen}
    if strangers:
        names = ", ".join(str(path) for path in sorted(strangers))
        raise LibraryError(
            f"liboqs-python loaded {names}, but {chosen} was chosen; remove the other liboqs, or choose it "
            "by PQEVAL_LIBOQS=<its prefix>"
        )


@contextmanager
def _install_path(folder: Path) -> Iterator[None]:
    earlier = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if earlier is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = earlier


@contextmanager
def _silent_logger() -> Iterator[None]:
    """Keep stdout clean: the package adds a handler for it and logs while it is imported."""
    logger = logging.getLogger("oqs.oqs")
    logger.disabled = True
    try:
        yield
    finally:
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
        logger.disabled = False
        logger.propagate = True
        logger.setLevel(logging.WARNING)
