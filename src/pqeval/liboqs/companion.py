"""The companion library: compiled against one liboqs, it makes that liboqs answer questions about itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pqeval.native.cache import entry, file_digest, key_of
from pqeval.native.process import run
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import require_tool

__all__ = ["companion_library"]

_SOURCE: Final = "liboqs/companion.c"
_RECIPE: Final = "2"
"""Part of the key: raised when the compiler is called in another way."""


def companion_library(library: Path, include: Path, progress: Callable[[str], None]) -> Path:
    """The folder whose `lib/liboqs.so` is the companion of `library`; built first if it is missing.

    liboqs-python takes that folder as OQS_INSTALL_PATH. The companion depends on `library` by its file,
    so the functions of that very file are found through it.

    Raises:
        BuildError: there is no C compiler, or it refuses.
    """
    facts = (file_digest(library), str(library), sources_digest(_SOURCE), require_tool("cc").version_line)
    key = key_of(_RECIPE, *facts)
    return entry("liboqs-companion", key, lambda part: _compile(part, library, include, progress))


def _compile(part: Path, library: Path, include: Path, progress: Callable[[str], None]) -> None:
    progress("liboqs companion: compiling")
    header = (include / "oqs" / "sig.h").read_text(encoding="utf-8", errors="replace")
    missing = re.search(r"\bOQS_SIG_supports_ctx_str\b", header) is None
    (part / "lib").mkdir()
    flags = ["-std=c99", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra", f"-I{include}"]
    if missing:
        flags.append("-DPQE_EXPORT_SUPPORTS_CTX_STR")
    linking = ["-Wl,-soname,libpqe-oqs-companion.so", "-Wl,--no-as-needed", "-Wl,-z,defs"]
    # The old tag comes before LD_LIBRARY_PATH, so that no other liboqs takes this one's place.
    linking += ["-Wl,--disable-new-dtags", f"-Wl,-rpath,{library.parent}"]
    output = part / "lib" / "liboqs.so"
    run([require_tool("cc").path, *flags, native_root() / _SOURCE, "-o", output, *linking, library])
