"""Known answers of LMS and XMSS: liboqs's own files, each with a public key, a message and its signature.

A state must never sign twice, so nothing is signed here: what is published must verify, and must not verify
any more when a bit of it is flipped. pqeval keeps these files beside each liboqs that it builds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pqeval.errors import LibraryError, ProviderError
from pqeval.liboqs.functions import StatefulFunctions
from pqeval.liboqs.library import algorithms, require_host_library
from pqeval.records import Correctness

__all__ = ["NOTES", "NO_KNOWN_ANSWER", "KnownAnswer", "checked", "has_known_answer", "known_answer", "verify"]

NO_KNOWN_ANSWER: Final = "there is no published known answer beside it, so that nothing could be checked"
NOTES: Final = ("message and signature are the known answer's own",)
"""What is to be said of every figure: nothing can be signed for it."""
_LARGEST_FILE: Final = 1_000_000
_FIELDS: Final = ("pk", "msg", "sm")

Accepts = Callable[[bytes, bytes, bytes], bool]
"""Whether an implementation accepts (message, signature, public key)."""


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """What verifies; `digest` is the SHA-256 of the file that says so, `source` where it comes from."""

    public_key: bytes
    message: bytes
    signature: bytes
    digest: str
    source: str


def has_known_answer(name: str, kept: Path) -> bool:
    """Whether the library in `kept` (the folder of its build) came with a known answer of `name`."""
    return _place(name, kept).is_file()


@cache
def known_answer(name: str, version: str, kept: Path) -> KnownAnswer:
    """The known answer of `name` (`XMSSMT-SHA2_20/2_256`) beside the library of that version in `kept`.

    Raises:
        LibraryError: there is none, or the file is damaged.
    """
    path = _place(name, kept)
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
        listed = json.loads((path.parent / "kats.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LibraryError(
            f"{name}: its known answer is not readable ({error}): run `pqeval setup`"
        ) from error
    digest = hashlib.sha256(content).hexdigest()
    if not isinstance(listed, dict) or listed.get(name) != digest:
        raise LibraryError(f"{name}: its known answer {path} is not the one that liboqs {version} lists")
    public_key, message, signature = _fields(name, content)
    family = "lms" if name.startswith("LMS") else "xmss"
    source = f"liboqs {version}, tests/KATs/sig_stfl/{family}/{path.name}"
    return KnownAnswer(public_key, message, signature, digest, source)


def checked(name: str, answer: KnownAnswer, accepts: Accepts) -> Correctness:
    """Ask an implementation for the known answer and for forgeries of it.

    Raises:
        ProviderError: it refuses what is published, or accepts what is forged.
    """
    if not accepts(answer.message, answer.signature, answer.public_key):
        raise ProviderError(f"{name}: verify refuses the known answer of {answer.source}")
    for what, message, signature, public_key in _forgeries(answer):
        if accepts(message, signature, public_key):
            raise ProviderError(f"{name}: verify accepts {what}")
    return Correctness(method="kat single", source=answer.source, digest=answer.digest)


def verify(name: str) -> Correctness:
    """Check `name` in the host's library; there is one known answer of each, so `single` is `all`.

    Raises:
        ProviderError: a wrong answer.
        LibraryError: there is no such algorithm, or no known answer of it.
    """
    library = require_host_library()
    algorithm = next((one for one in algorithms(library) if one.name == name and one.enabled), None)
    if algorithm is None:
        raise LibraryError(f"liboqs {library.version} does not offer `{name}` here")
    answer = known_answer(name, library.version, library.prefix)
    return checked(name, answer, StatefulFunctions(library, algorithm).verify)


def _forgeries(answer: KnownAnswer) -> Iterator[tuple[str, bytes, bytes, bytes]]:
    """The first words of a public key stay: they say how much a verifier reads."""
    message, signature, public_key = answer.message, answer.signature, answer.public_key
    for where, index in (("its middle", len(signature) // 2), ("its last byte", len(signature) - 1)):
        yield f"a signature with a flipped bit in {where}", message, _flip(signature, index), public_key
    yield "the signature of another message", _flip(message, 0), signature, public_key
    other = _flip(public_key, len(public_key) - 1)
    yield "the signature under another public key", message, signature, other


def _flip(data: bytes, index: int) -> bytes:
    return data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :]


def _place(name: str, kept: Path) -> Path:
    return kept / "kats" / "stfl" / f"{name.replace('/', '-')}.rsp"


def _fields(name: str, content: bytes) -> tuple[bytes, bytes, bytes]:
    """The first value of each field; what is a whole signature and nothing else stands under `sm`."""
    found: dict[str, bytes] = {}
    for line in content.decode("ascii", errors="replace").splitlines():
        key, equals, value = line.partition(" = ")
        if equals and key in _FIELDS and key not in found:
            try:
                found[key] = bytes.fromhex(value)
            except ValueError as error:
                raise LibraryError(f"{name}: `{key}` of its known answer is not hexadecimal") from error
    if missing := [key for key in _FIELDS if not found.get(key)]:
        raise LibraryError(f"{name}: its known answer has no {' and no '.join(missing)}")
    return found["pk"], found["msg"], found["sm"]
