"""Exit codes of every command; 1 and 4 have a second meaning for `emulate`.

Note that `make` turns each code but 0 into 2.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """What the command line answers to its caller."""

    OK = 0
    REGRESSED = 1
    """`compare --fail`: a limit is exceeded."""
    FIRMWARE_FAILED = 1
    """`emulate`: the firmware ended with another status than 0."""
    USAGE = 2
    """Wrong arguments, an unknown name, an unreadable file."""
    FAILED = 3
    """A case, a check or a build failed."""
    INCOMPARABLE = 4
    """`compare --fail`: conditions differ, or the baseline lacks what was asked for."""
    LIMIT = 4
    """`emulate`: a limit was hit, or the firmware idles for ever."""
    INTERRUPTED = 130
    """Ctrl-C; what was finished is kept and `bench --resume` goes on."""
