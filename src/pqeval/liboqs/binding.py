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
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
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
    with _install_path(library.companion), _silent_logger(), warnings.catch_warnings(record=True) as caught:
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
