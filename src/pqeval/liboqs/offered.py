"""What the host's liboqs offers, as implementations of catalogue schemes."""

from __future__ import annotations

from functools import cache
from typing import Final

from pqeval.catalogue import Implementation, Role, Scheme, Sizes, check_sizes, load
from pqeval.errors import CatalogueError, LibraryError
from pqeval.liboqs.build import HostLibrary, find_host_library
from pqeval.liboqs.library import LibraryAlgorithm, algorithms, require_host_library, secret_key_encoding
from pqeval.liboqs.stateful_kat import NOTES

__all__ = ["algorithm_of", "offered", "refused", "unavailable_reason"]

VARIANT: Final = "dist"
"""The library chooses code for the CPU at run time."""


def unavailable_reason() -> str:
    """Empty if there is a liboqs for this host; else why not, and the remedy."""
    try:
        require_host_library()
    except LibraryError as error:
        return str(error)
    return ""


def offered(role: Role) -> tuple[Implementation, ...]:
    """The library's algorithms of a role that the catalogue knows.

    Raises:
        CatalogueError: the library states other sizes than the catalogue.
    """
    return tuple(implementation for implementation, _ in _known(require_host_library(), role).values())


def refused(role: Role) -> dict[str, str]:
    """Schemes that liboqs knows in some version, but not here."""
    library = find_host_library()
    if library is None:
        return {}
    here = _known(library, role)
    catalogue = load()
    named = {catalogue.by_id[name.scheme] for name in catalogue.liboqs_names}
    reason = f"liboqs {library.version} does not offer it"
    return {scheme.id: reason for scheme in named if scheme.role == role and scheme.id not in here}


def algorithm_of(implementation: Implementation) -> LibraryAlgorithm:
    """The library's own description of an implementation."""
    scheme = load().by_id[implementation.scheme]
    return _known(require_host_library(), scheme.role)[scheme.id][1]


@cache
def _known(library: HostLibrary, role: Role) -> dict[str, tuple[Implementation, LibraryAlgorithm]]:
    catalogue = load()
    known: dict[str, tuple[Implementation, LibraryAlgorithm]] = {}
    for algorithm in algorithms(library):
        if algorithm.role != role or not algorithm.enabled:
            continue
        try:
            scheme = catalogue.by_library("liboqs", library.version, algorithm.name)
        except CatalogueError:
            continue  # newer than the catalogue: nothing is known of it, so nothing is claimed
        check_sizes(scheme, _sizes(algorithm), f"liboqs {library.version}")
        known[scheme.id] = (_implementation(scheme, algorithm), algorithm)
    return known


def _implementation(scheme: Scheme, algorithm: LibraryAlgorithm) -> Implementation:
    return Implementation(
        scheme=scheme.id,
        provider="liboqs",
        variant=VARIANT,
        library_name=algorithm.name,
        secret_key_encoding=secret_key_encoding(scheme),
        secret_key_bytes=0 if scheme.role == Role.STATEFUL_SIGNATURE else algorithm.secret_key_bytes,
        licence="MIT",
        notes=NOTES if scheme.role == Role.STATEFUL_SIGNATURE else (),
    )


def _sizes(algorithm: LibraryAlgorithm) -> Sizes:
    return Sizes(
        public_key_bytes=algorithm.public_key_bytes,
        secret_key_bytes=algorithm.secret_key_bytes,
        ciphertext_bytes=algorithm.ciphertext_bytes or None,
        shared_secret_bytes=algorithm.shared_secret_bytes or None,
        signature_bytes=algorithm.signature_bytes or None,
    )
