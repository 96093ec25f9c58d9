"""The facts that a guideline rests on: typed rows, each with source, date read and confidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final, TypeVar

import msgspec

from pqeval.catalogue import Confidence, HardnessClass, Kind
from pqeval.errors import FactsError
from pqeval.guideline.quantity import Quantity

__all__ = [
    "Approval",
    "Assurance",
    "Authority",
    "Binding",
    "CitedCost",
    "Claim",
    "Device",
    "Export",
    "ExportKind",
    "Fact",
    "Hybrid",
    "HybridStance",
    "Licence",
    "Link",
    "Lora",
    "Milestone",
    "Position",
    "Precision",
    "Prediction",
    "Reference",
    "Scenario",
    "Stance",
    "Standard",
    "State",
    "Step",
    "Text",
    "TimelineRow",
    "Use",
    "first_fitting",
    "quantity",
]


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One text in both languages."""

    en: str
    ja: str

    def in_(self, language: str) -> str:
        """The text in `en` or `ja`."""
        return self.ja if language == "ja" else self.en


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row has. `read` is the day on which the source was read, `note` what was read of it.

    `field_confidence` names fields that are sourced otherwise than the row, `assumed` those that are
    planning assumptions.
    """

    id: str
    source: str
    read: dt.date
    confidence: Confidence
    field_confidence: dict[str, Confidence] = {}
    assumed: tuple[str, ...] = ()
    note: str = ""


class Milestone(StrEnum):
    """What a date asks for. `list` marks a publication, which is no deadline."""

    LIST = "list"
    INVENTORY = "inventory"
    PLAN = "plan"
    PILOT = "pilot"
    PREFER = "prefer"
    ACQUISITION_GATE = "acquisition-gate"
    COMPLETE_PRIORITY = "complete-priority"
    MIGRATION_PERIOD = "migration-period"
    COMPLETE = "complete"
    DEPRECATE = "deprecate"
    DISALLOW = "disallow"
    EXCLUSIVE = "exclusive"
    ALLOW = "allow"


class Precision(StrEnum):
    """How exact a source's date is; a year or month is stored as its last day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Binding(StrEnum):
    """How far a date binds those whom it addresses."""

    MANDATE = "mandate"
    POLICY = "policy"
    GUIDANCE = "guidance"
    RECOMMENDATION = "recommendation"
    DRAFT = "draft"
    POSITION = "position"
    ANNOUNCEMENT = "announcement"


class HybridStance(StrEnum):
    """What an authority says of a post-quantum scheme beside a classical one."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    ACCEPTED = "accepted"
    NOT_RECOMMENDED = "not_recommended"
    SILENT = "silent"


class Authority(Fact, frozen=True, kw_only=True):
    """Who says it. `profile` is there for those whose approvals of schemes are known.

    `hybrid_kem` and `hybrid_signature` are its stance on hybrids. `classical_kem_until` and
    `classical_signature_until` are the last years in which it accepts classical mechanisms on their own.
    """

    name: Text
    jurisdiction: str
    profile: bool = False
    hybrid_kem: HybridStance = HybridStance.SILENT
    hybrid_signature: HybridStance = HybridStance.SILENT
    classical_kem_until: int | None = None
    classical_signature_until: int | None = None


class Stance(StrEnum):
    """What an authority says of a scheme; one that no row covers was not named in what was read."""

    APPROVED = "approved"
    REFUSED = "refused"


class Approval(Fact, frozen=True, kw_only=True):
    """What an authority says of some schemes. `schemes` and `but` are patterns of catalogue identifiers.

    `hybrid` says that the approval holds beside a classical scheme only; `uses` limits it to some roles of
    the question (`firmware`); `until` is the last year in which it holds. `preferred` and `hedged` are the
    authority's own conditions.
    """

    authority: str
    stance: Stance
    schemes: tuple[str, ...]
    but: tuple[str, ...] = ()
    hybrid: bool = False
    preferred: bool = False
    hedged: bool = False
    uses: tuple[str, ...] = ()
    until: int | None = None
    condition: Text | None = None


class Position(Fact, frozen=True, kw_only=True):
    """What an authority says of protection by symmetric keys: `psk` (by hand) or `qkd` (quantum links)."""

    authority: str
    means: str
    text: Text


class TimelineRow(Fact, frozen=True, kw_only=True):
    """One date of one authority."""

    authority: str
    document: str
    document_date: str
    document_status: Text
    scope: Text
    applies_to: Text
    milestone: Milestone
    action: Text
    date: dt.date
    precision: Precision
    binding: Binding


class State(StrEnum):
    """Where a document stands."""

    FINAL = "final"
    IN_FORCE = "in_force"
    DRAFT = "draft"
    PENDING = "pending"
    ANNOUNCED = "announced"
    SUPERSEDED = "superseded"


class Standard(Fact, frozen=True, kw_only=True):
    """A document of the register. `date` is as exact as the source (`2025-09`)."""

    title: str
    document_kind: str
    state: State
    date: str
    topic: str


class Device(Fact, frozen=True, kw_only=True):
    """A device profile. `core` is the processor, `target` the pqeval target whose figures hold for it.

    The budgets are what is left for cryptography beside everything else; they are assumptions of whoever
    plans. `active_w` is what a busy core takes more than an idle one.
    """

    part: str
    core: str
    role: Text
    target: str = ""
    rfc7228_class: str = ""
    clock_hz: int | None = None
    cores: int = 1
    flash_bytes: int | None = None
    ram_bytes: int | None = None
    eeprom_bytes: int | None = None
    cpu_ua_per_mhz: float | None = None
    cpu_ma: float | None = None
    active_w: float | None = None
    supply_v: float | None = None
    radio_tx_ma: float | None = None
    radio_rx_ma: float | None = None
    crypto_flash_budget_bytes: int | None = None
    crypto_ram_budget_bytes: int | None = None


class Lora(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """LoRa modulation: what the airtime formula needs. `header_bytes` stand before the payload."""

    spreading_factor: int
    bandwidth_hz: int = 125_000
    coding_rate: int = 1
    preamble_symbols: int = 8
    header_bytes: int = 13


class Reference(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Published sizes of a two-packet exchange, against which a model can be held."""

    what: str
    first_bytes: int
    second_bytes: int
    source: str


class Link(Fact, frozen=True, kw_only=True):
    """A link profile. `usable_payload_bytes` are an application's bytes in one frame.

    A frame takes (payload + `frame_overhead_bytes`) at `bitrate_bps`, or what the LoRa formula says. Per
    frame that is sent the radio also receives for `acknowledgement_ms`. `session_mj` is what waking up,
    connecting and releasing take once an exchange, whatever is sent. `duty_cycle` is the share of an hour
    that a sender may use, `dwell_limit_ms` the longest frame, `packet_max_bytes` the largest fragmented
    packet; with `single_frame` a message is never fragmented.
    """

    name: Text
    usable_payload_bytes: int
    frame_payload_max_bytes: int | None = None
    frame_overhead_bytes: int = 0
    bitrate_bps: float | None = None
    lora: Lora | None = None
    tx_ma: float | None = None
    rx_ma: float | None = None
    supply_v: float | None = None
    acknowledgement_ms: float = 0.0
    session_mj: float = 0.0
    duty_cycle: float | None = None
    dwell_limit_ms: float | None = None
    packet_max_bytes: int | None = None
    single_frame: bool = False
    initial_window_bytes: int | None = None
    amplification_factor: int | None = None
    initial_datagram_bytes: int | None = None
    message_rate_hz: float | None = None
    uplink_bps: float | None = None
    contact_minutes: float | None = None
    rtt_ms: float | None = None
    references: tuple[Reference, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One formula of a scenario: what it is called, its unit, and what it means."""

    name: str
    unit: str
    formula: str
    text: Text


class Scenario(Fact, frozen=True, kw_only=True):
    """A migration scenario: who moves what, what is assumed, which formulas give its cost, what limits it.

    `assumptions` maps a name that ends in its unit to a value. `schemes` maps the letters of the formulas
    (`K`, `L`, `A`) to schemes or hybrids that are taken if nothing else is asked for. `facts` maps names
    of the formulas to fields of other tables (`links/ethernet_tcp/usable_payload_bytes`). `measured` names
    for an assumption the measured value that stands over it where a run has one. `der` says that ECDSA
    signatures are counted as TLS and X.509 encode them. `deadlines` are identifiers of timeline rows,
    `positions` the means (`psk`, `qkd`) of which authorities' positions belong to it.
    """

    name: Text
    threats: tuple[Text, ...]
    assumptions: dict[str, float] = {}
    schemes: dict[str, str] = {}
    facts: dict[str, str] = {}
    measured: dict[str, str] = {}
    der: bool = False
    steps: tuple[Step, ...] = ()
    limits: tuple[Text, ...] = ()
    links: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    decisive: Text | None = None


class Hybrid(Fact, frozen=True, kw_only=True):
    """A hybrid group: its parts in the order in which their shares are sent; sizes follow from the parts."""

    name: str
    parts: tuple[str, ...]
    standard: str
    combiner: Text


class CitedCost(Fact, frozen=True, kw_only=True):
    """Published figures of one implementation on one core.

    `cycles` are mean, least and most of each operation, `stack_bytes` the stack of each, by its name. `core`
    is the pqeval target of the same processor.
    """

    scheme: str
    implementation: str
    core: str
    cycles: dict[str, tuple[int, int, int]]
    stack_bytes: dict[str, int]
    text_bytes: int | None = None
    data_bytes: int = 0
    bss_bytes: int = 0


class Claim(StrEnum):
    """What the authors of an implementation say of its constant time."""

    CLAIMED = "claimed"
    PARTLY = "partly"
    NOT_CLAIMED = "not_claimed"


class Assurance(Fact, frozen=True, kw_only=True):
    """What is known of implementations beside their figures.

    `implementations` are patterns of their names (`liboqs/*`); of several rows the first that fits counts.
    `production` says whether the authors offer it for that, `validated` whether a validated module with it
    can be had. None is not known.
    """

    implementations: tuple[str, ...]
    text: Text
    maintained: bool | None = None
    production: bool | None = None
    validated: bool | None = None
    constant_time: Claim | None = None


class Licence(Fact, frozen=True, kw_only=True):
    """Under what a library's code may be used, as an SPDX expression.

    `implementations` are patterns of names, as in `Assurance`; of several rows the first that fits counts.
    """

    software: str
    implementations: tuple[str, ...]
    spdx: str
    text: Text


_OfImplementations = TypeVar("_OfImplementations", Assurance, Licence)


def first_fitting(rows: Iterable[_OfImplementations], implementation: str) -> _OfImplementations | None:
    """The first row whose patterns fit the name of an implementation; None: nothing is known of it."""
    return next(
        (row for row in rows if any(fnmatchcase(implementation, one) for one in row.implementations)), None
    )


class Prediction(Fact, frozen=True, kw_only=True):
    """How the cost of schemes that nobody measured follows from a published one.

    `like` names a row of `costs` whose memory and code are taken, `like_cycles` another for its cycles. In
    the formulas `like` is the published figure; `parameters` are numbers of theirs, whose names end in their
    unit, and `calls`, `calls_like` count calls of the hash's inner function. `text` says why it should hold.
    """

    schemes: tuple[str, ...]
    like: str
    text: Text
    like_cycles: str = ""
    cycles: str = "like"
    stack: str = "like"
    text_size: str = "like"
    parameters: dict[str, float] = {}


class ExportKind(StrEnum):
    """What an export looks like."""

    TABLE = "table"
    MATRIX = "matrix"
    FIGURE = "figure"


class Export(Fact, frozen=True, kw_only=True):
    """A table or figure that a guideline needs, and the documents in which its like was seen."""

    kind: ExportKind
    title: Text
    seen_in: str


class Use(Fact, frozen=True, kw_only=True):
    """A use of lightweight cryptography and what it leaves for it; the needs are planning assumptions."""

    name: Text
    needs: Text
    code_budget_bytes: int
    ram_budget_bytes: int
    latency_budget_us: float
    message_bytes: int
    core: str
    clock_hz: int
    hardness: tuple[HardnessClass, ...] = (HardnessClass.SYMMETRIC,)


_UNITS: Final = {
    "_bytes": "bytes",
    "_hz": "Hz",
    "_ua_per_mhz": "µA/MHz",
    "_mah": "mAh",
    "_ma": "mA",
    "_mj": "mJ",
    "_v": "V",
    "_w": "W",
    "_ms": "ms",
    "_us": "µs",
    "_bps": "bit/s",
    "_minutes": "min",
    "_cycle": "ratio",
    "_factor": "ratio",
    "_cycles_per_byte": "cycles/byte",
    "_per_day": "1/day",
    "_per_year": "1/year",
    "_years": "years",
    "_entries": "entries",
    "_days": "days",
    "_ratio": "ratio",
    "_probability": "ratio",
    "_cycles": "cycles",
    "_uw": "µW",
    "cores": "cores",
    "_count": "count",
    "_percent": "%",
}


def unit_of(name: str) -> str:
    """The unit in which a field or an assumption of that name is given.

    Raises:
        FactsError: the name does not end in a unit.
    """
    for ending, unit in _UNITS.items():
        if name.endswith(ending):
            return unit
    endings = ", ".join(_UNITS)
    raise FactsError(f"`{name}` does not say its unit: let the name end in one of {endings}")


def quantity(row: Fact, field: str) -> Quantity | None:
    """A field of a row as a value with its evidence, or None if the row does not have it."""
    value = getattr(row, field)
    if value is None:
        return None
    is_assumed = field in row.assumed
    unread = Confidence.UNCONFIRMED if is_assumed else row.confidence
    return Quantity(
        value=float(value),
        unit=unit_of(field),
        kind=Kind.ASSUMED if is_assumed else Kind.CITED,
        source=row.source,
        confidence=row.field_confidence.get(field, unread),
        note=f"{row.id}: {field}",
    )
