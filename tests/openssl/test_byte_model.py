"""The byte model of guidelines (scenario `tls_server`) and what TLS really put on the wire."""

from __future__ import annotations

from typing import Final

import pytest

from pqeval import tls
from pqeval.catalogue import Role, handshake_facts, load
from pqeval.guideline import load_facts
from pqeval.guideline.scenario import Case, evaluate_scenario

pytestmark = [pytest.mark.openssl, pytest.mark.full]

FACTS: Final = load_facts()
HANDSHAKES: Final = [scheme.id for scheme in load().schemes if scheme.role == Role.HANDSHAKE]
GROUPS: Final = {"MLKEM768": "ml_kem_768"}
"""The catalogue's word where it is not TLS's."""

RECORD: Final = 22
"""Header (5), content type (1) and tag (16) of an encrypted record of TLS 1.3 with AES-GCM."""
FRAMING: Final = {
    "server_hello_bytes": 5 + 90,
    "encrypted_extensions_bytes": 6 + RECORD,
    "certificate_verify_bytes": 8,
    "finished_bytes": 36,
    # ChangeCipherSpec, fields of the Certificate message, records of the three last messages
    "record_bytes": 6 + 18 + 3 * RECORD,
    "sct_count": 0,
}


def modelled(group: str, signature: str, **assumptions: float) -> float:
    """Bytes of the server's flight by the model."""
    schemes = {"K": GROUPS.get(group, group), **dict.fromkeys("LAR", signature)}
    case = Case(scenario=FACTS.scenarios["tls_server"], schemes=schemes, assumptions=assumptions)
    return evaluate_scenario(FACTS, case).number("server_flight")


@pytest.mark.parametrize("scheme", HANDSHAKES)
def test_the_model_agrees_with_the_wire(scheme: str) -> None:
    """With the overhead of what was really sent within 1 %; with planning values within 3 %."""
    group, certificate = handshake_facts().parts(scheme)
    seen = tls.run(group.name, certificate.openssl, 1)
    # The catalogue's public key of RSA is the whole SubjectPublicKeyInfo: then it is no overhead.
    public_key = load().by_id[certificate.scheme].sizes.public_key_bytes or 0
    overhead = sum(one.whole - public_key - one.signature for one in seen.certificates.values()) / 2
    wire = seen.sent_by("server")
    exact = modelled(group.name, certificate.scheme, certificate_bytes=overhead, **FRAMING)
    assert abs(exact / wire - 1) <= 0.01, (exact, wire)
    assert abs(modelled(group.name, certificate.scheme, sct_count=0) / wire - 1) <= 0.03
