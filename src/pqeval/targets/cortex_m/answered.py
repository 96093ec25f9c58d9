"""Drive an image whose known-answer test is too long as a whole: one operation, with the host's answers.

The host's liboqs gives the transcript of the first published vector; its digest must be the published one.
Then the operation alone runs in the firmware with that transcript's inputs and has to give its outputs. The
inputs of what is measured (key pairs, ciphertexts, signatures) come from the host, too, from the plan's seed.
"""

from __future__ import annotations

from typing import Final

from pqeval.catalogue import CostClass, Operation, Role, Scheme
from pqeval.errors import LibraryError
from pqeval.liboqs.answers import Answer, Wanted, ask
from pqeval.liboqs.build import CortexMLibrary, find_host_library
from pqeval.liboqs.kat import expected, source_note, vectors
from pqeval.plan.case import Case
from pqeval.records import Correctness
from pqeval.targets.cortex_m.drive import Driver, KemOperations, SignatureOperations
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.inputs import derived_bytes, derived_seed

__all__ = ["NOTE", "HostAnswers", "answered_driver", "host_answers"]

NOTE: Final = "key pair and input were made by the host's liboqs, for making them here would take too long"
_METHOD: Final = "kat operation"
_PK, _SK, _CT = "pqe_buffer_public_key", "pqe_buffer_secret_key", "pqe_buffer_ciphertext"
_SS, _SIG, _SIGNATURE_BYTES = "pqe_buffer_shared_secret", "pqe_buffer_signature", "pqe_signature_bytes"


class HostAnswers:
    """Answers of the host's liboqs for one algorithm, asked for once each.

    Args:
        library: whose firmware is to be checked.
        name: of the algorithm, as the library has it.
    """

    def __init__(self, library: CortexMLibrary, name: str) -> None:
        self._library = library
        self.name = name
        self.known: dict[Wanted, Answer] = {}
        """What was asked already."""

    def transcript(self) -> Answer:
        """The answers of the first published vector.

        Raises:
            PqevalError: the host does not give what is published for the firmware's library.
        """
        version = self._library.version
        wanted = expected(self.name, version=version, kept=self._library.include.parent)
        found = self._ask(Wanted(name=self.name))
        if found.digest != wanted:
            raise LibraryError(
                f"the host's liboqs gives another transcript of {self.name} than is published for {version}"
            )
        return found

    def made(self, case: Case, key: int, index: int) -> Answer:
        """Key pair number `key` of the plan's seed, and ciphertext or signature number `index`."""
        scheme, operation = case.series.scheme, case.series.operation
        signs = operation in {Operation.SIGN, Operation.VERIFY}
        length = case.series.message_bytes or 0
        return self._ask(
            Wanted(
                name=self.name,
                keygen_seed=derived_seed(case.seed, scheme, "keygen", key),
                use_seed=derived_seed(case.seed, scheme, "sign" if signs else "encaps", index),
                message=derived_bytes(case.seed, scheme, "message", key, length) if signs else b"",
            )
        )

    def correctness(self, operation: Operation) -> Correctness:
        """What a record says when the operation gave the transcript's outputs."""
        note = source_note(self._library.version)
        return Correctness(
            method=_METHOD,
            source=f"{note}; {operation} compared with the transcript that the host's liboqs gave",
            digest=self.transcript().digest,
        )

    def _ask(self, wanted: Wanted) -> Answer:
        if wanted not in self.known:
            self.known[wanted] = ask(wanted)
        return self.known[wanted]


def host_answers(library: CortexMLibrary, name: str) -> HostAnswers | None:
    """The answers for an algorithm, if the host has the same version of liboqs."""
    host = find_host_library()
    if host is None or host.version != library.version:
        return None
    return HostAnswers(library, name)


def answered_driver(emulator: Emulator, scheme: Scheme, answers: HostAnswers, operation: Operation) -> Driver:
    """A driver for one operation of a KEM or a signature scheme; its check is that of this operation."""
    if scheme.role == Role.KEM:
        return _AnsweredKem(emulator, scheme, answers, operation)
    return _AnsweredSignature(emulator, scheme, answers, operation)


class _Answered(Driver):
    """What KEMs and signatures have in common."""

    def __init__(
        self, emulator: Emulator, scheme: Scheme, answers: HostAnswers, operation: Operation
    ) -> None:
        super().__init__(emulator, scheme, scheme.name)
        self._emulator = emulator
        self._answers = answers
        self._operation = operation

    def _check_keygen(self, known: Answer) -> None:
        self._begin(known, after_keygen=False)
        self._require(self._run(Operation.KEYGEN) == 0, "keygen failed")
        pair = self._link.read(_PK, len(known.public_key)), self._link.read(_SK, len(known.secret_key))
        self._require(pair == (known.public_key, known.secret_key), "keygen gives another key pair")

    def _begin(self, known: Answer, *, after_keygen: bool) -> None:
        """Bring the generator to where it is in the published vector before keygen, or after it."""
        vector = next(vectors(self._answers.name, self._scheme.role, "single"))
        self._link.seed(vector.generator, vector.seed)
        if after_keygen:
            for length in known.drawn:
                self._emulator.draw(length)

    def _put_keys(self, known: Answer) -> None:
        self._link.write(_PK, known.public_key)
        self._link.write(_SK, known.secret_key)

    def _made(self, case: Case, index: int) -> Answer:
        """The host's input number `index`, its key pair put into the image."""
        made = self._answers.made(case, 0 if case.cost_class == CostClass.STOCHASTIC else index, index)
        self._put_keys(made)
        return made

    def _seed_operation(self, case: Case, index: int) -> None:
        stochastic = case.cost_class == CostClass.STOCHASTIC
        self._seed(case, "operation" if stochastic else str(self._operation), index)


class _AnsweredKem(_Answered, KemOperations):
    def check(self) -> Correctness:
        known = self._answers.transcript()
        match self._operation:
            case Operation.KEYGEN:
                self._check_keygen(known)
            case Operation.ENCAPS:
                self._check_encaps(known)
            case _:
                self._check_decaps(known)
        return self._answers.correctness(self._operation)

    def _check_encaps(self, known: Answer) -> None:
        self._begin(known, after_keygen=True)
        self._put_keys(known)
        self._require(self._run(Operation.ENCAPS) == 0, "encaps failed")
        given = self._link.read(_CT, len(known.output)), self._link.read(_SS, len(known.shared_secret))
        self._require(
            given == (known.output, known.shared_secret), "encaps gives another ciphertext or secret"
        )

    def _check_decaps(self, known: Answer) -> None:
        self._put_keys(known)
        self._require(self._decapsulated(known.output) == known.shared_secret, "decaps gives another secret")
        forged = bytes([known.output[0] ^ 1]) + known.output[1:]
        self._require(self._decapsulated(forged) != known.shared_secret, "decaps accepts a forged ciphertext")

    def _decapsulated(self, ciphertext: bytes) -> bytes | None:
        self._link.write(_CT, ciphertext)
        self._link.write(_SS, bytes(self._scheme.sizes.shared_secret_bytes or 0))
        status = self._run(Operation.DECAPS)
        return self._contents()[3] if status == 0 else None

    def _arrange(self, case: Case, index: int) -> None:
        if self._operation != Operation.KEYGEN:
            made = self._made(case, index)
            if self._operation == Operation.DECAPS:
                self._link.write(_CT, made.output)
        self._seed_operation(case, index)


class _AnsweredSignature(_Answered, SignatureOperations):
    def check(self) -> Correctness:
        known = self._answers.transcript()
        message = next(vectors(self._answers.name, Role.SIGNATURE, "single")).message
        match self._operation:
            case Operation.KEYGEN:
                self._check_keygen(known)
            case Operation.SIGN:
                self._check_sign(known, message)
            case _:
                self._check_verify(known, message)
        return self._answers.correctness(self._operation)

    def _check_sign(self, known: Answer, message: bytes) -> None:
        self._begin(known, after_keygen=True)
        self._put_keys(known)
        self._put_message(message)
        self._require(self._run(Operation.SIGN) == 0, "sign failed")
        given = self._link.read(_SIG, self._link.get(_SIGNATURE_BYTES))
        self._require(given == known.output, "sign gives another signature")

    def _check_verify(self, known: Answer, message: bytes) -> None:
        self._put_keys(known)
        self._require(self._accepts(known.output, message), "verify refuses the known signature")
        other = bytes([message[0] ^ 1]) + message[1:]
        self._require(not self._accepts(known.output, other), "verify accepts a signature of another message")
        middle = len(known.output) // 2
        forged = known.output[:middle] + bytes([known.output[middle] ^ 1]) + known.output[middle + 1 :]
        self._require(not self._accepts(forged, message), "verify accepts a changed signature")

    def _accepts(self, signature: bytes, message: bytes) -> bool:
        self._put_message(message)
        self._put_signature(signature)
        return self._run(Operation.VERIFY) == 0

    def _put_signature(self, signature: bytes) -> None:
        self._link.write(_SIG, signature)
        self._link.set(_SIGNATURE_BYTES, len(signature))

    def _arrange(self, case: Case, index: int) -> None:
        if self._operation != Operation.KEYGEN:
            made = self._made(case, index)
            key = 0 if case.cost_class == CostClass.STOCHASTIC else index
            length = case.series.message_bytes or 0
            self._put_message(derived_bytes(case.seed, self._scheme.id, "message", key, length))
            if self._operation == Operation.VERIFY:
                self._put_signature(made.output)
        self._seed_operation(case, index)
