"""Which section of a table a scheme stands in: candidates apart from standards, broken ones never dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from pqeval.catalogue import Confidence, Role, Scheme, SecurityFlag, Status
from pqeval.export.table import Group, Row, Words
from pqeval.export.text import EMPTY, Text, joined, origin, say
from pqeval.report.answer import is_greyed
from pqeval.report.words import words

__all__ = [
    "SECTIONS",
    "advisory_text",
    "flag_text",
    "grouped",
    "hardness_text",
    "is_grey",
    "name_cell",
    "section_of",
    "status_text",
]

SECTIONS: Final = ("standard", "stateful", "pending", "lightweight", "research", "classical", "past", "other")
"""In the order in which they are printed."""

_BY_STATUS: Final = {
    Status.FINAL_STANDARD: "standard",
    Status.ISO_STANDARD: "standard",
    Status.SELECTED_PENDING_STANDARD: "pending",
    Status.DRAFT: "pending",
    Status.ROUND3_CANDIDATE: "research",
    Status.NOT_SELECTED: "research",
    Status.SUPERSEDED: "past",
    Status.ELIMINATED: "past",
    Status.BROKEN: "past",
    Status.CLASSICAL_QUANTUM_VULNERABLE: "classical",
    Status.UNKNOWN_IMPLEMENTATION: "other",
}
_SYMMETRIC: Final = frozenset({Role.AEAD, Role.HASH, Role.XOF})


def section_of(scheme: Scheme) -> str:
    """The section's name: standards, pending, research (round-3 candidates), classical, past, other."""
    section = _BY_STATUS.get(scheme.status, "other")
    if section == "standard" and scheme.role == Role.STATEFUL_SIGNATURE:
        return "stateful"
    if section == "standard" and scheme.role not in {Role.KEM, Role.SIGNATURE, Role.HANDSHAKE}:
        return "lightweight"
    return section


def grouped(schemes: Iterable[Scheme], row: Callable[[Scheme], Sequence[Row]]) -> tuple[Group, ...]:
    """The rows of schemes, section by section, in catalogue order; empty sections are left out."""
    rows: dict[str, list[Row]] = {name: [] for name in SECTIONS}
    for scheme in schemes:
        rows[section_of(scheme)] += row(scheme)
    return tuple(
        Group(say(f"section_{name}"), tuple(found), say(f"short_{name}"))
        for name, found in rows.items()
        if found
    )


def name_cell(scheme: Scheme) -> Words:
    """The scheme's name, with the words of its flag where it has one."""
    flag = flag_text(scheme)
    name = say("flagged", name=origin(scheme.name), flag=flag) if flag else origin(scheme.name)
    return Words(name, confidence=scheme.confidence if scheme.confidence == Confidence.UNCONFIRMED else None)


def flag_text(scheme: Scheme) -> Text:
    """The words of a security flag; empty where nothing is known against a scheme."""
    if scheme.security_flag == SecurityFlag.NONE_KNOWN:
        return EMPTY
    return _of("flag", scheme.security_flag)


def status_text(scheme: Scheme) -> Text:
    """Where a scheme stands in standardisation."""
    return _of("status", scheme.status)


def hardness_text(scheme: Scheme) -> Text:
    """The family of problems behind a scheme."""
    return _of("hardness", scheme.hardness_class)


def advisory_text(scheme: Scheme) -> Text:
    """The words of a flag and the note behind it, in Japanese where the note is known in Japanese."""
    note = Text(scheme.security_note, words("ja").sentence(scheme.security_note))
    return joined([flag_text(scheme), note], ": ")


def is_grey(scheme: Scheme) -> bool:
    """Whether the row is printed in grey."""
    return is_greyed(scheme)


def _of(prefix: str, value: str) -> Text:
    return Text(words("en").of(prefix, value), words("ja").of(prefix, value))
