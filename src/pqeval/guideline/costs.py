"""What operations cost on a core: from run records, else published, else taken over from another core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import msgspec

from pqeval.analysis import Estimate, estimates
from pqeval.catalogue import Boundary, Confidence, Kind, Metric, Operation
from pqeval.guideline.facts import CitedCost
from pqeval.guideline.quantity import Quantity, derived
from pqeval.records import Measurement, Run

__all__ = ["Basis", "Cost", "cited_costs", "core_of", "costs_on", "host_times", "quantity_of"]

_DSP_CORES: Final = frozenset({"cortex-m4", "cortex-m7", "cortex-m33"})
"""Cores that run assembly written for the Cortex-M4."""
_ASSEMBLY: Final = "m4f"
_BOARD: Final = "serial"
_BOARD_CORE: Final = "cortex-m4"
_SHORT_ID: Final = 12
_CYCLES: Final = (Metric.CYCLES, Metric.MODELLED_CYCLES)
_STATIC: Final = (Metric.DATA_BYTES, Metric.BSS_BYTES)


class Basis(StrEnum):
    """Where a device's figure comes from, from best to worst."""

    RUN = "run"
    """A run on the device's core."""
    CITED = "cited"
    """Published for the device's core."""
    OTHER_CORE = "other_core"
    """A prediction: of another core, by a run or as published."""
    PREDICTED = "predicted"
    """A prediction: from published figures of a like scheme, by a formula of the facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one implementation of a scheme costs on a core.

    `cycles` is of the shortest message, `cycles_at` by message length where there is one; `worst` is the
    99th percentile, or the most that was published. `static` holds data and bss. `core` is where the figures
    come from: not the device's own if `basis` is `other_core`, nor the scheme's own if it is `predicted`.
    """

    scheme: str
    implementation: str
    core: str
    basis: Basis
    cycles: Mapping[Operation, Quantity]
    stack: Mapping[Operation, Quantity]
    heap: Mapping[Operation, Quantity] = field(default_factory=dict)
    worst: Mapping[Operation, Quantity] = field(default_factory=dict)
    cycles_at: Mapping[tuple[Operation, int], Quantity] = field(default_factory=dict)
    text: Quantity | None = None
    static: Quantity | None = None

    @property
    def predicted(self) -> bool:
        """Whether the figures are another core's or another scheme's."""
        return self.basis in {Basis.OTHER_CORE, Basis.PREDICTED}

    @property
    def rank(self) -> int:
        """0 for the best basis."""
        return list(Basis).index(self.basis)


def quantity_of(one: Estimate, source: str) -> Quantity:
    """A run's estimate as a value with its evidence."""
    return Quantity(
        value=one.value,
        unit=one.unit,
        kind=one.kind,
        source=source,
        confidence=Confidence.CONFIRMED,
        n=one.samples,
        low=one.low,
        high=one.high,
        mark=one.mark,
    )


def core_of(target: str) -> str:
    """The core on which a target runs, as a target's name; empty for a host. Boards run Cortex-M4 images."""
    name = target.partition(":")[0]
    if name == _BOARD:
        return _BOARD_CORE
    return name if name.startswith("cortex-") else ""


def costs_on(core: str, runs: Sequence[Run], cited: Iterable[CitedCost]) -> dict[str, tuple[Cost, ...]]:
    """The costs of every scheme on a core, by scheme; those of the best basis first.

    Several implementations of one scheme stand side by side, each with the best basis that it has. Figures of
    other cores are taken over as they are and say so: memory differs little between 32-bit cores, cycles do.
    """
    published = list(cited)
    found: dict[str, list[Cost]] = {}
    for cost in [*_of_runs(runs), *cited_costs(published)]:
        found.setdefault(cost.scheme, []).append(cost)
    usable = {scheme: _usable(core, costs) for scheme, costs in found.items()}
    return {scheme: costs for scheme, costs in usable.items() if costs}


def host_times(runs: Sequence[Run], provider: str = "") -> dict[tuple[str, Operation], Quantity]:
    """Time of each operation on the host in µs: of the fastest implementation whose C function was timed.

    With `provider` of that library alone.
    """
    found: dict[tuple[str, Operation], Quantity] = {}
    for run, record in _measured(runs):
        one = estimates(record).get(Metric.TIME_NS)
        if one is None or record.conditions.boundary != Boundary.C:
            continue
        if provider and record.series.provider != provider:
            continue
        key = (record.series.scheme, record.series.operation)
        ns = quantity_of(one, _source(run, record))
        time = derived(ns.value / 1000, "µs", "time_ns / 1000", [ns], ["time_ns"])
        time = msgspec.structs.replace(
            time,
            kind=one.kind,
            n=one.samples,
            low=one.low / 1000,
            high=one.high / 1000,
            confidence=ns.confidence,
        )
        if key not in found or time.value < found[key].value:
            found[key] = time
    return found


def _usable(core: str, costs: list[Cost]) -> tuple[Cost, ...]:
    """Each implementation once, by its best basis; assembly only where its instructions exist."""
    found: dict[str, Cost] = {}
    for cost in costs:
        one = cost
        if cost.core != core:
            if core not in _DSP_CORES and _is_assembly(cost):
                continue
            one = _taken_over(cost, core)
        known = found.get(one.implementation)
        if known is None or one.rank < known.rank:
            found[one.implementation] = one
    return tuple(sorted(found.values(), key=lambda cost: cost.rank))


def _is_assembly(cost: Cost) -> bool:
    """Whether it is speed-optimised assembly; the low-stack variant's memory is its algorithm's."""
    name = cost.implementation.rpartition("/")[2]
    return name.startswith(_ASSEMBLY) and not name.endswith("stack")


def _taken_over(cost: Cost, core: str) -> Cost:
    note = f"of {cost.core}, taken over for {core}"

    def over(table: Mapping[Operation, Quantity]) -> dict[Operation, Quantity]:
        return {operation: _predicted(one, note) for operation, one in table.items()}

    return Cost(
        scheme=cost.scheme,
        implementation=cost.implementation,
        core=cost.core,
        basis=Basis.OTHER_CORE,
        cycles=over(cost.cycles),
        stack=over(cost.stack),
        heap=over(cost.heap),
        worst=over(cost.worst),
        cycles_at={key: _predicted(one, note) for key, one in cost.cycles_at.items()},
        text=_predicted(cost.text, note) if cost.text else None,
        static=_predicted(cost.static, note) if cost.static else None,
    )


def _predicted(one: Quantity, note: str) -> Quantity:
    """The same figure as an assumption about another core; it has no interval there."""
    return msgspec.structs.replace(
        one, kind=Kind.ASSUMED, confidence=Confidence.UNCONFIRMED, n=None, low=None, high=None, note=note
    )


def cited_costs(cited: Iterable[CitedCost]) -> Iterator[Cost]:
    """Published figures as costs on the core that they were measured on."""
    for row in cited:
        cycles = {Operation(name): figures for name, figures in row.cycles.items()}
        stacks = {Operation(name): size for name, size in row.stack_bytes.items()}
        yield Cost(
            scheme=row.scheme,
            implementation=f"pqm4/{row.implementation}",
            core=row.core,
            basis=Basis.CITED,
            cycles={
                one: _cited(row, mean, "cycles", least, most) for one, (mean, least, most) in cycles.items()
            },
            stack={one: _cited(row, size, "bytes") for one, size in stacks.items()},
            worst={one: _cited(row, most, "cycles") for one, (_, _, most) in cycles.items()},
            text=None if row.text_bytes is None else _cited(row, row.text_bytes, "bytes"),
            static=_cited(row, row.data_bytes + row.bss_bytes, "bytes"),
        )


def _cited(
    row: CitedCost, value: float, unit: str, low: float | None = None, high: float | None = None
) -> Quantity:
    return Quantity(
        value=value,
        unit=unit,
        kind=Kind.CITED,
        source=row.source,
        confidence=row.confidence,
        low=low,
        high=high,
        note=row.note,
    )


def _of_runs(runs: Sequence[Run]) -> Iterator[Cost]:
    groups: dict[tuple[str, str, str], list[tuple[Run, Measurement]]] = {}
    for run, record in _measured(runs):
        if core_of(record.series.target):
            label = f"{record.series.provider}/{record.series.variant}"
            key = (record.series.scheme, label, record.series.target)
            groups.setdefault(key, []).append((run, record))
    # A board's figures stand before the emulator's of the same implementation.
    for (scheme, label, target), records in sorted(
        groups.items(), key=lambda pair: core_of(pair[0][2]) == pair[0][2]
    ):
        yield _of_records(scheme, label, core_of(target), records)


def _of_records(scheme: str, label: str, core: str, records: list[tuple[Run, Measurement]]) -> Cost:
    tables: dict[str, dict[Operation, Quantity]] = {"cycles": {}, "stack": {}, "heap": {}, "worst": {}}
    at: dict[tuple[Operation, int], Quantity] = {}
    text: Quantity | None = None
    static: Quantity | None = None
    for run, record in sorted(records, key=lambda pair: pair[1].series.message_bytes or 0):
        found = estimates(record)
        source = _source(run, record)
        operation = record.series.operation
        leading = next((found[metric] for metric in _CYCLES if metric in found), None)
        if leading is not None:
            tables["cycles"].setdefault(operation, quantity_of(leading, source))
            tables["worst"].setdefault(operation, _worst(leading, source))
            if record.series.message_bytes is not None:
                at.setdefault((operation, record.series.message_bytes), quantity_of(leading, source))
        for name, metric in (("stack", Metric.STACK_BYTES), ("heap", Metric.HEAP_PEAK_BYTES)):
            if metric in found:
                tables[name][operation] = _larger(
                    tables[name].get(operation), quantity_of(found[metric], source)
                )
        if Metric.TEXT_BYTES in found:
            text = _larger(text, quantity_of(found[Metric.TEXT_BYTES], source))
        parts = [quantity_of(found[metric], source) for metric in _STATIC if metric in found]
        if parts:
            total = sum(one.value for one in parts)
            static = _larger(static, derived(total, "bytes", "data_bytes + bss_bytes", parts))
    return Cost(
        scheme=scheme,
        implementation=label,
        core=core,
        basis=Basis.RUN,
        cycles=tables["cycles"],
        stack=tables["stack"],
        heap=tables["heap"],
        worst=tables["worst"],
        cycles_at=at,
        text=text,
        static=static,
    )


def _worst(one: Estimate, source: str) -> Quantity:
    found = quantity_of(one, source)
    if one.distribution is None:
        return found
    return msgspec.structs.replace(found, value=one.distribution.p99, low=None, high=None, note="p99")


def _larger(one: Quantity | None, other: Quantity) -> Quantity:
    return other if one is None or other.value > one.value else one


def _measured(runs: Sequence[Run]) -> Iterator[tuple[Run, Measurement]]:
    for run in runs:
        for record in run.records:
            if isinstance(record, Measurement):
                yield run, record


def _source(run: Run, record: Measurement) -> str:
    return f"run {run.id[:_SHORT_ID]}, {record.series.key}"
