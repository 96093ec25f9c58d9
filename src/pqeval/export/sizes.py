"""T03: key, ciphertext and signature sizes, from the catalogue, each with its source and encoding."""

from __future__ import annotations

from typing import Final

from pqeval.catalogue import Kind, Role, Scheme
from pqeval.export.material import Material
from pqeval.export.sections import grouped, is_grey, name_cell
from pqeval.export.table import Absent, Cell, Column, Export, Number, Row, Table, Words
from pqeval.export.text import origin, plain, say
from pqeval.guideline.quantity import Quantity, derived
from pqeval.report.answer import wire_bytes
from pqeval.report.numbers import power_text

__all__ = ["make", "size_cell", "size_quantity", "wire_quantity"]

_ROLES: Final = (Role.KEM, Role.SIGNATURE, Role.STATEFUL_SIGNATURE)
_SENT: Final = {
    Role.KEM: "ciphertext_bytes",
    Role.SIGNATURE: "signature_bytes",
    Role.STATEFUL_SIGNATURE: "signature_bytes",
}


def make(material: Material) -> Export:
    """The sizes of every KEM and signature of the catalogue, in one table a role."""
    return Export(
        id="T03",
        title=say("t03"),
        tables=tuple(_table(role, material) for role in _ROLES),
        notes=(say("as_of", date=material.as_of),),
    )


def _table(role: Role, material: Material) -> Table:
    schemes = [one for one in material.catalogue.schemes if one.role == role]
    baseline = material.baseline(Role.KEM if role == Role.KEM else Role.SIGNATURE)
    return Table(
        id=f"T03-{role.replace('_', '-')}",
        title=say(f"t03_{role}"),
        columns=_columns(role, baseline),
        groups=grouped(schemes, lambda scheme: (_row(scheme, role, baseline),)),
        notes=(say("t03_encoding"), say("t03_wire")),
    )


def _columns(role: Role, baseline: Scheme | None) -> tuple[Column, ...]:
    sizes = ["public_key", "secret_key", "seed", "ciphertext" if role == Role.KEM else "signature"]
    sizes += ["shared_secret"] if role == Role.KEM else []
    stateful = role == Role.STATEFUL_SIGNATURE
    unit = say("unit_bytes")
    return (
        Column(key="scheme", head=say("scheme")),
        Column(key="signatures" if stateful else "category", head=say("per_key" if stateful else "category")),
        *(Column(key=f"{name}_bytes", head=say(name), unit=unit, numeric=True) for name in sizes),
        Column(key="wire_bytes", head=say(f"wire_{role}"), unit=unit, numeric=True),
        Column(
            key="ratio",
            head=say("ratio", baseline=baseline.name if baseline else "–"),
            unit=say("unit_times"),
            numeric=True,
            digits=2,
        ),
        Column(key="encoding", head=say("encoding")),
    )


def _row(scheme: Scheme, role: Role, baseline: Scheme | None) -> Row:
    fields = ["public_key_bytes", "secret_key_bytes", "seed_bytes", _SENT[role]]
    fields += ["shared_secret_bytes"] if role == Role.KEM else []
    cells = [size_cell(scheme, field) for field in fields]
    wire = wire_quantity(scheme)
    return Row(
        key=scheme.id,
        cells=(
            name_cell(scheme),
            Words(plain(_strength(scheme))),
            *cells,
            Absent() if wire is None else Number(wire),
            _ratio(wire, baseline),
            Words(origin(scheme.public_key_encoding)),
        ),
        grey=is_grey(scheme),
    )


def _strength(scheme: Scheme) -> str:
    if scheme.signatures_log2 is not None:
        return power_text(scheme.signatures_log2)
    return "–" if scheme.nist_category is None else str(scheme.nist_category)


def size_cell(scheme: Scheme, field: str) -> Cell:
    """A length of the catalogue as a cell; a dash where a scheme has no such thing."""
    value = getattr(scheme.sizes, field)
    if value is None:
        return Absent()
    return Number(size_quantity(scheme, value))


def size_quantity(scheme: Scheme, value: int) -> Quantity:
    """A length from the catalogue, cited from the source that the catalogue names."""
    return Quantity(
        value=value, unit="bytes", kind=Kind.CITED, source=scheme.source, confidence=scheme.confidence
    )


def wire_quantity(scheme: Scheme) -> Quantity | None:
    """Public key with ciphertext or signature; None where a scheme has no such things."""
    total, public = wire_bytes(scheme), scheme.sizes.public_key_bytes
    if total is None or public is None:
        return None
    parts = [size_quantity(scheme, public), size_quantity(scheme, total - public)]
    return derived(total, "bytes", f"public key + {_SENT[scheme.role].removesuffix('_bytes')}", parts)


def _ratio(wire: Quantity | None, baseline: Scheme | None) -> Cell:
    total = wire_bytes(baseline) if baseline else None
    if wire is None or baseline is None or not total:
        return Absent()
    other = size_quantity(baseline, total)
    return Number(derived(wire.value / total, "ratio", f"bytes / bytes of {baseline.name}", [wire, other]))
