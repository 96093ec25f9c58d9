"""Limits of `compare --fail`: by how much a metric may grow."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from pqeval.catalogue.vocabulary import UNITS, Metric
from pqeval.errors import PlanError

__all__ = ["NEVER_JUDGED", "Limit", "parse_limit"]

NEVER_JUDGED: Final = frozenset({Metric.TIME_NS, Metric.CYCLES, Metric.TSC_TICKS})
"""Metrics that two stored runs cannot decide: the machine's state is in them."""

_FORM: Final = re.compile(r"(?P<metric>[^:]*):\+?(?P<amount>[0-9]+(\.[0-9]+)?)(?P<percent>%?)")


@dataclass(frozen=True, slots=True)
class Limit:
    """`metric` may grow by `amount`: percent of the old value if `percent`, else in the metric's unit."""

    metric: Metric
    amount: float
    percent: bool

    def exceeded(self, base: float, new: float) -> bool:
        """Whether growing from `base` to `new` is too much."""
        allowed = abs(base) * self.amount / 100 if self.percent else self.amount
        return new - base > allowed

    def __str__(self) -> str:
        """As it is written on the command line."""
        amount = f"{self.amount:.9f}".rstrip("0").rstrip(".")
        return f"{self.metric}:{amount}{'%' if self.percent else ''}"


def parse_limit(text: str) -> Limit:
    """Parse `modelled_cycles:0.5%`, `text_bytes:0` or `stack_bytes:+64`.

    Raises:
        PlanError: it has another form, names no metric or one that cannot be judged, or the amount is no
            number that is at least 0.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise PlanError(f"the limit `{text}` is not METRIC:AMOUNT or METRIC:PERCENT%, as in `text_bytes:0`")
    name = match["metric"].strip()
    if name not in UNITS:
        judged = ", ".join(metric for metric in Metric if metric not in NEVER_JUDGED)
        raise PlanError(f"the limit `{text}` names no metric (these can be judged: {judged})")
    metric = Metric(name)
    if metric in NEVER_JUDGED:
        raise PlanError(f"{metric} of two stored runs is not judged: it depends on the machine's state")
    amount = float(match["amount"])
    if not math.isfinite(amount):
        raise PlanError(f"the amount of the limit `{text}` is too large")
    return Limit(metric, amount, bool(match["percent"]))
