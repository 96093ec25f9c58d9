"""Known answers: whole official files regenerated and compared by digest, and single published examples.

The official files of SP 800-232 vectors hold every combination of message length and associated-data (or
customization) length from 0 to 32 bytes, and hashes of 0 to 1024 bytes. Their inputs count up:

* AEAD: key 00 01 ... 0F, nonce 10 ... 1F, plaintext 20 21 ..., associated data 30 31 ...;
* hash, XOF and CXOF: message 00 01 ..., customization 10 11 ...; XOF output has 64 bytes.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec

from pqeval.errors import ProviderError, UnsupportedScheme
from pqeval.lightweight import get
from pqeval.lightweight.interfaces import Aead, Hash, Xof
from pqeval.records import Correctness

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KatFile", "Vector", "file_text", "kat_file", "sample_vectors", "vectors", "verify"]

AEAD_LENGTHS: Final = 33
HASH_LENGTHS: Final = 1025
XOF_OUTPUT_BYTES: Final = 64
AEAD_SAMPLE: Final = frozenset({0, 1, 7, 8, 15, 16, 17, 31, 32})
HASH_SAMPLE: Final = frozenset({0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 255, 1024})


class KatFile(msgspec.Struct, frozen=True, kw_only=True):
    """An official file: its name, SHA-256 and number of vectors."""

    name: str
    sha256: str
    vectors: int


class Vector(msgspec.Struct, frozen=True, kw_only=True):
    """One known answer; public data. What a scheme does not have is empty.

    `output` is the ciphertext (tag at its end) of an AEAD, the digest of a hash or an XOF.
    """

    scheme: str
    source: str
    output: bytes
    key: bytes = b""
    nonce: bytes = b""
    associated_data: bytes = b""
    customization: bytes = b""
    message: bytes = b""


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of the data file, hexadecimal."""

    scheme: str
    source: str
    key: str = ""
    nonce: str = ""
    associated_data: str = ""
    plaintext: str = ""
    ciphertext: str = ""
    message: str = ""
    digest: str = ""


class KnownAnswers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The data file."""

    file: dict[str, KatFile]
    vector: tuple[Example, ...]


@cache
def _known_answers() -> KnownAnswers:
    text = (files("pqeval.lightweight") / "data" / "known_answers.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), KnownAnswers)


def kat_file(scheme: str) -> KatFile | None:
    """The official file of a scheme's identifier; None where single examples are all there is."""
    return _known_answers().file.get(scheme)


def vectors(scheme: str, variant: str | None = None, provider: str | None = None) -> Iterator[Vector]:
    """The vectors of a scheme's official file, in its order, with outputs computed here and now.

    Nothing says yet that the outputs are right: `file_text` and its digest do.

    Raises:
        UnsupportedScheme: the scheme has no official file, or nobody offers it.
    """
    file = kat_file(scheme)
    if file is None:
        raise UnsupportedScheme(f"there is no official file of known answers for {scheme}")
    primitive = get(scheme, provider, variant)
    for inputs in _inputs(scheme, file.name):
        yield msgspec.structs.replace(inputs, output=_run(primitive, inputs))


def file_text(scheme: str, variant: str | None = None, provider: str | None = None) -> str:
    """The text of a scheme's whole official file, regenerated.

    Raises:
        UnsupportedScheme: the scheme has no official file, or nobody offers it.
    """
    entries = enumerate(vectors(scheme, variant, provider), start=1)
    return "".join(f"Count = {count}\n{_entry(vector)}\n" for count, vector in entries)


def verify(scheme: str, variant: str | None = None, provider: str | None = None) -> Correctness:
    """Check an implementation against every known answer of its scheme.

    Args:
        scheme: the scheme's identifier.
        variant: as for `lightweight.get`.
        provider: as for `lightweight.get`.

    Raises:
        ProviderError: a wrong answer; names scheme, variant and what was expected.
        UnsupportedScheme: nobody offers it, or there is no known answer.
    """
    file = kat_file(scheme)
    if file is None:
        return _verify_examples(scheme, variant, provider)
    text = file_text(scheme, variant, provider)
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()
    if digest != file.sha256:
        raise ProviderError(
            f"{scheme} (provider {provider or 'default'}, variant {variant or 'default'}): {file.name} "
            f"regenerated has SHA-256 {digest}, the official file {file.sha256}"
        )
    return Correctness(method="kat file", source=f"{file.name} (ascon-c, CC0 1.0)", digest=digest)


@cache
def sample_vectors(scheme: str) -> tuple[Vector, ...]:
    """Known answers to hand to code that runs elsewhere (firmware).

    Where there is an official file, a selection of its vectors around the block boundaries, computed by
    the host's variant `u64` after that reproduced the whole file; else the published examples.

    Raises:
        ProviderError: the host's own code gives a wrong answer.
        UnsupportedScheme: there is no known answer for this scheme.
    """
    if kat_file(scheme) is None:
        return _examples(scheme)
    verify(scheme, "u64", "pqeval")
    lengths = AEAD_SAMPLE if scheme in {"ascon_aead128", "ascon_cxof128"} else HASH_SAMPLE
    return tuple(
        vector
        for vector in vectors(scheme, "u64", "pqeval")
        if len(vector.message) in lengths and len(vector.associated_data + vector.customization) in lengths
    )


def _counting(first: int, length: int) -> bytes:
    return bytes((first + i) % 256 for i in range(length))


def _inputs(scheme: str, source: str) -> Iterator[Vector]:
    """The inputs of an official file, in its order, with empty outputs."""
    pairs = [(long, short) for long in range(AEAD_LENGTHS) for short in range(AEAD_LENGTHS)]
    match scheme:
        case "ascon_aead128":
            key, nonce = _counting(0x00, 16), _counting(0x10, 16)
            for message_bytes, ad_bytes in pairs:
                yield Vector(
                    scheme=scheme,
                    source=source,
                    output=b"",
                    key=key,
                    nonce=nonce,
                    message=_counting(0x20, message_bytes),
                    associated_data=_counting(0x30, ad_bytes),
                )
        case "ascon_cxof128":
            for message_bytes, customization_bytes in pairs:
                yield Vector(
                    scheme=scheme,
                    source=source,
                    output=b"",
                    message=_counting(0, message_bytes),
                    customization=_counting(0x10, customization_bytes),
                )
        case _:
            for message_bytes in range(HASH_LENGTHS):
                yield Vector(scheme=scheme, source=source, output=b"", message=_counting(0, message_bytes))


def _run(primitive: Aead | Hash | Xof, inputs: Vector) -> bytes:
    match primitive:
        case Aead():
            return _run_aead(primitive, inputs)
        case Hash():
            return primitive.digest(inputs.message)
        case Xof():
            return primitive.digest(inputs.message, XOF_OUTPUT_BYTES, inputs.customization)


def _run_aead(primitive: Aead, inputs: Vector) -> bytes:
    """Encrypt; decrypt as well, so that a check of known answers covers both operations."""
    ciphertext = primitive.encrypt(inputs.key, inputs.nonce, inputs.associated_data, inputs.message)
    again = primitive.decrypt(inputs.key, inputs.nonce, inputs.associated_data, ciphertext)
    if again != inputs.message:
        raise ProviderError(f"{inputs.scheme}: decrypt does not undo encrypt")
    return ciphertext


def _entry(vector: Vector) -> str:
    """One vector as the official files write it, with a trailing space where a value is empty."""
    fields: tuple[tuple[str, bytes], ...]
    if vector.scheme == "ascon_aead128":
        fields = (
            ("Key", vector.key),
            ("Nonce", vector.nonce),
            ("PT", vector.message),
            ("AD", vector.associated_data),
            ("CT", vector.output),
        )
    elif vector.scheme == "ascon_cxof128":
        fields = (("Msg", vector.message), ("Z", vector.customization), ("MD", vector.output))
    else:
        fields = (("Msg", vector.message), ("MD", vector.output))
    return "".join(f"{name} = {value.hex().upper()}\n" for name, value in fields)


def _examples(scheme: str) -> tuple[Vector, ...]:
    found = tuple(
        Vector(
            scheme=example.scheme,
            source=example.source,
            output=bytes.fromhex(example.ciphertext or example.digest),
            key=bytes.fromhex(example.key),
            nonce=bytes.fromhex(example.nonce),
            associated_data=bytes.fromhex(example.associated_data),
            message=bytes.fromhex(example.plaintext or example.message),
        )
        for example in _known_answers().vector
        if example.scheme == scheme
    )
    if not found:
        raise UnsupportedScheme(f"there is no known answer for {scheme}")
    return found


def _verify_examples(scheme: str, variant: str | None, provider: str | None) -> Correctness:
    primitive = get(scheme, provider, variant)
    summary = hashlib.sha256()
    for example in _examples(scheme):
        output = _run(primitive, example)
        if output != example.output:
            raise ProviderError(
                f"{scheme} (provider {primitive.implementation.provider}): {example.source}: "
                f"computed {output.hex()}, published {example.output.hex()}"
            )
        summary.update(output)
    sources = "; ".join(sorted({example.source.split(":")[0] for example in _examples(scheme)}))
    return Correctness(method="kat examples", source=sources, digest=summary.hexdigest())
