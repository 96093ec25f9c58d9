"""What a decision chooses from: a scheme in one implementation, with what it costs on the device and link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import msgspec

from pqeval.catalogue import HardnessClass, Kind, Operation, Scheme, Status
from pqeval.guideline.costs import Basis, Cost
from pqeval.guideline.facts import Approval, Assurance, Device, Stance, first_fitting, quantity
from pqeval.guideline.fit import DeviceFit, can_stream, fit_on_device
from pqeval.guideline.link import Transfer, transfer
from pqeval.guideline.load import Facts
from pqeval.guideline.predictions import costs_for
from pqeval.guideline.quantity import Missing, Quantity, derived
from pqeval.guideline.query import Query
from pqeval.guideline.scenario import energy_per_cycle
from pqeval.records import Correctness, Evidence, Failed, Measurement, Run, Series, Stage

__all__ = ["COMPANIONS", "Candidate", "approvals_of", "candidates", "operations_told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One option. `companion` is the classical scheme beside it, if the authority or whoever asks wants one.

    `sent` and `received` are bytes of one exchange on the device's link, those of the companion included;
    `cycles` the device's operations together, `slowest` the longest of them (99th percentile where known).
    `energy` is CPU and radio of one exchange; where the radio's share is not known it is missing, for CPU
    alone would mislead. `checked` says how its answers were checked in the runs, `wrong` which checks failed,
    and `assurance` what the facts know of the implementation.
    """

    scheme: Scheme
    cost: Cost | None
    fit: DeviceFit
    approvals: tuple[Approval, ...]
    companion: Scheme | None
    sent: Quantity | Missing
    received: Quantity | Missing
    uplink: Transfer | None
    downlink: Transfer | None
    cycles: Quantity | Missing
    slowest: Quantity | Missing
    cpu_energy: Quantity | Missing
    energy: Quantity | Missing
    evidence: tuple[Evidence, ...]
    checked: tuple[Correctness, ...] = ()
    wrong: tuple[Failed, ...] = ()
    assurance: Assurance | None = None

    @property
    def name(self) -> str:
        """Scheme and implementation, as it is printed."""
        streamed = ", streamed" if self.fit.streamed else ""
        beside = f" + {self.companion.name}" if self.companion else ""
        how = f" ({self.cost.implementation}{streamed})" if self.cost else ""
        return f"{self.scheme.name}{beside}{how}"

    @property
    def unmeasured(self) -> bool:
        """Whether nobody measured the scheme on any core: its figures are predicted from a like scheme."""
        return self.cost is not None and self.cost.basis == Basis.PREDICTED

    @property
    def companion_uncounted(self) -> bool:
        """Whether `cycles` and what follows from them are without the companion, whose are not known."""
        return self.companion is not None and isinstance(self.cycles, Quantity) and bool(self.cycles.note)

    @property
    def key(self) -> tuple[str, str, bool]:
        """What tells candidates apart."""
        return (self.scheme.id, self.cost.implementation if self.cost else "", self.fit.streamed)

    def objective(self, name: str) -> Quantity | Missing:
        """What is ranked by, under its name."""
        return {
            "bytes": _total(self.sent, self.received),
            "cycles": self.cycles,
            "ram": self.fit.ram_needed,
            "flash": self.fit.flash_needed,
            "energy": self.energy,
        }[name]


COMPANIONS = {"kem": "x25519", "signature": "ecdsa_p_256", "stateful_signature": "ecdsa_p_256"}
"""The classical scheme that is taken where an authority approves a scheme beside a classical one only."""


def approvals_of(facts: Facts, authority: str, scheme: Scheme) -> tuple[Approval, ...]:
    """What the authority says of a scheme, refusals included; empty if it was not named in what was read."""
    return tuple(
        row
        for row in facts.approvals.values()
        if row.authority == authority
        and any(fnmatchcase(scheme.id, pattern) for pattern in row.schemes)
        and not any(fnmatchcase(scheme.id, pattern) for pattern in row.but)
    )


def candidates(facts: Facts, asked: Query, runs: Sequence[Run]) -> Iterator[Candidate]:
    """Every scheme of the right kind in every implementation of which something is known.

    Hybrids are no candidates of their own: they are a scheme with its `companion`.
    """
    device = _with_budgets(asked)
    costs = costs_for(facts, device.target, runs) if device.target else {}
    setting = _Setting(facts, asked, device, costs, _Known.of(runs))
    for scheme in facts.catalogue.schemes:
        if not asked.role.takes(scheme) or scheme.hardness_class == HardnessClass.HYBRID:
            continue
        options: tuple[Cost | None, ...] = costs.get(scheme.id) or (None,)
        for cost in options:
            yield _candidate(setting, scheme, cost)
            if cost is not None and can_stream(scheme, asked.role):
                yield _candidate(setting, scheme, cost, streamed=True)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is the same for all candidates."""

    facts: Facts
    asked: Query
    device: Device
    costs: Mapping[str, tuple[Cost, ...]]
    known: _Known


@dataclass(frozen=True, slots=True)
class _Known:
    """What runs know of each implementation of a scheme beside its figures, by scheme and name."""

    evidence: Mapping[tuple[str, str], tuple[Evidence, ...]]
    checked: Mapping[tuple[str, str], tuple[Correctness, ...]]
    wrong: Mapping[tuple[str, str], tuple[Failed, ...]]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> _Known:
        """Gather it."""
        evidence: dict[tuple[str, str], tuple[Evidence, ...]] = {}
        checked: dict[tuple[str, str], tuple[Correctness, ...]] = {}
        wrong: dict[tuple[str, str], tuple[Failed, ...]] = {}
        for one in (record for run in runs for record in run.records):
            key = _key(one.series)
            match one:
                case Evidence():
                    evidence[key] = (*evidence.get(key, ()), one)
                case Measurement(correctness=correctness):
                    checked[key] = tuple(dict.fromkeys((*checked.get(key, ()), correctness)))
                case Failed(stage=Stage.KAT):
                    wrong[key] = (*wrong.get(key, ()), one)
                case _:
                    pass
        return cls(evidence, checked, wrong)


def operations_told(records: Iterable[Evidence | Failed]) -> str:
    """The operations of some records, each once."""
    return ", ".join(dict.fromkeys(str(one.series.operation) for one in records))


def _key(series: Series) -> tuple[str, str]:
    return series.scheme, f"{series.provider}/{series.variant}"


def _assurance(facts: Facts, cost: Cost | None) -> Assurance | None:
    if cost is None:
        return None
    return first_fitting(facts.assurances.values(), cost.implementation)


def _with_budgets(asked: Query) -> Device:
    changes: dict[str, int] = {}
    if asked.ram_bytes is not None:
        changes["crypto_ram_budget_bytes"] = asked.ram_bytes
    if asked.flash_bytes is not None:
        changes["crypto_flash_budget_bytes"] = asked.flash_bytes
    return msgspec.structs.replace(asked.device, **changes)


def _candidate(
    setting: _Setting,
    scheme: Scheme,
    cost: Cost | None,
    *,
    streamed: bool = False,
) -> Candidate:
    facts, asked, device = setting.facts, setting.asked, setting.device
    approvals = approvals_of(facts, asked.authority.id, scheme) if asked.authority else ()
    companion = _companion(facts, asked, scheme, approvals)
    schemes = [scheme, companion] if companion else [scheme]
    sent, received = (_bytes(schemes, names) for names in (asked.role.sent, asked.role.received))
    up, down = (_transfer(asked, size) for size in (sent, received))
    operations = asked.role.operations_of(scheme)
    cycles = _cycles(operations, [(scheme, cost), *_companion_cost(companion, setting.costs)])
    cpu = _cpu_energy(device, cycles)
    name = (scheme.id, cost.implementation if cost else "")
    return Candidate(
        scheme=scheme,
        cost=cost,
        fit=fit_on_device(device, scheme, asked.role, cost, streamed=streamed),
        approvals=approvals,
        companion=companion,
        sent=sent,
        received=received,
        uplink=up,
        downlink=down,
        cycles=cycles,
        slowest=_slowest(device, operations, scheme, cost),
        cpu_energy=cpu,
        energy=_energy(asked, cpu, up, down),
        evidence=setting.known.evidence.get(name, ()),
        checked=setting.known.checked.get(name, ()),
        wrong=setting.known.wrong.get(name, ()),
        assurance=_assurance(facts, cost),
    )


def _companion(facts: Facts, asked: Query, scheme: Scheme, approvals: Sequence[Approval]) -> Scheme | None:
    """What the authority wants beside a scheme, or whoever asks beside every quantum-safe one."""
    if scheme.status == Status.CLASSICAL_QUANTUM_VULNERABLE:
        return None
    approved = [row for row in approvals if row.stance == Stance.APPROVED]
    wanted = asked.hybrid or (bool(approved) and all(row.hybrid for row in approved))
    return facts.catalogue.by_id[COMPANIONS[scheme.role]] if wanted else None


def _companion_cost(
    companion: Scheme | None, costs: Mapping[str, tuple[Cost, ...]]
) -> list[tuple[Scheme, Cost | None]]:
    if companion is None:
        return []
    return [(companion, next(iter(costs.get(companion.id, ())), None))]


def _bytes(schemes: Sequence[Scheme], names: Sequence[str]) -> Quantity | Missing:
    parts: list[Quantity] = []
    for scheme in schemes:
        for name in names:
            size: int | None = getattr(scheme.sizes, name)
            if size is None:
                return Missing(unit="bytes", reason=f"the catalogue has no {name} of {scheme.name}")
            parts.append(
                Quantity(
                    value=size,
                    unit="bytes",
                    kind=Kind.CITED,
                    source=scheme.source,
                    confidence=scheme.confidence,
                    note=f"{name} of {scheme.name}",
                )
            )
    return derived(
        sum(one.value for one in parts), "bytes", " + ".join(one.note for one in parts) or "0", parts
    )


def _transfer(asked: Query, size: Quantity | Missing) -> Transfer | None:
    if asked.link is None or isinstance(size, Missing):
        return None
    return transfer(asked.link, int(size.value))


def _cycles(
    operations: Sequence[Operation], parts: Sequence[tuple[Scheme, Cost | None]]
) -> Quantity | Missing:
    """Of all operations that the device runs; where the companion was not measured, of the scheme alone."""
    found: list[Quantity] = []
    lacking = ""
    for number, (scheme, cost) in enumerate(parts):
        known = [cost.cycles[one] for one in operations if one in cost.cycles] if cost else []
        if len(known) < len(operations):
            if number == 0:
                return Missing(unit="cycles", reason=f"no cycles of {scheme.name} are known for such a core")
            lacking = f"without {scheme.name}, of which no cycles are known"
        found += known
    total = derived(sum(one.value for one in found), "cycles", " + ".join(operations), found)
    return msgspec.structs.replace(total, note=lacking)


def _slowest(
    device: Device, operations: Sequence[Operation], scheme: Scheme, cost: Cost | None
) -> Quantity | Missing:
    clock = quantity(device, "clock_hz")
    table = {} if cost is None else {**cost.cycles, **cost.worst}
    if clock is None or any(one not in table for one in operations) or not operations:
        return Missing(unit="ms", reason=f"no time of {scheme.name} is known for such a core")
    slowest = max((table[one] for one in operations), key=lambda one: one.value)
    return derived(
        slowest.value * 1000 / clock.value,
        "ms",
        "cycles * 1000 / clock_hz",
        [slowest, clock],
        ["cycles", "clock_hz"],
    )


def _cpu_energy(device: Device, cycles: Quantity | Missing) -> Quantity | Missing:
    per_cycle = energy_per_cycle(device)
    for one in (cycles, per_cycle):
        if isinstance(one, Missing):
            return Missing(unit="mJ", reason=one.reason)
    assert isinstance(cycles, Quantity)
    assert isinstance(per_cycle, Quantity)
    value = cycles.value * per_cycle.value / 1e9
    return derived(
        value, "mJ", "cycles * pj_per_cycle / 1e9", [cycles, per_cycle], ["cycles", "pj_per_cycle"]
    )


def _energy(
    asked: Query, cpu: Quantity | Missing, up: Transfer | None, down: Transfer | None
) -> Quantity | Missing:
    """CPU and radio together. Radio parts that are not known are named; CPU alone is no energy on a link."""
    if isinstance(cpu, Missing):
        return cpu
    if asked.link is None:
        return msgspec.structs.replace(cpu, note="CPU alone: no link was chosen")
    radio = {
        "sending": up.sender_energy if up and up.frames.value else None,
        "receiving": down.receiver_energy if down and down.frames.value else None,
    }
    known = {name: one for name, one in radio.items() if isinstance(one, Quantity)}
    lacking = [name for name, one in radio.items() if isinstance(one, Missing)]
    if lacking and not known:
        return Missing(
            unit="mJ", reason=f"the radio's energy for {lacking[0]} over {asked.link.id} is not known"
        )
    session = quantity(asked.link, "session_mj")
    if session is not None and session.value and known:
        known["session"] = session
    total = cpu.value + sum(one.value for one in known.values())
    found = derived(total, "mJ", " + ".join(["cpu", *known]), [cpu, *known.values()], ["cpu", *known])
    return msgspec.structs.replace(found, note=f"without {lacking[0]}, which is not known" if lacking else "")


def _total(one: Quantity | Missing, other: Quantity | Missing) -> Quantity | Missing:
    if isinstance(one, Missing):
        return one
    if isinstance(other, Missing):
        return other
    return derived(one.value + other.value, "bytes", "sent + received", [one, other], ["sent", "received"])
