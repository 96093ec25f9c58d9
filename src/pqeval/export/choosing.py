"""What the explorer decides from: roles, devices, links, approvals and costs as plain numbers.

The page does the arithmetic of `pqeval.guideline.decide` with them; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from pqeval.catalogue import Confidence, HardnessClass, Operation, Scheme, SecurityFlag, Status
from pqeval.export.fitting import small_devices
from pqeval.export.material import Material
from pqeval.export.text import LANGUAGES, Text
from pqeval.export.told import told
from pqeval.guideline.assurance import standing_of
from pqeval.guideline.candidates import COMPANIONS, Candidate, approvals_of, candidates, operations_told
from pqeval.guideline.costs import Cost
from pqeval.guideline.decide import STATUS_ORDER
from pqeval.guideline.facts import Approval, Device, Link, Stance, quantity
from pqeval.guideline.filters import PASSING, RESEARCH, RESEARCH_FLAGS, SOUND
from pqeval.guideline.fit import fit_on_device
from pqeval.guideline.link import frame_airtime, frame_energy
from pqeval.guideline.quantity import Missing, Quantity
from pqeval.guideline.query import REQUIREMENTS, UPKEEP, Query, query
from pqeval.guideline.roles import DEVICE_ROLES, DeviceRole
from pqeval.guideline.scenario import energy_per_cycle
from pqeval.records import Outcome
from pqeval.report.decision import WHO, signs
from pqeval.report.words import words

__all__ = ["choices", "scheme_choice"]

_NAMES: Final = {"public_key_bytes": "pk", "ciphertext_bytes": "ct", "signature_bytes": "sig"}
"""The page's short names of what crosses a link."""


def choices(material: Material) -> dict[str, Any]:
    """Everything but the schemes themselves."""
    devices = small_devices(material)
    approvals = list(material.facts.approvals.values())
    return {
        "tasks": [_task(role) for role in DEVICE_ROLES.values()],
        "devices": {one.id: _device(one) for one in devices},
        "links": [_link(one) for one in material.facts.links.values()],
        "approvals": [_approval(one) for one in approvals],
        "companions": {str(role): name for role, name in COMPANIONS.items()},
        "requirements": list(REQUIREMENTS),
        "upkeep": list(UPKEEP),
        "assurances": {one.id: _both(told(one.text)) for one in material.facts.assurances.values()},
        "costs": {
            device.target: _costs(material, device)
            for device in {one.target: one for one in devices}.values()
        },
        "buffers": _buffers(material, devices[0]) if devices else {},
    }


def scheme_choice(material: Material, authorities: Sequence[str], scheme: Scheme) -> dict[str, Any]:
    """What a decision asks of a scheme beside its name, category and class."""
    order = {id(row): place for place, row in enumerate(material.facts.approvals.values())}
    says = {
        name: [order[id(row)] for row in approvals_of(material.facts, name, scheme)] for name in authorities
    }
    return {
        "standing": _standing(scheme.status),
        "rank": STATUS_ORDER.index(scheme.status) if scheme.status in STATUS_ORDER else len(STATUS_ORDER),
        "soundness": _soundness(scheme.security_flag),
        "flagged": scheme.security_flag != SecurityFlag.NONE_KNOWN,
        "classical": scheme.status == Status.CLASSICAL_QUANTUM_VULNERABLE,
        "hybrid": scheme.hardness_class == HardnessClass.HYBRID,
        "signatures_log2": scheme.signatures_log2,
        "note": {name: words(name).sentence(scheme.security_note) for name in LANGUAGES},
        "ct": scheme.sizes.ciphertext_bytes,
        "sig": scheme.sizes.signature_bytes,
        "says": {name: rows for name, rows in says.items() if rows},
    }


def _standing(status: Status) -> str:
    return "standard" if status in PASSING else "research" if status in RESEARCH else "never"


def _soundness(flag: SecurityFlag) -> str:
    return "sound" if flag in SOUND else "research" if flag in RESEARCH_FLAGS else "never"


def _task(role: DeviceRole) -> dict[str, Any]:
    title = Text(words("en").of("device_role", role.id), words("ja").of("device_role", role.id))
    return {
        "key": role.id,
        "title": _both(title),
        "schemes": [str(one) for one in role.schemes],
        "sent": [_NAMES[name] for name in role.sent],
        "received": [_NAMES[name] for name in role.received],
        "use": role.use,
        "who": WHO[role.id],
        "only_verifies": role.operations == (Operation.VERIFY,),
        "before": role.kept == ("public_key_bytes",),
    }


def _device(device: Device) -> dict[str, Any]:
    per_cycle = energy_per_cycle(device)
    return {
        "part": device.part,
        "target": device.target,
        "clock_hz": device.clock_hz,
        "cores": device.cores,
        "pj_per_cycle": _value(per_cycle),
        "unconfirmed": _unconfirmed(per_cycle),
        "ram_bytes": device.ram_bytes,
        "flash_bytes": device.flash_bytes,
        "crypto_ram_budget_bytes": device.crypto_ram_budget_bytes,
        "crypto_flash_budget_bytes": device.crypto_flash_budget_bytes,
    }


def _link(link: Link) -> dict[str, Any]:
    sending, receiving = frame_energy(link), frame_energy(link, receiving=True)
    return {
        "key": link.id,
        "title": _both(told(link.name)),
        "payload": link.usable_payload_bytes,
        "packet_max_bytes": link.packet_max_bytes,
        "single_frame": link.single_frame,
        "duty_cycle": link.duty_cycle,
        "airtime_ms": _value(frame_airtime(link)),
        "sending_mj": _value(sending),
        "receiving_mj": _value(receiving),
        "session_mj": link.session_mj,
        "session_assumed": "session_mj" in link.assumed,
        "unconfirmed": _rests_on_unread(link) or _unconfirmed(sending) or _unconfirmed(receiving),
    }


def _approval(row: Approval) -> dict[str, Any]:
    return {
        "approved": row.stance == Stance.APPROVED,
        "refused": row.stance == Stance.REFUSED,
        "hybrid": row.hybrid,
        "hedged": row.hedged,
        "preferred": row.preferred,
        "uses": list(row.uses),
        "until": row.until,
        "condition": _both(told(row.condition)) if row.condition else None,
    }


def _costs(material: Material, device: Device) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """By role and scheme, what each implementation takes on that kind of core."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for role in DEVICE_ROLES.values():
        asked = query(material.facts, device=device.id, role=role.id, until=material.as_of.year)
        by_scheme = found.setdefault(role.id, {})
        for one in candidates(material.facts, asked, material.runs):
            if one.cost is not None:
                by_scheme.setdefault(one.scheme.id, []).append(_option(one, one.cost, asked))
    return found


def _buffers(material: Material, device: Device) -> dict[str, dict[str, float]]:
    """By role and scheme, what must be held beside the stack: a bound where nothing was measured."""
    tiny = msgspec.structs.replace(device, ram_bytes=1)
    found: dict[str, dict[str, float]] = {}
    for role in DEVICE_ROLES.values():
        for scheme in material.catalogue.schemes:
            fit = fit_on_device(tiny, scheme, role, None) if role.takes(scheme) else None
            if fit is not None and isinstance(fit.ram_needed, Quantity):
                found.setdefault(role.id, {})[scheme.id] = fit.ram_needed.value
    return found


def _option(one: Candidate, cost: Cost, asked: Query) -> dict[str, Any]:
    fit, operations = one.fit, asked.role.operations_of(one.scheme)
    cycles = [cost.cycles[name] for name in operations if name in cost.cycles]
    whole = len(cycles) == len(operations)
    signed = {"ram": fit.ram_needed, "flash": fit.flash_needed}
    marks = {
        name: "".join(signs(value, cost.basis))
        for name, value in signed.items()
        if isinstance(value, Quantity)
    }
    marks["cycles"] = "".join(dict.fromkeys(sign for part in cycles for sign in signs(part, cost.basis)))
    return {
        "implementation": cost.implementation,
        "core": cost.core,
        "basis": str(cost.basis),
        "streamed": fit.streamed,
        "ram": _value(fit.ram_needed),
        "flash": _value(fit.flash_needed),
        "code": _value(fit.code),
        "cycles": sum(part.value for part in cycles) if whole else None,
        "cycles_known": sum(part.value for part in cycles),
        "slowest": _slowest(cost, operations),
        "signs": marks,
        **_assurance(one, asked),
        **_flaws(one),
    }


def _assurance(one: Candidate, asked: Query) -> dict[str, Any]:
    """How each requirement stands, by its first letter (yes, claimed, no, unknown), and by what."""
    found: dict[str, Any] = {
        "standings": "".join(standing_of(one, name, asked)[0] for name in REQUIREMENTS),
        "checked": ", ".join(dict.fromkeys(check.method for check in one.checked)),
    }
    if one.assurance is not None:
        found["assurance"] = one.assurance.id
    return found


def _flaws(one: Candidate) -> dict[str, str]:
    """The operations that leaked or answered wrongly in a run."""
    leaks = [evidence for evidence in one.evidence if evidence.outcome == Outcome.LEAK]
    found = {"leaks": operations_told(leaks), "wrong": operations_told(one.wrong)}
    return {flaw: operations for flaw, operations in found.items() if operations}


def _slowest(cost: Cost, operations: Sequence[Operation]) -> float | None:
    table = {**cost.cycles, **cost.worst}
    known = [table[one].value for one in operations if one in table]
    return max(known) if known and len(known) == len(operations) else None


def _value(one: Quantity | Missing) -> float | None:
    return one.value if isinstance(one, Quantity) else None


def _rests_on_unread(link: Link) -> bool:
    """Whether its energy takes what nobody confirmed: the size of a frame, or an assumed connection."""
    return _unconfirmed(quantity(link, "usable_payload_bytes")) or "session_mj" in link.assumed


def _unconfirmed(one: Quantity | Missing | None) -> bool:
    return isinstance(one, Quantity) and one.confidence == Confidence.UNCONFIRMED


def _both(text: Text) -> dict[str, str]:
    return {language: text.to(language) for language in LANGUAGES}
