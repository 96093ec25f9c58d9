"""Cases of pqeval's own primitives for the C loop."""

from __future__ import annotations

from typing import Final

from pqeval import lightweight
from pqeval.catalogue import Operation, Role
from pqeval.errors import TargetError
from pqeval.lightweight.functions import function_address, schedule_bytes
from pqeval.lightweight.offers import own_of
from pqeval.lightweight.own import OwnBlockCipher
from pqeval.plan.case import Case
from pqeval.provider.sizes import sizes_of
from pqeval.targets.host.prepared import Prepared, c_call, operation_pointer
from pqeval.targets.inputs import KEYS_ROTATED, derived_bytes

__all__ = ["prepare_own"]

_WORD: Final = 16
"""Expanded keys begin at a multiple of so many bytes: any C type may lie there."""


def prepare_own(case: Case, role: Role) -> Prepared:
    """Bind a case of one of our own primitives; no randomness is involved."""
    series = case.series
    own = own_of(series.scheme, series.variant)
    inputs = _inputs(case, role)
    sizes = sizes_of(series.scheme)
    out = max(series.message_bytes or 0, sizes.digest_bytes or 0, sizes.tag_bytes or 0, 32)
    strides: dict[str, int] = {}
    if own.shape == "block":
        expanded = schedule_bytes(own)
        out = max(out, expanded)
        if series.operation != Operation.KEY_SCHEDULE:
            strides = {"secret_key": -(-expanded // _WORD) * _WORD}
    call, kept = c_call(
        function_address(own, str(series.operation)), 0, (out, sizes.tag_bytes or 0), inputs, strides
    )
    call.unit = sizes.block_bytes or 1
    return Prepared(
        operation=operation_pointer(role, series.operation),
        call=call,
        rotation=call.rotation,
        random_source="none needed",
        seedable=False,
        kept=kept,
    )


def _inputs(case: Case, role: Role) -> dict[str, list[bytes]]:
    """The columns that an operation's adapter reads."""
    message = {"message": _column(case, "message", case.series.message_bytes)}
    sizes = sizes_of(case.series.scheme)
    key = {"secret_key": _column(case, "keygen", sizes.key_bytes)}
    match role:
        case Role.AEAD:
            return _aead_inputs(case)
        case Role.HASH | Role.XOF:
            return message
        case Role.MAC:
            return {**key, **message}
        case Role.STREAM_CIPHER:
            return {**key, "nonce": _column(case, "nonce", sizes.nonce_bytes), **message}
        case Role.BLOCK_CIPHER:
            return key if case.series.operation == Operation.KEY_SCHEDULE else {**_expanded(case), **message}
        case _:
            raise TargetError(f"the host target does not know the C functions of {case.series.scheme}")


def _expanded(case: Case) -> dict[str, list[bytes]]:
    series = case.series
    cipher = lightweight.get_block_cipher(series.scheme, series.provider, series.variant)
    assert isinstance(cipher, OwnBlockCipher)
    return {"secret_key": [cipher.expanded(key) for key in _column(case, "keygen", cipher.key_bytes)]}


def _aead_inputs(case: Case) -> dict[str, list[bytes]]:
    series = case.series
    cipher = lightweight.get_aead(series.scheme, series.provider, series.variant)
    keys = _column(case, "keygen", cipher.key_bytes)
    nonces = _column(case, "nonce", cipher.nonce_bytes)
    associated = _column(case, "associated data", series.associated_data_bytes)
    messages = _column(case, "message", series.message_bytes)
    columns = {"secret_key": keys, "nonce": nonces, "associated": associated}
    if series.operation == Operation.ENCRYPT:
        return {**columns, "message": messages}
    sealed = [cipher.encrypt(*row) for row in zip(keys, nonces, associated, messages, strict=True)]
    length = series.message_bytes or 0
    return {**columns, "message": [c[:length] for c in sealed], "result": [c[length:] for c in sealed]}


def _column(case: Case, purpose: str, length: int | None) -> list[bytes]:
    scheme = case.series.scheme
    return [derived_bytes(case.seed, scheme, purpose, index, length or 0) for index in range(KEYS_ROTATED)]
