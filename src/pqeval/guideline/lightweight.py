"""Lightweight cryptography by use: which ciphers meet the needs for code, memory and latency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pqeval.catalogue import Operation, Role, Scheme
from pqeval.guideline.costs import Cost, costs_on
from pqeval.guideline.facts import Use, quantity
from pqeval.guideline.load import Facts
from pqeval.guideline.quantity import Missing, Quantity, derived
from pqeval.records import Run

__all__ = ["Need", "UseRow", "lightweight_by_use"]

_LEFT_OUT = frozenset({Role.KEM, Role.SIGNATURE, Role.STATEFUL_SIGNATURE, Role.BLOCK_CIPHER})
"""Public-key schemes; and block ciphers, which are parts of their modes and no answer by themselves."""
_FIRST = (Operation.ENCRYPT, Operation.DIGEST, Operation.XOR, Operation.TAG)


class Need(StrEnum):
    """What a use limits."""

    CODE = "code"
    RAM = "ram"
    LATENCY = "latency"


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRow:
    """One implementation of a cipher for one use.

    `meets` is None where a figure is missing. `failed` are the needs that are not met, `margins` limit less
    need of each that is known. `latency` is of a message of the use's length, which may lie between two
    measured lengths.
    """

    use: Use
    scheme: Scheme
    implementation: str
    predicted: bool
    code: Quantity | Missing
    ram: Quantity | Missing
    latency: Quantity | Missing
    meets: bool | None
    failed: tuple[Need, ...]
    margins: dict[Need, Quantity]


def lightweight_by_use(facts: Facts, runs: Sequence[Run]) -> tuple[UseRow, ...]:
    """Every cipher of which something is known, for every use; its status and flags are the scheme's.

    A cipher that was measured on the use's core is judged by that alone; else by figures of another core.
    """
    rows = []
    for use in facts.uses.values():
        costs = costs_on(use.core, runs, facts.costs.values())
        for scheme in facts.catalogue.schemes:
            if scheme.role not in _LEFT_OUT and scheme.hardness_class in use.hardness:
                options = costs.get(scheme.id, ())
                measured = tuple(one for one in options if not one.predicted)
                rows += [_row(use, scheme, cost) for cost in measured or options]
    return tuple(rows)


def _row(use: Use, scheme: Scheme, cost: Cost) -> UseRow:
    operation = next((one for one in _FIRST if one in cost.cycles), None)
    code = cost.text or Missing(unit="bytes", reason=f"no code size of {cost.implementation}")
    ram = _ram(cost, operation)
    latency = _latency(use, cost, operation)
    values = {Need.CODE: code, Need.RAM: ram, Need.LATENCY: latency}
    margins = {need: one for need, value in values.items() if (one := _margin(use, need, value)) is not None}
    failed = tuple(need for need, margin in margins.items() if margin.value < 0)
    return UseRow(
        use=use,
        scheme=scheme,
        implementation=cost.implementation,
        predicted=cost.predicted,
        code=code,
        ram=ram,
        latency=latency,
        meets=False if failed else True if len(margins) == len(values) else None,
        failed=failed,
        margins=margins,
    )


def _ram(cost: Cost, operation: Operation | None) -> Quantity | Missing:
    stack = cost.stack.get(operation) if operation else None
    if stack is None:
        return Missing(unit="bytes", reason=f"no stack of {cost.implementation}")
    parts = [one for one in (stack, cost.static) if one is not None]
    return derived(sum(one.value for one in parts), "bytes", "stack + static", parts)


def _latency(use: Use, cost: Cost, operation: Operation | None) -> Quantity | Missing:
    clock = quantity(use, "clock_hz")
    cycles = _cycles_at(cost, operation, use.message_bytes)
    if cycles is None or clock is None:
        return Missing(
            unit="µs", reason=f"no cycles of {cost.implementation} about {use.message_bytes} bytes"
        )
    value = cycles.value * 1e6 / clock.value
    return derived(value, "µs", "cycles * 1e6 / clock_hz", [cycles, clock], ["cycles", "clock_hz"])


def _cycles_at(cost: Cost, operation: Operation | None, length: int) -> Quantity | None:
    """Cycles of that length: measured, or on the line between the next shorter and longer measured ones."""
    known = {measured: one for (done, measured), one in cost.cycles_at.items() if done == operation}
    if length in known:
        return known[length]
    shorter = max((one for one in known if one < length), default=None)
    longer = min((one for one in known if one > length), default=None)
    if shorter is None or longer is None:
        return None
    low, high = known[shorter], known[longer]
    share = (length - shorter) / (longer - shorter)
    formula = f"low + (high - low) * ({length} - {shorter}) / ({longer} - {shorter})"
    value = low.value + (high.value - low.value) * share
    return derived(value, "cycles", formula, [low, high], ["low", "high"])


_LIMITS = {Need.CODE: "code_budget_bytes", Need.RAM: "ram_budget_bytes", Need.LATENCY: "latency_budget_us"}


def _margin(use: Use, need: Need, value: Quantity | Missing) -> Quantity | None:
    limit = quantity(use, _LIMITS[need])
    if limit is None or isinstance(value, Missing):
        return None
    return derived(limit.value - value.value, value.unit, "budget - need", [limit, value], ["budget", "need"])
