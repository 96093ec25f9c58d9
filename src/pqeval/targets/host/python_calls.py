"""Cases of providers that are reached through Python: the C loop calls their methods back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pqeval import kem, lightweight, sig
from pqeval.catalogue import CostClass, Operation, Role, SecretKeyEncoding
from pqeval.liboqs.random import Generator
from pqeval.plan.case import Case
from pqeval.provider.keys import KeyPair
from pqeval.targets.host._timing import ffi, lib
from pqeval.targets.host.kept_inputs import kept_inputs
from pqeval.targets.host.prepared import Prepared, python_call
from pqeval.targets.inputs import KEYS_ROTATED, derived_bytes, derived_seed

__all__ = ["key_pairs", "prepare_python"]

_SLOW_KEYS: Final = 4
_OVERHEAD: Final = "includes the provider's call overhead"
_UNSEEDED: Final = "the provider cannot be seeded: each sample is a draw of its own"
_SEEDED: Final = "the provider's own; key pairs follow from the plan's seed"
_NOTES: Final = {CostClass.FIXED: (_OVERHEAD,), CostClass.STOCHASTIC: (_OVERHEAD, _UNSEEDED)}


def prepare_python(case: Case, role: Role) -> Prepared:
    """Bind a case of a Python provider. Its randomness is its own; key pairs are seeded where it can be."""
    callables = {
        Role.KEM: _kem_callables,
        Role.SIGNATURE: _sig_callables,
        Role.AEAD: _aead_callables,
        Role.HASH: _hash_callables,
        Role.XOF: _xof_callables,
        Role.MAC: _mac_callables,
        Role.STREAM_CIPHER: _stream_callables,
    }[role](case)
    call, kept = python_call(callables)
    return Prepared(
        operation=ffi.addressof(lib, "pqe_callback"),
        call=call,
        rotation=len(callables),
        random_source=_random_source(case, role),
        seedable=False,
        notes=(*_NOTES[case.cost_class], *case.implementation.notes),
        kept=kept,
    )


def _random_source(case: Case, role: Role) -> str:
    if role not in {Role.KEM, Role.SIGNATURE}:
        return "none needed"
    seeded = _takes_seeds(case) and case.series.operation != Operation.KEYGEN
    return _SEEDED if seeded else "the provider's own"


def _takes_seeds(case: Case) -> bool:
    return case.implementation.secret_key_encoding == SecretKeyEncoding.SEED


def key_pairs(case: Case, scheme: kem.Kem | sig.Signature, count: int) -> list[KeyPair]:
    """Key pairs from the plan's seed where the provider takes seeds: those that liboqs makes of it."""
    if not _takes_seeds(case):
        return [_drawn(case, scheme, index) for index in range(count)]
    seeds = (derived_seed(case.seed, case.series.scheme, "keygen", index) for index in range(count))
    length = case.implementation.secret_key_bytes
    return [scheme.keygen_from(Generator.STREAM.seeded(seed).generate(length)) for seed in seeds]


def _drawn(case: Case, scheme: kem.Kem | sig.Signature, index: int) -> KeyPair:
    def fresh() -> tuple[bytes, ...]:
        pair = scheme.keygen()
        return pair.public_key, pair.secret_key

    series = case.series
    return KeyPair(*kept_inputs.once(fresh, series.provider, series.scheme, series.variant, "keygen", index))


def _kem_callables(case: Case) -> list[Callable[[], object]]:
    series = case.series
    mechanism = kem.get(series.scheme, series.provider, series.variant)
    if series.operation == Operation.KEYGEN:
        return [mechanism.timed(Operation.KEYGEN)]
    keys = key_pairs(case, mechanism, KEYS_ROTATED)
    if series.operation == Operation.ENCAPS:
        return [mechanism.timed(Operation.ENCAPS, public_key=pair.public_key) for pair in keys]
    return [
        mechanism.timed(
            Operation.DECAPS,
            secret_key=pair.secret_key,
            ciphertext=mechanism.encaps(pair.public_key).ciphertext,
        )
        for pair in keys
    ]


def _sig_callables(case: Case) -> list[Callable[[], object]]:
    series = case.series
    scheme = sig.get(series.scheme, series.provider, series.variant)
    if series.operation == Operation.KEYGEN:
        return [scheme.timed(Operation.KEYGEN)]
    count = _SLOW_KEYS if series.scheme.startswith("rsa_") else KEYS_ROTATED
    keys = key_pairs(case, scheme, count)
    messages = _column(case, "message", series.message_bytes)[:count]
    if series.operation == Operation.SIGN:
        return [
            scheme.timed(Operation.SIGN, secret_key=pair.secret_key, message=message)
            for pair, message in zip(keys, messages, strict=True)
        ]
    return [
        scheme.timed(
            Operation.VERIFY,
            public_key=pair.public_key,
            message=message,
            signature=scheme.sign(pair.secret_key, message),
        )
        for pair, message in zip(keys, messages, strict=True)
    ]


def _aead_callables(case: Case) -> list[Callable[[], object]]:
    series = case.series
    cipher = lightweight.get_aead(series.scheme, series.provider, series.variant)
    callables: list[Callable[[], object]] = []
    for key, nonce, associated_data, plaintext in zip(
        _column(case, "keygen", cipher.key_bytes),
        _column(case, "nonce", cipher.nonce_bytes),
        _column(case, "associated data", series.associated_data_bytes),
        _column(case, "message", series.message_bytes),
        strict=True,
    ):
        message = plaintext
        if series.operation == Operation.DECRYPT:
            message = cipher.encrypt(key, nonce, associated_data, plaintext)
        callables.append(
            cipher.timed(
                series.operation, key=key, nonce=nonce, associated_data=associated_data, message=message
            )
        )
    return callables


def _hash_callables(case: Case) -> list[Callable[[], object]]:
    series = case.series
    function = lightweight.get_hash(series.scheme, series.provider, series.variant)
    messages = _column(case, "message", series.message_bytes)
    return [function.timed(Operation.DIGEST, message=message) for message in messages]


def _xof_callables(case: Case) -> list[Callable[[], object]]:
    series = case.series
    function = lightweight.get_xof(series.scheme, series.provider, series.variant)
    messages = _column(case, "message", series.message_bytes)
    return [function.timed(Operation.DIGEST, message=message, length=32) for message in messages]


def _mac_callables(case: Case) -> list[Callable[[], object]]:
    series = case.series
    mac = lightweight.get_mac(series.scheme, series.provider, series.variant)
    columns = (_column(case, "keygen", mac.key_bytes), _column(case, "message", series.message_bytes))
    return [mac.timed(Operation.TAG, key=key, message=message) for key, message in zip(*columns, strict=True)]


def _stream_callables(case: Case) -> list[Callable[[], object]]:
    series = case.series
    cipher = lightweight.get_stream_cipher(series.scheme, series.provider, series.variant)
    columns = (
        _column(case, "keygen", cipher.key_bytes),
        _column(case, "nonce", cipher.nonce_bytes),
        _column(case, "message", series.message_bytes),
    )
    return [
        cipher.timed(Operation.XOR, key=key, nonce=nonce, message=message)
        for key, nonce, message in zip(*columns, strict=True)
    ]


def _column(case: Case, purpose: str, length: int | None) -> list[bytes]:
    scheme = case.series.scheme
    return [derived_bytes(case.seed, scheme, purpose, index, length or 0) for index in range(KEYS_ROTATED)]
