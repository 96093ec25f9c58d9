"""What is asked of a decision: device, link, role, category, authority, year, and budgets."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from pqeval.catalogue import HardnessClass
from pqeval.errors import FactsError
from pqeval.guideline.facts import Authority, Device, Fact, Link
from pqeval.guideline.load import Facts
from pqeval.guideline.roles import DeviceRole, device_role

__all__ = ["OBJECTIVES", "REQUIREMENTS", "UPKEEP", "Query", "query"]

OBJECTIVES: Final = ("bytes", "cycles", "ram", "flash", "energy")
"""What survivors are ranked by; smaller is better in each."""
UPKEEP: Final = ("maintained", "production", "validated")
"""What the facts alone can say of an implementation."""
REQUIREMENTS: Final = ("known-answers", "constant-time", *UPKEEP)
"""What may be asked of an implementation beside its figures."""
_Row = TypeVar("_Row", bound=Fact)
_CATEGORIES: Final = range(1, 6)
_LAST_YEAR: Final = 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question. `until` is the last year of operation.

    Budgets that are None do not limit. `ram_bytes` and `flash_bytes` stand over the device's own;
    `latency_ms` is for the slowest operation of the device, 99th percentile included; `energy_mj` for one
    exchange with its radio; `wait_s` for the time that a message takes under the duty cycle. `signatures`
    is how many a key must make. `hybrid` wants a classical scheme beside each, whatever the authority says.
    `stateful` says that the signer keeps state, `research` admits candidates
    and drafts, `care` admits what exceeds a budget but not the device. `portfolio` names schemes already in
    use, `weights` what counts how much in ranking. `per_second` is how many exchanges the device must manage,
    `diverse` refuses what rests on no other hardness class than the portfolio (`portfolio_classes`),
    `require` names what must be known of an implementation (`REQUIREMENTS`).
    """

    device: Device
    role: DeviceRole
    until: int
    category: int = 1
    link: Link | None = None
    authority: Authority | None = None
    ram_bytes: int | None = None
    flash_bytes: int | None = None
    latency_ms: float | None = None
    energy_mj: float | None = None
    wait_s: float | None = None
    message_bytes: int | None = None
    signatures: int = 1
    per_second: float | None = None
    diverse: bool = False
    require: tuple[str, ...] = ()
    portfolio_classes: tuple[HardnessClass, ...] = ()
    stateful: bool = True
    research: bool = False
    care: bool = False
    hybrid: bool = False
    portfolio: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)


_BUDGETS: Final = (
    "ram_bytes",
    "flash_bytes",
    "latency_ms",
    "energy_mj",
    "wait_s",
    "message_bytes",
    "signatures",
    "per_second",
)


def query(
    facts: Facts,
    *,
    device: str,
    role: str,
    until: int,
    link: str = "",
    authority: str = "",
    category: int = 1,
    portfolio: tuple[str, ...] = (),
    weights: Mapping[str, float] | None = None,
    require: tuple[str, ...] = (),
    **limits: float | bool | None,
) -> Query:
    """A question in words, checked against the facts.

    Raises:
        FactsError: a device, link, role, authority, scheme, objective or requirement is unknown, the category
            is not 1 to 5, the year is past, or a budget is not above 0; the message names it and the choices.
    """
    if category not in _CATEGORIES:
        raise FactsError(f"the category must be 1 to 5, but is {category}")
    if not facts.as_of.year <= until <= _LAST_YEAR:
        raise FactsError(
            f"the year {until} is past or beyond {_LAST_YEAR}: give the last year of operation, "
            f"from {facts.as_of.year} (as of {facts.as_of})"
        )
    for name in _BUDGETS:
        value = limits.get(name)
        if value is not None and not 0 < value < math.inf:
            raise FactsError(
                f"the budget `{name}` must be above 0 and finite, but is {value} (leave it out for no limit)"
            )
    if limits.get("diverse") and not portfolio:
        raise FactsError("`diverse` asks for another hardness class than the portfolio's: name a portfolio")
    chosen = dict(weights or {})
    _require_known(chosen, require)
    used = [facts.catalogue.scheme(name) for name in portfolio]
    return Query(
        device=_known(facts.devices, device, "device"),
        role=device_role(role),
        until=until,
        category=category,
        link=_known(facts.links, link, "link") if link else None,
        authority=_authority(facts, authority) if authority else None,
        portfolio=tuple(one.id for one in used),
        portfolio_classes=tuple(dict.fromkeys(one.hardness_class for one in used)),
        weights=chosen,
        require=require,
        **limits,  # type: ignore[arg-type]  # names and values were checked above; unknown ones are refused by the type
    )


def _require_known(weights: Mapping[str, float], require: tuple[str, ...]) -> None:
    for name in require:
        if name not in REQUIREMENTS:
            raise FactsError(f"there is no requirement `{name}` (known: {', '.join(REQUIREMENTS)})")
    for name, weight in weights.items():
        if name not in OBJECTIVES:
            raise FactsError(f"there is no objective `{name}` to weigh (known: {', '.join(OBJECTIVES)})")
        if not 0 <= weight < math.inf:
            raise FactsError(f"the weight of {name} must be a number from 0, but is {weight}")


def _known(rows: Mapping[str, _Row], name: str, what: str) -> _Row:
    if name not in rows:
        raise FactsError(f"there is no {what} `{name}` (known: {', '.join(rows)})")
    return rows[name]


def _authority(facts: Facts, name: str) -> Authority:
    found = facts.authorities.get(name.lower())
    profiles = [one.id for one in facts.authorities.values() if one.profile]
    if found is None or not found.profile:
        raise FactsError(
            f"there is no list of approvals of an authority `{name}` (known: {', '.join(profiles)})"
        )
    return found
