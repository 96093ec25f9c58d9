"""Drive the images of our own primitives: one driver a shape of call, whatever the primitive is."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from typing import Final

from pqeval.catalogue import Operation, Role, Scheme
from pqeval.errors import TargetError
from pqeval.lightweight.known_answers import Vector, method_and_source
from pqeval.plan.case import Case
from pqeval.records import Correctness
from pqeval.targets.cortex_m.drive import (
    AeadOperations,
    Driver,
    HashOperations,
    MacOperations,
    StreamOperations,
)
from pqeval.targets.cortex_m.link import Link
from pqeval.targets.inputs import XOF_BYTES

__all__ = ["own_driver"]

_KEY, _TAG = "pqe_buffer_key", "pqe_buffer_tag"
_MESSAGE, _CIPHERTEXT, _DIGEST = "pqe_message", "pqe_ciphertext", "pqe_buffer_digest"
_XOF, _XOF_LENGTH = "pqe_digest", "pqe_digest_bytes"


def own_driver(link: Link, scheme: Scheme, library_name: str, *, whole: bool) -> Driver:
    """The driver of a scheme's role; with `whole` it checks every known answer, not a sample.

    Raises:
        TargetError: there is none.
    """
    maker = _DRIVERS.get(scheme.role)
    if maker is None:
        raise TargetError(f"there is no firmware driver for {scheme.name}")
    driver = maker(link, scheme, library_name)
    driver.whole = whole
    return driver


class _OwnDriver(Driver):
    """What is the same for every shape: the check, and inputs by the plan's seed."""

    whole = False

    def check(self) -> Correctness:
        """Known answers, each operation of them; then rejection, where there is something to reject."""
        from pqeval.lightweight.kat import known_vectors, sample_vectors  # noqa: PLC0415 - loads the extension

        known = known_vectors(self._scheme.id) if self.whole else sample_vectors(self._scheme.id)
        digest = hashlib.sha256()
        for vector in known:
            self._answer(vector)
            digest.update(vector.output)
        method, source = method_and_source(known[0], "kat file" if self.whole else "kat sample")
        return Correctness(method=method, source=source, digest=digest.hexdigest())

    @abstractmethod
    def _answer(self, vector: Vector) -> None:
        """Run one known answer.

        Raises:
            ProviderError: a wrong answer.
        """

    def _gives(self, place: str, expected: bytes, what: str) -> None:
        answer = self._link.read(place, len(expected))
        self._require(answer == expected, f"{what} gives another answer than is known")


class _AeadDriver(_OwnDriver, AeadOperations):
    """An AEAD of pqeval."""

    def _answer(self, vector: Vector) -> None:
        tag_bytes = self._scheme.sizes.tag_bytes or 0
        ciphertext, tag = vector.output[:-tag_bytes], vector.output[-tag_bytes:]
        self._put(vector.key, vector.nonce, vector.associated_data, vector.message)
        self._run(Operation.ENCRYPT)
        self._gives(_CIPHERTEXT, ciphertext, "encrypt")
        self._gives(_TAG, tag, "encrypt (its tag)")
        self._link.write(_MESSAGE, bytes(len(vector.message)))
        self._require(self._run(Operation.DECRYPT) == 0, "decrypt refuses what encrypt gave")
        self._gives(_MESSAGE, vector.message, "decrypt")
        self._link.write(_TAG, bytes([tag[0] ^ 1]) + tag[1:])
        self._require(self._run(Operation.DECRYPT) != 0, "decrypt accepts a forged tag")
        self._gives(_MESSAGE, bytes(len(vector.message)), "decrypt of a forged tag")


class _HashDriver(_OwnDriver, HashOperations):
    """A hash function of pqeval."""

    def _answer(self, vector: Vector) -> None:
        self._put(vector.message)
        self._run(Operation.DIGEST)
        self._gives(_DIGEST, vector.output, "digest")


class _XofDriver(_OwnDriver):
    """An XOF of pqeval."""

    operations = (Operation.DIGEST,)

    def _arrange(self, case: Case, index: int) -> None:
        self._put_message(self._bytes(case, "message", index, case.series.message_bytes))
        self._link.set(_XOF_LENGTH, XOF_BYTES)

    def _answer(self, vector: Vector) -> None:
        if vector.customization:
            return  # the shape has none; the host checks them
        self._put_message(vector.message)
        self._link.set(_XOF_LENGTH, len(vector.output))
        self._run(Operation.DIGEST)
        self._gives(_XOF, vector.output, "digest")


class _MacDriver(_OwnDriver, MacOperations):
    """A MAC of pqeval."""

    def _answer(self, vector: Vector) -> None:
        self._put(vector.key, vector.message)
        self._run(Operation.TAG)
        self._gives(_TAG, vector.output, "tag")


class _StreamDriver(_OwnDriver, StreamOperations):
    """A stream cipher of pqeval."""

    def _answer(self, vector: Vector) -> None:
        self._put(vector.key, vector.nonce, vector.message)
        self._run(Operation.XOR)
        self._gives(_CIPHERTEXT, vector.output, "xor")


class _BlockDriver(_OwnDriver):
    """A block cipher of pqeval. The expanded key is made in the image, before what is measured."""

    operations = (Operation.KEY_SCHEDULE, Operation.ENCRYPT, Operation.DECRYPT)

    def _arrange(self, case: Case, index: int) -> None:
        self._link.write(_KEY, self._bytes(case, "keygen", index, self._scheme.sizes.key_bytes))
        if case.series.operation == Operation.KEY_SCHEDULE:
            return
        self._run(Operation.KEY_SCHEDULE)
        message = self._bytes(case, "message", index, case.series.message_bytes)
        self._put_message(message)
        self._link.write(_CIPHERTEXT, message)

    def _answer(self, vector: Vector) -> None:
        self._link.write(_KEY, vector.key)
        self._run(Operation.KEY_SCHEDULE)
        self._put_message(vector.message)
        self._run(Operation.ENCRYPT)
        self._gives(_CIPHERTEXT, vector.output, "encrypt")
        self._link.write(_MESSAGE, bytes(len(vector.message)))
        self._run(Operation.DECRYPT)
        self._gives(_MESSAGE, vector.message, "decrypt")


_DRIVERS: Final[dict[Role, type[_OwnDriver]]] = {
    Role.AEAD: _AeadDriver,
    Role.HASH: _HashDriver,
    Role.XOF: _XofDriver,
    Role.MAC: _MacDriver,
    Role.STREAM_CIPHER: _StreamDriver,
    Role.BLOCK_CIPHER: _BlockDriver,
}
