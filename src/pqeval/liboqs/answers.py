"""What the host's liboqs answers, made in a process of its own: known answers, keys and what is made of them.

Firmware whose known-answer test would take too long as a whole is checked operation by operation against
these. The host's library has to give the published transcript first; whoever asks compares its digest.

As a program (`python -m pqeval.liboqs.answers REQUEST`) it takes a `Wanted` and prints an `Answer`, in JSON.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

from pqeval.catalogue.vocabulary import Role
from pqeval.errors import LibraryError, PqevalError, ProviderError
from pqeval.liboqs.build import HostLibrary
from pqeval.liboqs.functions import KemFunctions, SigFunctions, install_random, restore_random
from pqeval.liboqs.kat import kem_text, sig_text, vectors
from pqeval.liboqs.library import algorithms, require_host_library
from pqeval.liboqs.random import Generator
from pqeval.native.process import run

__all__ = ["Answer", "Wanted", "ask", "main"]

_TIMEOUT_S: Final = 600.0
_DRAW = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_size_t)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Of which algorithm answers are wanted. Without seeds: those of its first published vector.

    With seeds (of the stream generator): the key pair that follows from the first, and the ciphertext, or the
    signature of `message`, that follows from it and the second.
    """

    name: str
    keygen_seed: bytes = b""
    use_seed: bytes = b""
    message: bytes = b""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the host's library made; `output` is a ciphertext or a signature.

    `drawn` are the lengths of the random pieces that key generation took, in order; `digest` is the SHA-256
    of the transcript, empty where seeds were given.
    """

    version: str
    public_key: bytes
    secret_key: bytes
    output: bytes
    shared_secret: bytes
    drawn: tuple[int, ...]
    digest: str


def ask(wanted: Wanted) -> Answer:
    """The host's answer, from a process of its own.

    Raises:
        PqevalError: there is no liboqs for the host, or it does not offer the algorithm.
    """
    words = [sys.executable, "-m", "pqeval.liboqs.answers", msgspec.json.encode(wanted).decode()]
    return msgspec.json.decode(run(words, timeout_s=_TIMEOUT_S), type=Answer)


class _Source:
    """A seeded generator as the library's source of random bytes, which notes how much is drawn at a time."""

    def __init__(self, kind: Generator, seed: bytes) -> None:
        self._generator = kind.seeded(seed)
        self.drawn: list[int] = []
        self._callback = _DRAW(self._draw)

    def _draw(self, place: int, length: int) -> None:
        self.drawn.append(length)
        ctypes.memmove(place, self._generator.generate(length), length)

    @contextmanager
    def installed(self, library: HostLibrary) -> Iterator[None]:
        install_random(library, ctypes.cast(self._callback, ctypes.c_void_p).value or 0)
        try:
            yield
        finally:
            restore_random(library)


def _answer(wanted: Wanted) -> Answer:
    library = require_host_library()
    found = next((one for one in algorithms(library) if one.name == wanted.name and one.enabled), None)
    if found is None:
        raise LibraryError(f"liboqs {library.version} does not offer `{wanted.name}` here")
    if found.role == Role.KEM:
        return _kem_answer(KemFunctions(library, found), library, wanted)
    return _sig_answer(SigFunctions(library, found), library, wanted)


def _kem_answer(kem: KemFunctions, library: HostLibrary, wanted: Wanted) -> Answer:
    vector = next(vectors(wanted.name, Role.KEM, "single"))
    (first, second) = _sources(wanted, vector.generator, vector.seed)
    with first.installed(library):
        public_key, secret_key = kem.keygen()
    drawn = tuple(first.drawn)
    with second.installed(library):
        ciphertext, shared_secret = kem.encaps(public_key)
    if kem.decaps(ciphertext, secret_key) != shared_secret:
        raise ProviderError(f"{wanted.name} on the host: decaps gives another shared secret than encaps")
    text = kem_text(vector, public_key, secret_key, ciphertext, shared_secret)
    return Answer(
        version=library.version,
        public_key=public_key,
        secret_key=secret_key,
        output=ciphertext,
        shared_secret=shared_secret,
        drawn=drawn,
        digest="" if wanted.keygen_seed else hashlib.sha256(text).hexdigest(),
    )


def _sig_answer(sig: SigFunctions, library: HostLibrary, wanted: Wanted) -> Answer:
    vector = next(vectors(wanted.name, Role.SIGNATURE, "single"))
    message = wanted.message if wanted.keygen_seed else vector.message
    (first, second) = _sources(wanted, vector.generator, vector.seed)
    with first.installed(library):
        public_key, secret_key = sig.keygen()
    drawn = tuple(first.drawn)
    with second.installed(library):
        signature = sig.sign(message, secret_key)
    if not sig.verify(message, signature, public_key):
        raise ProviderError(f"{wanted.name} on the host: verify refuses what sign gave")
    text = sig_text(wanted.name, vector, public_key, secret_key, signature)
    return Answer(
        version=library.version,
        public_key=public_key,
        secret_key=secret_key,
        output=signature,
        shared_secret=b"",
        drawn=drawn,
        digest="" if wanted.keygen_seed else hashlib.sha256(text).hexdigest(),
    )


def _sources(wanted: Wanted, kind: Generator, seed: bytes) -> tuple[_Source, _Source]:
    """For key generation and for what follows; of a published vector it is one and the same."""
    if wanted.keygen_seed:
        return (
            _Source(Generator.STREAM, wanted.keygen_seed),
            _Source(Generator.STREAM, wanted.use_seed),
        )
    source = _Source(kind, seed)
    return source, source


def main(arguments: list[str]) -> int:
    """Print the answer."""
    try:
        answer = _answer(msgspec.json.decode(arguments[0], type=Wanted))
    except PqevalError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(msgspec.json.encode(answer).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
