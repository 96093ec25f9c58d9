"""The library baselines: providers agree, and refuse what they must."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval import lightweight
from pqeval.catalogue import Boundary, Operation
from pqeval.errors import CryptoError, InvalidTag, LengthError

AEADS = ("AES-128-GCM", "ChaCha20-Poly1305")
PROVIDERS = ("cryptography", "pycryptodome")
BASELINES = [(name, provider) for name in AEADS for provider in PROVIDERS]


@pytest.mark.parametrize("name", AEADS)
@given(plaintext=st.binary(max_size=100), associated_data=st.binary(max_size=50), data=st.data())
def test_providers_encrypt_alike(
    name: str, plaintext: bytes, associated_data: bytes, data: st.DataObject
) -> None:
    """Both providers give one ciphertext, and each decrypts the other's."""
    first, second = (lightweight.get_aead(name, provider) for provider in PROVIDERS)
    key = data.draw(st.binary(min_size=first.key_bytes, max_size=first.key_bytes))
    nonce = data.draw(st.binary(min_size=first.nonce_bytes, max_size=first.nonce_bytes))
    ciphertext = first.encrypt(key, nonce, associated_data, plaintext)
    assert ciphertext == second.encrypt(key, nonce, associated_data, plaintext)
    assert plaintext == first.decrypt(key, nonce, associated_data, ciphertext)
    assert plaintext == second.decrypt(key, nonce, associated_data, ciphertext)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("name", ["SHA-256", "SHA3-256"])
@given(message=st.binary(max_size=300))
def test_hashes_agree_with_python(provider: str, name: str, message: bytes) -> None:
    """Each provider's digest is that of Python's own hashlib."""
    expected = hashlib.new(name.lower().replace("sha-", "sha").replace("-", "_"), message).digest()
    assert expected == lightweight.get_hash(name, provider).digest(message)


@pytest.mark.parametrize(("name", "provider"), BASELINES)
def test_flipped_bits_are_refused(name: str, provider: str) -> None:
    """One flipped bit anywhere in the ciphertext or its tag is refused."""
    cipher = lightweight.get_aead(name, provider)
    key, nonce = bytes(cipher.key_bytes), bytes(cipher.nonce_bytes)
    ciphertext = cipher.encrypt(key, nonce, b"header", b"seventeen bytes..")
    for bit in range(8 * len(ciphertext)):
        flipped = bytearray(ciphertext)
        flipped[bit // 8] ^= 1 << (bit % 8)
        with pytest.raises(InvalidTag):
            cipher.decrypt(key, nonce, b"header", bytes(flipped))


@pytest.mark.parametrize(("name", "provider"), BASELINES)
def test_wrong_lengths_are_named(name: str, provider: str) -> None:
    """Key, nonce and ciphertext of the wrong length are refused by name."""
    cipher = lightweight.get_aead(name, provider)
    key, nonce = bytes(cipher.key_bytes), bytes(cipher.nonce_bytes)
    for change in (-1, 1):
        with pytest.raises(LengthError, match=r"^key "):
            cipher.encrypt(bytes(len(key) + change), nonce, b"", b"")
        with pytest.raises(LengthError, match=r"^nonce "):
            cipher.encrypt(key, bytes(len(nonce) + change), b"", b"")
    with pytest.raises(LengthError, match=r"^ciphertext "):
        cipher.decrypt(key, nonce, b"", bytes(cipher.tag_bytes - 1))


@pytest.mark.parametrize(("name", "provider"), BASELINES)
def test_timed_calls_do_the_operation(name: str, provider: str) -> None:
    """The timed call gives what the plain method gives, every time it is called."""
    cipher = lightweight.get_aead(name, provider)
    key, nonce = bytes(cipher.key_bytes), bytes(cipher.nonce_bytes)
    ciphertext = cipher.encrypt(key, nonce, b"ad", b"text")
    encrypt = cipher.timed(Operation.ENCRYPT, key=key, nonce=nonce, associated_data=b"ad", message=b"text")
    decrypt = cipher.timed(Operation.DECRYPT, key=key, nonce=nonce, associated_data=b"ad", message=ciphertext)
    assert [ciphertext] * 2 == [encrypt(), encrypt()]
    assert [decrypt(), decrypt()] == [b"text"] * 2
    with pytest.raises(CryptoError, match="no operation sign"):
        cipher.timed(Operation.SIGN, key=key, nonce=nonce, associated_data=b"", message=b"")


def test_implementations_say_where_timing_begins() -> None:
    """Python providers declare their boundary and what lies inside it; pqeval's C is timed in C."""
    for implementation in lightweight.implementations():
        own = implementation.provider == "pqeval"
        assert (Boundary.C if own else Boundary.PYTHON) == implementation.boundary
        assert own or implementation.notes
