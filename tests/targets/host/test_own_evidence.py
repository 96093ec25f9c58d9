"""Evidence on our own primitives on the host: what is clean passes, a planted table is found."""

from __future__ import annotations

import shutil

import pytest

from pqeval import lightweight
from pqeval.catalogue import OPERATIONS, load
from pqeval.records import Build, Evidence, Outcome
from pqeval.targets.host.evidence import HostEvidence

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("valgrind") is None, reason="Valgrind is not installed"),
]


def outcomes(scheme: str, variant: str) -> set[Outcome]:
    """The outcomes of all operations of a scheme in a variant."""
    offered = lightweight.implementations()
    own = next(one for one in offered if (one.scheme, one.variant) == (scheme, variant))
    events = list(HostEvidence(progress=lambda _: None).look(own, OPERATIONS[load().scheme(scheme).role]))
    found = [event for event in events if isinstance(event, Evidence)]
    assert isinstance(events[0], Build)
    assert len(found) == len(events) - 1
    return {event.outcome for event in found}


def test_an_aead_without_tables_passes() -> None:
    """Encryption and decryption, right and wrong tags, neither branch on secrets nor look up by them."""
    assert {Outcome.PASS} == outcomes("ascon_aead128", "u64")


def test_a_mode_over_a_cipher_passes() -> None:
    """A mode of operation adds nothing that depends on secrets."""
    assert {Outcome.PASS} == outcomes("lea_128_ccm", "u32")


def test_a_table_that_is_indexed_by_secrets_is_found() -> None:
    """The variant that says of itself that it is not constant time is not."""
    assert {Outcome.LEAK} == outcomes("aes_128", "tab")
