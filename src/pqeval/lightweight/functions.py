"""The C functions of our own primitives, by name: one table of all of them, whatever primitives there are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pqeval.errors import LibraryError
from pqeval.lightweight._primitives import ffi, lib

if TYPE_CHECKING:
    from pqeval.native.manifests import OwnScheme

__all__ = ["function", "function_address", "has_function", "schedule_bytes"]


@cache
def _table() -> dict[str, Any]:
    entries = (lib.pqe_primitives[index] for index in range(lib.pqe_primitives_count))
    return {ffi.string(entry.name).decode("ascii"): entry for entry in entries}


def _entry(name: str) -> Any:  # noqa: ANN401 - cffi has no types
    try:
        return _table()[name]
    except KeyError:
        raise LibraryError(
            f"the compiled extension does not have {name}: build it again (`make env`, or install pqeval)"
        ) from None


def has_function(name: str) -> bool:
    """Whether the compiled extension has a function: a manifest may be newer."""
    return name in _table()


def function(own: OwnScheme, verb: str) -> Any:  # noqa: ANN401 - cffi has no types
    """The C function of a scheme in a variant, callable.

    Raises:
        LibraryError: the extension was built before the manifest named it.
    """
    return getattr(_entry(f"{own.prefix}_{verb}").function, f"{own.shape}_{verb}")


def function_address(own: OwnScheme, verb: str) -> int:
    """The address of a function, for calls that avoid Python; valid as long as this process runs.

    Raises:
        LibraryError: the extension was built before the manifest named it.
    """
    return int(ffi.cast("uintptr_t", function(own, verb)))


def schedule_bytes(own: OwnScheme) -> int:
    """Length of a block cipher's expanded key in memory, in bytes.

    Raises:
        LibraryError: the extension was built before the manifest named it.
    """
    return int(_entry(f"{own.prefix}_key_schedule").schedule_bytes)
