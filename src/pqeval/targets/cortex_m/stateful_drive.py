"""Drive the image of a stateful signature scheme: its known answer is checked, then verified once more."""

from __future__ import annotations

from typing import Final

from pqeval.catalogue import Operation, Scheme
from pqeval.liboqs.build import CortexMLibrary
from pqeval.liboqs.stateful_kat import checked, known_answer
from pqeval.plan.case import Case
from pqeval.records import Correctness
from pqeval.targets.cortex_m.drive import Driver
from pqeval.targets.cortex_m.emulator import Ran
from pqeval.targets.cortex_m.link import Link

__all__ = ["StatefulDriver"]

_PK, _SIG = "pqe_buffer_public_key", "pqe_buffer_signature"


class StatefulDriver(Driver):
    """A stateful signature scheme of liboqs; there is one input, so there is one sample."""

    operations = (Operation.VERIFY,)

    def __init__(self, link: Link, scheme: Scheme, library_name: str, library: CortexMLibrary) -> None:
        super().__init__(link, scheme, library_name)
        self._answer: Final = known_answer(library_name, library.version, library.include.parent)
        lengths = (len(self._answer.public_key), len(self._answer.signature))
        self._require(
            lengths == (scheme.sizes.public_key_bytes, scheme.sizes.signature_bytes),
            f"the known answer has {lengths} bytes of public key and signature, not the catalogue's",
        )

    def check(self) -> Correctness:
        """The known answer verifies; with a flipped bit in signature, message or key it does not."""
        return checked(f"{self._scheme.name} in firmware", self._answer, self._accepts)

    def _accepts(self, message: bytes, signature: bytes, public_key: bytes) -> bool:
        self._put(message, signature, public_key)
        return self._run(Operation.VERIFY) == 0

    def _put(self, message: bytes, signature: bytes, public_key: bytes) -> None:
        self._link.write(_PK, public_key)
        self._link.write(_SIG, signature)
        self._put_message(message)

    def _arrange(self, case: Case, index: int) -> None:  # noqa: ARG002 - every sample is the known answer
        self._put(self._answer.message, self._answer.signature, self._answer.public_key)

    @staticmethod
    def _how_many(case: Case, wanted: int, first: Ran) -> int:  # noqa: ARG004 - as above
        return 1
