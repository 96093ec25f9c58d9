"""Pairs of inputs for constant-time evidence: equal in what is public, different in what is secret.

Every input follows from the published seed, as in a run (pqeval.targets.inputs). What the firmware must
make first - keys, ciphertexts - comes from an emulator that does not trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pqeval.catalogue import OPERATIONS, Operation, Role, Scheme
from pqeval.errors import TargetError
from pqeval.liboqs.random import Generator
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.cortex_m.trace import Inputs
from pqeval.targets.inputs import derived_bytes, derived_seed
from pqeval.targets.secrets import SecretUse, spliced

__all__ = ["ASSOCIATED_BYTES", "MESSAGE_BYTES", "TRIES", "Candidates", "Workshop", "first_fit"]

MESSAGE_BYTES: Final = {
    Role.SIGNATURE: 32,
    Role.AEAD: 64,
    Role.HASH: 64,
    Role.XOF: 64,
    Role.MAC: 64,
    Role.STREAM_CIPHER: 64,
    Role.BLOCK_CIPHER: 64,
}
"""Length of the message (or plaintext) of each role."""
ASSOCIATED_BYTES: Final = 16
TRIES: Final = 64
"""Inputs that are tried, at most, until rejection sampling ends at the attempt that is asked for."""

_PK, _SK, _CT = "pqe_buffer_public_key", "pqe_buffer_secret_key", "pqe_buffer_ciphertext"
_SS, _SIG = "pqe_buffer_shared_secret", "pqe_buffer_signature"


@dataclass(frozen=True, slots=True)
class Candidates:
    """Inputs for one pair.

    `ones` are tried for the first run until one is fit; `others` gives those for the second, all with the
    public inputs of the first. `refuses` says whether the operation ends with an error, in both runs alike;
    None where its return value may differ, as that of decapsulation may tell acceptance from rejection.
    """

    case: str
    ones: Iterable[Inputs]
    others: Callable[[Inputs], Iterable[Inputs]]
    refuses: bool | None = False


class Workshop:
    """Makes the inputs of one scheme with the image's own operations.

    Args:
        emulator: an emulator of the image.
        scheme: what the image holds.
        seed: the published seed that every input follows from.
    """

    def __init__(self, emulator: Emulator, scheme: Scheme, seed: str) -> None:
        self._emulator = emulator
        self._scheme = scheme
        self._seed_text = seed
        self._keys: dict[int, tuple[bytes, bytes]] = {}

    def candidates(self, operation: Operation, use: SecretUse, pair: int) -> list[Candidates]:
        """The inputs of pair number `pair`, one set a case.

        Raises:
            TargetError: there is no way to vary the secrets of this operation; the image fails at its work.
        """
        match self._scheme.role, operation:
            case (_, Operation.KEYGEN):
                return [self._random_alone(operation, pair)]
            case (Role.KEM, Operation.ENCAPS):
                return [self._encaps(pair)]
            case (Role.KEM, Operation.DECAPS):
                return self._decaps(use, pair)
            case (Role.SIGNATURE, Operation.SIGN):
                return [self._sign(use, pair)]
            case _:
                pass
        raise TargetError(f"{self._scheme.name}: there are no pairs of inputs for {operation}")

    def _number(self, operation: Operation) -> int:
        return OPERATIONS[self._scheme.role].index(operation) + 1

    def _random(self, purpose: str, index: int) -> tuple[int, bytes]:
        return Generator.STREAM, derived_seed(self._seed_text, self._scheme.id, purpose, index)

    def _bytes(self, purpose: str, index: int, length: int) -> bytes:
        return derived_bytes(self._seed_text, self._scheme.id, purpose, index, length)

    def _run(self, operation: Operation) -> None:
        status = self._emulator.run(self._number(operation)).status
        if status != 0:
            raise TargetError(f"{self._scheme.name}: {operation} in firmware failed with status {status}")

    def _key_pair(self, index: int) -> tuple[bytes, bytes]:
        """Public and secret key number `index`, made the first time."""
        if index not in self._keys:
            sizes = self._scheme.sizes
            self._emulator.seed(*self._random("keygen", index))
            self._run(Operation.KEYGEN)
            self._keys[index] = (
                self._emulator.read(_PK, sizes.public_key_bytes or 0),
                self._emulator.read(_SK, sizes.secret_key_bytes or 0),
            )
        return self._keys[index]

    def _random_alone(self, operation: Operation, pair: int) -> Candidates:
        number = self._number(operation)
        outputs = ((_SK, self._scheme.sizes.secret_key_bytes or 0),)
        return Candidates(
            "other random bytes",
            [Inputs(number, seed=self._random("keygen", 2 * pair), outputs=outputs)],
            lambda _: [Inputs(number, seed=self._random("keygen", 2 * pair + 1), outputs=outputs)],
        )

    def _encaps(self, pair: int) -> Candidates:
        number = self._number(Operation.ENCAPS)
        objects = {_PK: self._key_pair(pair)[0]}
        outputs = ((_SS, self._scheme.sizes.shared_secret_bytes or 0),)
        return Candidates(
            "other random bytes",
            [Inputs(number, objects, seed=self._random("encaps", 2 * pair), outputs=outputs)],
            lambda _: [Inputs(number, objects, seed=self._random("encaps", 2 * pair + 1), outputs=outputs)],
        )

    def _decaps(self, use: SecretUse, pair: int) -> list[Candidates]:
        public, secret = self._key_pair(pair)
        other = spliced(self._scheme, use, secret, self._key_pair(pair + 1)[1])
        self._emulator.write(_PK, public)
        self._emulator.seed(*self._random("encaps", 2 * pair))
        self._run(Operation.ENCAPS)
        valid = self._emulator.read(_CT, self._scheme.sizes.ciphertext_bytes or 0)
        invalid = bytes([valid[0] ^ 1]) + valid[1:]
        number = self._number(Operation.DECAPS)
        outputs = ((_SS, self._scheme.sizes.shared_secret_bytes or 0),)

        def case(name: str, ciphertext: bytes) -> Candidates:
            one, changed = (
                Inputs(number, {_SK: key, _CT: ciphertext}, outputs=outputs) for key in (secret, other)
            )
            return Candidates(name, [one], lambda _: [changed], refuses=None)

        return [case("valid ciphertext", valid), case("invalid ciphertext", invalid)]

    def _sign(self, use: SecretUse, pair: int) -> Candidates:
        secret = self._key_pair(pair)[1]
        length = MESSAGE_BYTES[Role.SIGNATURE]

        def ones() -> Iterator[Inputs]:
            for attempt in range(TRIES):
                message = self._bytes("message", pair * TRIES + attempt, length)
                yield self._signing(secret, message, pair)

        def others(one: Inputs) -> Iterator[Inputs]:
            # Key pairs far from those of the first runs, so that none is ever compared with itself.
            first = TRIES * (pair + 1)
            for index in range(first, first + TRIES):
                key = spliced(self._scheme, use, secret, self._key_pair(index)[1])
                yield self._signing(key, one.objects["pqe_message"], pair)

        return Candidates("other secret key", ones(), others)

    def _signing(self, secret_key: bytes, message: bytes, pair: int) -> Inputs:
        return Inputs(
            self._number(Operation.SIGN),
            {_SK: secret_key, "pqe_message": message},
            {"pqe_message_bytes": len(message)},
            self._random("sign", pair),
            ((_SIG, self._scheme.sizes.signature_bytes or 0),),
        )


def first_fit(inputs: Iterable[Inputs], is_fit: Callable[[Inputs], bool]) -> Inputs | None:
    """The first of at most `TRIES` inputs that is fit, or None."""
    return next((one for one in islice(inputs, TRIES) if is_fit(one)), None)
