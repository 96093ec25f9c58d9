"""Make a case ready for the timing loop: which C function, with which inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pqeval.catalogue import Boundary, Operation, Role, load
from pqeval.errors import TargetError
from pqeval.plan.case import Case
from pqeval.targets.host._timing import ffi, lib
from pqeval.targets.inputs import KEYS_ROTATED

__all__ = ["Prepared", "c_call", "operation_pointer", "prepare", "python_call"]

_PREFIXES: Final = {
    Role.KEM: "kem",
    Role.SIGNATURE: "sig",
    Role.STATEFUL_SIGNATURE: "sig",
    Role.AEAD: "aead",
    Role.HASH: "hash",
    Role.XOF: "xof",
    Role.MAC: "mac",
    Role.STREAM_CIPHER: "stream",
    Role.BLOCK_CIPHER: "block",
}


@dataclass(slots=True)
class Prepared:
    """A case that can run: `operation(call, index)` in C. `kept` holds what the C side points to."""

    operation: Any
    call: Any
    rotation: int
    random_source: str
    seedable: bool
    notes: tuple[str, ...] = ()
    kept: list[object] = field(default_factory=list)


def prepare(case: Case, *, most_keys: int = KEYS_ROTATED) -> Prepared:
    """Make keys, ciphertexts, signatures and messages of a case, and bind them to its operation.

    `most_keys` is for a single call, which needs one: it spares those that are slow to make.

    Raises:
        PqevalError: the provider cannot do it.
    """
    role = load().scheme(case.series.scheme).role
    if case.implementation.boundary == Boundary.PYTHON:
        from pqeval.targets.host.python_calls import prepare_python  # noqa: PLC0415 - loads providers

        return prepare_python(case, role)
    if role == Role.STATEFUL_SIGNATURE:
        from pqeval.targets.host.stateful_calls import prepare_stateful  # noqa: PLC0415 - loads the library

        return prepare_stateful(case)
    if case.series.provider == "liboqs":
        from pqeval.targets.host.liboqs_calls import prepare_liboqs  # noqa: PLC0415 - loads the library

        return prepare_liboqs(case, role, most_keys)
    if case.series.provider == "openssl":
        from pqeval.targets.host.openssl_calls import prepare_openssl  # noqa: PLC0415 - loads the library

        return prepare_openssl(case, role)
    if case.series.provider == "pqeval":
        from pqeval.targets.host.own_calls import prepare_own  # noqa: PLC0415 - loads the extension

        return prepare_own(case, role)
    raise TargetError(f"the host target has no C door to provider {case.series.provider}")


def operation_pointer(role: Role, operation: Operation) -> Any:  # noqa: ANN401 - cffi has no types
    """The adapter of native/timing/operations.h for an operation of a role."""
    both_ways = role == Role.BLOCK_CIPHER and operation != Operation.KEY_SCHEDULE
    return ffi.addressof(lib, f"pqe_{_PREFIXES[role]}_{'crypt' if both_ways else operation}")


def c_call(
    function: int,
    target: int,
    out_bytes: tuple[int, int],
    inputs: Mapping[str, Sequence[bytes]],
    strides: Mapping[str, int] | None = None,
) -> tuple[Any, list[object]]:
    """A pqe_call whose inputs are the given columns; each column has one entry a rotation step.

    Returns the struct and what must stay alive as long as it is used.
    """
    rotation = max((len(column) for column in inputs.values()), default=1)
    call = ffi.new("pqe_call *", {"rotation": rotation})
    call.function, call.object = ffi.cast("void *", function), ffi.cast("void *", target)
    kept: list[object] = []
    for name, column in inputs.items():
        stride = max((strides or {}).get(name, 0), *(len(entry) for entry in column), 1)
        data = ffi.new("uint8_t[]", stride * len(column))
        lengths = ffi.new("size_t[]", [len(entry) for entry in column])
        for index, entry in enumerate(column):
            ffi.memmove(data + index * stride, entry, len(entry))
        slot = getattr(call, name)
        slot.data, slot.stride, slot.lengths = data, stride, lengths
        kept += [data, lengths]
    for name, length in zip(("out", "out2"), out_bytes, strict=True):
        buffer = ffi.new("uint8_t[]", max(length, 1))
        setattr(call, name, buffer)
        kept.append(buffer)
    return call, kept


@ffi.def_extern(error=-1)  # type: ignore[untyped-decorator] # cffi has no types
def pqe_python_operation(context: Any, index: int) -> int:  # noqa: ANN401 - cffi has no types
    """Called by the C loop: run the Python callable number `index`."""
    ffi.from_handle(context)[index]()
    return 0


def python_call(callables: Sequence[Callable[[], object]]) -> tuple[Any, list[object]]:
    """A pqe_call whose operation number i calls `callables[i % len(callables)]`."""
    handle = ffi.new_handle(list(callables))
    call = ffi.new("pqe_call *", {"rotation": len(callables)})
    call.function = ffi.cast("void *", lib.pqe_python_operation)
    call.object = handle
    return call, [handle]
