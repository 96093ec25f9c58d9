"""The Python interfaces: what a call costs with everything around the C function."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pqeval import kem, lightweight, sig

MESSAGE = bytes(range(256)) * 4


@pytest.mark.parametrize("provider", ["liboqs", "cryptography", "pycryptodome"])
def test_kem_round_trip(benchmark: BenchmarkFixture, provider: str) -> None:
    """One `encaps` and one `decaps` of ML-KEM-768."""
    mechanism = kem.get("ML-KEM-768", provider=provider)
    keys = mechanism.keygen()

    def round_trip() -> bool:
        sent = mechanism.encaps(keys.public_key)
        return mechanism.decaps(keys.secret_key, sent.ciphertext) == sent.shared_secret

    assert benchmark(round_trip) is True


@pytest.mark.parametrize("provider", ["liboqs", "cryptography", "pycryptodome"])
def test_verify(benchmark: BenchmarkFixture, provider: str) -> None:
    """One `verify` of ML-DSA-65 over 1024 bytes."""
    scheme = sig.get("ML-DSA-65", provider=provider)
    keys = scheme.keygen()
    signature = scheme.sign(keys.secret_key, MESSAGE)

    benchmark(scheme.verify, keys.public_key, MESSAGE, signature)


def test_get(benchmark: BenchmarkFixture) -> None:
    """Finding a scheme by name once the providers are loaded."""
    assert benchmark(kem.get, "ML-KEM-768").scheme == "ml_kem_768"


@pytest.mark.parametrize("name", ["Ascon-AEAD128", "AES-128-GCM", "ChaCha20-Poly1305"])
@pytest.mark.parametrize("length", [16, 1024])
def test_encrypt(benchmark: BenchmarkFixture, name: str, length: int) -> None:
    """One `encrypt` through the interface."""
    cipher = lightweight.get_aead(name)
    key, nonce = bytes(cipher.key_bytes), bytes(cipher.nonce_bytes)

    box = benchmark(cipher.encrypt, key, nonce, b"", MESSAGE[:length])

    assert len(box) == length + cipher.tag_bytes


@pytest.mark.parametrize("name", ["Ascon-Hash256", "SHA-256", "SHA3-256"])
def test_digest(benchmark: BenchmarkFixture, name: str) -> None:
    """One `digest` of 1024 bytes through the interface."""
    function = lightweight.get_hash(name)

    assert len(benchmark(function.digest, MESSAGE)) == function.digest_bytes
