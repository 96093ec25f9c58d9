"""Cases of pqeval's own ciphers for the C loop."""

from __future__ import annotations

from pqeval import lightweight
from pqeval.catalogue import Operation, Role
from pqeval.errors import TargetError
from pqeval.lightweight.ascon import function_address
from pqeval.plan.case import Case
from pqeval.targets.host.prepared import Prepared, c_call, operation_pointer
from pqeval.targets.inputs import KEYS_ROTATED, derived_bytes

__all__ = ["prepare_own"]


def prepare_own(case: Case, role: Role) -> Prepared:
    """Bind a case of an own cipher; no randomness is involved."""
    series = case.series
    if not series.scheme.startswith("ascon_"):
        raise TargetError(f"the host target does not know the C functions of {series.scheme}")
    verb = "digest" if role in {Role.HASH, Role.XOF} else str(series.operation)
    inputs = (
        _aead_inputs(case)
        if role == Role.AEAD
        else {"message": _column(case, "message", series.message_bytes)}
    )
    length = series.message_bytes or 0
    call, kept = c_call(
        function_address(f"pqe_{series.scheme}_{series.variant}_{verb}"), 0, (max(length, 32), 16), inputs
    )
    return Prepared(
        operation=operation_pointer(role, series.operation),
        call=call,
        rotation=call.rotation,
        random_source="none needed",
        seedable=False,
        kept=kept,
    )


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
