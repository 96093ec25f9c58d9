"""T12: how many messages a second can be verified, against what vehicle-to-everything traffic asks for."""

from __future__ import annotations

from typing import Final

from pqeval.catalogue import Operation
from pqeval.export.material import Material
from pqeval.export.sections import is_grey, name_cell
from pqeval.export.sheets import Choice, sheet_table
from pqeval.export.table import Column, Export, Group, Row, Table
from pqeval.export.text import EMPTY, origin, say
from pqeval.export.told import told, value_cell
from pqeval.guideline.costs import host_times
from pqeval.guideline.quantity import derived
from pqeval.guideline.scenario import Case, scenario_of

__all__ = ["make"]

_STEPS: Final = (
    "short_message",
    "full_message",
    "short_fits",
    "full_fits",
    "verifications_needed",
    "verifications_possible",
    "cores_needed",
    "channel_load",
)
_SIGNATURES: Final = (
    "ecdsa_p_256",
    "ed25519",
    "fn_dsa_512",
    "falcon_512",
    "ml_dsa_44",
    "ml_dsa_65",
    "mayo_1",
)
_MICROSECONDS: Final = 1e6


def make(material: Material) -> Export:
    """The V2X scenario on its devices, then every signature that was timed on a host."""
    scenario = scenario_of(material.facts, "v2x")
    link = material.facts.links[scenario.links[0]]
    groups = []
    for device in (material.facts.devices[name] for name in ("m4_128k_40k", *scenario.devices)):
        choices = [
            Choice(
                key=f"{device.id}/{name}",
                cells=(name_cell(scheme),),
                case=Case(scenario=scenario, link=link, device=device, schemes={"L": name, "A": name}),
                grey=is_grey(scheme),
            )
            for name in _SIGNATURES
            if (scheme := material.catalogue.by_id.get(name)) is not None
        ]
        groups.append((say("t11_device", part=origin(device.part), core=device.core), choices))
    table = sheet_table(
        "T12-v2x",
        say("scenario_title", name=told(scenario.name)),
        material,
        heads=(Column(key="scheme", head=say("scheme")),),
        groups=groups,
        steps=_STEPS,
    )
    tables = (table, _host(material))
    return Export(
        id="T12",
        title=say("t12"),
        tables=tuple(one for one in tables if any(True for _ in one.rows)),
        notes=(say("as_of", date=material.as_of), say("t11_device_figures"), say("t10_variant")),
    )


def _host(material: Material) -> Table:
    times = host_times(material.runs)
    rows = []
    for scheme in material.catalogue.schemes:
        time = times.get((scheme.id, Operation.VERIFY))
        if time is not None:
            rate = derived(_MICROSECONDS / time.value, "1/s", "1000000 / time_us", [time], ["host_verify"])
            cells = (name_cell(scheme), value_cell(time), value_cell(rate))
            rows.append(Row(key=scheme.id, cells=cells, grey=is_grey(scheme)))
    return Table(
        id="T12-host",
        title=say("t12_host"),
        columns=(
            Column(key="scheme", head=say("scheme")),
            Column(key="time_us", head=say("time"), unit=say("unit_us"), numeric=True, digits=3),
            Column(key="rate", head=say("per_second"), unit=say("unit_per_second"), numeric=True, digits=3),
        ),
        groups=(Group(EMPTY, tuple(rows)),) if rows else (),
        notes=(say("t12_host_note"),),
    )
