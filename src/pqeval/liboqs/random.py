"""Deterministic generators (native/random), alone or installed as the library's source of randomness."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from pqeval.errors import LengthError
from pqeval.liboqs import _random
from pqeval.liboqs.build import HostLibrary
from pqeval.liboqs.functions import install_random, restore_random

__all__ = [
    "Generator",
    "SeededGenerator",
    "process_generator",
    "process_generator_address",
    "process_generator_seeding",
    "seed_process_generator",
]

_ffi, _lib = _random.ffi, _random.lib


class Generator(IntEnum):
    """Kinds of generator; `native/random/random.h` describes them."""

    STREAM = 1
    CTR_DRBG = 2
    SHAKE256 = 3
    SHAKE256_ZERO = 4

    @property
    def seed_bytes(self) -> int:
        """Length of the seed: 32 bytes for the stream, 48 for the others."""
        return 32 if self is Generator.STREAM else 48

    def seeded(self, seed: bytes) -> SeededGenerator:
        """A generator of this kind.

        Raises:
            LengthError: the seed is not `seed_bytes` long.
        """
        return SeededGenerator(self, seed)


class SeededGenerator:
    """Gives the bytes that follow from a seed; not for secrets."""

    def __init__(self, kind: Generator, seed: bytes) -> None:
        self._state = _ffi.new("pqe_random *")
        if _lib.pqe_random_seed(self._state, int(kind), seed, len(seed)) != 0:
            raise LengthError("seed", kind.seed_bytes, len(seed))

    def generate(self, length: int) -> bytes:
        """The next `length` bytes."""
        out = _ffi.new("uint8_t[]", max(length, 1))
        _lib.pqe_random_generate(self._state, out, length)
        return bytes(_ffi.buffer(out, length))


def seed_process_generator(kind: Generator, seed: bytes) -> None:
    """Seed the generator of this process, which `process_generator` installs in the library.

    Raises:
        LengthError: the seed is not `kind.seed_bytes` long.
    """
    if _lib.pqe_random_seed(_lib.pqe_random_process(), int(kind), seed, len(seed)) != 0:
        raise LengthError("seed", kind.seed_bytes, len(seed))


def process_generator_address() -> int:
    """The address of the C function by which the library draws from the process's generator."""
    return int(_ffi.cast("uintptr_t", _ffi.addressof(_lib, "pqe_random_process_generate")))


def process_generator_seeding() -> tuple[int, int]:
    """The addresses of `pqe_random_seed` and of the process's generator, for seeding from C."""
    function = int(_ffi.cast("uintptr_t", _ffi.addressof(_lib, "pqe_random_seed")))
    return function, int(_ffi.cast("uintptr_t", _lib.pqe_random_process()))


@contextmanager
def process_generator(kind: Generator, seed: bytes, library: HostLibrary) -> Iterator[None]:
    """Within this block liboqs draws its random bytes from a seeded generator, afterwards from the system."""
    seed_process_generator(kind, seed)
    install_random(library, process_generator_address())
    try:
        yield
    finally:
        restore_random(library)
