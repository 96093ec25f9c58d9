"""Providers of one scheme understand each other's public keys, ciphertexts and signatures, both ways."""

from __future__ import annotations

from itertools import permutations

import pytest

from pqeval import kem, sig
from pqeval.errors import InvalidSignature

PROVIDERS = ("liboqs", "cryptography", "pycryptodome", "openssl")
ML_KEM = ("ml_kem_512", "ml_kem_768", "ml_kem_1024")
ML_DSA = ("ml_dsa_44", "ml_dsa_65", "ml_dsa_87")
NOT_THERE = {("ml_kem_512", "cryptography")}
"""`cryptography` has no ML-KEM-512; the provider asks it, and says so."""


def marks(providers: set[str]) -> list[pytest.MarkDecorator]:
    """What a pair needs: liboqs, or the optional OpenSSL, which only the long tests build."""
    found = [pytest.mark.liboqs] if "liboqs" in providers else []
    return [*found, pytest.mark.openssl, pytest.mark.full] if "openssl" in providers else found


def pairs(schemes: tuple[str, ...]) -> list[object]:
    """Each scheme with each ordered pair of its providers; marked by what must be built for it."""
    return [
        pytest.param(scheme, first, second, marks=marks({first, second}))
        for scheme in schemes
        for first, second in permutations(PROVIDERS, 2)
        if not NOT_THERE & {(scheme, first), (scheme, second)}
    ]


@pytest.mark.parametrize(("scheme", "receiver", "sender"), pairs(ML_KEM))
def test_kem(scheme: str, receiver: str, sender: str) -> None:
    """What one provider encapsulates for another's public key, that other decapsulates."""
    receiving, sending = kem.get(scheme, receiver), kem.get(scheme, sender)
    keys = receiving.keygen()
    sent = sending.encaps(keys.public_key)
    assert sent.shared_secret == receiving.decaps(keys.secret_key, sent.ciphertext)


@pytest.mark.parametrize("context", [b"", b"context"])
@pytest.mark.parametrize(("scheme", "signer", "verifier"), pairs(ML_DSA))
def test_signature(scheme: str, signer: str, verifier: str, context: bytes) -> None:
    """What one provider signs, another verifies, with and without context, and refuses when changed."""
    signing, verifying = sig.get(scheme, signer), sig.get(scheme, verifier)
    keys = signing.keygen()
    signature = signing.sign(keys.secret_key, b"message", context)
    verifying.verify(keys.public_key, b"message", signature, context)
    with pytest.raises(InvalidSignature):
        verifying.verify(keys.public_key, b"message", signature, context + b"!")
