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

__all__ = ["MODE_SOURCE", "code_digest", "with_included"]

MODE_SOURCE: Final = "lightweight/modes/mode.c"
"""The one source that a scheme's definitions make; the others are the same for a cipher and its modes."""
_INCLUDE: Final = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
_STRING_OR_COMMENT: Final = re.compile(r'("(?:\\.|[^"\\])*")|/\*.*?\*/|//[^\n]*', re.DOTALL)
_PLACES: Final = ("", "include/")
_SHARED: Final = ("common/", "include/")
"""Of files here only what is used counts: what is new there for others changes nothing."""
_WORD: Final = re.compile(r"[A-Za-z_]\w*")
_DEFINE: Final = re.compile(r"#\s*define\s+(\w+)")
_CONDITION: Final = re.compile(r"#\s*(if|ifdef|ifndef|elif|else|endif)\b")
_CALLED: Final = re.compile(r"(?<!\w)(?!__attribute__|__asm__)([A-Za-z_]\w*)\s*\(")


def code_digest(own: OwnScheme, root: Path | None = None) -> str:
    """SHA-256, in hex, over a scheme's sources and all that they include and use.

    Comments and spaces do not count, nor do definitions in the shared headers that nothing refers to.

    Args:
        own: the scheme in a variant.
        root: where the sources are; without it `native_root()`.

    Raises:
        BuildError: a file that is included is missing.
    """
    base = root or native_root()
    names = [*own.variant.sources, own.header]
    if own.mode:
        names += [MODE_SOURCE, f"lightweight/modes/{own.mode}.h"]
    digest = hashlib.sha256(f"{own.scheme}\0{own.variant.name}\0{own.variant.blocks}\0".encode())
    texts = {name: _code(base / name) for name in sorted(with_included(names, base))}
    for name, text in _used(texts).items():
        digest.update(f"{name}\0{text}\0".encode())
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


def _used(texts: dict[str, str]) -> dict[str, str]:
    """The texts, of shared headers without definitions that nothing refers to, however indirectly."""
    shared = {name: _items(text) for name, text in texts.items() if name.startswith(_SHARED)}
    words = {word for name in texts.keys() - shared.keys() for word in _WORD.findall(texts[name])}
    taken: set[str] = set()
    while True:
        more = {item for items in shared.values() for named, item in items if named in words} - taken
        if not more:
            break
        taken |= more
        words.update(word for item in more for word in _WORD.findall(item))
    used = {
        name: "\n".join(item for named, item in items if item in taken or not named)
        for name, items in shared.items()
        if any(item in taken for _, item in items)
    }
    return {name: used.get(name, "") if name in shared else text for name, text in texts.items()}


@cache
def _items(text: str) -> tuple[tuple[str, str], ...]:
    """What a header defines, with its name, and without one the conditions between."""
    found: list[tuple[str, str]] = []
    lines = text.splitlines()
    while lines:
        item = lines.pop(0)
        if item.startswith("#"):
            while item.endswith("\\") and lines:
                item += "\n" + lines.pop(0)
            define = _DEFINE.match(item)
            if define or _CONDITION.match(item):
                found.append((define[1] if define else "", item))
            continue
        while lines and not (item.count("{") == item.count("}") and item.endswith((";", "}"))):
            item += "\n" + lines.pop(0)
        found.append((_name(item), item))
    return tuple(found)


def _name(item: str) -> str:
    """What a definition is called: what is called with arguments first, else the last word of its head."""
    head = re.split(r"[{;=\[]", item, maxsplit=1)[0]
    called = _CALLED.search(head)
    if called:
        return called[1]
    words = _WORD.findall(item if item.startswith(("typedef", "enum")) else head)
    return words[-1] if words else ""


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
