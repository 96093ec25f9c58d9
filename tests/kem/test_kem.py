"""KEMs of every provider that needs no native build: round trips, lengths, refusals, timing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pqeval import kem
from pqeval.catalogue import Boundary, Implementation, Operation, SecretKeyEncoding
from pqeval.errors import CryptoError, InvalidPublicKey, LengthError, UnsupportedScheme

IMPLEMENTATIONS = [i for i in kem.implementations() if i.provider in {"cryptography", "pycryptodome"}]
EACH = pytest.mark.parametrize("implementation", IMPLEMENTATIONS, ids=lambda i: f"{i.scheme}-{i.provider}")


def opened(implementation: Implementation) -> kem.Kem:
    """The KEM of this implementation."""
    return kem.get(implementation.scheme, implementation.provider, implementation.variant)


@EACH
def test_round_trip_with_declared_lengths(implementation: Implementation) -> None:
    """Decapsulation gives the encapsulated secret, and everything has its declared length."""
    mechanism = opened(implementation)
    keys = mechanism.keygen()
    sent = mechanism.encaps(keys.public_key)
    assert sent.shared_secret == mechanism.decaps(keys.secret_key, sent.ciphertext)
    assert mechanism.public_key_bytes == len(keys.public_key)
    assert implementation.secret_key_bytes == len(keys.secret_key)
    assert mechanism.ciphertext_bytes == len(sent.ciphertext)
    assert mechanism.shared_secret_bytes == len(sent.shared_secret)


@EACH
def test_every_wrong_length_is_named(implementation: Implementation) -> None:
    """An argument one byte too short, too long or empty is refused by name."""
    mechanism = opened(implementation)
    keys = mechanism.keygen()
    ciphertext = mechanism.encaps(keys.public_key).ciphertext
    for bad in (-1, 1):
        public_key = bytes(len(keys.public_key) + bad)
        secret_key = bytes(len(keys.secret_key) + bad)
        with pytest.raises(LengthError, match=rf"^public_key must be {len(keys.public_key)} bytes"):
            mechanism.encaps(public_key)
        with pytest.raises(LengthError, match=rf"^secret_key must be {len(keys.secret_key)} bytes"):
            mechanism.decaps(secret_key, ciphertext)
        with pytest.raises(LengthError, match=rf"^ciphertext must be {len(ciphertext)} bytes"):
            mechanism.decaps(keys.secret_key, bytes(len(ciphertext) + bad))
        with pytest.raises(LengthError, match=r"^public_key "):
            mechanism.timed(Operation.ENCAPS, public_key=public_key)
        with pytest.raises(LengthError, match=r"^secret_key "):
            mechanism.timed(Operation.DECAPS, secret_key=secret_key, ciphertext=ciphertext)
    with pytest.raises(LengthError, match=r"^ciphertext must be .* but is 0 bytes long$"):
        mechanism.decaps(keys.secret_key, b"")


@EACH
def test_timed_calls_do_the_operation_again_and_again(implementation: Implementation) -> None:
    """Timed calls run repeatedly on prepared keys; decapsulation gives the shared secret."""
    mechanism = opened(implementation)
    keys = mechanism.keygen()
    sent = mechanism.encaps(keys.public_key)
    decaps = mechanism.timed(Operation.DECAPS, secret_key=keys.secret_key, ciphertext=sent.ciphertext)
    assert [sent.shared_secret] * 2 == [decaps(), decaps()]
    encaps = mechanism.timed(Operation.ENCAPS, public_key=keys.public_key)
    assert encaps() != encaps()
    keygen = mechanism.timed(Operation.KEYGEN)
    assert keygen() is not keygen()
    with pytest.raises(CryptoError, match="no operation sign"):
        mechanism.timed(Operation.SIGN)


@pytest.mark.parametrize("provider", ["cryptography", "pycryptodome"])
@settings(max_examples=20)
@given(position=st.integers(0, 1087), bit=st.integers(0, 7))
def test_ml_kem_rejects_implicitly(provider: str, position: int, bit: int) -> None:
    """A changed ML-KEM ciphertext gives another shared secret, always the same one, and no error."""
    mechanism = kem.get("ML-KEM-768", provider)
    keys = mechanism.keygen()
    sent = mechanism.encaps(keys.public_key)
    forged = bytearray(sent.ciphertext)
    forged[position] ^= 1 << bit
    answer = mechanism.decaps(keys.secret_key, bytes(forged))
    assert sent.shared_secret != answer
    assert answer == mechanism.decaps(keys.secret_key, bytes(forged))


@pytest.mark.parametrize("provider", ["cryptography", "pycryptodome"])
def test_ml_kem_public_key_out_of_range_is_refused(provider: str) -> None:
    """Coefficients of q or more are not a public key (FIPS 203, 7.2)."""
    mechanism = kem.get("ML-KEM-768", provider)
    with pytest.raises(InvalidPublicKey, match="ml_kem_768"):
        mechanism.encaps(b"\xff" * mechanism.public_key_bytes)


def test_points_off_the_curve_are_refused() -> None:
    """A point that is not on the curve is refused, as public key and as ciphertext."""
    mechanism = kem.get("ECDH P-256", "cryptography")
    keys = mechanism.keygen()
    wrong = keys.public_key[:-1] + bytes([keys.public_key[-1] ^ 1])
    with pytest.raises(InvalidPublicKey, match="public_key is not a point"):
        mechanism.encaps(wrong)
    with pytest.raises(InvalidPublicKey, match="ciphertext is not a point"):
        mechanism.decaps(keys.secret_key, wrong)
    with pytest.raises(CryptoError, match="secret_key is not a scalar"):
        mechanism.decaps(bytes(32), keys.public_key)


def test_points_of_small_order_are_refused() -> None:
    """X25519 never yields the all-zero shared secret (RFC 7748, section 6.1)."""
    mechanism = kem.get("X25519", "cryptography")
    keys = mechanism.keygen()
    with pytest.raises(InvalidPublicKey, match="public_key is a point of small order"):
        mechanism.encaps(bytes(32))
    with pytest.raises(InvalidPublicKey, match="ciphertext is a point of small order"):
        mechanism.decaps(keys.secret_key, bytes(32))


def test_secrets_are_not_shown() -> None:
    """The repr of a key pair and of an encapsulation holds lengths, no bytes."""
    mechanism = kem.get("X25519", "cryptography")
    keys = mechanism.keygen()
    assert repr(keys) == "KeyPair(public_key=<32 bytes>, secret_key=<32 bytes>)"
    sent = mechanism.encaps(keys.public_key)
    assert f"{sent}" == "Encapsulation(ciphertext=<32 bytes>, shared_secret=<32 bytes>)"


def test_names_and_identifiers_find_the_same_scheme() -> None:
    """The standard's spelling and the identifier are two names of one scheme."""
    by_name = kem.get("ML-KEM-768", "cryptography")
    by_identifier = kem.get("ml_kem_768", "cryptography")
    assert by_name.implementation == by_identifier.implementation


def test_refusals_name_every_provider_that_was_asked() -> None:
    """An unknown scheme names the providers and what each says."""
    with pytest.raises(UnsupportedScheme, match=r"^NoKEM is not offered here: .*cryptography: .*pycrypto"):
        kem.get("NoKEM")
    assert "cryptography: does not offer it" in kem.not_offered(("no_kem",))["no_kem"]
    assert kem.not_offered(("x25519",)) == {}


def test_implementations_declare_their_boundary() -> None:
    """A Python provider declares the Python boundary, its key encoding and what timing includes."""
    for implementation in IMPLEMENTATIONS:
        assert implementation.boundary == Boundary.PYTHON
        assert implementation.secret_key_bytes > 0
        assert implementation.notes


@EACH
def test_seeds_give_one_key_pair_where_secret_keys_are_seeds(implementation: Implementation) -> None:
    """The pair works, is the same each time, and its public key is any other provider's for the seed."""
    mechanism = opened(implementation)
    seed = bytes(index % 251 for index in range(mechanism.secret_key_bytes))
    if implementation.secret_key_encoding != SecretKeyEncoding.SEED:
        with pytest.raises(CryptoError):
            mechanism.keygen_from(seed)
        return
    pair = mechanism.keygen_from(seed)
    assert pair == mechanism.keygen_from(seed)
    sent = mechanism.encaps(pair.public_key)
    assert mechanism.decaps(pair.secret_key, sent.ciphertext) == sent.shared_secret
    with pytest.raises(LengthError):
        mechanism.keygen_from(seed[1:])
    for other in IMPLEMENTATIONS:
        if (other.scheme, other.secret_key_encoding) == (implementation.scheme, SecretKeyEncoding.SEED):
            assert opened(other).keygen_from(seed).public_key == pair.public_key
