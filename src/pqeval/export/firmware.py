"""T10: the choice of a signature for firmware: size, verification on the device, signatures a key, state."""

from __future__ import annotations

from typing import Final

from pqeval.catalogue import Role, Scheme
from pqeval.export.material import Material
from pqeval.export.sections import is_grey, name_cell
from pqeval.export.sheets import Choice, sheet_table
from pqeval.export.sizes import size_cell
from pqeval.export.table import Column, Export, Table, Words
from pqeval.export.text import origin, plain, say
from pqeval.export.told import told
from pqeval.guideline.facts import Device
from pqeval.guideline.scenario import Case, scenario_of
from pqeval.report.numbers import power_text

__all__ = ["make"]

_STEPS: Final = (
    "verify_time",
    "hash_time",
    "within_boot_budget",
    "verifier_ram",
    "verifier_flash",
    "signature_frames",
    "key_suffices",
)
_ALSO: Final = ("ecdsa_p_256", "rsa_3072_pss")


def make(material: Material) -> Export:
    """A table a device of the scenario, its candidates and classical baselines."""
    scenario = scenario_of(material.facts, "firmware_signing")
    devices = [material.facts.devices[name] for name in scenario.devices]
    return Export(
        id="T10",
        title=say("t10"),
        tables=tuple(_table(device, material) for device in devices),
        notes=(
            say("as_of", date=material.as_of),
            say("t10_rules"),
            say("t11_device_figures"),
            say("t10_variant"),
        ),
    )


def _table(device: Device, material: Material) -> Table:
    scenario = scenario_of(material.facts, "firmware_signing")
    link = material.facts.links[scenario.links[0]]
    choices = [
        Choice(
            key=name,
            cells=(
                name_cell(scheme),
                size_cell(scheme, "signature_bytes"),
                size_cell(scheme, "public_key_bytes"),
                Words(plain(_capacity(scheme))),
                Words(say("yes" if scheme.role == Role.STATEFUL_SIGNATURE else "no")),
            ),
            case=Case(scenario=scenario, link=link, device=device, schemes={"F": name}),
            grey=is_grey(scheme),
        )
        for name in (*scenario.candidates, *_ALSO)
        if (scheme := material.catalogue.by_id.get(name)) is not None
    ]
    unit = say("unit_bytes")
    return sheet_table(
        f"T10-{device.id}",
        say("t11_device", part=origin(device.part), core=device.core),
        material,
        heads=(
            Column(key="scheme", head=say("scheme")),
            Column(key="signature_bytes", head=say("signature"), unit=unit, numeric=True),
            Column(key="public_key_bytes", head=say("public_key"), unit=unit, numeric=True),
            Column(key="signatures_per_key", head=say("per_key")),
            Column(key="state", head=say("state_needed")),
        ),
        groups=[(told(link.name), choices)],
        steps=_STEPS,
    )


def _capacity(scheme: Scheme) -> str:
    return "–" if scheme.signatures_log2 is None else power_text(scheme.signatures_log2)
