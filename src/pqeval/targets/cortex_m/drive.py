"""Drive an image: the known-answer test first, then the operations with the inputs of the plan's seed."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Final

from pqeval.catalogue import CostClass, Operation, Role, Scheme
from pqeval.errors import ProviderError
from pqeval.liboqs.build import CortexMLibrary
from pqeval.liboqs.kat import expected, kem_text, sig_text, source_note, vectors
from pqeval.liboqs.random import Generator
from pqeval.plan.case import Case
from pqeval.records import Correctness
from pqeval.targets.cortex_m.attempts import Attempts, attempts_of
from pqeval.targets.cortex_m.emulator import Profile, Ran
from pqeval.targets.cortex_m.link import Link
from pqeval.targets.inputs import derived_bytes, derived_seed

__all__ = [
    "FIXED_SAMPLES",
    "AeadOperations",
    "Driver",
    "HashOperations",
    "KemOperations",
    "MacOperations",
    "SignatureOperations",
    "StreamOperations",
    "driver_for",
]

FIXED_SAMPLES: Final = 3
"""Key pairs over which a fixed-cost operation runs: its cost varies little, through sampling of matrices."""
_LONG: Final = 30_000_000
"""Instructions above which a fixed-cost operation runs once."""
_BUDGET: Final = 4_000_000_000
_FULL_BUDGET: Final = 40_000_000_000
"""Instructions for all samples of a stochastic case, and for one of a plan without a limit; at least
`_FEWEST` samples are taken in any case."""
_FEWEST: Final = 8
_PK, _SK, _CT = "pqe_buffer_public_key", "pqe_buffer_secret_key", "pqe_buffer_ciphertext"
_SS, _SIG = "pqe_buffer_shared_secret", "pqe_buffer_signature"
_KEY, _NONCE = "pqe_buffer_key", "pqe_buffer_nonce"
_MESSAGE, _MESSAGE_BYTES, _SIGNATURE_BYTES = "pqe_message", "pqe_message_bytes", "pqe_signature_bytes"


class Driver(ABC):
    """Runs the operations of one scheme in one emulator."""

    operations: Sequence[Operation] = ()

    def __init__(self, link: Link, scheme: Scheme, library_name: str) -> None:
        self._link = link
        self._scheme = scheme
        self._library_name = library_name
        self._overhead = link.run(0)
        self._attempts = self._counted_attempts()

    def _counted_attempts(self) -> Attempts | None:
        found = attempts_of(self._scheme.id)
        if found is None or not self._link.count(found.function):
            return None  # another version of the library names it otherwise
        return found

    def attempts(self, operation: Operation) -> Attempts | None:
        """What is known of the operation's attempts, if they are counted."""
        return self._attempts if self._attempts and self._attempts.operation == operation else None

    @abstractmethod
    def check(self) -> Correctness:
        """Known answers inside the firmware, then rejection of forged input.

        Raises:
            ProviderError: a wrong answer.
        """

    @abstractmethod
    def _arrange(self, case: Case, index: int) -> None:
        """Put the inputs number `index` of a case into the image."""

    def samples(self, case: Case) -> tuple[list[Ran], Profile]:
        """Run a case; the counts are net of the marks. Sample i uses the published seed number i.

        The profile is that of the first sample.
        """
        self._arrange(case, 0)
        self._link.profile(wanted=True)
        taken = [self._measured(case.series.operation)]
        profile = self._link.profiled()
        self._link.profile(wanted=False)
        wanted = case.samples if case.cost_class == CostClass.STOCHASTIC else FIXED_SAMPLES
        for index in range(1, self._how_many(case, wanted, taken[0])):
            self._arrange(case, index)
            taken.append(self._measured(case.series.operation))
        return taken, profile

    def first(self, case: Case) -> Ran:
        """Run the first sample of a case."""
        self._arrange(case, 0)
        return self._measured(case.series.operation)

    @staticmethod
    def _how_many(case: Case, wanted: int, first: Ran) -> int:
        """Fewer samples where one is long; hangs on what was counted alone, so it is repeatable."""
        if case.cost_class == CostClass.STOCHASTIC:
            budget = _BUDGET if case.most_instructions else _FULL_BUDGET
            return min(wanted, max(_FEWEST, budget // max(1, first.effort)))
        return 1 if first.effort > _LONG else wanted

    def _measured(self, operation: Operation) -> Ran:
        ran = self._link.run(self._number(operation))
        if ran.status != 0:
            raise ProviderError(
                f"{self._scheme.name}: {operation} in firmware failed with status {ran.status}"
            )
        return Ran(
            status=0,
            instructions=ran.instructions - self._overhead.instructions,
            cycles=ran.cycles - self._overhead.cycles,
            stack_bytes=max(ran.stack_bytes, ran.painted_bytes),
            painted_bytes=ran.painted_bytes,
            heap_bytes=ran.heap_bytes,
            random_bytes=ran.random_bytes,
            moved_cycles=max(0, ran.moved_cycles - self._overhead.moved_cycles),
            counted=ran.counted,
            deepest=ran.deepest,
        )

    def _number(self, operation: Operation) -> int:
        return self.operations.index(operation) + 1

    def _run(self, operation: Operation) -> int:
        return self._link.run(self._number(operation)).status

    def _bytes(self, case: Case, purpose: str, index: int, length: int | None) -> bytes:
        """An input of a case that follows from the plan's seed."""
        return derived_bytes(case.seed, self._scheme.id, purpose, index, length or 0)

    def _put_message(self, message: bytes) -> None:
        self._link.write(_MESSAGE, message)
        self._link.set(_MESSAGE_BYTES, len(message))

    def _seed(self, case: Case, purpose: str, index: int) -> None:
        seed = derived_seed(case.seed, self._scheme.id, purpose, index)
        self._link.seed(Generator.STREAM, seed)

    def _require(self, condition: bool, what: str) -> None:  # noqa: FBT001 - reads like an assertion
        if not condition:
            raise ProviderError(f"{self._scheme.name} in firmware: {what}")


class _KeyedDriver(Driver):
    """What KEMs and signatures have in common."""

    def __init__(self, link: Link, scheme: Scheme, library_name: str) -> None:
        super().__init__(link, scheme, library_name)
        self._keys: dict[tuple[str, int], tuple[bytes, bytes]] = {}

    def _key_pair(self, case: Case, index: int) -> None:
        """Put key pair number `index` into the image, made there from the plan's seed the first time."""
        sizes = self._scheme.sizes
        place = (case.seed, index)
        if place not in self._keys:
            self._seed(case, "keygen", index)
            self._require(self._run(Operation.KEYGEN) == 0, "keygen failed")
            self._keys[place] = (
                self._link.read(_PK, sizes.public_key_bytes or 0),
                self._link.read(_SK, sizes.secret_key_bytes or 0),
            )
        self._link.write(_PK, self._keys[place][0])
        self._link.write(_SK, self._keys[place][1])


class KemOperations(_KeyedDriver):
    """The operations of any KEM's image."""

    operations = (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS)

    def _contents(self) -> tuple[bytes, bytes, bytes, bytes]:
        sizes = self._scheme.sizes
        lengths = (
            sizes.public_key_bytes,
            sizes.secret_key_bytes,
            sizes.ciphertext_bytes,
            sizes.shared_secret_bytes,
        )
        pk, sk, ct, ss = (
            self._link.read(name, length or 0)
            for name, length in zip((_PK, _SK, _CT, _SS), lengths, strict=True)
        )
        return pk, sk, ct, ss

    def _arrange(self, case: Case, index: int) -> None:
        stochastic = case.cost_class == CostClass.STOCHASTIC
        operation = case.series.operation
        if operation != Operation.KEYGEN:
            self._key_pair(case, 0 if stochastic else index)
        if operation == Operation.DECAPS:
            self._seed(case, "encaps", index)
            self._require(self._run(Operation.ENCAPS) == 0, "encaps failed")
        self._seed(case, "operation" if stochastic else str(operation), index)


class _OfLiboqs(Driver):
    """What KEMs and signatures of liboqs have in common: published answers of their library."""

    def __init__(self, link: Link, scheme: Scheme, library_name: str, library: CortexMLibrary) -> None:
        super().__init__(link, scheme, library_name)
        self._library = library

    def _compare(self, digest: str) -> Correctness:
        kept = self._library.include.parent
        wanted = expected(self._library_name, version=self._library.version, kept=kept)
        self._require(digest == wanted, f"the known-answer test gave {digest}, but {wanted} is published")
        return Correctness(method="kat single", source=source_note(self._library.version), digest=wanted)


class KemDriver(_OfLiboqs, KemOperations):
    """A KEM of liboqs."""

    def check(self) -> Correctness:
        """The transcript of `kat_kem`; decaps agrees; a forged ciphertext gives another secret."""
        digest = hashlib.sha256()
        for vector in vectors(self._library_name, Role.KEM, "single"):
            self._link.seed(vector.generator, vector.seed)
            for operation in (Operation.KEYGEN, Operation.ENCAPS):
                self._require(self._run(operation) == 0, f"{operation} failed")
            public_key, secret_key, ciphertext, shared_secret = self._contents()
            digest.update(kem_text(vector, public_key, secret_key, ciphertext, shared_secret))
            self._require(self._run(Operation.DECAPS) == 0, "decaps failed")
            self._require(
                self._contents()[3] == shared_secret, "decaps gives another shared secret than encaps"
            )
            self._link.write(_CT, bytes([ciphertext[0] ^ 1]) + ciphertext[1:])
            refused = self._run(Operation.DECAPS) != 0
            self._require(
                refused or self._contents()[3] != shared_secret, "decaps accepts a forged ciphertext"
            )
        return self._compare(digest.hexdigest())


class SignatureOperations(_KeyedDriver):
    """The operations of any signature scheme's image."""

    operations = (Operation.KEYGEN, Operation.SIGN, Operation.VERIFY)

    def _arrange(self, case: Case, index: int) -> None:
        stochastic = case.cost_class == CostClass.STOCHASTIC
        operation = case.series.operation
        key = 0 if stochastic else index
        if operation != Operation.KEYGEN:
            self._key_pair(case, key)
            length = case.series.message_bytes or 0
            self._put_message(derived_bytes(case.seed, self._scheme.id, "message", key, length))
        if operation == Operation.VERIFY:
            self._seed(case, "sign", key)
            self._require(self._run(Operation.SIGN) == 0, "sign failed")
        self._seed(case, "operation" if stochastic else str(operation), index)


class SignatureDriver(_OfLiboqs, SignatureOperations):
    """A signature scheme of liboqs."""

    def check(self) -> Correctness:
        """The transcript of `kat_sig`; verify accepts it and refuses another message."""
        digest = hashlib.sha256()
        sizes = self._scheme.sizes
        for vector in vectors(self._library_name, Role.SIGNATURE, "single"):
            self._link.seed(vector.generator, vector.seed)
            self._require(self._run(Operation.KEYGEN) == 0, "keygen failed")
            self._put_message(vector.message)
            self._require(self._run(Operation.SIGN) == 0, "sign failed")
            signature = self._link.read(_SIG, self._link.get(_SIGNATURE_BYTES))
            public_key = self._link.read(_PK, sizes.public_key_bytes or 0)
            secret_key = self._link.read(_SK, sizes.secret_key_bytes or 0)
            digest.update(sig_text(self._library_name, vector, public_key, secret_key, signature))
            self._require(self._run(Operation.VERIFY) == 0, "verify refuses what sign gave")
            self._put_message(bytes([vector.message[0] ^ 1]) + vector.message[1:])
            self._require(self._run(Operation.VERIFY) != 0, "verify accepts a signature of another message")
        return self._compare(digest.hexdigest())


class AeadOperations(Driver):
    """The operations of any AEAD's image."""

    operations = (Operation.ENCRYPT, Operation.DECRYPT)

    def _put(self, key: bytes, nonce: bytes, associated: bytes, message: bytes) -> None:
        self._link.write(_KEY, key)
        self._link.write(_NONCE, nonce)
        self._link.write("pqe_associated", associated)
        self._link.set("pqe_associated_bytes", len(associated))
        self._put_message(message)

    def _arrange(self, case: Case, index: int) -> None:
        sizes = self._scheme.sizes
        self._put(
            self._bytes(case, "keygen", index, sizes.key_bytes),
            self._bytes(case, "nonce", index, sizes.nonce_bytes),
            self._bytes(case, "associated data", index, case.series.associated_data_bytes),
            self._bytes(case, "message", index, case.series.message_bytes),
        )
        if case.series.operation == Operation.DECRYPT:
            self._run(Operation.ENCRYPT)


class HashOperations(Driver):
    """The operation of any hash function's image."""

    operations = (Operation.DIGEST,)

    def _put(self, message: bytes) -> None:
        self._put_message(message)

    def _arrange(self, case: Case, index: int) -> None:
        self._put(self._bytes(case, "message", index, case.series.message_bytes))


class MacOperations(Driver):
    """The operation of any MAC's image."""

    operations = (Operation.TAG,)

    def _put(self, key: bytes, message: bytes) -> None:
        self._link.write(_KEY, key)
        self._put_message(message)

    def _arrange(self, case: Case, index: int) -> None:
        self._put(
            self._bytes(case, "keygen", index, self._scheme.sizes.key_bytes),
            self._bytes(case, "message", index, case.series.message_bytes),
        )


class StreamOperations(Driver):
    """The operation of any stream cipher's image."""

    operations = (Operation.XOR,)

    def _put(self, key: bytes, nonce: bytes, message: bytes) -> None:
        self._link.write(_KEY, key)
        self._link.write(_NONCE, nonce)
        self._put_message(message)

    def _arrange(self, case: Case, index: int) -> None:
        sizes = self._scheme.sizes
        self._put(
            self._bytes(case, "keygen", index, sizes.key_bytes),
            self._bytes(case, "nonce", index, sizes.nonce_bytes),
            self._bytes(case, "message", index, case.series.message_bytes),
        )


def driver_for(
    link: Link, scheme: Scheme, library_name: str, library: CortexMLibrary | None, *, whole: bool = False
) -> Driver:
    """The driver of a scheme's role. With `whole`, those of our own C check every known answer, not a sample.

    Raises:
        TargetError: there is none.
    """
    if scheme.role in {Role.KEM, Role.SIGNATURE} and library is not None:
        maker: Callable[[Link, Scheme, str, CortexMLibrary], Driver]
        maker = KemDriver if scheme.role == Role.KEM else SignatureDriver
        return maker(link, scheme, library_name, library)
    if scheme.role == Role.STATEFUL_SIGNATURE and library is not None:
        from pqeval.targets.cortex_m.stateful_drive import StatefulDriver  # noqa: PLC0415 - it imports this

        return StatefulDriver(link, scheme, library_name, library)
    from pqeval.targets.cortex_m.own_drive import own_driver  # noqa: PLC0415 - it imports this

    return own_driver(link, scheme, library_name, whole=whole)
