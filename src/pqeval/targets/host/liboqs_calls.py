"""Cases of liboqs for the C loop: keys and inputs from the plan's seed, the library's public functions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pqeval.catalogue import CostClass, Operation, Role
from pqeval.liboqs.functions import KemFunctions, SigFunctions, address, install_random
from pqeval.liboqs.library import LibraryAlgorithm, algorithms, require_host_library
from pqeval.liboqs.random import (
    Generator,
    process_generator,
    process_generator_address,
    seed_process_generator,
)
from pqeval.plan.case import Case
from pqeval.targets.host.kept_inputs import kept_inputs
from pqeval.targets.host.prepared import Prepared, c_call, operation_pointer
from pqeval.targets.inputs import KEYS_ROTATED, derived_bytes, derived_seed

__all__ = ["prepare_liboqs"]

_SLOW_KEYS = 4
_SLOW = ("Classic-McEliece", "OV-III", "OV-V")
_SLOW_ENDS = ("s-simple",)
"""Making a key or a signature takes up to a second: fewer keys are rotated, and the record says how many."""


def prepare_liboqs(case: Case, role: Role, most_keys: int) -> Prepared:
    """Bind a liboqs case; afterwards the library draws its random bytes from the process's generator."""
    library = require_host_library()
    algorithm = next(one for one in algorithms(library) if one.name == case.implementation.library_name)
    operation = case.series.operation
    rotation = min(most_keys, _rotation(algorithm.name))
    made = _kem_inputs if role == Role.KEM else _sig_inputs
    inputs = made(case, algorithm, rotation)
    kind = "KEM" if role == Role.KEM else "SIG"
    verb = {Operation.KEYGEN: "keypair"}.get(operation, str(operation))
    functions = (KemFunctions if role == Role.KEM else SigFunctions)(library, algorithm)
    largest = max(algorithm.public_key_bytes, algorithm.ciphertext_bytes, algorithm.signature_bytes)
    call, kept = c_call(
        address(library, f"OQS_{kind}_{verb}"),
        functions.pointer,
        (largest, max(algorithm.secret_key_bytes, algorithm.shared_secret_bytes)),
        inputs,
        {"result": algorithm.signature_bytes} if operation == Operation.SIGN else None,
    )
    seed_process_generator(Generator.STREAM, derived_seed(case.seed, case.series.scheme, "operation", 0))
    install_random(library, process_generator_address())
    return Prepared(
        operation=operation_pointer(role, operation),
        call=call,
        rotation=call.rotation,
        random_source="ChaCha20 stream from the plan's seed, inside the timed region",
        seedable=True,
        kept=[*kept, functions],
    )


def _kem_inputs(case: Case, algorithm: LibraryAlgorithm, rotation: int) -> dict[str, list[bytes]]:
    if case.series.operation == Operation.KEYGEN:
        return {}
    keys = [_kem_keys(case, algorithm.name, index) for index in range(rotation)]
    if case.series.operation == Operation.ENCAPS:
        return {"public_key": [public_key for public_key, _ in keys]}
    results = [_encapsulated(case, algorithm.name, index) for index in range(len(keys))]
    return {"secret_key": [secret_key for _, secret_key in keys], "result": results}


def _sig_inputs(case: Case, algorithm: LibraryAlgorithm, rotation: int) -> dict[str, list[bytes]]:
    if case.series.operation == Operation.KEYGEN:
        return {}
    # A stochastic operation is one sample a seed; its key stays the same, so that the seed alone differs.
    count = 1 if case.cost_class == CostClass.STOCHASTIC else rotation
    keys = [_sig_keys(case, algorithm.name, index) for index in range(count)]
    length = case.series.message_bytes or 0
    messages = [
        derived_bytes(case.seed, case.series.scheme, "message", index, length) for index in range(count)
    ]
    if case.series.operation == Operation.SIGN:
        # `result` gives the adapter the size of the signature buffer.
        secret_keys = [secret_key for _, secret_key in keys]
        return {"secret_key": secret_keys, "message": messages, "result": [b""] * count}
    signatures = [_signed(case, algorithm.name, index, messages[index]) for index in range(count)]
    return {"public_key": [public_key for public_key, _ in keys], "message": messages, "result": signatures}


def _rotation(name: str) -> int:
    return _SLOW_KEYS if name.startswith(_SLOW) or name.endswith(_SLOW_ENDS) else KEYS_ROTATED


@cache
def _functions(role: Role, name: str) -> KemFunctions | SigFunctions:
    library = require_host_library()
    algorithm = next(one for one in algorithms(library) if one.name == name)
    return KemFunctions(library, algorithm) if role == Role.KEM else SigFunctions(library, algorithm)


def _seeded(case: Case, purpose: str, index: int, make: Callable[[], tuple[bytes, ...]]) -> tuple[bytes, ...]:
    """What the library makes while it draws from a seed of its own, once a run."""

    def fresh() -> tuple[bytes, ...]:
        seed = derived_seed(case.seed, case.series.scheme, purpose, index)
        with process_generator(Generator.STREAM, seed, require_host_library()):
            return make()

    length = case.series.message_bytes if purpose == "sign" else None
    return kept_inputs.once(
        fresh, "liboqs", case.implementation.library_name, case.seed, purpose, index, length or 0
    )


def _key_pair(case: Case, functions: KemFunctions | SigFunctions, index: int) -> tuple[bytes, bytes]:
    public_key, secret_key = _seeded(case, "keygen", index, functions.keygen)
    return public_key, secret_key


def _kem_keys(case: Case, name: str, index: int) -> tuple[bytes, bytes]:
    return _key_pair(case, _functions(Role.KEM, name), index)


def _sig_keys(case: Case, name: str, index: int) -> tuple[bytes, bytes]:
    return _key_pair(case, _functions(Role.SIGNATURE, name), index)


def _encapsulated(case: Case, name: str, index: int) -> bytes:
    functions = _functions(Role.KEM, name)
    assert isinstance(functions, KemFunctions)
    public_key = _kem_keys(case, name, index)[0]
    return _seeded(case, "encaps", index, lambda: functions.encaps(public_key)[:1])[0]


def _signed(case: Case, name: str, index: int, message: bytes) -> bytes:
    functions = _functions(Role.SIGNATURE, name)
    assert isinstance(functions, SigFunctions)
    secret_key = _sig_keys(case, name, index)[1]
    return _seeded(case, "sign", index, lambda: (functions.sign(message, secret_key),))[0]
