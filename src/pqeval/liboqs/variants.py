"""Small builds of liboqs with a single scheme, for looking at its code rather than for measuring it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from pqeval.catalogue import Role
from pqeval.liboqs.build import compile_liboqs, cortex_m_arguments
from pqeval.liboqs.recipe import cortex_m_options
from pqeval.liboqs.source import source
from pqeval.native.cache import entry, key_of
from pqeval.native.cores import CORE_FLAGS
from pqeval.native.sources import sources_digest
from pqeval.native.tools import require_tool

__all__ = ["KINDS", "cortex_m_library_with_lines"]

KINDS: Final = {Role.KEM: "KEM", Role.SIGNATURE: "SIG"}
"""How `OQS_MINIMAL_BUILD` spells a role."""


def cortex_m_library_with_lines(
    core: str, role: Role, identifier: str, progress: Callable[[str], None]
) -> tuple[Path, Path]:
    """The library for a core with one scheme, compiled as ever but with line numbers beside the code.

    Args:
        core: for instance `cortex-m4`.
        role: KEM or signature.
        identifier: the scheme's C identifier (`ml_kem_768`).
        progress: told how far a build is.

    Returns:
        the archive and the folder of its headers.

    Raises:
        LibraryError, BuildError: as for the whole library.
    """
    compiler = require_tool("arm-none-eabi-gcc")
    tree = source(progress)
    options = {
        **cortex_m_options(),
        "CMAKE_C_FLAGS_RELEASE": "-O3 -DNDEBUG -g",
        "OQS_MINIMAL_BUILD": f"{KINDS[role]}_{identifier}",
    }
    words = [f"{name}={value}" for name, value in sorted(options.items())]
    files = sources_digest("liboqs/cortex-m.cmake", "liboqs/no-pic.cmake")
    folder = entry(
        f"liboqs-{core}-lines",
        key_of(tree.identity, *words, *CORE_FLAGS[core], compiler.version_line, files),
        lambda part: compile_liboqs(
            part,
            tree,
            options,
            arguments=cortex_m_arguments(core, compiler),
            what=f"{core}, {identifier} with line numbers",
            progress=progress,
        ),
    )
    return folder / "lib" / "liboqs.a", folder / "include"
