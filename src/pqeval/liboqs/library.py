"""Ask a liboqs what it offers: names, sizes, claimed category, identifiers; through its companion."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pqeval.catalogue.implementation import SecretKeyEncoding
from pqeval.catalogue.scheme import Scheme
from pqeval.catalogue.vocabulary import Role
from pqeval.errors import LibraryError
from pqeval.liboqs.build import HostLibrary, find_host_library
from pqeval.liboqs.loaded import require_loaded

__all__ = [
    "KINDS",
    "LibraryAlgorithm",
    "algorithms",
    "enabled_in",
    "header_identifiers",
    "identifier",
    "opened",
    "require_host_library",
    "secret_key_encoding",
]

KINDS: Final = {Role.KEM: "KEM", Role.SIGNATURE: "SIG", Role.STATEFUL_SIGNATURE: "SIG_STFL"}
"""How liboqs spells a role in its names."""


@dataclass(frozen=True, slots=True)
class LibraryAlgorithm:
    """One algorithm as a library describes it; lengths in bytes, 0 where the role has no such thing."""

    name: str
    identifier: str
    role: Role
    enabled: bool
    version: str = ""
    claimed_nist_category: int = 0
    supports_context: bool = False
    public_key_bytes: int = 0
    secret_key_bytes: int = 0
    ciphertext_bytes: int = 0
    shared_secret_bytes: int = 0
    signature_bytes: int = 0


class _Description(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_uint64) for name in ("public_key", "secret_key", "ciphertext", "shared_secret")),
        *((name, ctypes.c_uint64) for name in ("signature", "claimed_nist_level", "supports_context")),
        ("version", ctypes.c_char * 64),
    )


def require_host_library() -> HostLibrary:
    """The host's liboqs, which must be there already.

    Raises:
        LibraryError: it is not; says how to get it.
    """
    library = find_host_library()
    if library is None:
        raise LibraryError("there is no liboqs for this host yet: run `pqeval setup`")
    return library


@cache
def opened(library: HostLibrary) -> ctypes.CDLL:
    """The companion of a liboqs, opened once; its liboqs comes with it.

    Raises:
        LibraryError: it cannot be loaded, or another liboqs is in its place.
    """
    try:
        companion = ctypes.CDLL(str(library.companion / "lib" / "liboqs.so"))
    except OSError as error:
        raise LibraryError(f"liboqs cannot be loaded: {error}; run `pqeval setup`") from error
    require_loaded(library)
    return companion


@cache
def algorithms(library: HostLibrary | None = None) -> tuple[LibraryAlgorithm, ...]:
    """Every KEM and signature that the library knows, stateful or not, the disabled ones too.

    Raises:
        LibraryError: there is no library yet.
    """
    library = library or require_host_library()
    companion = opened(library)
    found: list[LibraryAlgorithm] = []
    for role, spelling in KINDS.items():
        prefix = spelling.lower()
        identifiers = header_identifiers(library.include, role)
        count = getattr(companion, f"pqe_oqs_{prefix}_count")
        name_of = getattr(companion, f"pqe_oqs_{prefix}_name")
        count.restype, name_of.restype, name_of.argtypes = ctypes.c_size_t, ctypes.c_char_p, [ctypes.c_size_t]
        for index in range(count()):
            name = name_of(index).decode()
            found.append(_described(companion, prefix, role, name, identifiers.get(name, "")))
    return tuple(found)


def identifier(name: str, include: Path, role: Role) -> str:
    """The C identifier of an algorithm (`ml_kem_768`), read from a library's headers.

    Raises:
        LibraryError: these headers do not know the name.
    """
    known = header_identifiers(include, role)
    if name not in known:
        raise LibraryError(f"the headers of this liboqs do not know the {role} `{name}`")
    return known[name]


@cache
def header_identifiers(include: Path, role: Role) -> dict[str, str]:
    """Library name to C identifier, for every algorithm that the headers define."""
    prefix = KINDS[role]
    header = include / "oqs" / f"{prefix.lower()}.h"
    if role == Role.STATEFUL_SIGNATURE and not header.is_file():
        return {}  # a library without them
    text = header.read_text(encoding="utf-8", errors="replace")
    pairs = re.findall(rf'#define OQS_{prefix}_alg_(\w+)\s+"([^"]+)"', text)
    return {name: identifier for identifier, name in pairs if identifier != "default"}


_SEED_FAMILIES: Final = ("MAYO", "CROSS")


@cache
def enabled_in(include: Path, role: Role, identifier: str) -> bool:
    """Whether the library with these headers was built with the algorithm."""
    prefix = KINDS[role]
    text = (include / "oqs" / "oqsconfig.h").read_text(encoding="utf-8", errors="replace")
    return re.search(rf"#define OQS_ENABLE_{prefix}_{re.escape(identifier)} 1\b", text) is not None


def secret_key_encoding(scheme: Scheme) -> SecretKeyEncoding:
    """How liboqs encodes the secret keys of a scheme: some keep the seed alone; states are not handled."""
    if scheme.role == Role.STATEFUL_SIGNATURE:
        return SecretKeyEncoding.NONE
    return SecretKeyEncoding.SEED if scheme.family in _SEED_FAMILIES else SecretKeyEncoding.EXPANDED


def _described(
    companion: ctypes.CDLL, prefix: str, role: Role, name: str, identifier: str
) -> LibraryAlgorithm:
    describe = getattr(companion, f"pqe_oqs_{prefix}_describe")
    answer = _Description()
    if describe(name.encode(), ctypes.byref(answer)) != 0:
        return LibraryAlgorithm(name=name, identifier=identifier, role=role, enabled=False)
    return LibraryAlgorithm(
        name=name,
        identifier=identifier,
        role=role,
        enabled=True,
        version=answer.version.decode(errors="replace"),
        claimed_nist_category=answer.claimed_nist_level,
        supports_context=bool(answer.supports_context),
        public_key_bytes=answer.public_key,
        secret_key_bytes=answer.secret_key,
        ciphertext_bytes=answer.ciphertext,
        shared_secret_bytes=answer.shared_secret,
        signature_bytes=answer.signature,
    )
