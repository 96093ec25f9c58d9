"""What the OpenSSL providers of KEMs and of signatures have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Generic, TypeVar

from pqeval.catalogue import Implementation, Role, SecretKeyEncoding, Sizes, check_sizes, load
from pqeval.openssl.functions import Algorithm, algorithm, require_library
from pqeval.provider.registry import reason_of
from pqeval.provider.sizes import sizes_of

__all__ = ["OpensslProvider", "opened"]

T = TypeVar("T")

_NOTES: Final = (
    "through OpenSSL's EVP interface: keys are byte strings, and each call parses the key that it is given",
)


class OpensslProvider(Generic[T]):
    """The OpenSSL that `pqeval setup openssl` built, or that `PQEVAL_OPENSSL` names.

    Args:
        offered: identifiers of the schemes, whose names in the catalogue are OpenSSL's.
        refused: schemes that one might expect, with the reason.
        make: makes one of them ready for use.
    """

    name = "openssl"
    rank = 5

    def __init__(
        self,
        offered: tuple[str, ...],
        refused: Mapping[str, str],
        make: Callable[[Implementation, Sizes], T],
    ) -> None:
        self._offered = offered
        self._refused = dict(refused)
        self._make = make

    def unavailable(self) -> str:
        """Empty if there is a library."""
        return reason_of(require_library)

    def implementations(self) -> tuple[Implementation, ...]:
        """Every scheme, with the standard's encoding of its secret key."""
        return tuple(
            Implementation(
                scheme=scheme,
                provider=self.name,
                variant="evp",
                library_name=load().by_id[scheme].name,
                secret_key_encoding=SecretKeyEncoding.EXPANDED,
                secret_key_bytes=sizes_of(scheme).secret_key_bytes or 0,
                licence="Apache-2.0",
                notes=_NOTES,
            )
            for scheme in self._offered
        )

    def refused(self) -> dict[str, str]:
        """Schemes that are not offered on purpose."""
        return self._refused

    def open(self, implementation: Implementation) -> T:
        """One of `implementations()`."""
        return self._make(implementation, sizes_of(implementation.scheme))


def opened(implementation: Implementation, role: Role) -> Algorithm:
    """The library's algorithm, its sizes compared with the catalogue's.

    Raises:
        CatalogueError: they differ.
        LibraryError: the library does not offer it.
    """
    found = algorithm(implementation.library_name, is_kem=role == Role.KEM)
    stated = Sizes(
        public_key_bytes=found.public_key_bytes,
        secret_key_bytes=found.secret_key_bytes,
        ciphertext_bytes=found.ciphertext_bytes or None,
        shared_secret_bytes=found.shared_secret_bytes or None,
        signature_bytes=found.signature_bytes or None,
    )
    check_sizes(load().by_id[implementation.scheme], stated, f"OpenSSL {require_library().version}")
    return found
