"""Whether facts hold together: references, ranges, units, dates. Each problem names file, row and field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Operation
from pqeval.errors import FactsError
from pqeval.guideline.facts import CitedCost, Device, Fact, Link, Prediction, Scenario, Text, unit_of
from pqeval.guideline.formula import names_of
from pqeval.guideline.wire import parts_of

if TYPE_CHECKING:
    from pqeval.guideline.load import Facts

__all__ = ["check"]

_FIRST_DAY: Final = date(2000, 1, 1)
_LAST_DAY: Final = date(2100, 12, 31)
_MEANS: Final = ("psk", "qkd")
_SHARES: Final = ("duty_cycle",)

_POSITIVE: Final[Mapping[type[Fact], tuple[str, ...]]] = {
    Device: (
        "clock_hz",
        "cores",
        "flash_bytes",
        "ram_bytes",
        "cpu_ua_per_mhz",
        "cpu_ma",
        "active_w",
        "supply_v",
        "radio_tx_ma",
        "radio_rx_ma",
        "crypto_flash_budget_bytes",
        "crypto_ram_budget_bytes",
    ),
    Link: (
        "usable_payload_bytes",
        "frame_payload_max_bytes",
        "bitrate_bps",
        "tx_ma",
        "rx_ma",
        "supply_v",
        "duty_cycle",
        "dwell_limit_ms",
        "packet_max_bytes",
        "initial_window_bytes",
        "amplification_factor",
        "initial_datagram_bytes",
        "message_rate_hz",
        "uplink_bps",
        "contact_minutes",
        "rtt_ms",
    ),
}


def check(facts: Facts, files: Mapping[str, str] | None = None) -> list[str]:
    """Every problem of the facts, in the order of the tables; `files` says which file a row comes from."""
    from pqeval.guideline.load import TABLES  # noqa: PLC0415 - each needs the other's types

    places = files or {}
    problems = []
    for name in TABLES:
        for identifier, row in facts.table(name).items():
            place = f"{places.get(f'{name}/{identifier}', f'{name}.toml')}, `{identifier}`"
            problems += [f"{place}: {what}" for what in _of_row(facts, row)]
    return problems


def _of_row(facts: Facts, row: Fact) -> Iterator[str]:
    yield from _evidence(row)
    yield from _numbers(row)
    yield from _texts(row)
    yield from _references(facts, row)
    for name, check_one in _SPECIAL.items():
        if type(row).__name__ == name:
            yield from check_one(row)


def _evidence(row: Fact) -> Iterator[str]:
    if not row.source.strip():
        yield "field `source` is empty"
    if not _FIRST_DAY <= row.read <= _LAST_DAY:
        yield f"field `read`: {row.read} is no plausible day"
    fields = set(row.__struct_fields__)
    named = [("field_confidence", name) for name in row.field_confidence]
    named += [("assumed", name) for name in row.assumed]
    for field, name in named:
        if name not in fields:
            yield f"field `{field}` names `{name}`, which a row of this table does not have"


def _numbers(row: Fact) -> Iterator[str]:
    for form, names in _POSITIVE.items():
        if isinstance(row, form):
            for name in names:
                value = getattr(row, name)
                if value is not None and value <= 0:
                    yield f"field `{name}` must be above 0, but is {value}"
    for name in _SHARES:
        value = getattr(row, name, None)
        if value is not None and value > 1:
            yield f"field `{name}` is a share and must be at most 1, but is {value}"


def _texts(row: Fact) -> Iterator[str]:
    for name in row.__struct_fields__:
        value = getattr(row, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Text) and not (one.en.strip() and one.ja.strip()):
                yield f"field `{name}` must have its text in both languages (en and ja)"


_REFERENCES: Final = {
    "authority": "authorities",
    "links": "links",
    "devices": "devices",
    "deadlines": "timeline",
    "exports": "exports",
    "like": "costs",
    "like_cycles": "costs",
}


def _references(facts: Facts, row: Fact) -> Iterator[str]:
    for field, table in _REFERENCES.items():
        value = getattr(row, field, None)
        for one in (value,) if isinstance(value, str) else value or ():
            if one and one not in facts.table(table):
                yield f"field `{field}`: there is no `{one}` in {table}.toml"
    yield from _schemes(facts, row)


def _schemes(facts: Facts, row: Fact) -> Iterator[str]:
    identifiers = facts.catalogue.by_id
    for field in ("schemes", "but"):
        value = getattr(row, field, None)
        for pattern in value if isinstance(value, tuple) else ():
            if not any(fnmatchcase(identifier, pattern) for identifier in identifiers):
                yield f"field `{field}`: `{pattern}` matches no scheme of the catalogue"
    single = [getattr(row, "scheme", None)]
    named = [*getattr(row, "parts", ()), *getattr(row, "candidates", ()), *(one for one in single if one)]
    for one in named:
        if one not in identifiers:
            yield f"`{one}` is no scheme of the catalogue"
    letters = getattr(row, "schemes", None)
    for letter, one in letters.items() if isinstance(letters, dict) else ():
        try:
            parts_of(facts, one)
        except FactsError as error:
            yield f"field `schemes`, {letter}: {error}"


def _link(row: Fact) -> Iterator[str]:
    assert isinstance(row, Link)
    if row.lora is not None and not 7 <= row.lora.spreading_factor <= 12:  # noqa: PLR2004 - LoRa's own range
        yield f"field `lora`: the spreading factor is 7 to 12, not {row.lora.spreading_factor}"
    most = row.frame_payload_max_bytes
    if most is not None and row.usable_payload_bytes > most:
        yield (
            f"field `usable_payload_bytes` ({row.usable_payload_bytes}) is larger than "
            f"`frame_payload_max_bytes` ({most})"
        )


def _device(row: Fact) -> Iterator[str]:
    assert isinstance(row, Device)
    for kind in ("flash", "ram"):
        budget, size = getattr(row, f"crypto_{kind}_budget_bytes"), getattr(row, f"{kind}_bytes")
        if budget is not None and size is not None and budget > size:
            yield f"field `crypto_{kind}_budget_bytes` ({budget}) is larger than `{kind}_bytes` ({size})"


def _scenario(row: Fact) -> Iterator[str]:
    assert isinstance(row, Scenario)
    for means in row.positions:
        yield from _known_means("positions", means)
    yield from _units("assumptions", row.assumptions)
    for step in row.steps:
        try:
            names_of(step.formula)
        except FactsError as error:
            yield f"field `steps`, `{step.name}`: {error}"
        if not (step.text.en.strip() and step.text.ja.strip() and step.unit.strip()):
            yield f"field `steps`, `{step.name}`: unit and text in both languages are needed"


def _timeline(row: Fact) -> Iterator[str]:
    day = getattr(row, "date")  # noqa: B009 - the table's own field
    if not _FIRST_DAY <= day <= _LAST_DAY:
        yield f"field `date`: {day} is no plausible day"


def _position(row: Fact) -> Iterator[str]:
    means = getattr(row, "means")  # noqa: B009 - the table's own field
    yield from _known_means("means", means)


def _known_means(field: str, means: str) -> Iterator[str]:
    if means not in _MEANS:
        yield f"field `{field}`: `{means}` is not one of {', '.join(_MEANS)}"


def _units(field: str, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        try:
            unit_of(name)
        except FactsError as error:
            yield f"field `{field}`: {error}"


def _cost(row: Fact) -> Iterator[str]:
    assert isinstance(row, CitedCost)
    for field in ("cycles", "stack_bytes"):
        for name in getattr(row, field):
            if name not in set(Operation):
                yield f"field `{field}`: `{name}` is no operation (there are: {', '.join(Operation)})"
    for name, (mean, least, most) in row.cycles.items():
        if not 0 < least <= mean <= most:
            yield f"field `cycles`, `{name}`: mean {mean} is not between {least} and {most}"


def _prediction(row: Fact) -> Iterator[str]:
    assert isinstance(row, Prediction)
    known = {"like", "calls", "calls_like", *row.parameters}
    for field in ("cycles", "stack", "text_size"):
        try:
            strange = [name for name in names_of(getattr(row, field)) if name not in known]
        except FactsError as error:
            yield f"field `{field}`: {error}"
        else:
            if strange:
                yield f"field `{field}`: nothing gives `{strange[0]}` (there are: {', '.join(sorted(known))})"
    yield from _units("parameters", row.parameters)


_SPECIAL: Final = {
    "CitedCost": _cost,
    "Prediction": _prediction,
    "Link": _link,
    "Device": _device,
    "Scenario": _scenario,
    "TimelineRow": _timeline,
    "Position": _position,
}
