"""Stateful signatures in firmware: checked by known answer and forgeries, then verified once and counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pqeval.catalogue import Metric, load
from pqeval.liboqs.stateful_kat import KnownAnswer, known_answer
from pqeval.plan import Plan, expand, units
from pqeval.records import Build, Failed, Measurement, Record, Stage
from pqeval.targets.cortex_m.target import CortexMTarget

pytestmark = [pytest.mark.firmware, pytest.mark.liboqs, pytest.mark.xdist_group("firmware")]


class Quiet:
    """Progress that nobody reads."""

    def step(self, text: str) -> None:
        """Ignore it."""


def records(core: str, *terms: str) -> list[Record]:
    """What a core's target says of a selection."""
    target = CortexMTarget(core)
    target.prepare(Quiet(), lambda _: True)
    plan = Plan(name="test", select=terms, targets=(core,))
    capabilities = target.capabilities()
    chosen = units(expand(plan, load(), {core: capabilities}).cases, capabilities, plan.seed)
    return [event.record for event in target.run(chosen, Quiet()) if not isinstance(event, Build)]


@pytest.mark.parametrize("core", ["cortex-m4", pytest.param("cortex-m0plus", marks=pytest.mark.full)])
@pytest.mark.parametrize("name", ["LMS_SHA256_H5_W4", "XMSS-SHA2_10_192"])
def test_verification_is_checked_and_measured(core: str, name: str) -> None:
    """One sample, with cycles, and buffers for public key and signature."""
    (record,) = records(core, name)
    sizes = load().scheme(name).sizes
    assert isinstance(record, Measurement)
    assert record.correctness.method == "kat single"
    assert record.series.message_bytes is None
    cycles, buffers = (record.observation(one) for one in (Metric.MODELLED_CYCLES, Metric.BUFFER_BYTES))
    assert cycles is not None
    assert buffers is not None
    assert len(cycles.values) == 1
    assert cycles.values[0] > 1_000_000
    assert buffers.values == ((sizes.public_key_bytes or 0) + (sizes.signature_bytes or 0),)


def test_a_wrong_signature_is_a_failure_and_never_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """If what is published does not verify in the image, there is no figure."""

    def forged(name: str, version: str, kept: Path) -> KnownAnswer:
        one = known_answer(name, version, kept)
        return replace(one, signature=one.signature[:-1] + bytes([one.signature[-1] ^ 1]))

    monkeypatch.setattr("pqeval.targets.cortex_m.stateful_drive.known_answer", forged)
    (record,) = records("cortex-m4", "LMS_SHA256_H5_W4")
    assert isinstance(record, Failed)
    assert record.stage == Stage.KAT
    assert "verify refuses the known answer" in record.error
