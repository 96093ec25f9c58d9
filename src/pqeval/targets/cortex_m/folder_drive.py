"""Drive the image of somebody's implementation: the checks of folders, and the operations of its role."""

from __future__ import annotations

from typing import Final

from pqeval.catalogue import Implementation, Operation, Role, Scheme, load
from pqeval.errors import TargetError
from pqeval.liboqs.build import CortexMLibrary
from pqeval.liboqs.random import Generator
from pqeval.records import Correctness
from pqeval.targets.cortex_m.drive import (
    AeadOperations,
    Driver,
    HashOperations,
    KemOperations,
    MacOperations,
    SignatureOperations,
    StreamOperations,
    driver_for,
)
from pqeval.targets.cortex_m.link import Link
from pqeval.targets.folder.checks import Code, arranged, check
from pqeval.targets.folder.folder import Folder
from pqeval.targets.folder.kat import is_digest

__all__ = ["driver_of", "folder_driver", "scheme_of"]

_LONGEST_MESSAGE: Final = 4096
"""Bytes that the images of native/implementation hold."""
_BUDGET: Final = 200_000_000
"""Instructions for the vectors of a file of known answers; at least one is checked, at most `_MOST`."""
_DIGEST_BUDGET: Final = 5_000_000_000
"""The same for a digest over all vectors, of which none can be left out."""
_MOST: Final = 100
_OPERATIONS_A_VECTOR: Final = 4


def scheme_of(implementation: Implementation, folder: Folder | None) -> Scheme:
    """The scheme of an implementation; the catalogue does not have every folder's."""
    return folder.scheme if folder else load().scheme(implementation.scheme)


def driver_of(
    link: Link, implementation: Implementation, library: CortexMLibrary | None, folder: Folder | None
) -> Driver:
    """The driver of an implementation, be it in a folder or not.

    Raises:
        TargetError: there is none.
    """
    if folder is not None:
        return folder_driver(link, folder)
    return driver_for(link, scheme_of(implementation, folder), implementation.library_name, library)


def folder_driver(link: Link, folder: Folder) -> Driver:
    """The driver of a folder's role.

    Raises:
        TargetError: there is none.
    """
    match folder.role:
        case Role.KEM:
            return _FolderKem(link, folder)
        case Role.SIGNATURE:
            return _FolderSignature(link, folder)
        case Role.AEAD:
            return _FolderAead(link, folder)
        case Role.HASH:
            return _FolderHash(link, folder)
        case Role.MAC:
            return _FolderMac(link, folder)
        case Role.STREAM_CIPHER:
            return _FolderStream(link, folder)
        case _:
            raise TargetError(f"there is no firmware for a {folder.role} in a folder")


class _OfFolder(Driver):
    """What is the same for every role: the check."""

    def __init__(self, link: Link, folder: Folder) -> None:
        super().__init__(link, folder.scheme, folder.name)
        self._folder = folder

    def _checked(self, code: Code) -> Correctness:
        """Known answers if there are any, round trip, and rejection of what was tampered with."""
        kat = self._folder.kat
        budget = _DIGEST_BUDGET if is_digest(kat) else _BUDGET
        limit = max(1, min(_MOST, budget // (self._vector_effort() or budget)))
        return check(
            code, self._scheme, kat, limit, algorithm=self._folder.algorithm, longest=_LONGEST_MESSAGE
        )

    def seed(self, kind: Generator, seed: bytes) -> None:
        """Seed the generator behind the firmware's random bytes."""
        self._link.seed(kind, seed)

    def _vector_effort(self) -> int:
        """About what one known answer takes; 0 where nothing counts it, and then one must do."""
        if Operation.KEYGEN not in self.operations:
            return _BUDGET // _MOST
        self.seed(Generator.STREAM, bytes(32))
        ran = self._link.run(self._number(Operation.KEYGEN))
        return _OPERATIONS_A_VECTOR * ran.effort

    def _succeeds(self, operation: Operation) -> None:
        status = self._run(operation)
        self._require(status == 0, f"{operation} failed with status {status}")

    def _generated(self) -> tuple[bytes, bytes]:
        sizes = self._scheme.sizes
        self._succeeds(Operation.KEYGEN)
        return (
            self._link.read("pqe_buffer_public_key", sizes.public_key_bytes or 0),
            self._link.read("pqe_buffer_secret_key", sizes.secret_key_bytes or 0),
        )


class _FolderKem(_OfFolder, KemOperations):
    def check(self) -> Correctness:
        return self._checked(self)

    def keygen(self) -> tuple[bytes, bytes]:
        return self._generated()

    def encaps(self, public_key: bytes) -> tuple[bytes, bytes]:
        self._link.write("pqe_buffer_public_key", public_key)
        self._succeeds(Operation.ENCAPS)
        _, _, ciphertext, shared_secret = self._contents()
        return ciphertext, shared_secret

    def decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes | None:
        self._link.write("pqe_buffer_secret_key", secret_key)
        self._link.write("pqe_buffer_ciphertext", ciphertext)
        return self._contents()[3] if self._run(Operation.DECAPS) == 0 else None


class _FolderSignature(_OfFolder, SignatureOperations):
    def check(self) -> Correctness:
        return self._checked(self)

    @property
    def _place(self) -> str:
        return "pqe_signed" if self._folder.signed_messages_only else "pqe_buffer_signature"

    def keygen(self) -> tuple[bytes, bytes]:
        return self._generated()

    def sign(self, secret_key: bytes, message: bytes) -> bytes:
        self._link.write("pqe_buffer_secret_key", secret_key)
        self._put_message(message)
        self._succeeds(Operation.SIGN)
        length = self._link.get("pqe_signature_bytes")
        room = (self._scheme.sizes.signature_bytes or 0) + (
            len(message) if self._folder.signed_messages_only else 0
        )
        self._require(length <= room, f"sign gives {length} bytes, but there may be {room}")
        return self._link.read(self._place, length)

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        self._link.write("pqe_buffer_public_key", public_key)
        self._put_message(message)
        self._link.write(self._place, signature)
        self._link.set("pqe_signature_bytes", len(signature))
        if self._run(Operation.VERIFY) != 0:
            return False
        if not self._folder.signed_messages_only:
            return True
        length = self._link.get("pqe_opened_bytes")
        return length == len(message) and self._link.read("pqe_opened", length) == message

    def signed_messages(self, secret_key: bytes, message: bytes) -> tuple[bytes, ...]:
        signature = self.sign(secret_key, message)
        if self._folder.signed_messages_only:
            return (signature,)
        return arranged(self._scheme, signature, message)


class _FolderAead(_OfFolder, AeadOperations):
    def check(self) -> Correctness:
        return self._checked(self)

    def seal(self, key: bytes, nonce: bytes, associated: bytes, message: bytes) -> bytes:
        self._put(key, nonce, associated, message)
        self._succeeds(Operation.ENCRYPT)
        length = self._link.get("pqe_ciphertext_bytes")
        room = len(message) + (self._scheme.sizes.tag_bytes or 0)
        self._require(length <= room, f"encrypt gives {length} bytes, but there may be {room}")
        return self._link.read("pqe_ciphertext", length)

    def unseal(self, key: bytes, nonce: bytes, associated: bytes, sealed: bytes) -> bytes | None:
        self._put(key, nonce, associated, b"")
        self._link.write("pqe_ciphertext", sealed)
        self._link.set("pqe_ciphertext_bytes", len(sealed))
        if self._run(Operation.DECRYPT) != 0:
            return None
        length = self._link.get("pqe_message_bytes")
        self._require(length <= len(sealed), f"decrypt gives {length} bytes of {len(sealed)}")
        return self._link.read("pqe_message", length)


class _FolderHash(_OfFolder, HashOperations):
    def check(self) -> Correctness:
        return self._checked(self)

    def digest(self, message: bytes) -> bytes:
        self._put(message)
        self._succeeds(Operation.DIGEST)
        return self._link.read("pqe_buffer_digest", self._scheme.sizes.digest_bytes or 0)


class _FolderMac(_OfFolder, MacOperations):
    def check(self) -> Correctness:
        return self._checked(self)

    def tag(self, key: bytes, message: bytes) -> bytes:
        self._put(key, message)
        self._succeeds(Operation.TAG)
        return self._link.read("pqe_buffer_tag", self._scheme.sizes.tag_bytes or 0)


class _FolderStream(_OfFolder, StreamOperations):
    def check(self) -> Correctness:
        return self._checked(self)

    def xor(self, key: bytes, nonce: bytes, message: bytes) -> bytes:
        self._put(key, nonce, message)
        self._succeeds(Operation.XOR)
        return self._link.read("pqe_ciphertext", len(message))
