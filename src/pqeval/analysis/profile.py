"""A stored profile as a tree of calls, and as a list of functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pqeval.errors import RecordError

__all__ = ["Call", "FunctionShare", "call_tree", "functions"]


@dataclass(slots=True)
class Call:
    """A function on one path of calls: cycles of its own, and of what it calls."""

    function: str
    own: int = 0
    children: dict[str, Call] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Own cycles and those of everything called from here."""
        return self.own + sum(child.total for child in self.children.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionShare:
    """A function over all its paths: own share of all cycles, and share with what it calls (0 to 1)."""

    function: str
    own: float
    inclusive: float


def call_tree(profile: Mapping[str, int]) -> Call:
    """The tree of a measurement's profile; the root has no name.

    Raises:
        RecordError: a path is empty, or cycles are negative.
    """
    root = Call("")
    for path, cycles in profile.items():
        if not path or cycles < 0:
            raise RecordError(f"the profile has {cycles} cycles on the path `{path}`")
        at = root
        for function in path.split(";"):
            at = at.children.setdefault(function, Call(function))
        at.own += cycles
    return root


def functions(profile: Mapping[str, int]) -> list[FunctionShare]:
    """Each function once, the one with most own cycles first. A recursive call counts once."""
    own: dict[str, int] = {}
    inclusive: dict[str, int] = {}
    for path, cycles in profile.items():
        names = path.split(";")
        own[names[-1]] = own.get(names[-1], 0) + cycles
        for name in dict.fromkeys(names):
            inclusive[name] = inclusive.get(name, 0) + cycles
    total = sum(profile.values()) or 1
    found = [
        FunctionShare(function=name, own=own.get(name, 0) / total, inclusive=cycles / total)
        for name, cycles in inclusive.items()
    ]
    return sorted(found, key=lambda one: (-one.own, one.function))
