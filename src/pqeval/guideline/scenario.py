"""Scenarios: the formulas of the facts, with the sizes, links, devices and measured costs that they name."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pqeval.catalogue import Kind, Operation
from pqeval.errors import FactsError
from pqeval.guideline.costs import Cost, host_times
from pqeval.guideline.facts import Device, Link, Scenario, quantity, unit_of
from pqeval.guideline.link import frame_airtime, frame_energy
from pqeval.guideline.load import Facts
from pqeval.guideline.predictions import costs_for
from pqeval.guideline.quantity import Missing, Quantity, assumed, derived
from pqeval.guideline.sheet import Sheet, calculate
from pqeval.guideline.wire import parts_of, size_of
from pqeval.records import Run

__all__ = ["Case", "energy_per_cycle", "evaluate_scenario", "scenario_of"]

_SIZE: Final = re.compile(r"(pk|sk|ct|ss|sig|seed|tag|nonce)_([A-Z])")
_COST: Final = re.compile(r"(cycles|stack)_([a-z]+)_([A-Z])")
_TEXT: Final = re.compile(r"text_([A-Z])")
_HOST: Final = re.compile(r"host_([a-z]+)_([A-Z])_us")
_CAPACITY: Final = re.compile(r"capacity_([A-Z])")
_LINK: Final = re.compile(r"link_(\w+)")
_DEVICE: Final = re.compile(r"device_(\w+)")
_STATELESS_LOG2: Final = 64
"""FIPS 205 and its like allow this many signatures a key; no device comes near it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a scenario is evaluated for. `schemes` and `assumptions` stand over the scenario's own.

    `implementations` chooses one (`pqm4/m4fstack`) for a scheme of which there are several; otherwise the
    one with the fewest cycles is taken.
    """

    scenario: Scenario
    link: Link | None = None
    device: Device | None = None
    schemes: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, float] = field(default_factory=dict)
    implementations: Mapping[str, str] = field(default_factory=dict)


def scenario_of(facts: Facts, name: str) -> Scenario:
    """The scenario of that name.

    Raises:
        FactsError: there is none; names those that are.
    """
    if name not in facts.scenarios:
        raise FactsError(f"there is no scenario `{name}` (known: {', '.join(facts.scenarios)})")
    return facts.scenarios[name]


def evaluate_scenario(facts: Facts, case: Case, runs: Sequence[Run] = ()) -> Sheet:
    """Evaluate all formulas of a scenario.

    Raises:
        FactsError: a scheme is unknown, an assumption is not one of the scenario's, or a formula is none.
    """
    strange = [name for name in case.assumptions if name not in case.scenario.assumptions]
    if strange:
        known = ", ".join(case.scenario.assumptions)
        raise FactsError(f"{case.scenario.id} has no assumption `{strange[0]}` (it has: {known})")
    letters = [letter for letter in case.schemes if letter not in case.scenario.schemes]
    if letters:
        known = ", ".join(case.scenario.schemes)
        raise FactsError(f"{case.scenario.id} has no scheme `{letters[0]}` (it has: {known})")
    return calculate(case.scenario.steps, _Resolver(facts, case, runs))


def energy_per_cycle(device: Device) -> Quantity | Missing:
    """What a cycle of the processor takes, in pJ: current by clock times supply, or what a busy core adds."""
    supply, clock = quantity(device, "supply_v"), quantity(device, "clock_hz")
    by_mhz, current, active = (quantity(device, name) for name in ("cpu_ua_per_mhz", "cpu_ma", "active_w"))
    if by_mhz and supply:
        value = by_mhz.value * supply.value
        return derived(
            value, "pJ", "cpu_ua_per_mhz * supply_v", [by_mhz, supply], ["cpu_ua_per_mhz", "supply_v"]
        )
    if current and supply and clock:
        value = current.value * supply.value / clock.value * 1e9
        names = ["cpu_ma", "supply_v", "clock_hz"]
        return derived(value, "pJ", "cpu_ma * supply_v / clock_hz * 1e9", [current, supply, clock], names)
    if active and clock:
        cores = quantity(device, "cores")
        assert cores is not None
        value = active.value / (cores.value * clock.value) * 1e12
        names = ["active_w", "cores", "clock_hz"]
        return derived(value, "pJ", "active_w / (cores * clock_hz) * 1e12", [active, cores, clock], names)
    return Missing(unit="pJ", reason=f"the facts of {device.id} have no current of its processor")


class _Resolver:
    """Gives the values of a formula's names for one case."""

    def __init__(self, facts: Facts, case: Case, runs: Sequence[Run]) -> None:
        self._facts = facts
        self._case = case
        target = case.device.target if case.device else ""
        self._costs = costs_for(facts, target, runs) if target else {}
        self._host = host_times(runs)
        self._letters = {**case.scenario.schemes, **case.schemes}
        self._patterns: tuple[tuple[re.Pattern[str], Callable[..., Quantity | Missing]], ...] = (
            (_SIZE, self._size),
            (_COST, self._cost),
            (_TEXT, self._code),
            (_HOST, self._time),
            (_CAPACITY, self._capacity),
            (_LINK, self._of_link),
            (_DEVICE, self._of_device),
        )

    def __call__(self, name: str) -> Quantity | Missing:
        scenario = self._case.scenario
        if name in scenario.assumptions:
            return self._measured(name) or self._assumption(name)
        if name in scenario.facts:
            return self._fact(name, scenario.facts[name])
        for pattern, value_of in self._patterns:
            if found := pattern.fullmatch(name):
                return value_of(*found.groups())
        raise FactsError(f"{scenario.id}: `{name}` is no step, assumption, fact or known name")

    def _scheme(self, letter: str) -> str:
        if letter not in self._letters:
            raise FactsError(f"{self._case.scenario.id}: its `schemes` do not say what {letter} is")
        return self._letters[letter]

    def _measured(self, name: str) -> Quantity | None:
        """What a run says where the scenario would assume, unless whoever asks gave a value."""
        better = self._case.scenario.measured.get(name)
        if better is None or name in self._case.assumptions:
            return None
        found = self(better)
        return found if isinstance(found, Quantity) and found.kind != Kind.ASSUMED else None

    def _assumption(self, name: str) -> Quantity:
        given = self._case.assumptions.get(name)
        if given is not None and not 0 <= given < math.inf:
            raise FactsError(f"the assumption `{name}` must be a number from 0, but is {given}")
        value = self._case.scenario.assumptions[name] if given is None else given
        source = "whoever asks" if given is not None else f"planning value of {self._case.scenario.id}"
        return assumed(value, unit_of(name), source)

    def _fact(self, name: str, path: str) -> Quantity | Missing:
        table, _, rest = path.partition("/")
        identifier, _, field_name = rest.partition("/")
        rows = self._facts.table(table)
        if identifier not in rows:
            raise FactsError(f"{self._case.scenario.id}: `{name}` refers to `{path}`, which is not there")
        return quantity(rows[identifier], field_name) or Missing(
            unit=unit_of(field_name), reason=f"the facts of {identifier} have no `{field_name}`"
        )

    def _of_link(self, name: str) -> Quantity | Missing:
        link = self._case.link
        if link is None:
            return Missing(unit="link", reason="no link was chosen")
        match name:
            case "frame_ms":
                return frame_airtime(link)
            case "frame_mj":
                return frame_energy(link)
            case "receive_mj":
                return frame_energy(link, receiving=True)
            case _:
                reason = f"the facts of {link.id} have no `{name}`"
                return quantity(link, name) or Missing(unit=unit_of(name), reason=reason)

    def _of_device(self, name: str) -> Quantity | Missing:
        device = self._case.device
        if device is None:
            return Missing(unit="device", reason="no device was chosen")
        if name == "pj_per_cycle":
            return energy_per_cycle(device)
        reason = f"the facts of {device.id} have no `{name}`"
        return quantity(device, name) or Missing(unit=unit_of(name), reason=reason)

    def _size(self, what: str, letter: str) -> Quantity | Missing:
        return size_of(self._facts, self._scheme(letter), what, der=self._case.scenario.der)

    def _cost(self, what: str, verb: str, letter: str) -> Quantity | Missing:
        """The sum of cycles, or the largest stack, over the parts of a hybrid."""
        operation, name = _operation(verb), self._scheme(letter)
        unit = "cycles" if what == "cycles" else "bytes"
        if self._case.device is None:
            return Missing(unit=unit, reason="no device was chosen")
        found = []
        for scheme in parts_of(self._facts, name):
            cost = self._chosen(scheme.id)
            table = {} if cost is None else cost.cycles if what == "cycles" else cost.stack
            if operation not in table:
                where = self._case.device.target or self._case.device.core
                return Missing(unit=unit, reason=f"no run has {scheme.name} {operation} on {where}")
            found.append(table[operation])
        if len(found) == 1:
            return found[0]
        value = sum(one.value for one in found) if what == "cycles" else max(one.value for one in found)
        return derived(value, unit, "sum of the parts" if what == "cycles" else "largest of the parts", found)

    def _code(self, letter: str) -> Quantity | Missing:
        found, name = [], self._scheme(letter)
        for scheme in parts_of(self._facts, name):
            cost = self._chosen(scheme.id)
            if cost is None or cost.text is None:
                return Missing(unit="bytes", reason=f"no run has the code size of {scheme.name}")
            found.append(cost.text)
        return (
            found[0]
            if len(found) == 1
            else derived(sum(one.value for one in found), "bytes", "sum of the parts", found)
        )

    def _chosen(self, scheme: str) -> Cost | None:
        costs = self._costs.get(scheme, ())
        wanted = self._case.implementations.get(scheme)
        if wanted is not None:
            costs = tuple(cost for cost in costs if cost.implementation == wanted)
            if not costs:
                raise FactsError(f"there is no implementation `{wanted}` of {scheme} for this device")
        return min(costs, key=lambda cost: (cost.rank, _all_cycles(cost)), default=None)

    def _time(self, verb: str, letter: str) -> Quantity | Missing:
        found, operation, name = [], _operation(verb), self._scheme(letter)
        for scheme in parts_of(self._facts, name):
            one = self._host.get((scheme.id, operation))
            if one is None:
                return Missing(unit="µs", reason=f"no run has {scheme.name} {operation} on a host")
            found.append(one)
        return (
            found[0]
            if len(found) == 1
            else derived(sum(one.value for one in found), "µs", "sum of the parts", found)
        )

    def _capacity(self, letter: str) -> Quantity:
        schemes = parts_of(self._facts, self._scheme(letter))
        least = min(schemes, key=lambda scheme: scheme.signatures_log2 or _STATELESS_LOG2)
        log2 = least.signatures_log2 or _STATELESS_LOG2
        return Quantity(
            value=2.0**log2,
            unit="signatures",
            kind=Kind.CITED,
            source=least.source,
            confidence=least.confidence,
            note="" if least.signatures_log2 else "stateless: no limit that a device meets",
        )


def _all_cycles(cost: Cost) -> float:
    return sum(one.value for one in cost.cycles.values()) or float("inf")


def _operation(verb: str) -> Operation:
    try:
        return Operation(verb)
    except ValueError as error:
        raise FactsError(f"`{verb}` is no operation (there are: {', '.join(Operation)})") from error
