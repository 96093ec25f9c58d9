"""The C functions of a loaded liboqs, called directly; for known answers and for the timing loop's set-up."""

from __future__ import annotations

import ctypes
from functools import cache

from pqeval.errors import LengthError, LibraryError, ProviderError
from pqeval.liboqs.build import HostLibrary
from pqeval.liboqs.library import LibraryAlgorithm, opened

__all__ = ["KemFunctions", "SigFunctions", "StatefulFunctions", "address", "install_random", "restore_random"]

_OK = 0


def address(library: HostLibrary, symbol: str) -> int:
    """The address of one of the library's functions in this process."""
    function = getattr(opened(library), symbol, None)
    if function is None:
        raise LibraryError(f"liboqs {library.version} has no function {symbol}")
    return ctypes.cast(function, ctypes.c_void_p).value or 0


def install_random(library: HostLibrary, callback: int) -> None:
    """Make liboqs draw its random bytes from the C function at `callback`."""
    function = opened(library).OQS_randombytes_custom_algorithm
    function.argtypes, function.restype = [ctypes.c_void_p], None
    function(callback)


def restore_random(library: HostLibrary) -> None:
    """Make liboqs draw its random bytes from the operating system again."""
    if opened(library).OQS_randombytes_switch_algorithm(b"system") != _OK:
        raise LibraryError("liboqs refuses to use the system's source of randomness again")


@cache
def _object(library: HostLibrary, kind: str, name: str) -> int:
    """The library's object of an algorithm; it lives as long as the process."""
    new = getattr(opened(library), f"OQS_{kind}_new")
    new.argtypes, new.restype = [ctypes.c_char_p], ctypes.c_void_p
    pointer: int | None = new(name.encode())
    if not pointer:
        raise LibraryError(f"liboqs {library.version} does not offer `{name}` here")
    return pointer


class _Functions:
    """What all kinds have in common: the library's object and checked calls."""

    kind = ""

    def __init__(self, library: HostLibrary, algorithm: LibraryAlgorithm) -> None:
        self.algorithm = algorithm
        self.pointer = _object(library, self.kind, algorithm.name)
        self._library = opened(library)

    def _status(self, verb: str, *arguments: object) -> int:
        function = getattr(self._library, f"OQS_{self.kind}_{verb}")
        function.restype = ctypes.c_int
        return int(function(ctypes.c_void_p(self.pointer), *arguments))

    def _call(self, verb: str, *arguments: object) -> None:
        if self._status(verb, *arguments) != _OK:
            raise ProviderError(f"liboqs: {verb} of {self.algorithm.name} failed")

    def _accepts(self, message: bytes, signature: bytes, public_key: bytes) -> bool:
        lengths = ctypes.c_size_t(len(message)), ctypes.c_size_t(len(signature))
        return self._status("verify", message, lengths[0], signature, lengths[1], public_key) == _OK


class _KeyedFunctions(_Functions):
    """What KEMs and signatures have in common."""

    def keygen(self) -> tuple[bytes, bytes]:
        """A fresh public key and secret key."""
        public_key = ctypes.create_string_buffer(self.algorithm.public_key_bytes)
        secret_key = ctypes.create_string_buffer(self.algorithm.secret_key_bytes)
        self._call("keypair", public_key, secret_key)
        return public_key.raw, secret_key.raw


class KemFunctions(_KeyedFunctions):
    """One KEM of the library."""

    kind = "KEM"

    def encaps(self, public_key: bytes) -> tuple[bytes, bytes]:
        """Ciphertext and shared secret."""
        _require("public_key", public_key, self.algorithm.public_key_bytes)
        ciphertext = ctypes.create_string_buffer(self.algorithm.ciphertext_bytes)
        shared_secret = ctypes.create_string_buffer(self.algorithm.shared_secret_bytes)
        self._call("encaps", ciphertext, shared_secret, public_key)
        return ciphertext.raw, shared_secret.raw

    def decaps(self, ciphertext: bytes, secret_key: bytes) -> bytes:
        """The shared secret."""
        _require("ciphertext", ciphertext, self.algorithm.ciphertext_bytes)
        _require("secret_key", secret_key, self.algorithm.secret_key_bytes)
        shared_secret = ctypes.create_string_buffer(self.algorithm.shared_secret_bytes)
        self._call("decaps", shared_secret, ciphertext, secret_key)
        return shared_secret.raw


class StatefulFunctions(_Functions):
    """One stateful signature scheme of the library: verification alone."""

    kind = "SIG_STFL"

    def verify(self, message: bytes, signature: bytes, public_key: bytes) -> bool:
        """Whether the library accepts the signature.

        The library reads as many bytes as the public key's first words say, whatever it is told of lengths:
        these words must be the scheme's own (`pqeval.stateful` sees to it).
        """
        _require("public_key", public_key, self.algorithm.public_key_bytes)
        _require("signature", signature, self.algorithm.signature_bytes)
        return self._accepts(message, signature, public_key)


class SigFunctions(_KeyedFunctions):
    """One signature scheme of the library."""

    kind = "SIG"

    def sign(self, message: bytes, secret_key: bytes) -> bytes:
        """The signature of `message`."""
        _require("secret_key", secret_key, self.algorithm.secret_key_bytes)
        signature = ctypes.create_string_buffer(self.algorithm.signature_bytes)
        length = ctypes.c_size_t(self.algorithm.signature_bytes)
        self._call(
            "sign", signature, ctypes.byref(length), message, ctypes.c_size_t(len(message)), secret_key
        )
        return signature.raw[: length.value]

    def verify(self, message: bytes, signature: bytes, public_key: bytes) -> bool:
        """Whether the library accepts the signature."""
        _require("public_key", public_key, self.algorithm.public_key_bytes)
        return self._accepts(message, signature, public_key)


def _require(argument: str, value: bytes, length: int) -> None:
    if len(value) != length:
        raise LengthError(argument, length, len(value))
