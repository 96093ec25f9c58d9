"""What is kept of our own primitives: no verdict speaks against a claim, and old rows are seen to be old."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lightweight_kept import CODE_DIGITS, TARGETS, Kept, Row, key_of, read, write
from lightweight_record import merged
from pqeval.lightweight.offers import own_of
from pqeval.native.code import code_digest
from pqeval.native.manifests import own_schemes

CODE = code_digest(own_of("led_64", "bs32"))[:CODE_DIGITS]


@pytest.mark.parametrize("target", TARGETS)
def test_verdicts_and_claims_agree(target: str) -> None:
    """What claims constant time has no leak; what claims it nowhere is seen to leak.

    Of a variant that does not claim it on this core alone, at least one scheme is.
    """
    kept = Kept()
    found: dict[tuple[str, str], set[str]] = {}
    for own in own_schemes():
        if row := kept.verdict(own, target):
            claim = (
                "here"
                if own.is_constant_time_on(target)
                else "elsewhere"
                if own.variant.constant_time
                else ""
            )
            found.setdefault((claim, own.manifest.primitive + own.variant.name), set()).add(row["outcome"])

    assert "here" in {claim for claim, _ in found}
    for (claim, variant), outcomes in found.items():
        assert outcomes <= {"pass"} if claim == "here" else "leak" in outcomes, variant
        assert claim or outcomes == {"leak"}, variant


def verdict(outcome: str, code: str = CODE) -> Row:
    """A row as it is kept."""
    return {"outcome": outcome, "reason": "", "pairs": 1, "code": code, "run": "r"}


def folder_with(path: Path, verdicts: dict[str, Row]) -> Path:
    """Records of one target alone."""
    write(path / "host.json", {"runs": {"r": {}}, "figures": {}, "verdicts": verdicts, "failures": {}})
    return path


def test_the_worst_verdict_counts(tmp_path: Path) -> None:
    """One operation that leaks is enough; the cipher's modes are schemes of their own."""
    kept = Kept(
        folder_with(
            tmp_path,
            {
                key_of("led_64", "bs32", "decrypt", 70): verdict("leak"),
                key_of("led_64", "bs32", "encrypt", 70): verdict("pass"),
                key_of("led_64_ctr", "bs32", "xor", 70): verdict("pass"),
            },
        )
    )
    outcomes = [
        row and row["outcome"]
        for one in ("led_64", "led_64_ctr")
        if (row := kept.verdict(own_of(one, "bs32"), "host"))
    ]

    assert outcomes == ["leak", "pass"]
    assert kept.verdict(own_of("led_64", "bs64"), "host") is None


def test_a_row_of_other_code_is_old(tmp_path: Path) -> None:
    """The digest that was kept is not that of the code as it is."""
    place = key_of("led_64", "bs32", "encrypt", 70)
    own = own_of("led_64", "bs32")
    for code, current in ((CODE, True), ("0" * CODE_DIGITS, False)):
        kept = Kept(folder_with(tmp_path, {place: verdict("pass", code)}))
        row = kept.verdict(own, "host")
        assert row is not None
        assert kept.is_current(own, row) == current


def test_a_new_row_stands_for_the_old_one(tmp_path: Path) -> None:
    """What no longer exists is dropped, and so are runs of which nothing is left."""
    place = key_of("led_64", "bs32", "encrypt", 70)
    old = {place: verdict("leak"), key_of("led_64", "gone", "encrypt", 70): verdict("pass")}
    kept = read(folder_with(tmp_path, old) / "host.json")
    new = {"runs": {"s": {"plan": "ct"}}, "verdicts": {place: {**verdict("pass"), "run": "s"}}}

    assert merged(kept, new) == {
        "runs": {"s": {"plan": "ct"}},
        "figures": {},
        "verdicts": new["verdicts"],
        "failures": {},
    }


@pytest.mark.parametrize("target", TARGETS)
def test_the_records_are_as_they_are_written(target: str, tmp_path: Path) -> None:
    """One row a line, in order."""
    path = tmp_path / "again.json"
    kept = Kept().content[target]
    write(path, kept)

    assert path.read_text(encoding="utf-8") == (
        Path(__file__).resolve().parents[2] / f"docs/records/lightweight/{target}.json"
    ).read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == kept
