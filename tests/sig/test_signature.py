"""Signatures of every provider that needs no native build: round trips, lengths, refusals, timing."""

from __future__ import annotations

import cryptography.exceptions
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pqeval import sig
from pqeval.catalogue import Boundary, Implementation, Operation, SecretKeyEncoding
from pqeval.errors import (
    CryptoError,
    InvalidPublicKey,
    InvalidSignature,
    LengthError,
    UnsupportedScheme,
)

IMPLEMENTATIONS = [i for i in sig.implementations() if i.provider in {"cryptography", "pycryptodome"}]
EACH = pytest.mark.parametrize("implementation", IMPLEMENTATIONS, ids=lambda i: f"{i.scheme}-{i.provider}")
MESSAGE = b"a message of some length"
_KEYS: dict[tuple[str, str], sig.KeyPair] = {}


def opened(implementation: Implementation) -> sig.Signature:
    """The signature scheme of this implementation."""
    return sig.get(implementation.scheme, implementation.provider, implementation.variant)


def keys_of(scheme: sig.Signature) -> sig.KeyPair:
    """A key pair, made once per implementation: RSA keys take long."""
    which = (scheme.scheme, scheme.implementation.provider)
    if which not in _KEYS:
        _KEYS[which] = scheme.keygen()
    return _KEYS[which]


@EACH
def test_round_trip_with_declared_lengths(implementation: Implementation) -> None:
    """A signature verifies, and everything has its declared length."""
    scheme = opened(implementation)
    keys = keys_of(scheme)
    for message in (b"", b"\x00", MESSAGE, bytes(5000)):
        signature = scheme.sign(keys.secret_key, message)
        scheme.verify(keys.public_key, message, signature)
        assert scheme.signature_bytes == len(signature)
    assert scheme.public_key_bytes == len(keys.public_key)
    if scheme.fixed_secret_key_length:
        assert implementation.secret_key_bytes == len(keys.secret_key)
    else:
        assert implementation.secret_key_bytes >= len(keys.secret_key)


@EACH
def test_changes_are_refused(implementation: Implementation) -> None:
    """A changed message, a changed signature and another key are refused."""
    scheme = opened(implementation)
    keys = keys_of(scheme)
    signature = scheme.sign(keys.secret_key, MESSAGE)
    with pytest.raises(InvalidSignature):
        scheme.verify(keys.public_key, MESSAGE + b".", signature)
    for position in (0, len(signature) // 2, len(signature) - 1):
        changed = bytearray(signature)
        changed[position] ^= 4
        with pytest.raises(InvalidSignature):
            scheme.verify(keys.public_key, MESSAGE, bytes(changed))
    if not implementation.scheme.startswith("rsa"):
        with pytest.raises(InvalidSignature):
            scheme.verify(scheme.keygen().public_key, MESSAGE, signature)
    with pytest.raises(InvalidSignature):
        scheme.verify(keys.public_key, MESSAGE, bytes(len(signature)))


@EACH
def test_every_wrong_length_is_named(implementation: Implementation) -> None:
    """An argument one byte too short or too long is refused by name."""
    scheme = opened(implementation)
    keys = keys_of(scheme)
    signature = scheme.sign(keys.secret_key, MESSAGE)
    for bad in (-1, 1):
        with pytest.raises(LengthError, match=rf"^public_key must be {len(keys.public_key)} bytes"):
            scheme.verify(bytes(len(keys.public_key) + bad), MESSAGE, signature)
        with pytest.raises(LengthError, match=rf"^signature must be {len(signature)} bytes"):
            scheme.verify(keys.public_key, MESSAGE, bytes(len(signature) + bad))
        with pytest.raises(LengthError, match=r"^signature "):
            scheme.timed(
                Operation.VERIFY,
                public_key=keys.public_key,
                message=MESSAGE,
                signature=bytes(len(signature) + bad),
            )
    with pytest.raises(LengthError, match=r"^secret_key must be "):
        scheme.sign(b"", MESSAGE)
    with pytest.raises(LengthError, match=r"^secret_key must be "):
        scheme.sign(bytes(implementation.secret_key_bytes + 1), MESSAGE)
    with pytest.raises(LengthError, match=r"^context must be at most 255 bytes long, but is 256 "):
        scheme.sign(keys.secret_key, MESSAGE, bytes(256))


@EACH
def test_contexts_bind_or_are_refused(implementation: Implementation) -> None:
    """A context is part of what is signed; a scheme without contexts refuses any but the empty one."""
    scheme = opened(implementation)
    keys = keys_of(scheme)
    if scheme.supports_context:
        signature = scheme.sign(keys.secret_key, MESSAGE, b"here")
        scheme.verify(keys.public_key, MESSAGE, signature, b"here")
        for other in (b"", b"there"):
            with pytest.raises(InvalidSignature):
                scheme.verify(keys.public_key, MESSAGE, signature, other)
    else:
        with pytest.raises(CryptoError, match="has no context strings"):
            scheme.sign(keys.secret_key, MESSAGE, b"here")
        with pytest.raises(CryptoError, match="has no context strings"):
            scheme.verify(keys.public_key, MESSAGE, bytes(scheme.signature_bytes), b"here")


@EACH
def test_timed_calls_do_the_operation_again_and_again(implementation: Implementation) -> None:
    """Timed sign and verify run repeatedly on prepared keys; a wrong signature is noticed."""
    scheme = opened(implementation)
    keys = keys_of(scheme)
    sign = scheme.timed(Operation.SIGN, secret_key=keys.secret_key, message=MESSAGE)
    assert sign()
    assert sign()
    signature = scheme.sign(keys.secret_key, MESSAGE)
    verify = scheme.timed(Operation.VERIFY, public_key=keys.public_key, message=MESSAGE, signature=signature)
    assert [verify(), verify()] == [None, None]
    wrong = scheme.timed(Operation.VERIFY, public_key=keys.public_key, message=b"other", signature=signature)
    with pytest.raises((cryptography.exceptions.InvalidSignature, ValueError)):  # the provider's own
        wrong()
    with pytest.raises(CryptoError, match="no operation encaps"):
        scheme.timed(Operation.ENCAPS)


@pytest.mark.parametrize("name", ["ECDSA P-256", "ECDSA P-384", "RSA-2048-PSS"])
def test_invalid_public_keys_are_refused(name: str) -> None:
    """Bytes of the right length that encode no key are refused as such."""
    scheme = sig.get(name)
    with pytest.raises(InvalidPublicKey, match=r"^public_key is not a "):
        scheme.verify(bytes(scheme.public_key_bytes), b"", bytes(scheme.signature_bytes))


def test_secret_keys_that_encode_nothing_are_refused_without_showing_them() -> None:
    """A secret key that is no key is refused; the message holds none of it."""
    scheme = sig.get("RSA-2048-PSS")
    with pytest.raises(CryptoError, match=r"^secret_key is not a secret key of rsa_2048_pss$"):
        scheme.sign(b"secret" * 100, MESSAGE)
    with pytest.raises(CryptoError, match=r"^secret_key is not a scalar of ecdsa_p_256$"):
        sig.get("ECDSA P-256").sign(b"\xff" * 32, MESSAGE)


@settings(max_examples=25)
@given(message=st.binary(max_size=200), context=st.binary(max_size=255))
def test_ml_dsa_signs_any_message_and_context(message: bytes, context: bytes) -> None:
    """Any message and context sign and verify."""
    scheme = sig.get("ML-DSA-44", "cryptography")
    keys = keys_of(scheme)
    signature = scheme.sign(keys.secret_key, message, context)
    scheme.verify(keys.public_key, message, signature, context)


def test_secrets_are_not_shown() -> None:
    """The repr of a key pair holds lengths, no bytes."""
    keys = sig.get("Ed25519").keygen()
    assert repr(keys) == "KeyPair(public_key=<32 bytes>, secret_key=<32 bytes>)"


def test_refusals_name_every_provider_that_was_asked() -> None:
    """An unknown scheme names the providers and what each says."""
    with pytest.raises(UnsupportedScheme, match=r"^NoSig is not offered here: .*cryptography: .*pycrypto"):
        sig.get("NoSig")
    assert "pycryptodome: does not offer it" in sig.not_offered(("ed25519x",))["ed25519x"]


def test_implementations_declare_their_boundary() -> None:
    """A Python provider declares the Python boundary, its key encoding and what timing includes."""
    for implementation in IMPLEMENTATIONS:
        assert implementation.boundary == Boundary.PYTHON
        assert implementation.secret_key_bytes > 0
        assert implementation.notes


@EACH
def test_seeds_give_one_key_pair_where_secret_keys_are_seeds(implementation: Implementation) -> None:
    """The pair works, is the same each time, and its public key is any other provider's for the seed."""
    scheme = opened(implementation)
    seed = bytes(range(32))
    if implementation.secret_key_encoding != SecretKeyEncoding.SEED:
        with pytest.raises(CryptoError):
            scheme.keygen_from(seed)
        return
    pair = scheme.keygen_from(seed)
    assert pair == scheme.keygen_from(seed)
    scheme.verify(pair.public_key, MESSAGE, scheme.sign(pair.secret_key, MESSAGE))
    with pytest.raises(LengthError):
        scheme.keygen_from(seed[1:])
    for other in IMPLEMENTATIONS:
        if (other.scheme, other.secret_key_encoding) == (implementation.scheme, SecretKeyEncoding.SEED):
            assert opened(other).keygen_from(seed).public_key == pair.public_key
