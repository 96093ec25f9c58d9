"""The patterns of the calibration firmware: what there is, and what one repetition of each costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pqeval.errors import TargetError, WireError
from pqeval.targets.cortex_m.link import Link
from pqeval.targets.cortex_m.parts import Part

__all__ = ["Cost", "Pattern", "costs", "places_of", "read_patterns", "runnable"]

_RUN: Final = 1
_FEW: Final = 8
_MANY: Final = 264
_LONGEST_LIST: Final = 100_000
_FIELDS: Final = 4
_RAM: Final = 0x2000_0000
_ALIGNMENT: Final = 64

Cost = Fraction
"""Cycles of one repetition; a whole number wherever the core does the same in each."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: its number in the image, and the memories that it works on (0: flash, then the RAMs)."""

    number: int
    name: str
    group: str
    memories: tuple[int, ...]


def read_patterns(link: Link) -> tuple[Pattern, ...]:
    """The patterns as the image names them (native/firmware/calibrate/patterns.S).

    Raises:
        WireError: the list is not one; it is not the image of the patterns.
    """
    length = link.get("pqe_pattern_names_bytes")
    if length > _LONGEST_LIST:
        raise WireError(f"the image claims {length} bytes of names of patterns: it is not the right image")
    text = link.read("pqe_pattern_names", length).decode("ascii", errors="replace")
    found = tuple(_pattern(number, line) for number, line in enumerate(text.splitlines()))
    if len(found) != link.get("pqe_pattern_count") or len({one.name for one in found}) != len(found):
        raise WireError("the image's patterns and their names do not fit together")
    return found


def _pattern(number: int, line: str) -> Pattern:
    fields = line.split(" ")
    if len(fields) != _FIELDS or not all(field == "-" or field.isdecimal() for field in fields[2:]):
        raise WireError(f"the image's pattern {number} is not named properly: `{line[:60]}`")
    return Pattern(number, fields[0], fields[1], tuple(int(field) for field in fields[2:] if field != "-"))


def places_of(part: Part) -> tuple[int, ...]:
    """An address in the middle of each memory; 0, for the flash, means constants of the firmware's own."""
    places = [0]
    start = _RAM
    for size in (memory.bytes for memory in part.ram):
        places.append((start + size // 2) // _ALIGNMENT * _ALIGNMENT)
        start += size
    return tuple(places)


def runnable(patterns: Sequence[Pattern], part: Part) -> tuple[Pattern, ...]:
    """The patterns whose memories the part has."""
    return tuple(one for one in patterns if all(memory <= len(part.ram) for memory in one.memories))


def costs(
    link: Link,
    patterns: Sequence[Pattern],
    places: Sequence[int],
    *,
    times: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Mapping[str, Cost], frozenset[str]]:
    """What one repetition of each pattern costs, and the names of those that were not the same each time.

    The difference of a long and a short run, so that what surrounds the loop does not count.

    Raises:
        TargetError: the place where it runs failed or provides no cycles.
    """
    found: dict[str, Cost] = {}
    unsteady: set[str] = set()
    for pattern in patterns:
        progress(pattern.name)
        values = [_cost(link, pattern, places) for _ in range(times)]
        found[pattern.name] = min(values)
        if len(set(values)) > 1:
            unsteady.add(pattern.name)
    return found, frozenset(unsteady)


def _cost(link: Link, pattern: Pattern, places: Sequence[int]) -> Cost:
    link.set("pqe_pattern", pattern.number)
    for name, memory in zip(("pqe_first", "pqe_second"), pattern.memories, strict=False):
        link.set(name, places[memory])
    few, many = (_cycles(link, pattern, repetitions) for repetitions in (_FEW, _MANY))
    if many <= few:
        raise TargetError(
            f"the pattern {pattern.name} took {few} cycles for {_FEW} repetitions and {many} for {_MANY}: "
            "there is no cycle counter behind these figures"
        )
    return Fraction(many - few, _MANY - _FEW)


def _cycles(link: Link, pattern: Pattern, repetitions: int) -> int:
    link.set("pqe_repetitions", repetitions)
    ran = link.run(_RUN)
    if ran.status != 0:
        raise TargetError(f"the pattern {pattern.name} ended with status {ran.status}")
    return ran.cycles
