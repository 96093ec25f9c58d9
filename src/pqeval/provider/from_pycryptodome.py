"""What `pycryptodome` offers of one kind of scheme."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Generic, TypeVar

from pqeval.catalogue import Boundary, Implementation, SecretKeyEncoding
from pqeval.provider.packages import package_reason
from pqeval.provider.sizes import sizes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pqeval.catalogue import Sizes

__all__ = ["PycryptodomeProvider"]

T = TypeVar("T")


class PycryptodomeProvider(Generic[T]):
    """Schemes of the package.

    Args:
        schemes: identifier of each scheme, and the package's name of it.
        make: makes one ready for use.
        notes: what is to be known of its figures.
        module: dotted name of the module, if only newer versions have it.
        secret_key_bytes: length of the seed that a secret key is; 0: there are no secret keys.
    """

    name = "pycryptodome"
    rank = 20

    def __init__(
        self,
        schemes: Mapping[str, str],
        make: Callable[[Implementation, Sizes], T],
        notes: tuple[str, ...],
        *,
        module: str = "",
        secret_key_bytes: int = 0,
    ) -> None:
        self._module = module
        self._schemes = schemes
        self._make = make
        self._secret_key_bytes = secret_key_bytes
        self._notes = notes

    def unavailable(self) -> str:
        """Empty unless the package is missing."""
        return package_reason("Crypto", self.name)

    def implementations(self) -> tuple[Implementation, ...]:
        """The schemes, if the installed version has the module."""
        if self._module and find_spec(self._module) is None:
            return ()
        encoding = SecretKeyEncoding.SEED if self._secret_key_bytes else SecretKeyEncoding.NONE
        return tuple(
            Implementation(
                scheme=scheme,
                provider=self.name,
                variant="default",
                library_name=library_name,
                boundary=Boundary.PYTHON,
                secret_key_encoding=encoding,
                secret_key_bytes=self._secret_key_bytes,
                licence="BSD-2-Clause AND Unlicense",
                notes=self._notes,
            )
            for scheme, library_name in self._schemes.items()
        )

    def refused(self) -> dict[str, str]:
        """The schemes, if the installed version lacks them."""
        if self.implementations():
            return {}
        return dict.fromkeys(self._schemes, f"the installed version of {self.name} does not have it")

    def open(self, implementation: Implementation) -> T:
        """One of `implementations()`."""
        return self._make(implementation, sizes_of(implementation.scheme))
