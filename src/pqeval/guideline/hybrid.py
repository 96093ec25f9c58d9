"""What a hybrid costs over either part: bytes each way and time, from the parts, and whole where measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pqeval.catalogue import OPERATIONS, HardnessClass, Operation, Role, Scheme
from pqeval.guideline.costs import host_times
from pqeval.guideline.facts import Hybrid
from pqeval.guideline.load import Facts
from pqeval.guideline.quantity import Missing, Quantity, derived
from pqeval.guideline.wire import size_of
from pqeval.records import Run

__all__ = ["HybridCost", "hybrid_costs"]

_CLASSICAL = frozenset({HardnessClass.ELLIPTIC_CURVE_DLOG, HardnessClass.FACTORING})


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridCost:
    """One group. `client_bytes` is its public share, `server_bytes` the answer.

    `over_classical_bytes` and `over_quantum_safe_bytes` are what both shares add to either part alone.
    `times` are sums of the measured parts, `measured` those of the group measured whole. The shares are what
    the hybrid takes of the same operation of one part: 1.1 is a tenth more.
    """

    hybrid: Hybrid
    classical: Scheme
    quantum_safe: Scheme
    client_bytes: Quantity | Missing
    server_bytes: Quantity | Missing
    over_classical_bytes: Quantity | Missing
    over_quantum_safe_bytes: Quantity | Missing
    times: Mapping[Operation, Quantity | Missing]
    measured: Mapping[Operation, Quantity | Missing]
    to_classical: Mapping[Operation, Quantity | Missing]
    to_quantum_safe: Mapping[Operation, Quantity | Missing]


def hybrid_costs(facts: Facts, runs: Sequence[Run]) -> tuple[HybridCost, ...]:
    """The cost of every hybrid group of the facts."""
    times = host_times(runs)
    return tuple(_cost(facts, hybrid, times) for hybrid in facts.hybrids.values())


_Times = Mapping[tuple[str, Operation], Quantity]


def _cost(facts: Facts, hybrid: Hybrid, times: _Times) -> HybridCost:
    parts = [facts.catalogue.by_id[name] for name in hybrid.parts]
    classical = next(part for part in parts if part.hardness_class in _CLASSICAL)
    safe = next(part for part in parts if part.hardness_class not in _CLASSICAL)
    client, server = (size_of(facts, hybrid.name, what) for what in ("pk", "ct"))
    whole = _sum([client, server], "bytes", "client + server")
    sums = {
        one: _sum([_time(times, part, one) for part in parts], "µs", "sum of the parts")
        for one in _OPERATIONS
    }
    return HybridCost(
        hybrid=hybrid,
        classical=classical,
        quantum_safe=safe,
        client_bytes=client,
        server_bytes=server,
        over_classical_bytes=_over(whole, _both(facts, classical)),
        over_quantum_safe_bytes=_over(whole, _both(facts, safe)),
        times=sums,
        measured={one: _by_name(times, hybrid, one) for one in _OPERATIONS},
        to_classical={one: _ratio(sums[one], _time(times, classical, one)) for one in _OPERATIONS},
        to_quantum_safe={one: _ratio(sums[one], _time(times, safe, one)) for one in _OPERATIONS},
    )


_OPERATIONS = OPERATIONS[Role.KEM]


def _both(facts: Facts, scheme: Scheme) -> Quantity | Missing:
    return _sum([size_of(facts, scheme.id, what) for what in ("pk", "ct")], "bytes", "pk + ct")


def _time(times: _Times, scheme: Scheme, operation: Operation) -> Quantity | Missing:
    reason = f"no run has {scheme.name} {operation} on a host"
    return times.get((scheme.id, operation)) or Missing(unit="µs", reason=reason)


def _by_name(times: _Times, hybrid: Hybrid, operation: Operation) -> Quantity | Missing:
    reason = f"no run has {hybrid.name} {operation} measured whole"
    return times.get((hybrid.id, operation)) or Missing(unit="µs", reason=reason)


def _sum(parts: Sequence[Quantity | Missing], unit: str, formula: str) -> Quantity | Missing:
    known = [one for one in parts if isinstance(one, Quantity)]
    for one in parts:
        if isinstance(one, Missing):
            return one
    return derived(sum(one.value for one in known), unit, formula, known)


def _over(whole: Quantity | Missing, part: Quantity | Missing) -> Quantity | Missing:
    if isinstance(whole, Missing):
        return whole
    if isinstance(part, Missing):
        return part
    return derived(whole.value - part.value, "bytes", "hybrid - part", [whole, part], ["hybrid", "part"])


def _ratio(whole: Quantity | Missing, part: Quantity | Missing) -> Quantity | Missing:
    for one in (whole, part):
        if isinstance(one, Missing):
            return Missing(unit="ratio", reason=one.reason)
    assert isinstance(whole, Quantity)
    assert isinstance(part, Quantity)
    return derived(whole.value / part.value, "ratio", "hybrid / part", [whole, part], ["hybrid", "part"])
