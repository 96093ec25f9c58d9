"""Constant-time evidence of real schemes on the emulated core."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Implementation, Operation
from pqeval.records import Build, Evidence, Failed, FindingKind, Outcome
from pqeval.targets.cortex_m.evidence import CortexMEvidence
from pqeval.targets.cortex_m.target import CortexMTarget
from pqeval.targets.secrets import uses_of

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]


def implementation(scheme: str) -> Implementation:
    """What the target offers of a scheme."""
    return next(one for one in CortexMTarget().capabilities().implementations if one.scheme == scheme)


def looked_at(scheme: str, *operations: Operation, pairs: int = 1) -> list[Evidence]:
    """The evidence; nothing may fail, and the build comes first."""
    looker = CortexMEvidence("cortex-m4", pairs=pairs, seed="test", progress=lambda _: None)
    build, *events = looker.look(implementation(scheme), operations)
    assert isinstance(build, Build)
    assert [event.error for event in events if isinstance(event, Failed)] == []
    found = [event for event in events if isinstance(event, Evidence)]
    assert {one.build for one in found} == {build.hash}
    return found


def test_ascon_does_the_same_whatever_its_key_and_message_are() -> None:
    """Both ways of the AEAD, for right and wrong tags, and the hash function."""
    encrypt, decrypt = looked_at("ascon_aead128", Operation.ENCRYPT, Operation.DECRYPT, pairs=2)
    (digest,) = looked_at("ascon_hash256", Operation.DIGEST, pairs=2)
    assert {one.outcome for one in (encrypt, decrypt, digest)} == {Outcome.PASS}
    assert (encrypt.pairs, decrypt.pairs, digest.pairs) == (2, 4, 2)
    assert decrypt.cases == ("right tag", "wrong tag")
    assert min(one.instructions for one in (encrypt, decrypt, digest)) > 1000
    assert [one.what for one in encrypt.varied] == ["key", "plaintext"]


@pytest.mark.liboqs
def test_ml_kem_passes_with_valid_and_invalid_ciphertexts() -> None:
    """Acceptance and rejection go the same way, whatever s-hat and z are."""
    (decaps,) = looked_at("ml_kem_768", Operation.DECAPS, pairs=4)
    assert decaps.outcome == Outcome.PASS
    assert decaps.cases == ("valid ciphertext", "invalid ciphertext")
    assert decaps.pairs == 8
    assert decaps.correctness is not None
    assert [one.what for one in decaps.varied] == ["s", "z"]


@pytest.mark.liboqs
def test_only_signatures_of_the_first_attempt_are_compared() -> None:
    """ML-DSA passes, with what is public of a signature left out by name."""
    (sign,) = looked_at("ml_dsa_44", Operation.SIGN)
    assert sign.outcome == Outcome.PASS
    assert sign.pairs == 1
    assert any("first attempt" in note for note in sign.notes)
    assert len(sign.left_out) == 3


@pytest.mark.liboqs
def test_verification_has_no_secrets() -> None:
    """It passes without a run, and says why."""
    (verify,) = looked_at("falcon_512", Operation.VERIFY)
    assert (verify.outcome, verify.pairs) == (Outcome.PASS, 0)
    assert "public key" in verify.reason


@pytest.mark.liboqs
def test_an_unknown_operation_is_not_judged() -> None:
    """Nothing is known of the secrets of HQC's key generation: no verdict is made up."""
    (keygen,) = looked_at("hqc_128", Operation.KEYGEN)
    assert keygen.outcome == Outcome.NOT_COMPARABLE
    assert keygen.findings == ()


@pytest.mark.liboqs
def test_pairs_that_do_not_differ_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal traces of equal inputs are no evidence: an entry that varies nothing does not pass."""
    (use,) = uses_of("ml_kem_512", Operation.DECAPS)
    idle = msgspec.structs.replace(use, vary=())
    monkeypatch.setattr("pqeval.targets.cortex_m.evidence.uses_of", lambda *_: (idle,))
    (decaps,) = looked_at("ml_kem_512", Operation.DECAPS)
    assert decaps.outcome == Outcome.NOT_COMPARABLE
    assert "changes no output" in decaps.reason


@pytest.mark.slow
@pytest.mark.liboqs
def test_conditional_instructions_of_one_cycle_are_shown_apart() -> None:
    """HQC's masks became IT blocks: they are listed with their place, and do not fail the operation."""
    (encaps,) = looked_at("hqc_128", Operation.ENCAPS)
    assert encaps.outcome == Outcome.PASS
    assert {(one.kind, Path(one.file).name) for one in encaps.known} == {(FindingKind.CONDITION, "vector.c")}
    assert all(one.line > 0 for one in encaps.known)
