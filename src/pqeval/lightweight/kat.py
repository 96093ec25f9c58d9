"""Check implementations against known answers: whole official files, published examples, and derived vectors.

A mode of operation for which nothing is published is compared with the same mode in plain Python over another
variant of its cipher, which must have passed its own known answers: that is a derived vector.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from pqeval.catalogue import Role, load
from pqeval.errors import ProviderError, UnsupportedScheme
from pqeval.lightweight import get, get_block_cipher, implementations, modes
from pqeval.lightweight.interfaces import Aead, BlockCipher, Hash, Mac, Primitive, StreamCipher, Xof
from pqeval.lightweight.known_answers import (
    DERIVED,
    XOF_OUTPUT_BYTES,
    KatFile,
    Vector,
    examples,
    inputs_of,
    kat_file,
    method_and_source,
)
from pqeval.lightweight.offers import PROVIDER_NAME, default_variant
from pqeval.records import Correctness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pqeval.catalogue import Scheme

__all__ = [
    "KatFile",
    "Vector",
    "derived_vectors",
    "file_text",
    "kat_file",
    "known_vectors",
    "sample_vectors",
    "vectors",
    "verify",
]

_EXAMPLES: Final = "kat examples"
AEAD_SAMPLE: Final = frozenset({0, 1, 7, 8, 15, 16, 17, 31, 32})
HASH_SAMPLE: Final = frozenset({0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 255, 1024})
DERIVED_LENGTHS: Final = (0, 1, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 65, 257, 1030)
DERIVED_ASSOCIATED: Final = (0, 13, 14, 30, 31, 100)


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
    for inputs in inputs_of(scheme, file):
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
    published = _verify_vectors(examples(scheme), scheme, variant, provider)
    if file is not None:
        return _verify_file(file, scheme, variant, provider)
    if published is None:
        derived = derived_vectors(scheme)
        if not derived:
            raise UnsupportedScheme(f"there is no known answer for {scheme}")
        published = _verify_vectors(derived, scheme, variant, provider)
    assert published is not None
    return published


@cache
def known_vectors(scheme: str) -> tuple[Vector, ...]:
    """Every known answer to hand to code that runs elsewhere (firmware).

    Outputs of an official file are computed by the host's own variant after it reproduced the whole file;
    where none is ours, by whoever has the scheme.

    Raises:
        ProviderError: the host's code gives a wrong answer.
        UnsupportedScheme: there is no known answer for this scheme.
    """
    found = examples(scheme)
    if kat_file(scheme) is not None:
        variant = default_variant(scheme) or None
        provider = PROVIDER_NAME if variant else None
        verify(scheme, variant, provider)
        found = (*vectors(scheme, variant, provider), *found)
    found = found or derived_vectors(scheme)
    if not found:
        raise UnsupportedScheme(f"there is no known answer for {scheme}")
    return found


@cache
def sample_vectors(scheme: str) -> tuple[Vector, ...]:
    """A selection of `known_vectors` around the block boundaries, and every published example.

    Raises:
        ProviderError, UnsupportedScheme: as `known_vectors`.
    """
    file = kat_file(scheme)
    if file is None:
        return known_vectors(scheme)
    pairs = any(one.associated_data or one.customization for one in known_vectors(scheme))
    lengths = AEAD_SAMPLE if pairs else HASH_SAMPLE
    return tuple(
        vector
        for vector in known_vectors(scheme)
        if vector.source != file.name
        or (len(vector.message) in lengths and len(vector.associated_data + vector.customization) in lengths)
    )


@cache
def derived_vectors(scheme: str) -> tuple[Vector, ...]:
    """Vectors of a mode of operation by plain Python over its block cipher; empty for anything else.

    Raises:
        ProviderError: the block cipher gives a wrong answer.
    """
    facts = load().by_id.get(scheme)
    if facts is None or facts.mode not in _MODES:
        return ()
    offered = [one.variant for one in implementations() if one.scheme == facts.cipher]
    if not offered:
        return ()
    # Not the variant that is measured, where there is another.
    verify(facts.cipher, offered[-1], PROVIDER_NAME)
    cipher = get_block_cipher(facts.cipher, PROVIDER_NAME, offered[-1])
    return tuple(_derived(facts, cipher))


def _derived(facts: Scheme, cipher: BlockCipher) -> Iterator[Vector]:
    associated = DERIVED_ASSOCIATED if facts.role == Role.AEAD else (0,)
    for length in DERIVED_LENGTHS:
        for ad_length in associated:
            inputs = _derived_inputs(facts, length, ad_length)
            yield msgspec.structs.replace(inputs, output=_reference(facts, cipher, inputs))


def _derived_inputs(facts: Scheme, length: int, ad_length: int) -> Vector:
    """Inputs that follow from the scheme's identifier and the two lengths."""

    def drawn(what: str, wanted: int | None) -> bytes:
        return hashlib.shake_256(f"{facts.id}/{length}/{ad_length}/{what}".encode()).digest(wanted or 0)

    return Vector(
        scheme=facts.id,
        source=f"{DERIVED}{facts.mode} in plain Python over {facts.cipher}",
        output=b"",
        key=drawn("key", facts.sizes.key_bytes),
        nonce=drawn("nonce", facts.sizes.nonce_bytes),
        associated_data=drawn("associated data", ad_length),
        message=drawn("message", length),
    )


_MODES: Final = frozenset({"CTR", "CMAC", "LightMAC", "CCM"})


def _reference(facts: Scheme, cipher: BlockCipher, inputs: Vector) -> bytes:
    def under(key: bytes) -> modes.BlockFunction:
        return lambda block: cipher.encrypt(key, block)

    match facts.mode:
        case "CTR":
            return modes.ctr(under(inputs.key), inputs.nonce, inputs.message)
        case "CMAC":
            return modes.cmac(under(inputs.key), cipher.block_bytes, inputs.message)
        case "LightMAC":
            first, second = inputs.key[: cipher.key_bytes], inputs.key[cipher.key_bytes :]
            return modes.lightmac(under(first), under(second), cipher.block_bytes, inputs.message)
        case _:
            tag_bytes = facts.sizes.tag_bytes or 0
            return modes.ccm_encrypt(
                under(inputs.key), inputs.nonce, inputs.associated_data, inputs.message, tag_bytes
            )


def _run(primitive: Primitive, inputs: Vector) -> bytes:
    match primitive:
        case Aead():
            return _run_aead(primitive, inputs)
        case Hash():
            return primitive.digest(inputs.message)
        case Mac():
            return primitive.tag(inputs.key, inputs.message)
        case StreamCipher():
            return primitive.xor(inputs.key, inputs.nonce, inputs.message)
        case BlockCipher():
            return _run_block(primitive, inputs)
        case Xof():
            length = len(inputs.output) or XOF_OUTPUT_BYTES
            return primitive.digest(inputs.message, length, inputs.customization)


def _run_aead(primitive: Aead, inputs: Vector) -> bytes:
    """Encrypt; decrypt as well, so that a check of known answers covers both operations."""
    ciphertext = primitive.encrypt(inputs.key, inputs.nonce, inputs.associated_data, inputs.message)
    again = primitive.decrypt(inputs.key, inputs.nonce, inputs.associated_data, ciphertext)
    if again != inputs.message:
        raise ProviderError(f"{inputs.scheme}: decrypt does not undo encrypt")
    return ciphertext


def _run_block(primitive: BlockCipher, inputs: Vector) -> bytes:
    ciphertext = primitive.encrypt(inputs.key, inputs.message)
    if primitive.decrypt(inputs.key, ciphertext) != inputs.message:
        raise ProviderError(f"{inputs.scheme}: decrypt does not undo encrypt")
    return ciphertext


def _entry(vector: Vector) -> str:
    """One vector as the official files write it, with a trailing space where a value is empty."""
    fields: tuple[tuple[str, bytes], ...]
    file = kat_file(vector.scheme)
    assert file is not None
    if vector.key:
        fields = (
            ("Key", vector.key),
            ("Nonce", vector.nonce),
            ("PT", vector.message),
            ("AD", vector.associated_data),
            ("CT", vector.output),
        )
    elif "CXOF" in file.name:
        fields = (("Msg", vector.message), ("Z", vector.customization), ("MD", vector.output))
    else:
        fields = (("Msg", vector.message), ("MD", vector.output))
    return "".join(f"{name} = {value.hex().upper()}\n" for name, value in fields)


def _verify_file(file: KatFile, scheme: str, variant: str | None, provider: str | None) -> Correctness:
    text = file_text(scheme, variant, provider)
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()
    if digest != file.sha256:
        raise ProviderError(
            f"{scheme} (provider {provider or 'default'}, variant {variant or 'default'}): {file.name} "
            f"regenerated has SHA-256 {digest}, the official file {file.sha256}"
        )
    source = f"{file.name} ({file.origin}, {file.licence})"
    return Correctness(method="kat file", source=source, digest=digest)


def _verify_vectors(
    known: tuple[Vector, ...], scheme: str, variant: str | None, provider: str | None
) -> Correctness | None:
    """Compare every vector; None if there is none."""
    if not known:
        return None
    primitive = get(scheme, provider, variant)
    summary = hashlib.sha256()
    for vector in known:
        output = _run(primitive, vector)
        if output != vector.output:
            raise ProviderError(
                f"{scheme} (provider {primitive.implementation.provider}, variant "
                f"{primitive.implementation.variant}): {vector.source}: "
                f"computed {output.hex()}, expected {vector.output.hex()}"
            )
        summary.update(output)
    method, source = method_and_source(known[0], _EXAMPLES)
    if method == _EXAMPLES:  # of several publications
        source = "; ".join(sorted({vector.source.split(":")[0] for vector in known}))
    return Correctness(method=method, source=source, digest=summary.hexdigest())
