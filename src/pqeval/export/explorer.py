"""The explorer: one offline HTML file in which a reader filters, sorts and asks why a scheme is left out."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, Final

from pqeval.analysis.estimate import estimates
from pqeval.catalogue import OPERATIONS, Boundary, Metric, Role, Scheme
from pqeval.export.choosing import choices, scheme_choice
from pqeval.export.figures import figure_unit, leading_metric, model_note
from pqeval.export.fitting import small_devices, verdict_text
from pqeval.export.marks import SIGNS
from pqeval.export.material import SHORT_ID, Material, Platform
from pqeval.export.rows import operation_text
from pqeval.export.sections import advisory_text, flag_text, hardness_text, is_grey, section_of, status_text
from pqeval.export.status import stance_text
from pqeval.export.text import LANGUAGES, Text, joined, plain, say
from pqeval.export.told import device_text, told
from pqeval.guideline.candidates import approvals_of
from pqeval.guideline.facts import Authority, Stance
from pqeval.guideline.filters import category_of
from pqeval.guideline.fit import Verdict, fit_matrix
from pqeval.guideline.query import REQUIREMENTS
from pqeval.guideline.roles import device_role
from pqeval.report.answer import wire_bytes
from pqeval.report.words import words
from pqeval.version import __version__

__all__ = ["explorer"]

_ROLES: Final = {
    Role.KEM: "kem",
    Role.SIGNATURE: "signature",
    Role.STATEFUL_SIGNATURE: "verify",
}
"""Each role with what a device does of it."""
_WORDS: Final = (
    *("scheme", "status", "category", "hardness", "public_key", "ciphertext", "signature", "wire"),
    *("both_sides", "advisories", "not_known", "refused", "f01", "f01_alt"),
    *("explorer", "explorer_note", "any", "count", "nothing", "reason", "fit", "approval", "not_named"),
    *("copy_csv", "copy_svg", "copied", "l_lang", "l_role", "l_authority", "l_year", "l_category"),
    *("l_hardness", "l_device", "l_platform", "l_research", "l_rejected"),
    *("x_decision", "x_choose_device", "x_hover", "x_budgets", "x_weight", "why_hardness"),
    *(
        "l_task",
        "l_link",
        "l_care",
        "l_hybrid",
        "l_stateless",
        "l_ram_bytes",
        "l_flash_bytes",
        "l_latency_ms",
        "l_energy_mj",
    ),
    *("l_wait_s", "l_message_bytes", "l_signatures", "l_per_second", "l_diverse", "l_portfolio"),
    *("x_name_portfolio", *(f"l_{name}" for name in REQUIREMENTS)),
)
_DECISION_WORDS: Final = ("decide_", "filter_", "objective_", "budget_", "why_", "answers_", "time_")
"""How the words of a decision begin, which the page fills in itself."""
_PARTS: Final = ("explorer.js", "explorer_decide.js", "explorer_answer.js", "explorer_start.js")
_LATER: Final = {name: f"{{{name}}}" for name in ("shown", "all", "objective", "hardness")}
"""What the page fills in."""
_ORDER: Final = (Verdict.FITS, Verdict.WITH_CARE, Verdict.NO)
_KILO: Final = 1000.0
_DECIMALS: Final = 4


def explorer(material: Material) -> str:
    """The page with all its data. Nothing is fetched, and text of run files is only ever set as text."""
    content = json.dumps(_data(material), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    page = _text("explorer.html").replace("__STYLE__", _text("explorer.css"))
    page = page.replace("__SCRIPT__", "".join(_text(name) for name in _PARTS))
    return page.replace("__DATA__", content)


def _text(name: str) -> str:
    return resources.files("pqeval.export").joinpath("data", name).read_text(encoding="utf-8")


def _data(material: Material) -> dict[str, Any]:
    runs = plain(", ".join(run.id[:SHORT_ID] for run in material.runs) or "–")
    authorities = [one for one in material.facts.authorities.values() if one.profile]
    devices = small_devices(material)
    fits = _fits(material)
    return {
        "words": {
            language: words(language).beginning(*_DECISION_WORDS)
            | {key: say(key, **_LATER).to(language) for key in _WORDS}
            for language in LANGUAGES
        },
        "provenance": _both(say("pack_provenance", version=__version__, runs=runs, date=material.as_of)),
        "year": material.as_of.year,
        "as_of": material.as_of.isoformat(),
        "roles": [{"key": str(role), "title": _both(say(f"t03_{role}"))} for role in _ROLES],
        "authorities": [_authority(one) for one in authorities],
        "devices": [{"key": one.id, "title": _both(device_text(one))} for one in devices],
        "platforms": [_platform(one) for one in material.platforms],
        "decision": choices(material),
        "rows": [
            _row(scheme, material, [one.id for one in authorities], fits)
            for scheme in material.catalogue.schemes
            if scheme.role in _ROLES
        ],
    }


def _both(text: Text) -> dict[str, str]:
    return {language: text.to(language) for language in LANGUAGES}


def _authority(authority: Authority) -> dict[str, Any]:
    return {
        "key": authority.id,
        "title": _both(told(authority.name)),
        "classical_kem_until": authority.classical_kem_until,
        "classical_signature_until": authority.classical_signature_until,
    }


def _platform(platform: Platform) -> dict[str, Any]:
    return {
        "key": platform.key,
        "title": _both(platform.title),
        "unit": _both(_unit(platform)),
        "note": _both(joined(list(model_note(platform)))),
        "operations": {
            role: [{"key": str(one), "head": _both(operation_text(one))} for one in OPERATIONS[role]]
            for role in _ROLES
        },
    }


def _unit(platform: Platform) -> Text:
    """The unit with the mark of how its figures came to be."""
    unit, model = figure_unit(platform), platform.target.model
    if model is None or leading_metric(platform) != Metric.MODELLED_CYCLES:
        return unit
    sign = SIGNS[str(model.mark) or "modelled"]
    return Text(f"{unit.en} {sign}", f"{unit.ja} {sign}")


def _fits(material: Material) -> dict[tuple[str, str], dict[str, Any]]:
    """The best verdict of any implementation, by scheme and device."""
    found: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
    for role, name in _ROLES.items():
        schemes = [one for one in material.catalogue.schemes if one.role == role]
        devices = small_devices(material)
        for one in fit_matrix(material.facts, material.runs, device_role(name), devices, schemes):
            if one.verdict not in _ORDER:
                continue
            rank = _ORDER.index(one.verdict)
            key = (one.scheme, one.device)
            if key not in found or rank < found[key][0]:
                found[key] = (rank, {"verdict": str(one.verdict), "text": _both(verdict_text(one))})
    return {key: value for key, (_, value) in found.items()}


def _row(
    scheme: Scheme, material: Material, authorities: list[str], fits: dict[tuple[str, str], dict[str, Any]]
) -> dict[str, Any]:
    sizes, section = scheme.sizes, section_of(scheme)
    return {
        "id": scheme.id,
        "name": scheme.name,
        "role": str(scheme.role),
        "status": _both(status_text(scheme)),
        "category": category_of(scheme),
        "hardness": _both(hardness_text(scheme)),
        "hardness_id": str(scheme.hardness_class),
        "flag": _both(flag_text(scheme)),
        "advisory": _both(advisory_text(scheme)),
        "grey": is_grey(scheme),
        "past": section in {"past", "classical"},
        "research": section in {"research", "pending", "other"},
        "pk": sizes.public_key_bytes,
        "sent": sizes.ciphertext_bytes if scheme.role == Role.KEM else sizes.signature_bytes,
        "wire": wire_bytes(scheme) if scheme.role != Role.STATEFUL_SIGNATURE else _stateful(scheme),
        "costs": {one.key: costs for one in material.platforms if (costs := _costs(scheme, one))},
        "fits": {device: fit for (name, device), fit in fits.items() if name == scheme.id},
        "approvals": {name: said for name in authorities if (said := _approval(material, name, scheme))},
        **scheme_choice(material, authorities, scheme),
    }


def _stateful(scheme: Scheme) -> int | None:
    public, signature = scheme.sizes.public_key_bytes, scheme.sizes.signature_bytes
    return None if public is None or signature is None else public + signature


def _costs(scheme: Scheme, platform: Platform) -> dict[str, float]:
    """In thousands, of the first implementation; of the shortest message where there are several."""
    metric = leading_metric(platform)
    found: dict[str, float] = {}
    for summary in platform.of(scheme.id)[:1]:
        if platform.is_host and summary.boundary != Boundary.C:
            continue
        for one in sorted(summary.measurements, key=lambda one: one.series.message_bytes or 0):
            estimate = estimates(one).get(metric)
            if estimate is not None:
                found.setdefault(str(one.series.operation), round(estimate.value / _KILO, _DECIMALS))
    return found


def _approval(material: Material, authority: str, scheme: Scheme) -> dict[str, Any] | None:
    rows = approvals_of(material.facts, authority, scheme)
    if not rows:
        return None
    approved = [row for row in rows if row.stance == Stance.APPROVED]
    untils = [row.until for row in approved]
    return {
        "approved": bool(approved),
        "until": None if not untils or None in untils else max(year for year in untils if year),
        "text": _both(stance_text(rows)),
    }
