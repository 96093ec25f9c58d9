"""Code that runs a scheme: by whom, how it is written, and how it encodes its secret key."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from pqeval.catalogue.vocabulary import Optimisation

__all__ = ["Boundary", "Implementation", "SecretKeyEncoding"]


class SecretKeyEncoding(StrEnum):
    """`expanded`: the standard's decoded key; `seed`: the key is regenerated from it; `none`: no such key."""

    EXPANDED = "expanded"
    SEED = "seed"
    NONE = "none"


class Boundary(StrEnum):
    """Where the timed region begins and ends."""

    C = "c"
    """The library's C function, called from pqeval's C loop."""
    PROCESS = "process"
    """Programs of their own: each process's CPU time is read by itself."""
    PYTHON = "python"
    """The provider's Python method, called from pqeval's C loop: includes the provider's call overhead."""


class Implementation(msgspec.Struct, frozen=True, kw_only=True):
    """One implementation of a scheme, as its provider reports it.

    `provider` says whose code it is (`liboqs`, `cryptography`, `pycryptodome`, `pqeval`),
    `variant` how it is written or built (`dist`, `generic`, `u64`, `bi32`), `library_name` what the
    provider calls the scheme. `secret_key_bytes` is the length of its own secret-key encoding, 0 where
    there is none, the largest where it varies. `notes` say what lies inside the timed region apart from
    the operation itself (parsing of keys, expansion of a seed); they go into a record's conditions.
    `optimisation` is what the target compiles it with, where the target does that. `asked_by` is the field
    of the selection language (`variant`, `provider`) by which it must be asked for: empty for what is taken
    by itself.
    """

    scheme: str
    provider: str
    variant: str
    library_name: str
    boundary: Boundary = Boundary.C
    secret_key_encoding: SecretKeyEncoding = SecretKeyEncoding.NONE
    secret_key_bytes: int = 0
    licence: str = ""
    constant_time_claim: str = "not stated"
    notes: tuple[str, ...] = ()
    optimisation: Optimisation = Optimisation.O3
    asked_by: str = ""
