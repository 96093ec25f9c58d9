"""T06: what a hybrid costs over its classical part and over its post-quantum part alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pqeval.catalogue import Operation, Scheme, Status
from pqeval.export.material import Material
from pqeval.export.table import Absent, Cell, Column, Export, Group, Row, Table, Words
from pqeval.export.text import EMPTY, plain, say
from pqeval.export.told import fact_words, told, value_cell
from pqeval.guideline.costs import host_times
from pqeval.guideline.facts import Hybrid
from pqeval.guideline.quantity import Missing, Quantity, derived
from pqeval.guideline.wire import parts_of, size_of
from pqeval.records import Measurement

__all__ = ["make"]

_SIZES: Final = ("pk", "ct", "ss")
_OPERATIONS: Final = (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS)


def make(material: Material) -> Export:
    """Bytes each way, and time on the host from the measured parts."""
    tables = (_bytes(material), _time(material))
    return Export(
        id="T06",
        title=say("t06"),
        tables=tuple(table for table in tables if any(True for _ in table.rows)),
        notes=(
            say("as_of", date=material.as_of),
            say("t06_fips"),
            *(() if any(True for _ in tables[1].rows) else (say("t06_no_time"),)),
        ),
    )


def _split(hybrid: Hybrid, material: Material) -> tuple[Scheme, Scheme]:
    """The classical part and the post-quantum part."""
    parts = parts_of(material.facts, hybrid.name)
    classical = next(one for one in parts if one.status == Status.CLASSICAL_QUANTUM_VULNERABLE)
    return classical, next(one for one in parts if one is not classical)


def _bytes(material: Material) -> Table:
    rows = []
    for hybrid in material.facts.hybrids.values():
        classical, quantum = _split(hybrid, material)
        names = [material.catalogue.scheme(name).name for name in hybrid.parts]
        whole = [size_of(material.facts, hybrid.name, what) for what in _SIZES]
        cells: list[Cell] = [
            fact_words(hybrid, hybrid.name, cited=True),
            Words(plain(" + ".join(names))),
            Words(plain(hybrid.standard)),
            *(value_cell(one) for one in whole),
        ]
        for part in (classical, quantum):
            alone = [size_of(material.facts, part.id, what) for what in ("pk", "ct")]
            cells += [value_cell(_less(one, other)) for one, other in zip(whole[:2], alone, strict=True)]
        rows.append(Row(key=hybrid.id, cells=(*cells, Words(told(hybrid.combiner)))))
    unit = say("unit_bytes")
    more = [
        Column(key=f"over_{part}_{what}", head=say(f"share_{what}"), unit=unit, numeric=True, group=say(part))
        for part in ("over_classical", "over_quantum")
        for what in ("pk", "ct")
    ]
    return Table(
        id="T06-bytes",
        title=say("t06_bytes"),
        columns=(
            Column(key="hybrid", head=say("hybrid")),
            Column(key="parts", head=say("parts")),
            Column(key="standard", head=say("standard")),
            *(Column(key=what, head=say(f"share_{what}"), unit=unit, numeric=True) for what in _SIZES),
            *more,
            Column(key="combiner", head=say("combiner"), wide=True),
        ),
        groups=(Group(EMPTY, tuple(rows)),),
        notes=(say("t06_shares"),),
    )


def _less(one: Quantity | Missing, other: Quantity | Missing) -> Quantity | Missing:
    if isinstance(one, Missing):
        return one
    if isinstance(other, Missing):
        return other
    return derived(one.value - other.value, one.unit, "hybrid - part alone", [one, other])


def _time(material: Material) -> Table:
    times = host_times(material.runs)
    rows: list[Row] = []
    if not times:
        return _times([])
    for hybrid in material.facts.hybrids.values():
        classical, quantum = _split(hybrid, material)
        for operation in _OPERATIONS:
            pair = [times.get((part.id, operation)) for part in (classical, quantum)]
            whole = times.get((hybrid.id, operation))
            if pair[0] is None or pair[1] is None:
                lacks = [part for part, time in zip((classical, quantum), pair, strict=True) if time is None]
                rows.append(_untimed(hybrid, operation, (*pair, whole), lacks))
                continue
            old, new = pair[0], pair[1]
            total = _sum(classical, quantum, old, new)
            cells: tuple[Cell, ...] = (
                fact_words(hybrid, hybrid.name),
                Words(say(f"op_{operation}")),
                value_cell(old),
                value_cell(new),
                value_cell(total),
                value_cell(whole) if whole else Absent(gap=say("gap_not_timed", names=hybrid.name)),
                _own_sum(material, hybrid, operation) if whole else Absent(),
                value_cell(_percent(total, old)),
                value_cell(_percent(total, new)),
            )
            rows.append(Row(key=f"{hybrid.id}/{operation}", cells=cells))
    return _times(rows)


def _sum(classical: Scheme, quantum: Scheme, old: Quantity, new: Quantity) -> Quantity:
    names = [f"host_{classical.id}", f"host_{quantum.id}"]
    return derived(old.value + new.value, "µs", " + ".join(names), [old, new], names)


def _own_sum(material: Material, hybrid: Hybrid, operation: Operation) -> Cell:
    """Both parts as the library has them that offers the hybrid: what its whole is to be compared with."""
    providers = {
        record.series.provider
        for run in material.runs
        for record in run.records
        if isinstance(record, Measurement) and record.series.scheme == hybrid.id
    }
    classical, quantum = _split(hybrid, material)
    sums = []
    for provider in sorted(providers):
        times = host_times(material.runs, provider)
        old, new = times.get((classical.id, operation)), times.get((quantum.id, operation))
        if old is not None and new is not None:
            sums.append(_sum(classical, quantum, old, new))
    if not sums:
        return Absent(gap=say("gap_not_timed", names=f"{classical.name}, {quantum.name}"))
    return value_cell(min(sums, key=lambda one: one.value))


def _untimed(
    hybrid: Hybrid, operation: Operation, known: Sequence[Quantity | None], lacks: Sequence[Scheme]
) -> Row:
    """A hybrid of which a part was not timed: what is there, and what is not."""
    gap = Absent(gap=say("gap_not_timed", names=", ".join(one.name for one in lacks)))
    old, new, whole = (gap if one is None else value_cell(one) for one in known)
    heads = (fact_words(hybrid, hybrid.name), Words(say(f"op_{operation}")))
    cells: tuple[Cell, ...] = (*heads, old, new, gap, whole, gap, gap, gap)
    return Row(key=f"{hybrid.id}/{operation}", cells=cells)


def _times(rows: Sequence[Row]) -> Table:
    unit = say("unit_us")
    return Table(
        id="T06-time",
        title=say("t06_time"),
        columns=(
            Column(key="hybrid", head=say("hybrid")),
            Column(key="operation", head=say("operation")),
            Column(key="classical", head=say("classical_part"), unit=unit, numeric=True, digits=3),
            Column(key="quantum", head=say("quantum_part"), unit=unit, numeric=True, digits=3),
            Column(key="both", head=say("hybrid"), unit=unit, numeric=True, digits=3),
            Column(key="whole", head=say("measured_whole"), unit=unit, numeric=True, digits=3),
            Column(key="own_sum", head=say("own_sum"), unit=unit, numeric=True, digits=3),
            Column(key="over_classical", head=say("over_classical"), unit=plain("%"), numeric=True, digits=3),
            Column(key="over_quantum", head=say("over_quantum"), unit=plain("%"), numeric=True, digits=3),
        ),
        groups=(Group(EMPTY, tuple(rows)),) if rows else (),
        notes=(say("t06_sum"),),
    )


def _percent(total: Quantity, part: Quantity) -> Quantity:
    value = 100 * (total.value / part.value - 1)
    return derived(value, "%", "100 * (hybrid / part - 1)", [total, part], ["hybrid", "part"])
