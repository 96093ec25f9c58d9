"""Energy of a handshake, CPU and radio apart, and battery life against the interval of re-keying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pqeval.errors import FactsError
from pqeval.guideline.load import Facts
from pqeval.guideline.quantity import Missing, Quantity, derived
from pqeval.guideline.scenario import Case, evaluate_scenario
from pqeval.records import Run

__all__ = ["HandshakeEnergy", "LifePoint", "handshake_energy", "life_by_interval"]

_SCENARIO = "iot_telemetry"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandshakeEnergy:
    """What one handshake takes of a device's battery.

    `total` adds what is known; what is `lacking` is named, and makes it a lower bound. It is missing where
    neither sending nor receiving is known: the CPU alone is no energy of a handshake. `radio_share` is of
    the total.
    """

    cpu: Quantity | Missing
    sending: Quantity | Missing
    receiving: Quantity | Missing
    total: Quantity | Missing
    radio_share: Quantity | Missing
    per_mah: Quantity | Missing
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LifePoint:
    """Battery life with one interval between handshakes."""

    interval_days: float
    life: Quantity | Missing


def handshake_energy(facts: Facts, case: Case, runs: Sequence[Run] = ()) -> HandshakeEnergy:
    """The energy of one handshake of the telemetry scenario.

    Raises:
        FactsError: the case is of another scenario.
    """
    sheet = evaluate_scenario(facts, _of_telemetry(case), runs)
    parts = {
        "cpu": sheet["handshake_cpu_mj"],
        "sending": sheet["handshake_send_mj"],
        "receiving": sheet["handshake_receive_mj"],
    }
    known = {name: one for name, one in parts.items() if isinstance(one, Quantity)}
    lacking = tuple(name for name in parts if name not in known)
    radio = [one for name, one in known.items() if name != "cpu"]
    total: Quantity | Missing = Missing(unit="mJ", reason="the radio's energy is not known")
    share: Quantity | Missing = Missing(unit="ratio", reason="the radio's energy is not known")
    per_mah: Quantity | Missing = Missing(unit="1/mAh", reason="the radio's energy is not known")
    if radio and "cpu" in known:
        names = list(known)
        total = derived(
            sum(one.value for one in known.values()), "mJ", " + ".join(names), list(known.values()), names
        )
        sent = sum(one.value for one in radio)
        share = derived(sent / total.value, "ratio", "radio / total", [*radio, total])
        supply = sheet.inputs["battery_v"]
        assert isinstance(supply, Quantity)
        value = supply.value * 3600 / total.value
        per_mah = derived(value, "1/mAh", "battery_v * 3600 / total", [supply, total], ["battery_v", "total"])
    return HandshakeEnergy(
        cpu=parts["cpu"],
        sending=parts["sending"],
        receiving=parts["receiving"],
        total=total,
        radio_share=share,
        per_mah=per_mah,
        lacking=lacking,
    )


def life_by_interval(
    facts: Facts, case: Case, intervals_days: Iterable[float], runs: Sequence[Run] = ()
) -> tuple[LifePoint, ...]:
    """Battery life for several intervals of re-keying, in days.

    Raises:
        FactsError: an interval is not above 0, or the case is of another scenario.
    """
    telemetry = _of_telemetry(case)
    points = []
    for days in intervals_days:
        if not days > 0:
            raise FactsError(f"an interval of {days} days: it must be above 0")
        changed = replace(telemetry, assumptions={**case.assumptions, "rekey_interval_days": days})
        points.append(LifePoint(days, evaluate_scenario(facts, changed, runs)["life_days"]))
    return tuple(points)


def _of_telemetry(case: Case) -> Case:
    if case.scenario.id != _SCENARIO:
        raise FactsError(f"battery life is of the scenario {_SCENARIO}, not of {case.scenario.id}")
    return case
