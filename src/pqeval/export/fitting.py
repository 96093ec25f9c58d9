"""T08: what fits which device, with the limiting resource and what it lacks; then what makes it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pqeval.catalogue import Scheme
from pqeval.export.marks import SIGNS
from pqeval.export.material import Material
from pqeval.export.sections import grouped, is_grey, name_cell
from pqeval.export.table import Absent, Cell, Column, Export, Row, Table, Words
from pqeval.export.text import Text, joined, origin, plain, say
from pqeval.export.told import value_cell
from pqeval.guideline.costs import Basis
from pqeval.guideline.facts import Device
from pqeval.guideline.fit import DeviceFit, Verdict, fit_matrix
from pqeval.guideline.quantity import Quantity
from pqeval.guideline.roles import DeviceRole, device_role
from pqeval.report.numbers import bytes_text

__all__ = ["make", "small_devices", "verdict_text"]

_ROLES: Final = ("kem", "kem-responder", "signature", "verify")
_LARGEST_RAM: Final = 1 << 21
"""Devices with more memory than this fit everything, or are judged by the host's figures."""


def make(material: Material) -> Export:
    """A matrix and its parts for each role of a device."""
    devices = small_devices(material)
    tables = []
    for name in _ROLES:
        role = device_role(name)
        schemes = [one for one in material.catalogue.schemes if role.takes(one)]
        found = fit_matrix(material.facts, material.runs, role, devices, schemes)
        known = [one for one in found if one.verdict != Verdict.UNKNOWN or one.implementation]
        tables += [_matrix(role, known, devices, material), _parts(role, known, devices, material)]
    return Export(
        id="T08",
        title=say("t08"),
        tables=tuple(table for table in tables if table.groups),
        notes=(say("as_of", date=material.as_of), say("t08_budget"), say("t08_ram")),
    )


def small_devices(material: Material) -> list[Device]:
    """Devices that are judged by their memory."""
    return [
        one
        for one in material.facts.devices.values()
        if one.ram_bytes is not None and one.ram_bytes <= _LARGEST_RAM and one.target
    ]


def _variant(one: DeviceFit) -> Text:
    if one.bound:
        return say("sizes_alone")
    return say("streamed", implementation=one.implementation) if one.streamed else plain(one.implementation)


def _matrix(
    role: DeviceRole, found: Sequence[DeviceFit], devices: Sequence[Device], material: Material
) -> Table:
    by_place = {(one.scheme, one.implementation, one.streamed, one.device): one for one in found}

    def rows(scheme: Scheme) -> list[Row]:
        options = dict.fromkeys(
            (one.implementation, one.streamed) for one in found if one.scheme == scheme.id
        )
        made = []
        for implementation, streamed in options:
            fits = [by_place.get((scheme.id, implementation, streamed, device.id)) for device in devices]
            first = next(one for one in fits if one is not None)
            cells = (name_cell(scheme), Words(_variant(first)), *(_verdict(one) for one in fits))
            key = f"{scheme.id}/{implementation}{'/streamed' if streamed else ''}"
            made.append(Row(key=key, cells=cells, grey=is_grey(scheme)))
        return made

    predicted = any(one.predicted for one in found)
    return Table(
        id=f"T08-{role.id}",
        title=say("t08_matrix", role=say(f"role_{role.id.replace('-', '_')}")),
        columns=(
            Column(key="scheme", head=say("scheme")),
            Column(key="implementation", head=say("implementation")),
            *(
                Column(key=one.id, head=origin(one.part), unit=_memory(one), group=plain(one.core))
                for one in devices
            ),
        ),
        groups=grouped([one for one in material.catalogue.schemes if role.takes(one)], rows),
        notes=(
            say("t08_cell"),
            *([say("t08_predicted", sign=SIGNS["assumed"])] if predicted else []),
        ),
    )


def _memory(device: Device) -> Text:
    ram, flash = device.ram_bytes or 0, device.flash_bytes
    return plain(f"{bytes_text(ram)} / {bytes_text(flash) if flash else '–'}")


def _verdict(one: DeviceFit | None) -> Cell:
    if one is None:
        return Absent()
    if one.verdict == Verdict.UNKNOWN:
        return Absent(say("not_known"), one.reason)
    return Words(verdict_text(one), strong=one.verdict == Verdict.FITS)


def verdict_text(one: DeviceFit) -> Text:
    """The verdict, the limiting resource with what it lacks, and the mark of a prediction."""
    text = say(f"verdict_{one.verdict}")
    if one.limiting is not None and one.verdict != Verdict.FITS:
        text = say(
            "short_of_at_least" if one.bound else "short_of",
            verdict=text,
            resource=say(f"resource_{one.limiting}"),
            bytes=bytes_text(one.shortfall_bytes),
        )
    mark = f" {SIGNS['assumed']}" if one.predicted else ""
    return Text(text.en + mark, text.ja + mark)


def _parts(
    role: DeviceRole, found: Sequence[DeviceFit], devices: Sequence[Device], material: Material
) -> Table:
    """What each implementation needs on each kind of core: stack, buffers, data, code and keys apart."""
    cores: dict[str, Device] = {}
    for device in devices:
        cores.setdefault(device.target, device)
    shown = {device.id for device in cores.values()}

    by_scheme: dict[str, list[DeviceFit]] = {}
    for one in found:
        if one.device in shown and isinstance(one.stack, Quantity):
            by_scheme.setdefault(one.scheme, []).append(one)

    def rows(scheme: Scheme) -> list[Row]:
        alike: dict[tuple[object, ...], list[DeviceFit]] = {}
        for one in by_scheme.get(scheme.id, []):
            alike.setdefault(_needs(one), []).append(one)
        return [_part_row(scheme, ones, material.facts.devices) for ones in alike.values()]

    keys = ("stack", "live_buffers", "heap", "static", "ram_needed", "code", "stored_keys", "flash_needed")
    return Table(
        id=f"T08-{role.id}-parts",
        title=say("t08_parts", role=say(f"role_{role.id.replace('-', '_')}")),
        columns=(
            Column(key="scheme", head=say("scheme")),
            Column(key="implementation", head=say("implementation")),
            Column(key="core", head=say("core")),
            Column(key="basis", head=say("basis")),
            Column(key="taken_over", head=say("taken_over", sign=SIGNS["assumed"])),
            *(Column(key=key, head=say(key), unit=say("unit_bytes"), numeric=True) for key in keys),
        ),
        groups=grouped([one for one in material.catalogue.schemes if role.takes(one)], rows),
        notes=(say("t08_parts_note", sign=SIGNS["assumed"]),),
    )


def _needs(one: DeviceFit) -> tuple[object, ...]:
    """What tells rows apart: figures that were taken over are the same on several cores, and stand once."""
    parts = (one.stack, one.live_buffers, one.heap, one.static, one.code, one.stored_keys)
    values = tuple(part.value if isinstance(part, Quantity) else None for part in parts)
    return one.implementation, one.streamed, one.basis == Basis.PREDICTED, *values


def _part_row(scheme: Scheme, ones: Sequence[DeviceFit], facts: Mapping[str, Device]) -> Row:
    """Of the core that the figures are of, if a device has it; and the cores that they are taken over for."""
    own = [one for one in ones if one.basis != Basis.OTHER_CORE]
    others = [facts[one.device] for one in ones if own and one.basis == Basis.OTHER_CORE]
    devices = [facts[one.device] for one in own or ones]
    one = (own or ones)[0]
    streamed = "/streamed" if one.streamed else ""
    return Row(
        key=f"{scheme.id}/{one.implementation}{streamed}/{devices[0].target}",
        cells=(
            name_cell(scheme),
            Words(_variant(one)),
            Words(joined([plain(device.core) for device in devices], ", ")),
            Words(say(f"basis_{one.basis or Basis.OTHER_CORE}")),
            Words(joined([plain(device.core) for device in others], ", ")) if others else Absent(),
            value_cell(one.stack),
            value_cell(one.live_buffers),
            value_cell(one.heap),
            value_cell(one.static),
            value_cell(one.ram_needed),
            value_cell(one.code),
            value_cell(one.stored_keys),
            value_cell(one.flash_needed),
        ),
        grey=is_grey(scheme),
    )
