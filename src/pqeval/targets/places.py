"""Places in source code as they are shown: without the folders of the machine that compiled it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["shortened"]

_ROOTS: Final = ("/liboqs/", "/native/")
"""Folders below which files are named; what lies above is of one machine."""


def shortened(file: str) -> str:
    """The name of a source file below liboqs or pqeval's own sources; of any other its last part."""
    for root in _ROOTS:
        if root in file:
            return file.rpartition(root)[2]
    return Path(file).name
