"""What the committed records say of own primitives beside others', and the tool that writes them."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pqeval.catalogue import Kind, Metric, Operation, load
from pqeval.native.manifests import own_schemes
from pqeval.records import Measurement
from sample_runs import measurement, observation, run, series

ROOT = Path(__file__).resolve().parents[2]
BARS = ROOT / "docs/records/lightweight-bars"
RIVALS = {
    "theirs": {
        "rival": "a library",
        "version": "somebody/library 0123456789ab",
        "path": "aes.c",
        "constant_time": True,
        "portable": True,
    }
}


def tool() -> dict[str, Any]:
    """The names of tools/lightweight_bars.py."""
    return runpy.run_path(str(ROOT / "tools/lightweight_bars.py"))


def figure(provider: str, variant: str, *cycles: int, length: int = 16) -> Measurement:
    """Modelled figures of an implementation."""
    place = series("aes_128_ctr", Operation.XOR, message_bytes=length, provider=provider)
    one = observation(Metric.MODELLED_CYCLES, *cycles, kind=Kind.MODELLED)
    return measurement(one, of=msgspec.structs.replace(place, variant=variant))


def test_a_row_has_both_figures_and_the_interval() -> None:
    """Ours over theirs; of one run, which is named."""
    made = run(figure("pqeval", "bs32", 90, 90), figure("folder", "theirs", 100, 100))
    (row,) = tool()["rows_of"](made, RIVALS)

    assert (row["scheme"], row["variant"], row["platform"]) == ("aes_128_ctr", "bs32", "cortex-m4")
    assert (row["ours"], row["theirs"]) == (90, 100)
    assert (row["ratio"], row["low"], row["high"], row["interval"]) == (0.9, 0.9, 0.9, "exact")
    assert (row["rival"], row["rival_version"]) == ("a library", "somebody/library 0123456789ab")
    assert row["run"] == made.id


def test_what_stands_beside_nothing_has_no_row() -> None:
    """Another length is no rival."""
    made = run(figure("pqeval", "bs32", 90), figure("folder", "theirs", 100, length=64))

    assert list(tool()["rows_of"](made, RIVALS)) == []


def test_a_reason_goes_to_rows_above_one_alone() -> None:
    """And only where all that it names fits."""
    reasons = [{"scheme": ["aes_128_ctr"], "platform": ["host"], "text": "because"}]
    row = {"scheme": "aes_128_ctr", "platform": "host", "high": 1.1}
    with_reason = tool()["with_reason"]

    assert with_reason(row, reasons)["reason"] == "because"
    assert with_reason({**row, "high": 1.0}, reasons) == {**row, "high": 1.0}
    assert "reason" not in with_reason({**row, "platform": "cortex-m4"}, reasons)


@pytest.mark.parametrize("path", sorted(BARS.glob("*.json")), ids=lambda path: path.stem)
def test_every_kept_row_can_be_traced(path: Path) -> None:
    """Scheme and variant exist; the ratio lies in its interval; run, commit and compiler are named."""
    variants = {(one.scheme, one.variant.name) for one in own_schemes()}
    for row in json.loads(path.read_text(encoding="utf-8")):
        assert row["scheme"] in load().by_id
        assert (row["scheme"], row["variant"]) in variants
        assert row["low"] <= row["ratio"] <= row["high"]
        assert row["n"] >= 1
        assert row["ours"] / row["theirs"] == pytest.approx(row["ratio"], rel=0.1)
        assert re.fullmatch(r"[0-9a-f]{64}", row["run"])
        assert row["rival_version"]
        assert re.search(r"\d+\.\d+\.\d+", row["compiler"])
        assert not row["compiler"].startswith("ours")
        assert row["platform"] == "host" or row["model"].startswith("arm")
