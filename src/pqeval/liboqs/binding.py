"""The one door to liboqs-python (`import oqs`), fenced in.

That package prints to stdout, prefers a liboqs of the system over the one it is told to use, and with no
library at all it clones one from the network and may end the process. So it is imported here only, after
our library was found and opened, without its stdout handler, and while the system's libraries are hidden
from it; afterwards the file that was really loaded is compared with the one that was chosen.
"""

from __future__ import annotations

import ctypes.util
import importlib
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

from pqeval.errors import LibraryError
from pqeval.liboqs.library import opened, require_host_library
from pqeval.liboqs.loaded import require_loaded

__all__ = ["import_warnings", "oqs"]

_VARIABLE: Final = "OQS_INSTALL_PATH"
_warnings: list[str] = []


@cache
def oqs() -> ModuleType:
    """liboqs-python, bound to the library that pqeval chose.

    Raises:
        LibraryError: there is no library, or another one was loaded; names both.
    """
    library = require_host_library()
    opened(library)  # if it cannot be loaded, the import below would go looking for another
    with ExitStack() as fences:
        for fence in (_install_path(library.companion), _no_system_libraries(), _silent_logger()):
            fences.enter_context(fence)
        caught = fences.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        try:
            module = importlib.import_module("oqs")
        except (Exception, SystemExit) as error:
            raise LibraryError(f"liboqs-python cannot use {library.library}: {error}") from error
    _warnings.extend(str(warning.message) for warning in caught)
    require_loaded(library)
    return module


def import_warnings() -> tuple[str, ...]:
    """What liboqs-python warned of when it was imported (different versions of library and binding)."""
    oqs()
    return tuple(_warnings)


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
def _no_system_libraries() -> Iterator[None]:
    """Let the search in the system find nothing: it comes first and leads past the companion."""

    def nothing(name: str) -> str | None:  # noqa: ARG001 - the signature of what it stands for
        return None

    search = ctypes.util.find_library
    ctypes.util.find_library = nothing
    try:
        yield
    finally:
        ctypes.util.find_library = search


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
