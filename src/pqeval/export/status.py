"""T01: standards and status of every scheme, with what each authority says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pqeval.catalogue import Confidence, Role, Scheme, Status
from pqeval.export.material import Material
from pqeval.export.sections import advisory_text, grouped, hardness_text, is_grey, status_text
from pqeval.export.table import Absent, Cell, Column, Export, Row, Table, Words
from pqeval.export.text import Text, joined, origin, plain, say
from pqeval.export.told import told
from pqeval.guideline.candidates import approvals_of
from pqeval.guideline.facts import Approval, Authority, Stance
from pqeval.guideline.filters import category_of
from pqeval.report.numbers import power_text

__all__ = ["make", "stance_cell", "stance_text"]

_PARTS: Final = (
    ("kem", (Role.KEM,)),
    ("signature", (Role.SIGNATURE,)),
    ("stateful_signature", (Role.STATEFUL_SIGNATURE,)),
    (
        "symmetric",
        (Role.AEAD, Role.HASH, Role.XOF, Role.MAC, Role.STREAM_CIPHER, Role.BLOCK_CIPHER),
    ),
)


def make(material: Material) -> Export:
    """KEMs, signatures, stateful signatures and symmetric schemes; one column an authority."""
    authorities = (
        [material.authority]
        if material.authority
        else [one for one in material.facts.authorities.values() if one.profile]
    )
    tables = []
    for name, roles in _PARTS:
        schemes = [one for one in material.catalogue.schemes if one.role in roles]
        tables.append(_table(name, schemes, authorities, material))
    return Export(
        id="T01",
        title=say("t01"),
        tables=tuple(table for table in tables if table.groups),
        notes=(say("as_of", date=material.as_of), say("t01_named")),
    )


def _table(
    name: str, schemes: Sequence[Scheme], authorities: Sequence[Authority], material: Material
) -> Table:
    def rows(scheme: Scheme) -> list[Row]:
        cells = (
            _name(scheme),
            Words(origin(scheme.standard), source=scheme.source),
            Words(status_text(scheme)),
            Words(plain(_strength(scheme))),
            Words(hardness_text(scheme)),
            _flag(scheme),
            *(stance_cell(material, one, scheme) for one in authorities),
        )
        return [Row(key=scheme.id, cells=cells, grey=is_grey(scheme))]

    return Table(
        id=f"T01-{name.replace('_', '-')}",
        title=say(f"t01_{name}"),
        columns=(
            Column(key="scheme", head=say("scheme")),
            Column(key="standard", head=say("standard"), wide=True),
            Column(key="status", head=say("status")),
            Column(key="strength", head=say("security_bits" if name == "symmetric" else "category")),
            Column(key="hardness", head=say("hardness")),
            Column(key="flag", head=say("advisories"), wide=True),
            *(
                Column(key=one.id, head=told(one.name), group=say("authorities"), wide=len(authorities) == 1)
                for one in authorities
            ),
        ),
        groups=grouped(schemes, rows),
        notes=(say("t01_strength"),) if name == "stateful_signature" else (),
    )


def _name(scheme: Scheme) -> Words:
    unread = scheme.confidence == Confidence.UNCONFIRMED
    return Words(plain(scheme.name), confidence=scheme.confidence if unread else None)


def _strength(scheme: Scheme) -> str:
    category = category_of(scheme)
    if scheme.signatures_log2 is not None:
        return f"{category or '–'} ({power_text(scheme.signatures_log2)})"
    if category is None and scheme.status == Status.CLASSICAL_QUANTUM_VULNERABLE:
        return "–"  # its bits are against classical attacks, and no category
    value = scheme.security_bits if category is None else category
    return "–" if value is None else str(value)


def _flag(scheme: Scheme) -> Cell:
    text = advisory_text(scheme)
    return Words(text) if text else Absent()


def stance_cell(material: Material, authority: Authority, scheme: Scheme) -> Cell:
    """What an authority says of a scheme; a dash where it was not named in what was read."""
    rows = approvals_of(material.facts, authority.id, scheme)
    if not rows:
        return Absent(gap=say("gap_not_named"))
    weakest = Confidence.UNCONFIRMED if any(_is_unread(row) for row in rows) else rows[0].confidence
    sources = dict.fromkeys(row.source for row in rows)
    return Words(stance_text(rows), source="; ".join(sources), confidence=weakest)


def stance_text(rows: Sequence[Approval]) -> Text:
    """What some rows of one authority say together."""
    return joined([_stance(row) for row in rows])


def _is_unread(row: Approval) -> bool:
    return row.confidence == Confidence.UNCONFIRMED


def _stance(row: Approval) -> Text:
    parts = [say("refused")] if row.stance == Stance.REFUSED else list(_conditions(row))
    return joined(parts, ", ")


def _conditions(row: Approval) -> Iterable[Text]:
    yield say("preferred" if row.preferred else "approved")
    if row.hybrid:
        yield say("in_hybrid")
    if row.hedged:
        yield say("hedged")
    if row.uses:
        yield say("for_use", use=joined([say(f"use_{use}") for use in row.uses], ", "))
    if row.until is not None:
        yield say("until_year", year=row.until)
