"""LMS and XMSS of liboqs, as far as it publishes known answers of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Role
from pqeval.liboqs.functions import StatefulFunctions
from pqeval.liboqs.library import require_host_library
from pqeval.liboqs.offered import algorithm_of
from pqeval.liboqs.stateful_kat import NO_KNOWN_ANSWER, has_known_answer, known_answer
from pqeval.provider.from_liboqs import LiboqsProvider
from pqeval.stateful.verifier import Verifier

if TYPE_CHECKING:
    from pqeval.catalogue import Implementation, Sizes

__all__ = ["PROVIDER"]

_OID_BYTES: Final = 4
_HSS_WORDS_BYTES: Final = 12
"""The number of levels, the type of the upper tree and that of its one-time signatures."""


class LiboqsVerifier(Verifier):
    """Calls the library's public function; the parameter set's words are those of its known answer."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        library, name = require_host_library(), implementation.library_name
        words = _HSS_WORDS_BYTES if name.startswith("LMS") else _OID_BYTES
        known = known_answer(name, library.version, library.prefix)
        super().__init__(implementation, sizes, known.public_key[:words])
        self._functions = StatefulFunctions(library, algorithm_of(implementation))

    def _accepts(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        return self._functions.verify(message, signature, public_key)


class _Provider(LiboqsProvider[Verifier]):
    """What could never be checked is not offered."""

    def implementations(self) -> tuple[Implementation, ...]:
        kept = require_host_library().prefix
        return tuple(one for one in super().implementations() if has_known_answer(one.library_name, kept))

    def refused(self) -> dict[str, str]:
        library = require_host_library()
        unchecked = {
            one.scheme: f"liboqs {library.version} has it, but {NO_KNOWN_ANSWER}"
            for one in super().implementations()
            if not has_known_answer(one.library_name, library.prefix)
        }
        return {**super().refused(), **unchecked}


PROVIDER: Final = _Provider(Role.STATEFUL_SIGNATURE, LiboqsVerifier)
