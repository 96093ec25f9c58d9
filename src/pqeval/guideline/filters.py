"""The filters of a decision, in the order in which reasons are given: authority, status, …, assurance.

Each is a pure function of a candidate and a question, and looks at nothing but those; so their order decides
which reason is named first, never who survives.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from pqeval.catalogue import Role, Scheme, SecurityFlag, Status
from pqeval.guideline.assurance import lacking
from pqeval.guideline.candidates import Candidate, operations_told
from pqeval.guideline.facts import Approval, Stance, Text
from pqeval.guideline.fit import Resource, Verdict
from pqeval.guideline.link import Transfer
from pqeval.guideline.quantity import Missing, Quantity
from pqeval.guideline.query import UPKEEP, Query
from pqeval.records import Outcome

__all__ = [
    "FILTERS",
    "PASSING",
    "RESEARCH",
    "RESEARCH_FLAGS",
    "SOUND",
    "Filter",
    "Reason",
    "apply_filters",
    "category_of",
]

Filter = Callable[[Candidate, Query], "Reason | None"]
"""Looks at one candidate for one question: a reason against it, or None."""

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})
PASSING: Final = frozenset({Status.FINAL_STANDARD, Status.ISO_STANDARD})
RESEARCH: Final = frozenset({Status.SELECTED_PENDING_STANDARD, Status.ROUND3_CANDIDATE, Status.DRAFT})
SOUND: Final = frozenset({SecurityFlag.NONE_KNOWN, SecurityFlag.STATE_MANAGEMENT, SecurityFlag.IMPL_ADVISORY})
RESEARCH_FLAGS: Final = frozenset({SecurityFlag.WARNING, SecurityFlag.NOT_ASSESSED})
_HASH_CATEGORIES: Final = ((24, 3), (32, 5), (64, 5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a filter refused a candidate. `key` and `values` give the sentence in each language.

    Where a budget decides, `budget` names it, `needed` and `limit` are the two sides, and `margin` is limit
    less need: negative, with its unit. `condition` is the authority's own condition.
    """

    filter: str
    key: str
    values: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    budget: str = ""
    needed: float | None = None
    limit: float | None = None
    unit: str = ""
    condition: Text | None = None

    @property
    def margin(self) -> float | None:
        """Limit less need, in `unit`; None where no budget decides."""
        return None if self.needed is None or self.limit is None else self.limit - self.needed

    @property
    def growth(self) -> float:
        """By what factor the budget would have to grow; infinite where no budget would help."""
        if self.needed is None or not self.limit:
            return math.inf
        return self.needed / self.limit


def category_of(scheme: Scheme) -> int | None:
    """The category that is claimed; of stateful hash-based schemes that of their hash's length."""
    if scheme.nist_category is not None or scheme.role != Role.STATEFUL_SIGNATURE:
        return scheme.nist_category
    for length, category in _HASH_CATEGORIES:
        if scheme.id.endswith(f"_{8 * length}") or f"_{8 * length}_" in scheme.id:
            return category
    return 5  # LMS_SHA256_… names no length: 256 bits


def apply_filters(
    candidate: Candidate, asked: Query, filters: Mapping[str, Filter] | None = None
) -> tuple[Reason, ...]:
    """Every reason against a candidate, in the order of the filters; none if it survives."""
    found = []
    for name, look in (FILTERS if filters is None else filters).items():
        reason = look(candidate, asked)
        if reason is not None:
            assert reason.filter == name
            found.append(reason)
    return tuple(found)


def _authority(candidate: Candidate, asked: Query) -> Reason | None:
    if asked.authority is None:
        return None
    name = asked.authority.name
    approved = [row for row in candidate.approvals if row.stance == Stance.APPROVED]
    refused = [row for row in candidate.approvals if row.stance == Stance.REFUSED]
    values: dict[str, object] = {"authority": name}
    reason = Reason(filter="authority", key="not_named", values=values)
    if any(_holds(row, asked) for row in approved):
        return None
    if refused:
        reason = Reason(filter="authority", key="refused", values=values, condition=refused[0].condition)
    elif expired := [row.until for row in approved if row.until is not None and row.until < asked.until]:
        reason = Reason(filter="authority", key="approved_until", values={**values, "year": max(expired)})
    elif approved:
        reason = Reason(filter="authority", key="other_use", values=values, condition=approved[0].condition)
    elif candidate.scheme.status == Status.CLASSICAL_QUANTUM_VULNERABLE:
        kem = candidate.scheme.role == Role.KEM
        until = asked.authority.classical_kem_until if kem else asked.authority.classical_signature_until
        key = "classical" if until is None else "classical_until"
        reason = Reason(filter="authority", key=key, values={**values, "year": until})
    return reason


def _holds(row: Approval, asked: Query) -> bool:
    in_time = row.until is None or row.until >= asked.until
    return in_time and (not row.uses or asked.role.use in row.uses)


def _status(candidate: Candidate, asked: Query) -> Reason | None:
    status = candidate.scheme.status
    if status in PASSING or (asked.research and status in RESEARCH):
        return None
    key = "candidate" if status in RESEARCH else "status"
    return Reason(filter="status", key=key, values={"status": status})


def _security(candidate: Candidate, asked: Query) -> Reason | None:
    scheme = candidate.scheme
    flag = scheme.security_flag
    if flag not in SOUND and not (asked.research and flag in RESEARCH_FLAGS):
        return Reason(filter="security", key="flag", values={"flag": flag, "note": scheme.security_note})
    category = category_of(scheme)
    if category is None:
        return Reason(filter="security", key="no_category", values={"category": asked.category})
    if category < asked.category:
        values = {"category": category, "wanted": asked.category}
        return Reason(filter="security", key="category", values=values)
    if asked.diverse and set(asked.portfolio_classes) <= {scheme.hardness_class}:
        return Reason(filter="security", key="same_class", values={"hardness": scheme.hardness_class})
    return None


def _function(candidate: Candidate, asked: Query) -> Reason | None:
    scheme = candidate.scheme
    if scheme.role == Role.STATEFUL_SIGNATURE and not asked.stateful:
        return Reason(filter="function", key="stateful")
    log2 = scheme.signatures_log2
    if log2 is not None and log2 < math.log2(asked.signatures):
        capacity = float(2**log2)
        return _over("function", "signatures", asked.signatures, capacity, "signatures", budget="signatures")
    return None


def _fit(candidate: Candidate, asked: Query) -> Reason | None:
    fit = candidate.fit
    if fit.verdict == Verdict.UNKNOWN:
        return Reason(filter="fit", key="unknown_fit", values={"reason": fit.reason})
    if fit.verdict == Verdict.FITS or (asked.care and fit.verdict == Verdict.WITH_CARE):
        return None
    assert fit.limiting is not None
    needs = {Resource.RAM: fit.ram_needed, Resource.FLASH: fit.flash_needed}
    needed = needs[fit.limiting]
    assert isinstance(needed, Quantity)
    whole: int | None = getattr(asked.device, f"{fit.limiting}_bytes")
    if whole is not None and needed.value > whole:
        # No budget helps: the device itself is too small.
        bound = "_bound" if fit.bound else ""
        return _over("fit", f"device_{fit.limiting}{bound}", needed.value, whole, "bytes")
    limit = needed.value + fit.margins[fit.limiting].value
    return _over("fit", str(fit.limiting), needed.value, limit, "bytes", budget=f"{fit.limiting}_bytes")


def _link(candidate: Candidate, asked: Query) -> Reason | None:
    link = asked.link
    largest = max(_value(candidate.sent), _value(candidate.received))
    if asked.message_bytes is not None and largest > asked.message_bytes:
        return _over("link", "message", largest, asked.message_bytes, "bytes", budget="message_bytes")
    if link is None:
        return None
    if link.single_frame and largest > link.usable_payload_bytes:
        return _over("link", "frame", largest, link.usable_payload_bytes, "bytes")
    if link.packet_max_bytes is not None and largest > link.packet_max_bytes:
        return _over("link", "packet", largest, link.packet_max_bytes, "bytes")
    return _waiting(candidate, asked)


def _waiting(candidate: Candidate, asked: Query) -> Reason | None:
    if asked.wait_s is None:
        return None
    waits = [_wait(one) for one in (candidate.uplink, candidate.downlink) if one is not None]
    if None in waits:
        return Reason(filter="link", key="unknown_wait")
    longest = max((wait for wait in waits if wait is not None), default=0.0)
    if longest > asked.wait_s:
        return _over("link", "wait", longest, asked.wait_s, "s", budget="wait_s")
    return None


def _time(candidate: Candidate, asked: Query) -> Reason | None:
    return _latency(candidate, asked) or _rate(candidate, asked)


def _rate(candidate: Candidate, asked: Query) -> Reason | None:
    """Exchanges a second on all cores of the device, by the cycles of its operations alone."""
    if asked.per_second is None:
        return None
    clock, cycles = asked.device.clock_hz, candidate.cycles
    if clock is None or isinstance(cycles, Missing):
        reason = cycles.reason if isinstance(cycles, Missing) else "the clock is not known"
        return Reason(filter="time", key="unknown_time", values={"reason": reason})
    possible = clock * asked.device.cores / cycles.value
    if possible < asked.per_second:
        return _over("time", "rate", asked.per_second, possible, "/s", budget="per_second")
    return None


def _latency(candidate: Candidate, asked: Query) -> Reason | None:
    if asked.latency_ms is None:
        return None
    if isinstance(candidate.slowest, Missing):
        return Reason(filter="time", key="unknown_time", values={"reason": candidate.slowest.reason})
    if candidate.slowest.value > asked.latency_ms:
        return _over("time", "latency", candidate.slowest.value, asked.latency_ms, "ms", budget="latency_ms")
    return None


def _energy(candidate: Candidate, asked: Query) -> Reason | None:
    if asked.energy_mj is None:
        return None
    if isinstance(candidate.energy, Missing):
        return Reason(filter="energy", key="unknown_energy", values={"reason": candidate.energy.reason})
    if candidate.energy.value > asked.energy_mj:
        return _over("energy", "energy", candidate.energy.value, asked.energy_mj, "mJ", budget="energy_mj")
    return None


def _assurance(candidate: Candidate, asked: Query) -> Reason | None:
    """A wrong answer or a leak that was found refuses always; the rest where it is asked for."""
    if candidate.wrong:
        values = {"operations": operations_told(candidate.wrong)}
        return Reason(filter="assurance", key="wrong_answer", values=values)
    leaks = [one for one in candidate.evidence if one.outcome == Outcome.LEAK]
    if leaks:
        return Reason(filter="assurance", key="leak", values={"operations": operations_told(leaks)})
    if found := lacking(candidate, asked):
        name, standing = found
        key = f"lacks_{name.replace('-', '_')}_{standing}"
        return Reason(filter="assurance", key=key, condition=_said(candidate, name))
    return None


def _said(candidate: Candidate, name: str) -> Text | None:
    """The facts' own words, where they are what decides."""
    return candidate.assurance.text if candidate.assurance and name in UPKEEP else None


FILTERS: Final[Mapping[str, Filter]] = MappingProxyType(
    {
        "authority": _authority,
        "status": _status,
        "security": _security,
        "function": _function,
        "fit": _fit,
        "link": _link,
        "time": _time,
        "energy": _energy,
        "assurance": _assurance,
    }
)
"""In the order in which a guideline author asks."""


def _over(name: str, key: str, needed: float, limit: float, unit: str, *, budget: str = "") -> Reason:
    """More is needed than there is; `budget` names what whoever asks could raise, if anything."""
    values = {"needed": needed, "limit": limit, "unit": unit}
    return Reason(filter=name, key=key, values=values, budget=budget, needed=needed, limit=limit, unit=unit)


def _value(one: Quantity | Missing) -> float:
    return one.value if isinstance(one, Quantity) else 0.0


def _wait(one: Transfer) -> float | None:
    return one.waiting.value if isinstance(one.waiting, Quantity) else None
