"""A digest of the C that one of our own schemes is made of: it tells what was said of other code."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from pqeval.errors import BuildError
from pqeval.native.manifests import OwnScheme
from pqeval.native.sources import native_root

__all__ = ["code_digest", "with_included"]

_INCLUDE: Final = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
_STRING_OR_COMMENT: Final = re.compile(r'("(?:\\.|[^"\\])*")|/\*.*?\*/|//[^\n]*', re.DOTALL)
_PLACES: Final = ("", "include/")


def code_digest(own: OwnScheme, root: Path | None = None) -> str:
    """SHA-256, in hex, over a scheme's sources and all that they include; comments and spaces do not count.

    Args:
        own: the scheme in a variant.
        root: where the sources are; without it `native_root()`.

    Raises:
        BuildError: a file that is included is missing.
    """
    base = root or native_root()
    names = [*own.variant.sources, own.header]
    if own.mode:
        names += ["lightweight/modes/mode.c", f"lightweight/modes/{own.mode}.h"]
    digest = hashlib.sha256(f"{own.scheme}\0{own.variant.name}\0{own.variant.blocks}\0".encode())
    for name in sorted(with_included(names, base)):
        digest.update(f"{name}\0{_code(base / name)}\0".encode())
    return digest.hexdigest()


def with_included(names: Iterable[str], root: Path | None = None) -> set[str]:
    """Sources and all that they include, however indirectly.

    Args:
        names: files below `root`.
        root: where the sources are; without it `native_root()`.

    Raises:
        BuildError: a file that is included is missing.
    """
    base = root or native_root()
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [_place(base, included, name) for included in _INCLUDE.findall(_code(base / name))]
    return found


def _place(root: Path, included: str, where: str) -> str:
    for place in _PLACES:
        if (root / place / included).is_file():
            return place + included
    raise BuildError(f"{where} includes {included}, which is missing: install pqeval again")


@cache
def _code(path: Path) -> str:
    """A file without comments and with one space for any number."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BuildError(f"native source {path.name} is missing: install pqeval again") from error
    bare = _STRING_OR_COMMENT.sub(lambda match: match[1] or " ", text)
    return "\n".join(words for line in bare.splitlines() if (words := " ".join(line.split())))
