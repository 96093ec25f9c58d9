"""The time as runs and their journals write it."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["now"]


def now() -> str:
    """Now, in ISO 8601 with microseconds, UTC."""
    return datetime.now(tz=UTC).isoformat(timespec="microseconds")
