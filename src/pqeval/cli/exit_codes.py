"""Exit codes, the same for every command. Note that `make` turns each code but 0 into 2."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """What the command line answers to its caller."""

    OK = 0
    REGRESSED = 1
    """`compare --fail`: a limit is exceeded."""
    USAGE = 2
    """Wrong arguments, an unknown name, an unreadable file."""
    FAILED = 3
    """A case, a check or a build failed."""
    INCOMPARABLE = 4
    """`compare --fail`: conditions differ, or the baseline lacks what was asked for."""
    INTERRUPTED = 130
    """Ctrl-C; what was finished is kept and `bench --resume` goes on."""
