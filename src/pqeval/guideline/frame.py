"""Results as rows: for JSON, and for pandas or Polars where those are installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final

import msgspec

from pqeval.errors import FactsError
from pqeval.guideline.assurance import constant_time, known_answers, upkeep
from pqeval.guideline.decide import Decision
from pqeval.guideline.facts import Fact
from pqeval.guideline.fit import DeviceFit
from pqeval.guideline.quantity import Missing, Quantity
from pqeval.guideline.query import OBJECTIVES, UPKEEP
from pqeval.guideline.sheet import Sheet

__all__ = ["to_frame", "to_rows"]

Tabular = Decision | Sheet | Sequence[DeviceFit] | Mapping[str, Fact]


def to_rows(result: Tabular) -> list[dict[str, Any]]:
    """One flat row a candidate, step, fit or fact.

    Each number has its columns `<name>`, `<name>_unit`, `<name>_kind`, `<name>_confidence` and
    `<name>_source`; one that is not known is None, and `<name>_missing` says why.
    """
    match result:
        case Decision():
            return _of_decision(result)
        case Sheet():
            return [
                {"step": line.step.name, "formula": line.step.formula, "numbers": line.numbers}
                | _cells("value", line.result)
                for line in result.lines
            ]
        case Mapping():
            rows: list[dict[str, Any]] = [msgspec.to_builtins(row) for row in result.values()]
            return rows
        case _:
            return [_of_fit(one) for one in result]


def to_frame(result: Tabular, library: str = "") -> Any:  # noqa: ANN401 - a frame of whichever library is there
    """The rows as a data frame of `pandas` or `polars`: the one named, else the first that is installed.

    Raises:
        FactsError: none is installed, or another library is named.
    """
    if library not in {"", *_LIBRARIES}:
        raise FactsError(f"frames of `{library}` are not known (known: {', '.join(_LIBRARIES)})")
    rows = to_rows(result)
    for name in (library,) if library else _LIBRARIES:
        try:
            module = import_module(name)
        except ImportError:
            continue
        return module.DataFrame(rows, **_LIBRARIES[name])
    raise FactsError("a frame needs pandas or polars: install one of them, or take to_rows()")


_LIBRARIES: Final[dict[str, dict[str, Any]]] = {"pandas": {}, "polars": {"infer_schema_length": None}}
"""With what their frames take besides the rows: all rows decide a column's type, not the first hundred."""


def _of_decision(decision: Decision) -> list[dict[str, Any]]:
    rows = []
    for place, one in enumerate(decision.survivors, start=1):
        candidate = one.candidate
        row: dict[str, Any] = {
            "place": place,
            "scheme": candidate.scheme.id,
            "implementation": candidate.cost.implementation if candidate.cost else "",
            "streamed": candidate.fit.streamed,
            "companion": candidate.companion.id if candidate.companion else "",
            "score": one.score,
            "on_front": one.on_front,
            "filter": "",
            "reason": "",
            "reasons": 0,
            "known_answers": str(known_answers(candidate)),
            "constant_time": str(constant_time(candidate, decision.query)),
            **{name: str(upkeep(candidate, name)) for name in UPKEEP},
        }
        rows.append(row | _objectives(decision, place - 1))
    for rejected in decision.rejected:
        reason = rejected.first
        rows.append(
            {
                "place": None,
                "scheme": rejected.candidate.scheme.id,
                "implementation": rejected.candidate.cost.implementation if rejected.candidate.cost else "",
                "streamed": rejected.candidate.fit.streamed,
                "companion": rejected.candidate.companion.id if rejected.candidate.companion else "",
                "score": None,
                "on_front": False,
                "filter": reason.filter,
                "reason": reason.key,
                "reasons": len(rejected.reasons),
                "needed": reason.needed,
                "limit": reason.limit,
                "margin": reason.margin,
                "margin_unit": reason.unit,
            }
        )
    return rows


def _objectives(decision: Decision, number: int) -> dict[str, Any]:
    candidate = decision.survivors[number].candidate
    cells: dict[str, Any] = {}
    for name in OBJECTIVES:
        cells |= _cells(name, candidate.objective(name))
    return cells


def _of_fit(one: DeviceFit) -> dict[str, Any]:
    row: dict[str, Any] = {
        "device": one.device,
        "scheme": one.scheme,
        "implementation": one.implementation,
        "streamed": one.streamed,
        "basis": str(one.basis or ""),
        "verdict": str(one.verdict),
        "limiting": str(one.limiting or ""),
        "shortfall_bytes": one.shortfall_bytes,
        "reason": one.reason,
    }
    for name in (
        "stack",
        "live_buffers",
        "heap",
        "static",
        "code",
        "stored_keys",
        "ram_needed",
        "flash_needed",
    ):
        value = getattr(one, name)
        row |= _cells(name, value if value is not None else Missing(unit="bytes", reason="not recorded"))
    return row


def _cells(name: str, value: Quantity | Missing) -> dict[str, Any]:
    if isinstance(value, Missing):
        return {name: None, f"{name}_unit": value.unit, f"{name}_missing": value.reason}
    return {
        name: value.value,
        f"{name}_unit": value.unit,
        f"{name}_kind": str(value.kind),
        f"{name}_confidence": str(value.confidence),
        f"{name}_source": value.source,
        f"{name}_missing": "",
    }
