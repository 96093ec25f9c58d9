"""Pairs of inputs for constant-time evidence on our own primitives: by the shape of call alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pqeval.catalogue import Operation, Role, Scheme
from pqeval.errors import TargetError
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.cortex_m.pairs import ASSOCIATED_BYTES, MESSAGE_BYTES, Candidates, Workshop
from pqeval.targets.cortex_m.trace import Inputs
from pqeval.targets.inputs import XOF_BYTES
from pqeval.targets.secrets import SecretUse

__all__ = ["OwnWorkshop"]

_KEY, _NONCE, _TAG = "pqe_buffer_key", "pqe_buffer_nonce", "pqe_buffer_tag"
_SCHEDULE, _DIGEST, _XOF = "pqe_buffer_schedule", "pqe_buffer_digest", "pqe_digest"
_MESSAGE, _CIPHERTEXT = "pqe_message", "pqe_ciphertext"
_MESSAGE_BYTES: Final = "pqe_message_bytes"


class OwnWorkshop(Workshop):
    """Makes the inputs of one of our own schemes with the image's own operations.

    Args:
        emulator: an emulator of the image.
        scheme: what the image holds.
        seed: the published seed that every input follows from.
        schedule_bytes: length of a block cipher's expanded key.
    """

    def __init__(self, emulator: Emulator, scheme: Scheme, seed: str, schedule_bytes: int) -> None:
        super().__init__(emulator, scheme, seed)
        self._schedule_bytes = schedule_bytes

    def candidates(self, operation: Operation, use: SecretUse, pair: int) -> list[Candidates]:  # noqa: ARG002 - the role says it
        """The inputs of pair number `pair`, one set a case.

        Raises:
            TargetError: there is no way to vary the secrets of this operation; the image fails at its work.
        """
        role = self._scheme.role
        if role == Role.AEAD:
            return self._aead(operation, pair)
        if role == Role.BLOCK_CIPHER and operation != Operation.KEY_SCHEDULE:
            return [self._block(operation, pair)]
        sizes = self._scheme.sizes
        outputs = {
            Role.BLOCK_CIPHER: (_SCHEDULE, self._schedule_bytes),
            Role.STREAM_CIPHER: (_CIPHERTEXT, MESSAGE_BYTES[Role.STREAM_CIPHER]),
            Role.MAC: (_TAG, sizes.tag_bytes or 0),
            Role.HASH: (_DIGEST, sizes.digest_bytes or 0),
            Role.XOF: (_XOF, XOF_BYTES),
        }
        if role not in outputs:
            raise TargetError(f"{self._scheme.name}: there are no pairs of inputs for {operation}")
        return [self._differing(operation, pair, outputs[role])]

    def _differing(self, operation: Operation, pair: int, output: tuple[str, int]) -> Candidates:
        """Two runs of an operation that cannot refuse: key and message differ, the nonce does not."""
        one, other = (
            Inputs(
                self._number(operation), self._objects(operation, pair, index), self._words, outputs=(output,)
            )
            for index in (2 * pair, 2 * pair + 1)
        )
        names = {_KEY: "key", _MESSAGE: "message"}
        what = " and ".join(names[name] for name in one.objects if name in names)
        return Candidates(f"other {what}", [one], lambda _: [other])

    @property
    def _words(self) -> dict[str, int]:
        words = {_MESSAGE_BYTES: MESSAGE_BYTES[self._scheme.role]}
        return {**words, "pqe_digest_bytes": XOF_BYTES} if self._scheme.role == Role.XOF else words

    def _objects(self, operation: Operation, pair: int, index: int) -> dict[str, bytes]:
        sizes = self._scheme.sizes
        objects = {}
        if sizes.key_bytes:
            objects[_KEY] = self._bytes("keygen", index, sizes.key_bytes)
        if sizes.nonce_bytes:
            objects[_NONCE] = self._bytes("nonce", pair, sizes.nonce_bytes)
        if operation != Operation.KEY_SCHEDULE:
            objects[_MESSAGE] = self._bytes("message", index, MESSAGE_BYTES[self._scheme.role])
        return objects

    def _block(self, operation: Operation, pair: int) -> Candidates:
        """Expanded keys of two keys, and blocks that differ as well."""
        length = MESSAGE_BYTES[Role.BLOCK_CIPHER]
        into, out = (_MESSAGE, _CIPHERTEXT) if operation == Operation.ENCRYPT else (_CIPHERTEXT, _MESSAGE)
        made = []
        for index in (2 * pair, 2 * pair + 1):
            self._emulator.write(_KEY, self._bytes("keygen", index, self._scheme.sizes.key_bytes or 0))
            self._run(Operation.KEY_SCHEDULE)
            objects = {
                _SCHEDULE: self._emulator.read(_SCHEDULE, self._schedule_bytes),
                into: self._bytes("message", index, length),
            }
            made.append(
                Inputs(self._number(operation), objects, {_MESSAGE_BYTES: length}, outputs=((out, length),))
            )
        return Candidates("other key and blocks", [made[0]], lambda _: [made[1]])

    def _aead(self, operation: Operation, pair: int) -> list[Candidates]:
        sealed = [self._encryption(pair, which) for which in (0, 1)]
        if operation == Operation.ENCRYPT:
            return [Candidates("other key and plaintext", [sealed[0]], lambda _: [sealed[1]])]
        accepted = [self._decryption(one) for one in sealed]
        forged = dict(accepted[0].objects)
        tag = forged[_TAG]
        forged[_TAG] = bytes([tag[0] ^ 1]) + tag[1:]
        refused = [replace(one, objects={**forged, _KEY: one.objects[_KEY]}) for one in accepted]
        return [
            Candidates("right tag", [accepted[0]], lambda _: [accepted[1]]),
            Candidates("wrong tag", [refused[0]], lambda _: [refused[1]], refuses=True),
        ]

    def _encryption(self, pair: int, which: int) -> Inputs:
        sizes = self._scheme.sizes
        secret = 2 * pair + which
        length = MESSAGE_BYTES[Role.AEAD]
        objects = {
            _KEY: self._bytes("keygen", secret, sizes.key_bytes or 0),
            _NONCE: self._bytes("nonce", pair, sizes.nonce_bytes or 0),
            "pqe_associated": self._bytes("associated data", pair, ASSOCIATED_BYTES),
            _MESSAGE: self._bytes("message", secret, length),
        }
        words = {_MESSAGE_BYTES: length, "pqe_associated_bytes": ASSOCIATED_BYTES}
        outputs = ((_CIPHERTEXT, length),)
        return Inputs(self._number(Operation.ENCRYPT), objects, words, outputs=outputs)

    def _decryption(self, sealing: Inputs) -> Inputs:
        for name, data in sealing.objects.items():
            self._emulator.write(name, data)
        for name, value in sealing.words.items():
            self._emulator.set(name, value)
        self._run(Operation.ENCRYPT)
        objects = {name: data for name, data in sealing.objects.items() if name != _MESSAGE}
        objects[_CIPHERTEXT] = self._emulator.read(_CIPHERTEXT, MESSAGE_BYTES[Role.AEAD])
        objects[_TAG] = self._emulator.read(_TAG, self._scheme.sizes.tag_bytes or 0)
        outputs = ((_MESSAGE, MESSAGE_BYTES[Role.AEAD]),)
        return Inputs(self._number(Operation.DECRYPT), objects, sealing.words, outputs=outputs)
