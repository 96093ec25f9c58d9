"""What liboqs offers, through the public interfaces: round trips and refusals of every quick scheme."""

from __future__ import annotations

import pytest

from pqeval import kem, sig
from pqeval.errors import CryptoError, InvalidPublicKey, InvalidSignature, LengthError

pytestmark = pytest.mark.liboqs

KEMS = ("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "HQC-128", "eFrodoKEM-640-SHAKE")
SIGNATURES = ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "Falcon-512", "SPHINCS+-SHA2-128f-simple", "MAYO-1")


@pytest.mark.parametrize("name", KEMS)
def test_kem(name: str) -> None:
    """A round trip works with declared lengths; every other length is refused by name."""
    if name == "HQC-128" and "hqc_128" not in {i.scheme for i in kem.implementations()}:
        pytest.skip("this liboqs was built without HQC")
    mechanism = kem.get(name, "liboqs")
    keys = mechanism.keygen()
    sent = mechanism.encaps(keys.public_key)
    assert sent.shared_secret == mechanism.decaps(keys.secret_key, sent.ciphertext)
    assert mechanism.implementation.secret_key_bytes == len(keys.secret_key)
    for change in (-1, 1):
        with pytest.raises(LengthError, match=r"^public_key "):
            mechanism.encaps(bytes(len(keys.public_key) + change))
        with pytest.raises(LengthError, match=r"^secret_key "):
            mechanism.decaps(bytes(len(keys.secret_key) + change), sent.ciphertext)
        with pytest.raises(LengthError, match=r"^ciphertext "):
            mechanism.decaps(keys.secret_key, bytes(len(sent.ciphertext) + change))


def test_ml_kem_public_key_out_of_range_is_refused() -> None:
    """Coefficients of q or more are not a public key (FIPS 203, 7.2)."""
    mechanism = kem.get("ML-KEM-768", "liboqs")
    with pytest.raises(InvalidPublicKey, match="ml_kem_768"):
        mechanism.encaps(b"\xff" * mechanism.public_key_bytes)


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature(name: str) -> None:
    """A signature verifies, a changed one or message does not; wrong lengths are refused by name."""
    scheme = sig.get(name, "liboqs")
    keys = scheme.keygen()
    signature = scheme.sign(keys.secret_key, b"message")
    scheme.verify(keys.public_key, b"message", signature)
    changed = signature[:-40] + bytes([signature[-40] ^ 1]) + signature[-39:]
    for message, wrong in ((b"other", signature), (b"message", changed)):
        with pytest.raises(InvalidSignature):
            scheme.verify(keys.public_key, message, wrong)
    with pytest.raises(LengthError, match=r"^public_key "):
        scheme.verify(keys.public_key[1:], b"message", signature)
    with pytest.raises(LengthError, match=r"^secret_key "):
        scheme.sign(keys.secret_key + b"\x00", b"message")
    with pytest.raises(LengthError, match=r"^signature "):
        scheme.verify(keys.public_key, b"message", bytes(scheme.signature_bytes + 1))
    if scheme.fixed_signature_length:
        with pytest.raises(LengthError, match=r"^signature "):
            scheme.verify(keys.public_key, b"message", signature[1:])


@pytest.mark.parametrize("name", ["Falcon-512", "MAYO-1"])
def test_a_context_that_is_not_supported_is_refused(name: str) -> None:
    """Nothing is signed without the context that was asked for."""
    scheme = sig.get(name, "liboqs")
    keys = scheme.keygen()
    with pytest.raises(CryptoError, match="has no context strings"):
        scheme.sign(keys.secret_key, b"message", b"context")


@pytest.mark.full
@pytest.mark.parametrize("role", ["kem", "signature"])
def test_everything_the_library_offers(role: str) -> None:
    """Each algorithm of the library makes a round trip with the lengths that it declares."""
    names = [i.scheme for i in (kem if role == "kem" else sig).implementations() if i.provider == "liboqs"]
    assert len(names) > 10
    for name in names:
        if role == "kem":
            mechanism = kem.get(name, "liboqs")
            kem_keys = mechanism.keygen()
            sent = mechanism.encaps(kem_keys.public_key)
            assert sent.shared_secret == mechanism.decaps(kem_keys.secret_key, sent.ciphertext), name
        else:
            scheme = sig.get(name, "liboqs")
            keys = scheme.keygen()
            signature = scheme.sign(keys.secret_key, b"message")
            assert not scheme.fixed_signature_length or len(signature) == scheme.signature_bytes, name
            scheme.verify(keys.public_key, b"message", signature)
