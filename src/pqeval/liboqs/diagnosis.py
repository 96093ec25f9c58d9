"""What there is to say about liboqs on this machine, for `pqeval doctor`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from pqeval.errors import PqevalError
from pqeval.liboqs.binding import import_warnings
from pqeval.liboqs.build import PREFIX_VARIABLE, find_cortex_m_library, find_host_library
from pqeval.liboqs.library import algorithms
from pqeval.liboqs.source import SOURCE_VARIABLE, chosen_tree, pinned_checksum
from pqeval.native.cores import CORE_FLAGS

__all__ = ["Finding", "diagnose"]

_BUILD_IT = "run `pqeval setup`"


class Finding(NamedTuple):
    """One line of a diagnosis: what was looked at, its state in a word, a remark or the remedy."""

    what: str
    state: str
    remark: str


def diagnose() -> list[Finding]:
    """Look at the sources, the libraries and the Python binding; builds nothing but a missing companion."""
    findings = [_guarded("liboqs, sources", _sources), *_host()]
    findings += [_guarded(f"liboqs, {core}", partial(_cortex_m, core)) for core in CORE_FLAGS]
    return findings


def _guarded(what: str, look: Callable[[], tuple[str, str]]) -> Finding:
    try:
        return Finding(what, *look())
    except PqevalError as error:
        return Finding(what, "unusable", str(error))


def _sources() -> tuple[str, str]:
    if (tree := chosen_tree()) is not None:
        return "chosen", f"{tree} ({SOURCE_VARIABLE})"
    return "pinned", f"crate oqs-sys, SHA-256 {pinned_checksum()}"


def _host() -> Iterator[Finding]:
    yield _guarded("liboqs, host", _host_library)
    try:
        present = find_host_library() is not None
    except PqevalError:
        return
    # Without a library the binding must not be imported at all.
    if present:
        yield _guarded("liboqs-python", lambda: ("works", "; ".join(import_warnings())))


def _host_library() -> tuple[str, str]:
    library = find_host_library()
    if library is None:
        return "missing", f"{_BUILD_IT}, or set {PREFIX_VARIABLE} to the prefix of an installed liboqs"
    enabled = sum(one.enabled for one in algorithms(library))
    return library.version, f"{library.prefix}, {enabled} KEMs and signatures"


def _cortex_m(core: str) -> tuple[str, str]:
    library = find_cortex_m_library(core)
    return (
        ("missing", f"run `pqeval setup --core {core}`")
        if library is None
        else (library.version, str(library.archive))
    )
