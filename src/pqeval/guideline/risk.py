"""The risk clock: if data must stay secret for x years and migration takes y, is z years to a CRQC enough?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from pqeval.errors import FactsError
from pqeval.guideline.quantity import Quantity, assumed, derived

__all__ = ["RiskRow", "risk_clock"]

_SOURCE = "whoever asks"


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One reading of the clock. `margin` is z - (x + y): negative means late by so many years.

    `latest_start` is the last year in which migration may begin for this z; past if it is late already.
    """

    years_to_crqc: Quantity
    margin: Quantity
    late: bool
    latest_start: Quantity


def risk_clock(
    as_of: dt.date, secret_years: float, migration_years: float, years_to_crqc: Iterable[float]
) -> tuple[RiskRow, ...]:
    """Read the clock for several z, which are the reader's, not pqeval's.

    For signatures `secret_years` is the life of the verification key. A system is late if x + y > z.

    Raises:
        FactsError: a number of years is negative, not a number, or there is no z.
    """
    readings = tuple(years_to_crqc)
    if not readings:
        raise FactsError("the risk clock needs at least one number of years to a CRQC")
    for name, value in [("secret_years", secret_years), ("migration_years", migration_years)] + [
        ("years_to_crqc", value) for value in readings
    ]:
        if not 0 <= value < math.inf:
            raise FactsError(f"`{name}` must be a number of years from 0, but is {value}")
    x, y = assumed(secret_years, "years", _SOURCE), assumed(migration_years, "years", _SOURCE)
    return tuple(_row(as_of, x, y, assumed(value, "years", _SOURCE)) for value in readings)


def _row(as_of: dt.date, x: Quantity, y: Quantity, z: Quantity) -> RiskRow:
    names = ["z", "x", "y"]
    margin = derived(z.value - (x.value + y.value), "years", "z - (x + y)", [z, x, y], names)
    start = derived(as_of.year + margin.value, "year", f"{as_of.year} + z - (x + y)", [z, x, y], names)
    return RiskRow(z, margin, margin.value < 0, start)
