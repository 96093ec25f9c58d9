"""The facts behind constant-time evidence: whole, sourced, and of schemes that exist."""

from __future__ import annotations

import pytest

from pqeval.catalogue import OPERATIONS, Operation, load
from pqeval.errors import CatalogueError
from pqeval.targets.secrets import SecretUse, layout_of, spliced, uses_of

INPUTS = {"random", "key", "message", "plaintext", "ciphertext"}
USES = [
    (scheme.id, use)
    for scheme in load().schemes
    for operation in OPERATIONS[scheme.role]
    for use in uses_of(scheme.id, operation)
]
IDS = [f"{scheme}-{use.operation}-{number}" for number, (scheme, use) in enumerate(USES)]


@pytest.mark.parametrize(("scheme", "use"), USES, ids=IDS)
def test_every_entry_names_its_source_and_reasons(scheme: str, use: SecretUse) -> None:
    """What varies is a secret part of the key or a known input, and each has a reason and a source."""
    assert use.source
    assert set(use.schemes) <= set(load().by_id)
    assert bool(use.vary) != bool(use.public)
    layout = layout_of(load().by_id[scheme])
    secret = {part.name for part in layout.parts if part.secret} if layout else set()
    assert set(use.vary) <= secret | INPUTS
    for one in use.varied(scheme):
        assert one.reason
        assert one.source
    assert all(one.reason and one.scope in {"calls", "body", "end"} for one in use.left_out)


@pytest.mark.parametrize("scheme", ["ml_kem_512", "ml_kem_1024", "ml_dsa_65", "falcon_512", "hqc_256"])
def test_only_secret_parts_are_taken_from_the_other_key(scheme: str) -> None:
    """Where all secret parts vary, the public ones stay byte for byte."""
    one = load().by_id[scheme]
    length = one.sizes.secret_key_bytes or 0
    operation = Operation.DECAPS if one.role == "kem" else Operation.SIGN
    (use,) = uses_of(scheme, operation)
    mixed = spliced(one, use, bytes(length), b"\xff" * length)
    layout = layout_of(one)
    assert layout is not None
    assert len(mixed) == length
    place = 0
    for part in layout.parts:
        end = place + part.length(scheme)
        assert set(mixed[place:end]) == ({0xFF} if part.secret else {0})
        place = end


def test_keys_of_other_lengths_are_refused() -> None:
    """Parts of a key that is cut off would be other bytes than their names say."""
    one = load().by_id["ml_kem_512"]
    (use,) = uses_of("ml_kem_512", Operation.DECAPS)
    with pytest.raises(CatalogueError):
        spliced(one, use, bytes(1632), bytes(1631))


def test_what_is_not_known_is_said_so() -> None:
    """There is no entry for a scheme that nobody described."""
    assert uses_of("bike_l1", Operation.DECAPS) == ()
