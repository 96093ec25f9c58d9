"""Known answers that a user gives: NIST's .rsp files, LWC's .txt files, or the SHA-256 of a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pqeval.catalogue import Role
from pqeval.native.cache import file_digest
from pqeval.targets.folder.folder import FolderError

__all__ = ["KatVector", "is_digest", "kat_name", "read_kat", "require_kat", "transcript"]

KatVector = Mapping[str, bytes]
"""The fields of one known answer, by their names in lower case."""

_LARGEST_BYTES: Final = 300_000_000
_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")
_LINE: Final = re.compile(r"\s*(\w+)\s*=\s*(\S*)\s*")
_NEEDED: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.KEM: ("seed", "pk", "sk", "ct", "ss"),
    Role.SIGNATURE: ("seed", "msg", "pk", "sk", "sm"),
    Role.AEAD: ("key", "nonce", "pt", "ad", "ct"),
    Role.HASH: ("msg", "md"),
    Role.XOF: ("msg", "md"),
    Role.MAC: ("key", "msg", "tag"),
    Role.STREAM_CIPHER: ("key", "nonce", "pt", "ct"),
}
_HEX_FIELDS: Final = frozenset(name for names in _NEEDED.values() for name in names)


def is_digest(kat: str) -> bool:
    """Whether this is the SHA-256 of a transcript rather than a file."""
    return _SHA256.fullmatch(kat) is not None


def kat_name(kat: str) -> str:
    """How a record names the source of its known answers: without the user's folders."""
    return "a digest that the user gave" if is_digest(kat) else Path(kat).name


def require_kat(kat: str, role: Role) -> None:
    """Refuse what cannot be known answers for this role.

    Raises:
        FolderError: no such file, or no sound vector in it; or a digest where there is no transcript.
    """
    if not kat:
        return
    if not is_digest(kat):
        next(read_kat(kat, role))
    elif role not in {Role.KEM, Role.SIGNATURE}:
        raise FolderError(f"a digest of known answers is for KEMs and signatures; give the file for a {role}")


def read_kat(kat: str, role: Role) -> Iterator[KatVector]:
    """The vectors of a file, in order; at least one.

    Raises:
        FolderError: it cannot be read, or a vector lacks a field or is not hexadecimal.
    """
    path = Path(kat)
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise FolderError(
                f"{kat} is larger than {_LARGEST_BYTES} bytes: that is no file of known answers"
            )
        with path.open(encoding="ascii", errors="replace") as stream:
            number = 0
            for number, fields in enumerate(_blocks(stream), 1):
                yield _vector(path.name, number, fields, role)
    except OSError as error:
        raise FolderError(f"{kat} cannot be read: {error.strerror}") from error
    if not number:
        raise FolderError(f"{kat} has no known answer (expected lines such as `seed = 0615…`)")


def transcript(fields: Iterable[tuple[str, str | bytes]]) -> bytes:
    """The text of one vector as NIST's programs print it, hexadecimal in capitals."""
    lines = (
        f"{name} = {value if isinstance(value, str) else value.hex().upper() or '00'}\n"
        for name, value in fields
    )
    return "".join(lines).encode()


def file_sha256(kat: str) -> str:
    """SHA-256 of the file."""
    return file_digest(Path(kat))


def _blocks(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """One dictionary a vector; a vector begins where a field comes again."""
    fields: dict[str, str] = {}
    for line in lines:
        found = _LINE.fullmatch(line.rstrip("\n"))
        if found is None or line.lstrip().startswith("#"):
            continue
        name = found[1].lower()
        if name in fields:
            yield fields
            fields = {}
        fields[name] = found[2]
    if fields:
        yield fields


def _vector(file: str, number: int, fields: Mapping[str, str], role: Role) -> KatVector:
    missing = [name for name in _NEEDED[role] if name not in fields]
    if missing:
        raise FolderError(
            f"{file}, vector {number}: there is no {' and no '.join(missing)}, which a {role} needs"
        )
    try:
        vector = {name: bytes.fromhex(fields[name]) for name in fields if name in _HEX_FIELDS}
        length = {"mlen": "msg", "smlen": "sm"}
        for count, name in length.items():
            if count in fields and name in vector:
                vector[name] = vector[name][: int(fields[count])]
        if role in {Role.HASH, Role.XOF} and "len" in fields:
            vector["msg"] = vector["msg"][: int(fields["len"]) // 8]
    except ValueError as error:
        raise FolderError(f"{file}, vector {number}: {error}") from error
    return vector
