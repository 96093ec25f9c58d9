"""OpenSSL's schemes give the published answers, and an independent verifier accepts its signatures."""

from __future__ import annotations

import pytest

from fips205 import Verifier
from pqeval import kem, sig
from pqeval.errors import CryptoError, InvalidPublicKey, InvalidSignature, ProviderError
from pqeval.openssl import kat
from pqeval.openssl.functions import Algorithm

pytestmark = [pytest.mark.openssl, pytest.mark.full]

KAT = ("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87")
SLH_DSA = tuple(
    f"SLH-DSA-{hashing}-{size}"
    for hashing in ("SHA2", "SHAKE")
    for size in ("128s", "128f", "192s", "192f", "256s", "256f")
)


def scheme_of(name: str) -> str:
    """The identifier of a name."""
    return name.lower().replace("-", "_")


@pytest.mark.parametrize("name", KAT)
def test_known_answers(name: str) -> None:
    """Two libraries give the transcript whose digest is published."""
    assert kat.verify(scheme_of(name), name).method == "kat single"


@pytest.mark.parametrize("name", SLH_DSA)
def test_slh_dsa(name: str) -> None:
    """Key generation as NIST publishes; our own FIPS 205 accepts the signature and refuses a changed one."""
    assert kat.verify(scheme_of(name), name).method == "kat keygen"
    signer = sig.get(name, "openssl")
    keys = signer.keygen()
    signature = signer.sign(keys.secret_key, b"message", b"context")
    independent = Verifier(name, keys.public_key)
    assert independent.accepts(b"message", signature, b"context")
    assert not independent.accepts(b"massage", signature, b"context")
    with pytest.raises(InvalidSignature):
        signer.verify(keys.public_key, b"message", signature, b"contest")


@pytest.mark.parametrize("name", ["X25519", "X448", "ECDH P-256", "ECDH P-384"])
def test_key_agreement(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Published scalar and point give the published secret; another secret is a failure that names both."""
    identifier = name.lower().replace(" ", "_").replace("-", "_")
    assert kat.verify(identifier, name).method == "kat single"
    mechanism = kem.get(name, "openssl")
    keys = mechanism.keygen()
    sent = mechanism.encaps(keys.public_key)
    assert mechanism.decaps(keys.secret_key, sent.ciphertext) == sent.shared_secret
    if name != "X448":  # which `cryptography` is not asked for here
        assert kem.get(name, "cryptography").decaps(keys.secret_key, sent.ciphertext) == sent.shared_secret
    monkeypatch.setattr(Algorithm, "decaps", lambda *_: bytes(32))
    with pytest.raises(ProviderError, match="another shared secret than"):
        kat.verify(identifier, name)


def test_points_of_small_order_and_strangers_are_refused() -> None:
    """The all-zero secret never comes out (RFC 7748, section 6.1); a point beside the curve is none."""
    with pytest.raises(InvalidPublicKey):
        kem.get("X25519", "openssl").encaps(bytes(32))
    with pytest.raises(InvalidPublicKey):
        kem.get("ECDH P-256", "openssl").encaps(b"\x04" + bytes(64))


def test_the_hybrid_is_its_parts() -> None:
    """X25519MLKEM768: ML-KEM's key first, then the curve's; liboqs decapsulates its part."""
    hybrid, part = kem.get("X25519MLKEM768", "openssl"), kem.get("ML-KEM-768", "liboqs")
    keys = hybrid.keygen()
    sent = hybrid.encaps(keys.public_key)
    assert part.decaps(keys.secret_key[:2400], sent.ciphertext[:1088]) == sent.shared_secret[:32]
    assert hybrid.decaps(keys.secret_key, sent.ciphertext) == sent.shared_secret


def test_a_wrong_answer_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another seed gives another transcript, and both digests are named."""
    real = Algorithm.keygen
    monkeypatch.setattr(Algorithm, "keygen", lambda self, seed: real(self, bytes([1]) + seed[1:]))
    with pytest.raises(ProviderError, match=r"known-answer test of ML-KEM-512 gave [0-9a-f]{64}, but liboqs"):
        kat.verify("ml_kem_512", "ML-KEM-512")


def test_bad_keys_are_refused() -> None:
    """A public key with coefficients out of range, and a secret key whose hash is wrong."""
    mechanism = kem.get("ML-KEM-768", "openssl")
    keys = mechanism.keygen()
    with pytest.raises(InvalidPublicKey, match="public_key is not a public key of ml_kem_768"):
        mechanism.encaps(b"\xff" * 1184)
    forged = keys.secret_key[:-64] + bytes(64)
    with pytest.raises(CryptoError, match="OpenSSL refuses the secret_key"):
        mechanism.decaps(forged, bytes(1088))
