"""Which liboqs this process really has loaded, compared with the one that was chosen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pqeval.errors import LibraryError
from pqeval.liboqs.build import HostLibrary

__all__ = ["loaded_libraries", "require_loaded"]

_MAPS: Final = Path("/proc/self/maps")
# address, permissions, offset, device, inode; then the path, which may hold spaces.
_MAPPED: Final = re.compile(r"^\S+ \S+ \S+ \S+ \d+ +(/.*/liboqs[^/]*\.so[.\d]*)$", re.MULTILINE)


def loaded_libraries(companion: Path) -> set[Path]:
    """The files of every liboqs that is mapped into this process, the companion left out."""
    maps = _MAPS.read_text(encoding="utf-8", errors="replace")
    ours = (companion / "lib" / "liboqs.so").resolve()
    return {path for name in _MAPPED.findall(maps) if (path := Path(name)) != ours}


def require_loaded(library: HostLibrary) -> None:
    """Check that the chosen liboqs is loaded, and no other beside it.

    Raises:
        LibraryError: it is not; names the file that was chosen and what was loaded.
    """
    loaded = loaded_libraries(library.companion)
    if loaded != {library.library}:
        names = ", ".join(str(path) for path in sorted(loaded)) or "none"
        raise LibraryError(
            f"another liboqs than the chosen one is loaded: {library.library} was chosen, loaded: {names}. "
            "Remove the other (LD_PRELOAD, a system package), or choose it by PQEVAL_LIBOQS=<its prefix>"
        )
