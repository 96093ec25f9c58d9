"""T07: bytes, segments, round trips and frames of handshakes, by key exchange and signature."""

from __future__ import annotations

from typing import Final

from pqeval.export.material import Material
from pqeval.export.sections import is_grey, name_cell
from pqeval.export.sheets import Choice, sheet_table
from pqeval.export.table import Cell, Column, Export, Group, Row, Table, Words
from pqeval.export.text import plain, say
from pqeval.export.told import told, value_cell
from pqeval.guideline.facts import quantity
from pqeval.guideline.link import frame_airtime, frames
from pqeval.guideline.quantity import Quantity
from pqeval.guideline.scenario import Case, scenario_of
from pqeval.guideline.wire import size_of

__all__ = ["SIGNATURES", "make"]

_GROUPS: Final = ("x25519", "X25519MLKEM768", "ml_kem_768", "SecP384r1MLKEM1024")
SIGNATURES: Final = (
    "ecdsa_p_256",
    "rsa_2048_pss",
    "ml_dsa_44",
    "ml_dsa_65",
    "ml_dsa_87",
    "slh_dsa_sha2_128s",
    "fn_dsa_512",
    "mayo_1",
)
_TLS_STEPS: Final = (
    "client_flight",
    "client_datagrams",
    "server_flight",
    "segments",
    "over_window",
    "over_quic",
    "round_trips",
    "round_trips_quic",
)
_IKE_STEPS: Final = ("initiator_bytes", "responder_bytes", "fragments", "round_trips", "fits_payload")
_METER_STEPS: Final = ("chain", "join", "join_frames", "rekey_hours")
_SATELLITE_STEPS: Final = ("first_packet", "second_packet", "first_frames", "second_frames", "uplink_time")
_OBJECTS: Final = (
    ("ml_kem_512", "pk"),
    ("ml_kem_512", "ct"),
    ("ml_kem_768", "pk"),
    ("ml_kem_768", "ct"),
    ("ml_dsa_44", "sig"),
    ("fn_dsa_512", "sig"),
    ("x25519", "pk"),
)
_LINKS: Final = (
    "lorawan_as923_eu868_dr0",
    "lorawan_as923_eu868_dr2",
    "lorawan_dr3",
    "lorawan_dr5",
    "lorawan_as923_dwell_dr2",
    "ieee802154_2g4",
    "ble_1m_dle",
    "nbiot",
    "ccsds_tc",
)


def make(material: Material) -> Export:
    """TLS, IKEv2, smart meters, satellites, and the frames of single messages on narrow links."""
    tables = (_tls(material), _ike(material), _meter(material), _satellite(material), _frames(material))
    return Export(
        id="T07", title=say("t07"), tables=tables, notes=(say("as_of", date=material.as_of), say("t07_model"))
    )


def _tls(material: Material) -> Table:
    scenario = scenario_of(material.facts, "tls_server")
    groups = []
    for group in _GROUPS:
        choices = [
            Choice(
                key=f"{group}/{name}",
                cells=(_name(name, material),),
                case=Case(
                    scenario=scenario,
                    schemes={"K": group, "L": name, "A": name, "R": name},
                    assumptions={"sct_count": 0},
                ),
                grey=_grey(name, material),
            )
            for name in SIGNATURES
            if name in material.catalogue.by_id
        ]
        groups.append((plain(_printed(group, material)), choices))
    return sheet_table(
        "T07-tls",
        say("scenario_title", name=told(scenario.name)),
        material,
        heads=_heads("signatures"),
        groups=groups,
        steps=_TLS_STEPS,
        costs=False,
        notes=(say("t07_tls"),),
    )


def _ike(material: Material) -> Table:
    scenario = scenario_of(material.facts, "vpn_ikev2")
    groups = [
        (
            plain(_printed(kem, material)),
            [
                Choice(
                    key=f"{kem}/{name}",
                    cells=(_name(name, material),),
                    case=Case(scenario=scenario, schemes={"K": kem, "L": name, "A": name}),
                    grey=_grey(name, material),
                )
                for name in SIGNATURES
                if name in material.catalogue.by_id
            ],
        )
        for kem in ("ml_kem_768", "ml_kem_1024", "frodokem_976_shake")
    ]
    return sheet_table(
        "T07-ikev2",
        say("scenario_title", name=told(scenario.name)),
        material,
        heads=_heads("signatures"),
        groups=groups,
        steps=_IKE_STEPS,
        costs=False,
    )


def _meter(material: Material) -> Table:
    scenario = scenario_of(material.facts, "smart_meter")
    groups = []
    for name in ("wisun_154g", "nbiot"):
        link = material.facts.links[name]
        choices = [
            Choice(
                key=f"{name}/{kem}/{signature}",
                cells=(
                    _name(kem, material),
                    _name(signature, material),
                ),
                case=Case(scenario=scenario, link=link, schemes={"K": kem, "L": signature, "A": signature}),
                grey=_grey(signature, material),
            )
            for kem in ("ml_kem_512", "ml_kem_768")
            for signature in ("ecdsa_p_256", "ml_dsa_44", "fn_dsa_512")
            if signature in material.catalogue.by_id
        ]
        groups.append((told(link.name), choices))
    heads = (*_heads("kem"), *_heads("signatures"))
    return sheet_table(
        "T07-meter",
        say("scenario_title", name=told(scenario.name)),
        material,
        heads=heads,
        groups=groups,
        steps=_METER_STEPS,
        costs=False,
    )


def _satellite(material: Material) -> Table:
    scenario = scenario_of(material.facts, "satellite")
    link = material.facts.links["ccsds_tc"]
    pairs = [
        ("x25519", "ecdsa_p_256"),
        ("ml_kem_512+x25519", "ml_dsa_44+ecdsa_p_256"),
        ("ml_kem_768+x25519", "ml_dsa_65+ecdsa_p_256"),
        ("ml_kem_512+x25519", "falcon_512+ecdsa_p_256"),
        ("kyber512+x25519", "dilithium2+ecdsa_p_256"),
    ]
    choices = [
        Choice(
            key=f"{kem}/{signature}",
            cells=(Words(plain(_printed(kem, material))), Words(plain(_printed(signature, material)))),
            case=Case(scenario=scenario, link=link, schemes={"K": kem, "L": signature}),
            grey="kyber" in kem,
        )
        for kem, signature in pairs
    ]
    heads = (*_heads("kem"), *_heads("signatures"))
    groups = [(told(link.name), choices)]
    notes = (say("t07_satellite"),)
    return sheet_table(
        "T07-satellite",
        say("scenario_title", name=told(scenario.name)),
        material,
        heads=heads,
        groups=groups,
        steps=_SATELLITE_STEPS,
        costs=False,
        notes=notes,
    )


def _frames(material: Material) -> Table:
    """Frames of one message on each link, as section heads the link's payload and airtime."""
    links = [material.facts.links[name] for name in _LINKS if name in material.facts.links]
    rows = []
    for link in links:
        cells: list[Cell] = [
            Words(told(link.name), source=link.source, confidence=link.confidence),
            value_cell(quantity(link, "usable_payload_bytes")),
            value_cell(frame_airtime(link)),
        ]
        for name, what in _OBJECTS:
            size = size_of(material.facts, name, what)
            if isinstance(size, Quantity):
                size = frames(link, int(size.value))
            cells.append(value_cell(size))
        rows.append(Row(key=link.id, cells=tuple(cells)))
    return Table(
        id="T07-frames",
        title=say("t07_frames"),
        columns=(
            Column(key="link", head=say("link")),
            Column(key="payload_bytes", head=say("frame_payload"), unit=say("unit_bytes"), numeric=True),
            Column(key="airtime_ms", head=say("frame_airtime"), unit=plain("ms"), numeric=True, digits=4),
            *(
                Column(
                    key=f"{what}_{name}",
                    head=say(f"object_{what}", scheme=material.catalogue.by_id[name].name),
                    unit=say("unit_frames"),
                    numeric=True,
                    group=say("frames_of"),
                )
                for name, what in _OBJECTS
            ),
        ),
        groups=(Group(plain(""), tuple(rows)),),
        notes=(say("t07_frames_note"),),
    )


def _heads(key: str) -> tuple[Column, ...]:
    return (Column(key=key, head=say(f"head_{key}")),)


def _printed(name: str, material: Material) -> str:
    known = material.catalogue.by_id
    return " + ".join(known[part].name if part in known else part for part in name.split("+"))


def _name(name: str, material: Material) -> Words:
    return name_cell(material.catalogue.by_id[name])


def _grey(name: str, material: Material) -> bool:
    return is_grey(material.catalogue.by_id[name])
