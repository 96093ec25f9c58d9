"""Signatures of liboqs, through liboqs-python."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pqeval.catalogue import Implementation, Role
from pqeval.errors import InvalidSignature
from pqeval.liboqs.offered import algorithm_of
from pqeval.provider.from_liboqs import LiboqsProvider, answer_of, fresh_keys
from pqeval.sig.signature import KeyPair, Signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from pqeval.catalogue import Sizes

__all__ = ["PROVIDER"]

COMPRESSED: Final = frozenset({"falcon_512", "falcon_1024"})
"""Signatures whose length varies; all others have one length, and C is called with no other."""


class LiboqsSignature(Signature):
    """A signature scheme of liboqs; the secret key is in the library's own encoding."""

    def __init__(self, implementation: Implementation, sizes: Sizes) -> None:
        super().__init__(implementation, sizes)
        from pqeval.liboqs.binding import oqs  # noqa: PLC0415 - loads the library

        self._module = oqs()
        self._name = implementation.library_name
        self.fixed_signature_length = implementation.scheme not in COMPRESSED
        self.supports_context = algorithm_of(implementation).supports_context

    def _keygen(self) -> KeyPair:
        with self._opened() as scheme:
            return fresh_keys(scheme, self._name)

    def _sign(self, secret_key: bytes, message: bytes, context: bytes) -> bytes:
        with self._opened(secret_key) as scheme:
            if context:
                return bytes(answer_of(partial(scheme.sign_with_ctx_str, message, context), self._name))
            return bytes(answer_of(partial(scheme.sign, message), self._name))

    def _verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes) -> None:
        with self._opened() as scheme:
            if context:
                accepted = scheme.verify_with_ctx_str(message, signature, context, public_key)
            else:
                accepted = scheme.verify(message, signature, public_key)
        if not accepted:
            raise InvalidSignature(f"the signature of {self.scheme} does not verify")

    def _timed_keygen(self) -> Callable[[], object]:
        return self._keygen

    def _timed_sign(self, secret_key: bytes, message: bytes) -> Callable[[], object]:
        return partial(self._sign, secret_key, message, b"")

    def _timed_verify(self, public_key: bytes, message: bytes, signature: bytes) -> Callable[[], object]:
        return partial(self._verify, public_key, message, signature, b"")

    def _opened(self, secret_key: bytes | None = None) -> Any:  # noqa: ANN401 - the package has no types
        return self._module.Signature(self._name, secret_key)


PROVIDER: Final = LiboqsProvider(Role.SIGNATURE, LiboqsSignature)
