"""Known answers of liboqs: its own generators' transcripts, reproduced and compared by SHA-256.

liboqs publishes, for each algorithm, the SHA-256 of the text that its programs `kat_kem` and `kat_sig`
print: `single` of the first vector, `all` of 100 (Classic McEliece: 10). The random bytes come from NIST's
CTR_DRBG, for HQC from SHAKE256; both are pqeval's own (`native/random`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final, Literal

from pqeval.catalogue.vocabulary import Role
from pqeval.errors import LibraryError, ProviderError
from pqeval.liboqs.build import HostLibrary
from pqeval.liboqs.functions import KemFunctions, SigFunctions
from pqeval.liboqs.library import LibraryAlgorithm, algorithms, require_host_library
from pqeval.liboqs.random import Generator, process_generator
from pqeval.records import Correctness

__all__ = [
    "Vector",
    "expected",
    "kem_text",
    "known_transcripts",
    "published",
    "sig_text",
    "signed_message",
    "source_note",
    "vectors",
    "verify",
]

Which = Literal["single", "all"]

_SEED_BYTES: Final = 48
_MESSAGE_STEP: Final = 33
_ALL: Final = 100
_ALL_MCELIECE: Final = 10
# HQC's generator took another first byte when its specification changed, and the schemes took other names.
_GENERATORS: Final = {
    **dict.fromkeys(("HQC-128", "HQC-192", "HQC-256"), Generator.SHAKE256),
    **dict.fromkeys(("HQC-1", "HQC-3", "HQC-5"), Generator.SHAKE256_ZERO),
}
_MESSAGE_FIRST: Final = ("cross-", "OV-", "mqom2_")


class _FalconHeader(IntEnum):
    """First byte of the compressed signature in NIST's signed-message format of Falcon."""

    FALCON_512 = 0x29
    FALCON_1024 = 0x2A


@dataclass(frozen=True, slots=True)
class Vector:
    """The inputs of one vector: number, generator and its 48-byte seed, message (signatures only)."""

    count: int
    last: bool
    generator: Generator
    seed: bytes
    message: bytes = b""


def vectors(name: str, role: Role, which: Which) -> Iterator[Vector]:
    """The inputs of `single` or `all`, in order."""
    generator = _GENERATORS.get(name, Generator.CTR_DRBG)
    master = generator.seeded(bytes(range(_SEED_BYTES)))
    total = 1 if which == "single" else _ALL_MCELIECE if name.startswith("Classic-McEliece") else _ALL
    for count in range(total):
        seed = master.generate(_SEED_BYTES)
        message = master.generate(_MESSAGE_STEP * (count + 1)) if role == Role.SIGNATURE else b""
        yield Vector(count, count == total - 1, generator, seed, message)


def kem_text(
    vector: Vector, public_key: bytes, secret_key: bytes, ciphertext: bytes, shared_secret: bytes
) -> bytes:
    """The transcript of one KEM vector, as liboqs's `kat_kem` prints it."""
    return _lines(
        vector,
        ("count", str(vector.count)),
        ("seed", _hex(vector.seed)),
        ("pk", _hex(public_key)),
        ("sk", _hex(secret_key)),
        ("ct", _hex(ciphertext)),
        ("ss", _hex(shared_secret)),
    )


def sig_text(name: str, vector: Vector, public_key: bytes, secret_key: bytes, signature: bytes) -> bytes:
    """The transcript of one signature vector, as liboqs's `kat_sig` prints it."""
    signed = signed_message(name, vector.message, signature)
    return _lines(
        vector,
        ("count", str(vector.count)),
        ("seed", _hex(vector.seed)),
        ("mlen", str(len(vector.message))),
        ("msg", _hex(vector.message)),
        ("pk", _hex(public_key)),
        ("sk", _hex(secret_key)),
        ("smlen", str(len(signed))),
        ("sm", _hex(signed)),
    )


def expected(name: str, which: Which = "single", *, version: str, kept: Path | None = None) -> str:
    """The published SHA-256 of the transcript.

    `kept` is the folder of the library's build, where its own digests stand if pqeval built it; else the
    digests that pqeval carries for known versions are used.

    Raises:
        LibraryError: no digest is known for this name and version.
    """
    for role in ("kem", "sig"):
        path = kept / "kats" / f"{role}.json" if kept is not None else None
        if path is not None and path.is_file():
            digests = json.loads(path.read_text(encoding="utf-8"))
            if name in digests:
                return str(digests[name][which])
    carried = _carried().get(version, {})
    if name not in carried:
        raise LibraryError(f"no known answer of `{name}` is at hand for liboqs {version}")
    return carried[name][which]


def published(name: str) -> bool:
    """Whether there is a known answer of `name` for the host's library; not every scheme has one."""
    library = require_host_library()
    try:
        expected(name, version=library.version, kept=library.prefix)
    except LibraryError:
        return False
    return True


def known_transcripts(name: str) -> dict[str, str]:
    """The published SHA-256 of the first vector's transcript in each known version, with that version."""
    return {
        digests[name]["single"]: f"liboqs {version}"
        for version, digests in _carried().items()
        if name in digests
    }


def source_note(version: str) -> str:
    """Where the expected digests come from."""
    return f"liboqs {version}, tests/KATs"


def verify(name: str, which: Which = "single") -> Correctness:
    """Run the known-answer test of `name` in the host's library.

    Raises:
        ProviderError: the answer is wrong; names both digests.
        LibraryError: there is no such algorithm, or no known answer for it.
    """
    library = require_host_library()
    algorithm = _algorithm(name, library)
    wanted = expected(name, which, version=library.version, kept=library.prefix)
    digest = hashlib.sha256()
    run = _kem_transcript if algorithm.role == Role.KEM else _sig_transcript
    for text in run(algorithm, library, which):
        digest.update(text)
    if digest.hexdigest() != wanted:
        raise ProviderError(
            f"{name}: the known-answer test `{which}` gave {digest.hexdigest()}, "
            f"but liboqs {library.version} publishes {wanted}"
        )
    return Correctness(method=f"kat {which}", source=source_note(library.version), digest=wanted)


def _kem_transcript(algorithm: LibraryAlgorithm, library: HostLibrary, which: Which) -> Iterator[bytes]:
    kem = KemFunctions(library, algorithm)
    for vector in vectors(algorithm.name, Role.KEM, which):
        with process_generator(vector.generator, vector.seed, library):
            public_key, secret_key = kem.keygen()
            ciphertext, shared_secret = kem.encaps(public_key)
            again = kem.decaps(ciphertext, secret_key)
        if again != shared_secret:
            raise ProviderError(f"{algorithm.name}: decaps gives another shared secret than encaps")
        yield kem_text(vector, public_key, secret_key, ciphertext, shared_secret)


def _sig_transcript(algorithm: LibraryAlgorithm, library: HostLibrary, which: Which) -> Iterator[bytes]:
    sig = SigFunctions(library, algorithm)
    for vector in vectors(algorithm.name, Role.SIGNATURE, which):
        with process_generator(vector.generator, vector.seed, library):
            public_key, secret_key = sig.keygen()
            signature = sig.sign(vector.message, secret_key)
        if not sig.verify(vector.message, signature, public_key):
            raise ProviderError(f"{algorithm.name}: verify refuses what sign gave")
        yield sig_text(algorithm.name, vector, public_key, secret_key, signature)


def _algorithm(name: str, library: HostLibrary) -> LibraryAlgorithm:
    found = next((one for one in algorithms(library) if one.name == name), None)
    if found is None or not found.enabled:
        raise LibraryError(f"liboqs {library.version} does not offer `{name}` here")
    return found


@cache
def _carried() -> dict[str, dict[str, dict[str, str]]]:
    data = resources.files("pqeval.liboqs").joinpath("data/kat_digests.json").read_text(encoding="utf-8")
    versions: dict[str, dict[str, dict[str, str]]] = json.loads(data)["versions"]
    return versions


def _lines(vector: Vector, *pairs: tuple[str, str]) -> bytes:
    text = "".join(f"{name} = {value}\n" for name, value in pairs)
    return (text if vector.last else text + "\n").encode()


def _hex(data: bytes) -> str:
    return data.hex().upper() or "00"


def signed_message(name: str, message: bytes, signature: bytes) -> bytes:
    """Message and signature in the order of the scheme's own signed-message format."""
    match name:
        case "Falcon-512" | "Falcon-1024":
            return _falcon_signed(message, signature, _FalconHeader[name.upper().replace("-", "_")])
        case _ if name.startswith(_MESSAGE_FIRST):
            return message + signature
        case _:
            return signature + message


def _falcon_signed(message: bytes, signature: bytes, header: _FalconHeader) -> bytes:
    # liboqs's signature is one header byte, the 40-byte salt and the compressed signature. NIST's format is
    # a length, the salt, the message, and the compressed signature with a header of its own.
    salt, compressed = signature[1:41], signature[41:]
    return (len(signature) - 40).to_bytes(2, "big") + salt + message + bytes([header]) + compressed
