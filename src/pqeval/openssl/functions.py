"""The bridge's C functions, called directly; for the functional interface and the timing loop's set-up."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Final

from pqeval.errors import LengthError, LibraryError, ProviderError
from pqeval.openssl.build import OpensslLibrary, find_library

__all__ = ["Algorithm", "address", "algorithm", "require_library"]

_FIELDS: Final = ("public_key", "secret_key", "ciphertext", "shared_secret", "signature")


class _Lengths(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in _FIELDS)


@cache
def require_library() -> OpensslLibrary:
    """The OpenSSL of this host, which must be there already.

    Raises:
        LibraryError: it is not; says how to get it.
    """
    found = find_library()
    if found is None:
        raise LibraryError(
            "there is no OpenSSL of pqeval's own yet (it is optional): run `pqeval setup openssl`, or set "
            "PQEVAL_OPENSSL to the prefix of an installed OpenSSL 3.5 or newer"
        )
    return found


@cache
def _opened() -> ctypes.CDLL:
    found = require_library()
    try:
        bridge = ctypes.CDLL(str(found.bridge))
    except OSError as error:
        raise LibraryError(f"OpenSSL cannot be loaded: {error}; run `pqeval setup openssl`") from error
    bridge.pqe_ossl_version.restype = ctypes.c_char_p
    loaded = bridge.pqe_ossl_version().decode()
    if loaded != found.version:
        raise LibraryError(f"OpenSSL {loaded} was loaded, but {found.prefix} says it is {found.version}")
    return bridge


def address(symbol: str) -> int:
    """The address of one of the bridge's functions in this process."""
    return ctypes.cast(getattr(_opened(), symbol), ctypes.c_void_p).value or 0


class Algorithm:
    """One algorithm of the library; lengths in bytes, 0 where it has no such thing."""

    def __init__(self, name: str, *, is_kem: bool) -> None:
        bridge = _opened()
        bridge.pqe_ossl_new.argtypes = [ctypes.c_char_p, ctypes.c_int]
        bridge.pqe_ossl_new.restype = ctypes.c_void_p
        pointer: int | None = bridge.pqe_ossl_new(name.encode(), int(is_kem))
        if not pointer:
            raise LibraryError(f"OpenSSL {require_library().version} does not offer `{name}`")
        lengths = _Lengths()
        bridge.pqe_ossl_sizes(ctypes.c_void_p(pointer), ctypes.byref(lengths))
        self.name: Final = name
        self.pointer: Final = pointer
        self.public_key_bytes: Final = int(lengths.public_key)
        self.secret_key_bytes: Final = int(lengths.secret_key)
        self.ciphertext_bytes: Final = int(lengths.ciphertext)
        self.shared_secret_bytes: Final = int(lengths.shared_secret)
        self.signature_bytes: Final = int(lengths.signature)

    def keygen(self, seed: bytes | None = None) -> tuple[bytes, bytes]:
        """Public key and secret key; from the standard's seed if one is given."""
        public_key = ctypes.create_string_buffer(self.public_key_bytes)
        secret_key = ctypes.create_string_buffer(self.secret_key_bytes)
        if seed is None:
            self._require("keygen", public_key, secret_key)
        else:
            self._require("keygen_seeded", seed, ctypes.c_size_t(len(seed)), public_key, secret_key)
        return public_key.raw, secret_key.raw

    def encaps(self, public_key: bytes, random: bytes | None = None) -> tuple[bytes, bytes] | None:
        """Ciphertext and shared secret; None if the library refuses the public key."""
        _check("public_key", public_key, self.public_key_bytes)
        ciphertext = ctypes.create_string_buffer(self.ciphertext_bytes)
        shared_secret = ctypes.create_string_buffer(self.shared_secret_bytes)
        if random is None:
            done = self._call("encaps", ciphertext, shared_secret, public_key)
        else:
            given = (random, ctypes.c_size_t(len(random)))
            done = self._call("encaps_seeded", *given, ciphertext, shared_secret, public_key)
        return (ciphertext.raw, shared_secret.raw) if done else None

    def decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes | None:
        """The shared secret; None if the library refuses the secret key or the ciphertext."""
        _check("secret_key", secret_key, self.secret_key_bytes)
        _check("ciphertext", ciphertext, self.ciphertext_bytes)
        shared_secret = ctypes.create_string_buffer(self.shared_secret_bytes)
        return shared_secret.raw if self._call("decaps", shared_secret, ciphertext, secret_key) else None

    def sign(
        self, secret_key: bytes, message: bytes, context: bytes = b"", random: bytes | None = None
    ) -> bytes:
        """The signature; `random` is the standard's random string (its context is then empty)."""
        _check("secret_key", secret_key, self.secret_key_bytes)
        signature = ctypes.create_string_buffer(self.signature_bytes)
        length = ctypes.c_size_t(self.signature_bytes)
        out = (signature, ctypes.byref(length), message, ctypes.c_size_t(len(message)))
        if random is not None:
            self._require("sign_seeded", random, ctypes.c_size_t(len(random)), *out, secret_key)
        else:
            self._require("sign_context", *out, context, ctypes.c_size_t(len(context)), secret_key)
        return signature.raw[: length.value]

    def verify(self, public_key: bytes, message: bytes, signature: bytes, context: bytes = b"") -> bool:
        """Whether the library accepts the signature."""
        _check("public_key", public_key, self.public_key_bytes)
        lengths = [ctypes.c_size_t(len(part)) for part in (message, signature, context)]
        return self._call(
            "verify_context", message, lengths[0], signature, lengths[1], context, lengths[2], public_key
        )

    def _call(self, verb: str, *arguments: object) -> bool:
        function = getattr(_opened(), f"pqe_ossl_{verb}")
        function.restype = ctypes.c_int
        return int(function(ctypes.c_void_p(self.pointer), *arguments)) == 0

    def _require(self, verb: str, *arguments: object) -> None:
        if not self._call(verb, *arguments):
            raise ProviderError(f"OpenSSL: {verb.partition('_')[0]} of {self.name} failed")


@cache
def algorithm(name: str, *, is_kem: bool) -> Algorithm:
    """An algorithm by OpenSSL's name, opened once.

    Raises:
        LibraryError: there is no OpenSSL yet, or it does not offer the algorithm.
    """
    return Algorithm(name, is_kem=is_kem)


def _check(argument: str, value: bytes, length: int) -> None:
    if len(value) != length:
        raise LengthError(argument, length, len(value))
