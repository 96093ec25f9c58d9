"""TLS 1.3 handshakes as schemes: each group with each kind of certificate, from one small data file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from pqeval.catalogue.scheme import Scheme, Sizes
from pqeval.catalogue.vocabulary import Confidence, HardnessClass, Role, SecurityFlag, Status

__all__ = ["CertificateKind", "Group", "HandshakeFacts", "handshake_facts", "handshake_schemes"]

_SOURCE: Final = "RFC 8446, section 2; groups and certificates as in their own entries"


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group of TLS 1.3 by its registered name."""

    name: str
    hardness_class: HardnessClass
    standard: str
    quantum_safe: bool


class CertificateKind(msgspec.Struct, frozen=True, kw_only=True):
    """A chain whose certificates all have keys of `scheme`; `openssl` is what OpenSSL calls it."""

    scheme: str
    openssl: str
    note: str = ""


class HandshakeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The data file."""

    as_of: str
    groups: tuple[Group, ...]
    certificates: tuple[CertificateKind, ...]

    def parts(self, scheme: str) -> tuple[Group, CertificateKind]:
        """Group and certificate of a handshake's identifier.

        Raises:
            KeyError: it is none.
        """
        for group in self.groups:
            for certificate in self.certificates:
                if _identifier(group, certificate) == scheme:
                    return group, certificate
        raise KeyError(scheme)


@cache
def handshake_facts() -> HandshakeFacts:
    """The data file, read once."""
    data = resources.files("pqeval.catalogue").joinpath("data/handshakes.json").read_bytes()
    return msgspec.json.decode(data, type=HandshakeFacts)


def handshake_schemes(by_id: Mapping[str, Scheme]) -> Iterator[Scheme]:
    """A scheme a handshake; what is known of certificates comes from the schemes in `by_id`."""
    for group in handshake_facts().groups:
        for certificate in handshake_facts().certificates:
            yield _scheme(group, certificate, by_id[certificate.scheme])


def _identifier(group: Group, certificate: CertificateKind) -> str:
    return f"tls_1_3_{group.name.lower()}_{certificate.scheme}"


def _scheme(group: Group, certificate: CertificateKind, signature: Scheme) -> Scheme:
    flag, note = _security(group, signature)
    return Scheme(
        id=_identifier(group, certificate),
        name=f"TLS 1.3 {group.name} {signature.name}",
        role=Role.HANDSHAKE,
        family="TLS 1.3",
        sizes=Sizes(),
        hardness_class=group.hardness_class,
        status=_status(group),
        status_note=certificate.note,
        security_flag=flag,
        security_note=note,
        standard=f"RFC 8446; {group.standard}",
        source=_SOURCE,
        confidence=Confidence.DERIVED,
    )


def _security(group: Group, signature: Scheme) -> tuple[SecurityFlag, str]:
    """Key exchange counts first: what was recorded can be read later, but not forged in retrospect."""
    forgeable = signature.security_flag == SecurityFlag.BROKEN_BY_CRQC
    if not group.quantum_safe:
        return SecurityFlag.BROKEN_BY_CRQC, "Recorded traffic can be read with a large quantum computer."
    if forgeable:
        return SecurityFlag.WARNING, "Certificates can be forged once there is a large quantum computer."
    return SecurityFlag.NONE_KNOWN, ""


def _status(group: Group) -> Status:
    if not group.quantum_safe:
        return Status.CLASSICAL_QUANTUM_VULNERABLE
    return Status.DRAFT if group.standard.startswith("draft") else Status.FINAL_STANDARD
