"""Which function runs once for each attempt of a rejection-sampled operation, and how many are expected."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from pqeval.catalogue import Operation

__all__ = ["Attempts", "attempts_of"]


class Attempts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`function` of the image is entered once an attempt of `operation`; the standard expects `expected`."""

    operation: Operation
    function: str
    expected: float
    source: str


@cache
def _table() -> dict[str, Attempts]:
    data = resources.files("pqeval.targets.cortex_m").joinpath("data/attempts.toml")
    return msgspec.toml.decode(data.read_bytes(), type=dict[str, Attempts])


def attempts_of(scheme: str) -> Attempts | None:
    """What is known of a scheme, by its identifier."""
    return _table().get(scheme)
