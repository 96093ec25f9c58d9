"""Wycheproof's vectors of valid and tampered inputs, for every implementation of the schemes that they cover.

Each `tests/data/wycheproof_<scheme>.csv` is one file, restated compactly; its first lines name origin and
licence.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pqeval import lightweight
from pqeval.catalogue import Implementation
from pqeval.errors import InvalidTag

DATA = Path(__file__).parents[1] / "data"
FILES = {path.stem.removeprefix("wycheproof_"): path for path in DATA.glob("wycheproof_*.csv")}
SUBJECTS = [one for one in lightweight.implementations() if one.scheme in FILES]


def rows(path: Path) -> list[dict[str, str]]:
    """The vectors of a file, its comments left out."""
    lines = [line for line in path.read_text(encoding="ascii").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    "implementation", SUBJECTS, ids=lambda one: f"{one.scheme}-{one.provider}-{one.variant}"
)
def test_wycheproof(implementation: Implementation) -> None:
    """Valid vectors come out as stated; every tampered one is refused."""
    primitive = lightweight.get(implementation.scheme, implementation.provider, implementation.variant)
    seen = {"valid": 0, "invalid": 0}
    for row in rows(FILES[implementation.scheme]):
        seen[row["result"]] += 1
        if isinstance(primitive, lightweight.Mac):
            check_mac(primitive, row)
        else:
            assert isinstance(primitive, lightweight.Aead)
            check_aead(primitive, row)
    assert sum(seen.values()) > 0


def check_aead(cipher: lightweight.Aead, row: dict[str, str]) -> None:
    """One vector of an AEAD."""
    key, nonce, associated_data = (bytes.fromhex(row[name]) for name in ("key", "nonce", "associated_data"))
    plaintext, sealed = bytes.fromhex(row["plaintext"]), bytes.fromhex(row["ciphertext"] + row["tag"])
    if row["result"] == "valid":
        assert sealed == cipher.encrypt(key, nonce, associated_data, plaintext), row["number"]
        assert plaintext == cipher.decrypt(key, nonce, associated_data, sealed), row["number"]
    else:
        with pytest.raises(InvalidTag):
            cipher.decrypt(key, nonce, associated_data, sealed)


def check_mac(mac: lightweight.Mac, row: dict[str, str]) -> None:
    """One vector of a MAC."""
    key, message, tag = (bytes.fromhex(row[name]) for name in ("key", "message", "tag"))
    if row["result"] == "valid":
        assert tag == mac.tag(key, message), row["number"]
    else:
        with pytest.raises(InvalidTag):
            mac.verify(key, message, tag)
