"""A case: one operation of one implementation, at one size, on one target."""

from __future__ import annotations

import msgspec

from pqeval.catalogue.implementation import Implementation
from pqeval.catalogue.vocabulary import CostClass
from pqeval.records import Series

__all__ = ["Case", "Unit"]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What to measure. `seed` is the plan's seed, from which every input of the case is derived.

    `samples` is the number of published seeds over which a stochastic operation runs. With `alignment_sweep`,
    modelled cycles are also taken with all code moved by two bytes, and with functions aligned. Where
    instructions are counted, an operation that needs more than `most_instructions` is given up (0: no limit).
    With `count_unaligned`, emulated targets count unaligned accesses in a pass of its own.
    """

    series: Series
    implementation: Implementation
    cost_class: CostClass
    seed: str
    samples: int
    alignment_sweep: bool = False
    count_unaligned: bool = False
    most_instructions: int = 0


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One replicate of a case: the smallest thing that is scheduled, journalled and resumed."""

    case: Case
    replicate: int
