"""The published known answers: which files and examples there are for a scheme. Public data.

Whole official files are regenerated and compared by digest. Their inputs count up (`inputs`):

* `sp800-232`: AEAD key 00 01 ... 0F, nonce 10 ..., plaintext 20 ..., associated data 30 ...; customization
  10 ...;
* `lwc` (the form of NIST's lightweight competition): each of them 00 01 ....

Both hold every combination of message length and associated-data (or customization) length from 0 to 32
bytes, and hashes and XOFs of 0 to 1024 bytes; XOF output has 64 bytes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

from pqeval.catalogue import Role, load
from pqeval.errors import CatalogueError

__all__ = [
    "AEAD_LENGTHS",
    "DERIVED",
    "HASH_LENGTHS",
    "XOF_OUTPUT_BYTES",
    "KatFile",
    "Vector",
    "examples",
    "inputs_of",
    "kat_file",
    "method_and_source",
]

AEAD_LENGTHS: Final = 33
HASH_LENGTHS: Final = 1025
XOF_OUTPUT_BYTES: Final = 64
DERIVED: Final = "derived: "
"""How the source of a vector begins for which nothing is published."""


class KatFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An official file: its name, SHA-256, number of vectors, pattern of inputs, origin and licence."""

    name: str
    sha256: str
    vectors: int
    inputs: Literal["sp800-232", "lwc"]
    origin: str
    licence: str


class Vector(msgspec.Struct, frozen=True, kw_only=True):
    """One known answer; public data. What a scheme does not have is empty.

    `message` is the plaintext of a cipher; `output` the ciphertext (of an AEAD with the tag at its end), the
    digest or the tag.
    """

    scheme: str
    source: str
    output: bytes
    key: bytes = b""
    nonce: bytes = b""
    associated_data: bytes = b""
    customization: bytes = b""
    message: bytes = b""


class _Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a data file, hexadecimal. An AEAD's tag ends its ciphertext or stands apart."""

    scheme: str
    source: str
    key: str = ""
    nonce: str = ""
    associated_data: str = ""
    customization: str = ""
    plaintext: str = ""
    ciphertext: str = ""
    message: str = ""
    digest: str = ""
    tag: str = ""

    def vector(self) -> Vector:
        return Vector(
            scheme=self.scheme,
            source=self.source,
            output=bytes.fromhex(self.ciphertext + self.digest + self.tag),
            key=bytes.fromhex(self.key),
            nonce=bytes.fromhex(self.nonce),
            associated_data=bytes.fromhex(self.associated_data),
            customization=bytes.fromhex(self.customization),
            message=bytes.fromhex(self.plaintext or self.message),
        )


class _DataFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    file: dict[str, KatFile] = {}
    vector: tuple[_Example, ...] = ()


@cache
def _known() -> tuple[dict[str, KatFile], dict[str, tuple[Vector, ...]]]:
    """Files and examples by scheme, from every data file.

    Raises:
        CatalogueError: a data file is not sound; names it.
    """
    kat_files: dict[str, KatFile] = {}
    vectors: dict[str, tuple[Vector, ...]] = {}
    folder = files("pqeval.lightweight") / "data" / "known_answers"
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        try:
            content = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _DataFile)
            for one in content.vector:
                vectors[one.scheme] = (*vectors.get(one.scheme, ()), one.vector())
        except (ValueError, msgspec.ValidationError) as error:
            raise CatalogueError(f"known answers in {path.name} are not sound: {error}") from error
        kat_files |= content.file
    return kat_files, vectors


def kat_file(scheme: str) -> KatFile | None:
    """The official file of a scheme's identifier; None where there is none."""
    return _known()[0].get(scheme)


def examples(scheme: str) -> tuple[Vector, ...]:
    """The single published examples of a scheme's identifier."""
    return _known()[1].get(scheme, ())


def inputs_of(scheme: str, file: KatFile) -> Iterator[Vector]:
    """The inputs of an official file, in its order, with empty outputs."""
    facts = load().scheme(scheme)
    own = file.inputs == "sp800-232"
    pairs = [(long, short) for long in range(AEAD_LENGTHS) for short in range(AEAD_LENGTHS)]
    if facts.role == Role.AEAD:
        key = _counting(0, facts.sizes.key_bytes or 0)
        nonce = _counting(0x10 if own else 0, facts.sizes.nonce_bytes or 0)
        for message_bytes, ad_bytes in pairs:
            yield Vector(
                scheme=scheme,
                source=file.name,
                output=b"",
                key=key,
                nonce=nonce,
                message=_counting(0x20 if own else 0, message_bytes),
                associated_data=_counting(0x30 if own else 0, ad_bytes),
            )
    elif file.vectors == len(pairs):
        for message_bytes, customization_bytes in pairs:
            yield Vector(
                scheme=scheme,
                source=file.name,
                output=b"",
                message=_counting(0, message_bytes),
                customization=_counting(0x10 if own else 0, customization_bytes),
            )
    else:
        for message_bytes in range(file.vectors):
            yield Vector(scheme=scheme, source=file.name, output=b"", message=_counting(0, message_bytes))


def _counting(first: int, length: int) -> bytes:
    return bytes((first + i) % 256 for i in range(length))


def method_and_source(vector: Vector, method: str) -> tuple[str, str]:
    """How a check by such vectors is told of: `method`, or that they are derived; and where they are from."""
    if vector.source.startswith(DERIVED):
        return "derived vector", vector.source.removeprefix(DERIVED)
    return method, vector.source
