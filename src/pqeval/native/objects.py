"""Sources compiled once for all that are made of them: a cipher and its modes share theirs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pqeval.native.cache import entry, key_of
from pqeval.native.code import with_included
from pqeval.native.process import run
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import Tool

__all__ = ["compiled", "include_words"]


def include_words() -> tuple[str, str]:
    """Where the compiler finds our headers."""
    root = native_root()
    return f"-I{root}", f"-I{root / 'include'}"


def compiled(compiler: Tool, flags: Sequence[str], name: str, kind: str) -> Path:
    """The object file of a source, compiled first if it is missing.

    Args:
        compiler: what compiles it.
        flags: everything that it depends on beside the source and what that includes; no definitions.
        name: the source, below `native_root()`.
        kind: the folder of the cache.

    Raises:
        BuildError: a file that is included is missing.
        CommandError: the compiler fails.
    """
    key = key_of(sources_digest(*with_included([name])), compiler.version_line, *flags, name)

    def build(part: Path) -> None:
        words = [*flags, *include_words(), "-c", str(native_root() / name)]
        run([compiler.path, *words, "-o", str(part / "source.o")])

    return entry(kind, key, build) / "source.o"
