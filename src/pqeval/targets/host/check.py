"""Correct before timed: the check that a scheme must pass in this very process."""

from __future__ import annotations

from functools import cache

from pqeval import kem, lightweight, sig
from pqeval.catalogue import Role, load
from pqeval.errors import InvalidPublicKey, InvalidSignature, InvalidTag, ProviderError
from pqeval.lightweight.interfaces import Aead
from pqeval.plan.case import Case
from pqeval.records import Correctness

__all__ = ["check"]

_MESSAGE = b"pqeval round trip"


def check(case: Case, which: str) -> Correctness:
    """Check the implementation of a case; each only once in a process.

    Raises:
        ProviderError: a wrong answer.
    """
    series = case.series
    return _checked(series.scheme, series.provider, series.variant, case.implementation.library_name, which)


@cache
def _checked(scheme: str, provider: str, variant: str, library_name: str, which: str) -> Correctness:
    role = load().scheme(scheme).role
    if role == Role.STATEFUL_SIGNATURE:
        from pqeval.liboqs import stateful_kat  # noqa: PLC0415 - loads the library

        return stateful_kat.verify(library_name)
    if provider == "openssl":
        from pqeval.openssl import kat as openssl_kat  # noqa: PLC0415 - loads the library

        return openssl_kat.verify(scheme, library_name)
    if provider == "liboqs":
        from pqeval.liboqs import kat  # noqa: PLC0415 - loads the library

        if kat.published(library_name):
            return kat.verify(library_name, "all" if which == "all" else "single")
    if role == Role.KEM:
        return _kem_round_trip(scheme, provider, variant)
    if role == Role.SIGNATURE:
        return _sig_round_trip(scheme, provider, variant)
    from pqeval.lightweight import kat as lightweight_kat  # noqa: PLC0415 - loads the extension

    correctness = lightweight_kat.verify(scheme, variant, provider)
    primitive = lightweight.get(scheme, provider, variant)
    if isinstance(primitive, Aead):
        _require_rejection(primitive)
    return correctness


def _kem_round_trip(scheme: str, provider: str, variant: str) -> Correctness:
    mechanism = kem.get(scheme, provider, variant)
    keys = mechanism.keygen()
    sent = mechanism.encaps(keys.public_key)
    if mechanism.decaps(keys.secret_key, sent.ciphertext) != sent.shared_secret:
        raise ProviderError(f"{scheme} of {provider}: decaps gives another shared secret than encaps")
    forged = bytes([sent.ciphertext[0] ^ 1]) + sent.ciphertext[1:]
    try:
        accepted = mechanism.decaps(keys.secret_key, forged) == sent.shared_secret
    except InvalidPublicKey:  # key agreement may refuse a forged point
        accepted = False
    if accepted:
        raise ProviderError(f"{scheme} of {provider}: decaps accepts a forged ciphertext")
    return Correctness(method="roundtrip only")


def _sig_round_trip(scheme: str, provider: str, variant: str) -> Correctness:
    signer = sig.get(scheme, provider, variant)
    keys = signer.keygen()
    signature = signer.sign(keys.secret_key, _MESSAGE)
    signer.verify(keys.public_key, _MESSAGE, signature)
    try:
        signer.verify(keys.public_key, _MESSAGE + b"!", signature)
    except InvalidSignature:
        return Correctness(method="roundtrip only")
    raise ProviderError(f"{scheme} of {provider}: verify accepts a signature of another message")


def _require_rejection(cipher: Aead) -> None:
    key, nonce = bytes(cipher.key_bytes), bytes(cipher.nonce_bytes)
    sealed = bytearray(cipher.encrypt(key, nonce, b"", _MESSAGE))
    sealed[0] ^= 1
    try:
        cipher.decrypt(key, nonce, b"", bytes(sealed))
    except InvalidTag:
        return
    raise ProviderError(f"{cipher.implementation.scheme}: decrypt accepts a forged ciphertext")
