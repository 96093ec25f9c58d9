"""A number that can be printed: with unit, kind, spread, source and confidence; never bare."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from pqeval.catalogue import Confidence, Kind, Mark
from pqeval.errors import FactsError

__all__ = ["Missing", "Quantity", "assumed", "derived", "weakest"]

_ORDER: Final = (
    Confidence.CONFIRMED,
    Confidence.QUOTED,
    Confidence.DERIVED,
    Confidence.SECONDARY,
    Confidence.UNCONFIRMED,
)


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A value with everything that must stand beside it.

    `n` is the number of samples and `low`, `high` the interval, where there is one. A run's own figure is
    `confirmed`, since its record is at hand. An assumption is `unconfirmed`; what is derived names the
    assumptions that it rests on in `assumptions`, and takes its `confidence` from its facts. `formula` says
    how a derived value was computed. `note` says what a reader must know of this one value.
    """

    value: float
    unit: str
    kind: Kind
    source: str
    confidence: Confidence
    n: int | None = None
    low: float | None = None
    high: float | None = None
    mark: Mark = Mark.NONE
    formula: str = ""
    assumptions: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a number without a unit, and what is no number.

        Raises:
            FactsError: the unit is empty or the value not finite.
        """
        if not self.unit:
            raise FactsError(f"a value ({self.value}) without a unit: name it, or `ratio` for a share")
        if not math.isfinite(self.value):
            raise FactsError(f"a value in {self.unit} that is not a finite number: {self.value}")


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A value that is not known, and why; it is printed as `not known (reason)`, never as 0."""

    unit: str
    reason: str


def weakest(confidences: Iterable[Confidence]) -> Confidence:
    """The worst sourced of several; `confirmed` of none."""
    return max(confidences, key=_ORDER.index, default=Confidence.CONFIRMED)


def assumed(value: float, unit: str, source: str, note: str = "") -> Quantity:
    """A planning assumption, or an input of whoever asks."""
    return Quantity(
        value=value,
        unit=unit,
        kind=Kind.ASSUMED,
        source=source,
        confidence=Confidence.UNCONFIRMED,
        note=note,
    )


def derived(
    value: float, unit: str, formula: str, inputs: Sequence[Quantity], names: Sequence[str] = ()
) -> Quantity:
    """A value computed from others; `names` are those of the inputs, in the same order."""
    labels = names or [one.note or one.source for one in inputs]
    assumptions = [
        label
        for one, name in zip(inputs, labels, strict=True)
        for label in ((name,) if one.kind == Kind.ASSUMED else one.assumptions)
    ]
    facts = [one.confidence for one in inputs if one.kind != Kind.ASSUMED]
    return Quantity(
        value=value,
        unit=unit,
        kind=Kind.DERIVED,
        source="; ".join(dict.fromkeys(one.source for one in inputs if one.source)) or "arithmetic",
        confidence=weakest([Confidence.DERIVED, *facts]),
        mark=_worst_mark(one.mark for one in inputs),
        formula=formula,
        assumptions=tuple(dict.fromkeys(assumptions)),
    )


def _worst_mark(marks: Iterable[Mark]) -> Mark:
    order = (Mark.NONE, Mark.UNVALIDATED, Mark.ESTIMATE)
    return max(marks, key=order.index, default=Mark.NONE)
