"""Cases of OpenSSL for the C loop: the bridge's functions, with keys and inputs made beforehand."""

from __future__ import annotations

from pqeval.catalogue import CostClass, Operation, Role
from pqeval.errors import ProviderError
from pqeval.openssl.functions import Algorithm, address, algorithm
from pqeval.plan.case import Case
from pqeval.targets.host.kept_inputs import kept_inputs
from pqeval.targets.host.prepared import Prepared, c_call, operation_pointer
from pqeval.targets.inputs import KEYS_ROTATED, derived_bytes

__all__ = ["prepare_openssl"]

_SLOW_KEYS = 4
"""SLH-DSA makes keys and signatures slowly: fewer are rotated, and the record says how many."""
_UNSEEDED = "OpenSSL's generator cannot be seeded: keys and signatures are draws of their own"


def prepare_openssl(case: Case, role: Role) -> Prepared:
    """Bind a case of OpenSSL; its random bytes are drawn by its own generator."""
    found = algorithm(case.implementation.library_name, is_kem=role == Role.KEM)
    operation = case.series.operation
    inputs = _kem_inputs(operation, found) if role == Role.KEM else _sig_inputs(case, found)
    call, kept = c_call(
        address(f"pqe_ossl_{operation}"),
        found.pointer,
        (
            max(
                found.public_key_bytes,
                found.ciphertext_bytes,
                found.signature_bytes,
                found.shared_secret_bytes,
            ),
            max(found.secret_key_bytes, found.shared_secret_bytes),
        ),
        inputs,
        {"result": found.signature_bytes} if operation == Operation.SIGN else None,
    )
    return Prepared(
        operation=operation_pointer(role, operation),
        call=call,
        rotation=call.rotation,
        random_source="OpenSSL's own generator (CTR-DRBG), inside the timed region",
        seedable=False,
        notes=(*case.implementation.notes, _UNSEEDED),
        kept=[*kept, found],
    )


def _kem_inputs(operation: Operation, found: Algorithm) -> dict[str, list[bytes]]:
    if operation == Operation.KEYGEN:
        return {}
    keys = [_key_pair(found, index) for index in range(KEYS_ROTATED)]
    if operation == Operation.ENCAPS:
        return {"public_key": [public_key for public_key, _ in keys]}
    sent = [found.encaps(public_key) for public_key, _ in keys]
    ciphertexts = [one[0] for one in sent if one is not None]
    if len(ciphertexts) != len(keys):
        raise ProviderError(f"OpenSSL: encaps of {found.name} refuses keys of its own")
    return {"secret_key": [secret_key for _, secret_key in keys], "result": ciphertexts}


def _sig_inputs(case: Case, found: Algorithm) -> dict[str, list[bytes]]:
    operation, scheme = case.series.operation, case.series.scheme
    if operation == Operation.KEYGEN:
        return {}
    # Of a stochastic operation each sample is one draw of the library's; the key stays the same.
    count = 1 if case.cost_class == CostClass.STOCHASTIC else _rotation(found)
    keys = [_key_pair(found, index) for index in range(count)]
    length = case.series.message_bytes or 0
    messages = [derived_bytes(case.seed, scheme, "message", index, length) for index in range(count)]
    if operation == Operation.SIGN:
        # `result` gives the adapter the size of the signature buffer.
        return {"secret_key": [key for _, key in keys], "message": messages, "result": [b""] * count}
    signatures = [
        _signed(found, index, secret_key, messages[index]) for index, (_, secret_key) in enumerate(keys)
    ]
    return {"public_key": [key for key, _ in keys], "message": messages, "result": signatures}


def _rotation(found: Algorithm) -> int:
    return _SLOW_KEYS if found.name.startswith("SLH-DSA") else KEYS_ROTATED


def _key_pair(found: Algorithm, index: int) -> tuple[bytes, bytes]:
    """Key pair number `index`: several cases of a scheme use it."""
    public_key, secret_key = kept_inputs.once(found.keygen, "openssl", found.name, "keygen", index)
    return public_key, secret_key


def _signed(found: Algorithm, index: int, secret_key: bytes, message: bytes) -> bytes:
    name = ("openssl", found.name, "sign", index, len(message))
    return kept_inputs.once(lambda: (found.sign(secret_key, message),), *name)[0]
