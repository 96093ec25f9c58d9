"""What the liboqs providers of KEMs and of signatures have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from pqeval.catalogue import Implementation, Role, Sizes
from pqeval.errors import ProviderError
from pqeval.liboqs.offered import offered, refused, unavailable_reason
from pqeval.provider.keys import KeyPair
from pqeval.provider.sizes import sizes_of

__all__ = ["LiboqsProvider", "answer_of", "fresh_keys"]

T = TypeVar("T")


class LiboqsProvider(Generic[T]):
    """The liboqs that pqeval built or was told to use.

    Args:
        role: which of the library's algorithms.
        make: makes one of them ready for use.
    """

    name = "liboqs"
    rank = 0

    def __init__(self, role: Role, make: Callable[[Implementation, Sizes], T]) -> None:
        self._role = role
        self._make = make

    def unavailable(self) -> str:
        """Empty if there is a library."""
        return unavailable_reason()

    def implementations(self) -> tuple[Implementation, ...]:
        """Every algorithm of the role that the library has and the catalogue knows."""
        return offered(self._role)

    def refused(self) -> dict[str, str]:
        """Algorithms of other versions of the library."""
        return refused(self._role)

    def open(self, implementation: Implementation) -> T:
        """One of `implementations()`."""
        return self._make(implementation, sizes_of(implementation.scheme))


def fresh_keys(opened: Any, name: str) -> KeyPair:  # noqa: ANN401 - the package has no types
    """Let an object of liboqs-python make a key pair."""
    public_key = answer_of(opened.generate_keypair, name)
    return KeyPair(bytes(public_key), bytes(opened.export_secret_key()))


def answer_of(call: Callable[[], Any], name: str) -> Any:  # noqa: ANN401 - the package has no types
    """What a method of liboqs-python returns.

    Raises:
        ProviderError: the library failed.
    """
    try:
        return call()
    except RuntimeError as error:
        raise ProviderError(f"liboqs failed with {name}: {error}") from None
