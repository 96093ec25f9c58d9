"""What is known of a folder before anything in it is built."""

from __future__ import annotations

from typing import Final

import msgspec

from pqeval.catalogue import Implementation, Role, Scheme
from pqeval.errors import PlanError

__all__ = ["PROVIDER", "Folder", "FolderCode", "FolderError", "Functions", "implementation_of"]

PROVIDER: Final = "folder"


class FolderError(PlanError):
    """A folder is not an implementation that pqeval can build; names what is missing."""


class Functions(msgspec.Struct, frozen=True, kw_only=True):
    """The functions of one interface, as the folder spells them.

    `names` is by SUPERCOP's name without `crypto_` (`kem_keypair`). `length` is the C type of lengths,
    `with_context` whether signing takes a context, `declared` whether api.h declares them.
    """

    names: dict[str, str]
    length: str = "size_t"
    with_context: bool = False
    declared: bool = True


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """An implementation in a folder.

    `path` is absolute, `name` what its records carry as variant. `sources` are file names in it;
    `left_out` says which were not taken, and why. `random_length` is the C type of the second argument of
    its `randombytes`, `random_alias` another name under which it asks for that function.
    `algorithm` is the name that api.h states, `known` whether `scheme` is one of the catalogue's. `kat` is a
    file of known answers, or a SHA-256 of them; empty if there is none.
    """

    path: str
    name: str
    role: Role
    functions: Functions
    scheme: Scheme
    known: bool
    sources: tuple[str, ...]
    left_out: dict[str, str] = {}
    random_length: str = "size_t"
    random_alias: str = ""
    algorithm: str = ""
    kat: str = ""

    @property
    def signed_messages_only(self) -> bool:
        """Whether it has `crypto_sign` and `crypto_sign_open` but no detached signatures."""
        return self.role == Role.SIGNATURE and "sign_signature" not in self.functions.names


class FolderCode(msgspec.Struct, frozen=True, kw_only=True):
    """What a measuring process must know of a folder: its shared object and what it is."""

    library: str
    scheme: Scheme
    signed_messages_only: bool = False
    makes_signed_messages: bool = False
    algorithm: str = ""
    kat: str = ""


def implementation_of(folder: Folder) -> Implementation:
    """What a target offers of a folder."""
    return Implementation(
        scheme=folder.scheme.id,
        provider=PROVIDER,
        variant=folder.name,
        library_name=folder.scheme.name,
        secret_key_bytes=folder.scheme.sizes.secret_key_bytes or 0,
        licence="not stated",
        notes=_notes(folder),
    )


def _notes(folder: Folder) -> tuple[str, ...]:
    if folder.signed_messages_only:
        return ("signs and opens whole signed messages: the message is copied inside the timed region",)
    return ()
