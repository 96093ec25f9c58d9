"""T11: energy of a handshake on device and link, CPU and radio apart, and how long a battery lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pqeval.export.material import Material
from pqeval.export.sections import is_grey, name_cell
from pqeval.export.sheets import assumption_note, formula_note
from pqeval.export.table import Column, Export, Group, Row, Table
from pqeval.export.text import origin, plain, say
from pqeval.export.told import told, value_cell
from pqeval.guideline.facts import Device, Link
from pqeval.guideline.quantity import Missing, Quantity, derived
from pqeval.guideline.scenario import Case, evaluate_scenario, scenario_of
from pqeval.guideline.sheet import Sheet

__all__ = ["KEMS", "Budget", "budgets", "make"]

KEMS: Final = ("ml_kem_512", "ml_kem_768", "ml_kem_1024")
_PARTS: Final = ("handshake_cpu_mj", "handshake_send_mj", "handshake_receive_mj")
_DAYS_A_YEAR: Final = 365.25
_MICRO: Final = 1000.0
_COULOMB: Final = 3.6
"""mAh times volts times this are joules."""


@dataclass(frozen=True)
class Budget:
    """One handshake of a KEM on a device over a link."""

    device: Device
    link: Link
    kem: str
    sheet: Sheet

    @property
    def parts(self) -> tuple[Quantity | Missing, ...]:
        """CPU, sending and receiving, in mJ."""
        return tuple(self.sheet[name] for name in _PARTS)

    @property
    def total(self) -> Quantity | Missing:
        """All of it; missing where a part is, for a part alone would mislead."""
        return self.sum_of(_PARTS)

    def sum_of(self, names: Sequence[str]) -> Quantity | Missing:
        """Some parts together, in mJ."""
        known = []
        for part in (self.sheet[name] for name in names):
            if isinstance(part, Missing):
                return part
            known.append(part)
        return derived(sum(one.value for one in known), "mJ", " + ".join(names), known, names)


def budgets(material: Material, devices: Sequence[str] = ()) -> Iterator[Budget]:
    """Every KEM on each link that the telemetry scenario names, on its devices or those given."""
    scenario = scenario_of(material.facts, "iot_telemetry")
    for device in (material.facts.devices[name] for name in devices or scenario.devices):
        for link in (material.facts.links[name] for name in scenario.links):
            for kem in KEMS:
                case = Case(scenario=scenario, link=link, device=device, schemes={"K": kem})
                yield Budget(device, link, kem, evaluate_scenario(material.facts, case, material.runs))


def make(material: Material) -> Export:
    """One table a device."""
    found = list(budgets(material))
    devices = dict.fromkeys(budget.device.id for budget in found)
    tables = tuple(_table([one for one in found if one.device.id == name], material) for name in devices)
    return Export(
        id="T11",
        title=say("t11"),
        tables=tables,
        notes=(say("as_of", date=material.as_of), say("t11_cpu_alone")),
    )


def _table(found: list[Budget], material: Material) -> Table:
    device = found[0].device
    by_link: dict[str, list[Budget]] = {}
    for one in found:
        by_link.setdefault(one.link.id, []).append(one)
    scenario = scenario_of(material.facts, "iot_telemetry")
    steps = [step for step in scenario.steps if step.name in {*_PARTS, "daily_mj", "life_days"}]
    return Table(
        id=f"T11-{device.id}",
        title=say("t11_device", part=origin(device.part), core=device.core),
        columns=_columns(),
        groups=tuple(
            Group(
                told(rows[0].link.name), tuple(_row(one, material) for one in rows), told(rows[0].link.name)
            )
            for rows in by_link.values()
        ),
        notes=(
            say("t11_bounds"),
            say("t11_device_figures"),
            formula_note(steps),
            assumption_note(*(one.sheet for one in found)),
        ),
    )


def _columns() -> tuple[Column, ...]:
    def energy(key: str) -> Column:
        return Column(key=key, head=say(key), unit=plain("µJ"), numeric=True, digits=3)

    return (
        Column(key="scheme", head=say("scheme")),
        Column(key="frames_up", head=say("frames_up"), unit=say("unit_frames"), numeric=True),
        Column(key="frames_down", head=say("frames_down"), unit=say("unit_frames"), numeric=True),
        energy("cpu_uj"),
        energy("send_uj"),
        energy("receive_uj"),
        energy("cpu_send_uj"),
        energy("total_uj"),
        Column(key="cpu_share", head=say("cpu_share"), unit=plain("%"), numeric=True, digits=3),
        Column(key="per_mah", head=say("per_mah"), unit=say("unit_per_mah"), numeric=True, digits=3),
        Column(key="life", head=say("life"), unit=say("unit_years"), numeric=True, digits=3),
        Column(key="life_psk", head=say("life_psk"), unit=say("unit_years"), numeric=True, digits=3),
    )


def _row(one: Budget, material: Material) -> Row:
    scheme = material.catalogue.by_id[one.kem]
    sheet = one.sheet
    cells = (
        name_cell(scheme),
        value_cell(sheet["handshake_frames"]),
        value_cell(sheet["handshake_frames_down"]),
        *(
            value_cell(_scaled(part, _MICRO, "µJ", "mJ * 1000"))
            for part in (*one.parts, one.sum_of(_PARTS[:2]), one.total)
        ),
        value_cell(_share(one)),
        value_cell(_per_mah(one)),
        value_cell(_scaled(sheet["life_days"], 1 / _DAYS_A_YEAR, "years", "days / 365.25")),
        value_cell(_scaled(sheet["life_without_days"], 1 / _DAYS_A_YEAR, "years", "days / 365.25")),
    )
    return Row(key=f"{one.link.id}/{one.kem}", cells=cells, grey=is_grey(scheme))


def _scaled(value: Quantity | Missing, factor: float, unit: str, formula: str) -> Quantity | Missing:
    if isinstance(value, Missing):
        return value
    return derived(value.value * factor, unit, formula, [value], [value.formula or value.unit])


def _share(one: Budget) -> Quantity | Missing:
    cpu, total = one.parts[0], one.total
    if isinstance(cpu, Missing):
        return cpu
    if isinstance(total, Missing):
        return total
    return derived(100 * cpu.value / total.value, "%", "cpu / total * 100", [cpu, total], ["cpu", "total"])


def _per_mah(one: Budget) -> Quantity | Missing:
    total, volts = one.total, one.sheet.inputs.get("battery_v")
    if isinstance(total, Missing) or not isinstance(volts, Quantity):
        return total if isinstance(total, Missing) else Missing(unit="1/mAh", reason="no supply voltage")
    value = volts.value * _COULOMB * 1000 / total.value
    names = ["battery_v", "total_mj"]
    return derived(value, "1/mAh", "battery_v * 3600 / total_mj", [volts, total], names)
