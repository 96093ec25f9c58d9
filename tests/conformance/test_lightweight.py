"""Every lightweight implementation against every known answer that there is for its scheme."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pqeval import lightweight
from pqeval.catalogue import Implementation
from pqeval.errors import InvalidTag
from pqeval.lightweight import kat

DATA = Path(__file__).parents[1] / "data" / "wycheproof_ascon_aead128.csv"


@pytest.mark.parametrize(
    "implementation",
    lightweight.implementations(),
    ids=lambda implementation: f"{implementation.scheme}-{implementation.provider}-{implementation.variant}",
)
def test_known_answers(implementation: Implementation) -> None:
    """The whole official file, or the published examples, come out right."""
    correctness = kat.verify(implementation.scheme, implementation.variant, implementation.provider)
    file = kat.kat_file(implementation.scheme)
    assert ("kat examples" if file is None else "kat file") == correctness.method
    assert file is None or file.sha256 == correctness.digest


@pytest.mark.parametrize("variant", ["u64", "bi32"])
def test_wycheproof(variant: str) -> None:
    """Valid tuples encrypt and decrypt as stated; each tuple with one changed bit is refused."""
    cipher = lightweight.get_aead("Ascon-AEAD128", variant=variant)
    lines = [line for line in DATA.read_text(encoding="ascii").splitlines() if not line.startswith("#")]
    seen = {"valid": 0, "invalid": 0}
    for row in csv.DictReader(lines):
        seen[row["result"]] += 1
        key, nonce, associated_data = (bytes.fromhex(row[n]) for n in ("key", "nonce", "associated_data"))
        plaintext, ciphertext = bytes.fromhex(row["plaintext"]), bytes.fromhex(row["ciphertext"] + row["tag"])
        if row["result"] == "valid":
            assert ciphertext == cipher.encrypt(key, nonce, associated_data, plaintext), row["number"]
            assert plaintext == cipher.decrypt(key, nonce, associated_data, ciphertext), row["number"]
        else:
            with pytest.raises(InvalidTag):
                cipher.decrypt(key, nonce, associated_data, ciphertext)
    assert seen == {"valid": 128, "invalid": 124}
