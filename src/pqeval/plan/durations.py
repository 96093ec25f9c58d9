"""Operations that are known to take long, so that a plan can leave them out before they are tried."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

import msgspec

from pqeval.catalogue import Operation

__all__ = ["Duration", "known_duration"]

_FILE: Final = "data/durations.toml"


class Duration(msgspec.Struct, frozen=True):
    """About how many seconds one operation takes on a target, and who says so."""

    seconds: float
    source: str


class _Cycles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Operations of one target in cycles, by one source; `clock_hz` turns them into seconds."""

    clock_hz: float
    source: str
    cycles: dict[str, dict[Operation, float]]


def known_duration(target: str, scheme: str, operation: Operation) -> Duration | None:
    """How long the operation takes there, if that is known; what is not listed is quick or unknown."""
    for table in _tables().get(target, ()):
        cycles = table.cycles.get(scheme, {}).get(operation)
        if cycles is not None:
            return Duration(cycles / table.clock_hz, table.source)
    return None


@cache
def _tables() -> dict[str, tuple[_Cycles, ...]]:
    data = resources.files("pqeval.plan").joinpath(_FILE).read_bytes()
    return msgspec.toml.decode(data, type=dict[str, tuple[_Cycles, ...]])
