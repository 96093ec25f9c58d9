"""Frames, airtime and energy of links: the worked numbers, from the facts alone."""

from __future__ import annotations

from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.catalogue import Confidence, Kind
from pqeval.errors import FactsError
from pqeval.guideline import Missing, Quantity, load_facts
from pqeval.guideline.link import frame_airtime, frame_energy, frames, transfer

_LINKS: Final = load_facts().links


def _number(value: Quantity | Missing) -> float:
    assert isinstance(value, Quantity)
    return value.value


@pytest.mark.parametrize(
    ("link", "airtime_ms", "mj_per_frame", "uj_per_byte", "counts"),
    [
        ("lorawan_as923_eu868_dr0", 2793.5, 383, 7508, (16, 22, 48)),
        ("lorawan_as923_eu868_dr2", 698.4, 96, 1877, (16, 22, 48)),
        ("lorawan_dr3", 676.9, 93, 807, (7, 10, 22)),
        ("lorawan_dr5", 399.6, 55, 226, (4, 5, 10)),
        ("lorawan_as923_dwell_dr2", 370.7, 51, 4620, (70, 99, 220)),
    ],
)
def test_lorawan_uplink(
    link: str, airtime_ms: float, mj_per_frame: float, uj_per_byte: float, counts: tuple[int, ...]
) -> None:
    """Airtime, energy of the largest frame; frames of ML-KEM-512/768 ciphertexts, an ML-DSA-44 signature."""
    row = _LINKS[link]
    energy = _number(frame_energy(row))

    assert airtime_ms == round(_number(frame_airtime(row)), 1)
    assert mj_per_frame == round(energy)
    assert uj_per_byte == pytest.approx(1000 * energy / row.usable_payload_bytes, abs=0.6)
    assert counts == tuple(frames(row, size).value for size in (768, 1088, 2420))


@pytest.mark.parametrize(
    ("rate", "airtime_ms"), [("dr2", 370.7), ("dr3", 390.1), ("dr4", 399.9), ("dr5", 399.6)]
)
def test_the_largest_frames_of_as923_stay_below_the_dwell_limit(rate: str, airtime_ms: float) -> None:
    """The airtime formula, checked by itself: published payloads fill 400 ms and no more."""
    row = _LINKS[f"lorawan_as923_dwell_{rate}"]
    assert airtime_ms == round(_number(frame_airtime(row)), 1)
    assert row.dwell_limit_ms is not None
    assert airtime_ms < row.dwell_limit_ms < _number(frame_airtime(row, row.usable_payload_bytes + 8))


@pytest.mark.parametrize(
    ("link", "uj_per_byte"), [("ieee802154_2g4", 1.01), ("ble_1m_dle", 0.20), ("ble_1m_default", 0.67)]
)
def test_short_range_radio(link: str, uj_per_byte: float) -> None:
    """Energy a byte of full frames, acknowledgement included."""
    row = _LINKS[link]
    assert uj_per_byte == round(1000 * _number(frame_energy(row)) / row.usable_payload_bytes, 2)


def test_a_ciphertext_over_lorawan_takes_an_hour_and_a_quarter() -> None:
    """16 frames of DR0 at a duty cycle of 1 %, and 8.4 J for one of ML-KEM-768."""
    row = _LINKS["lorawan_as923_eu868_dr0"]
    assert 75 == pytest.approx(_number(transfer(row, 768).waiting) / 60, abs=0.6)
    assert 8.4 == round(_number(transfer(row, 1088).sender_energy) / 1000, 1)


def test_what_a_link_does_not_say_is_missing() -> None:
    """And says what is lacking, instead of counting as nothing."""
    deaf = msgspec.structs.replace(_LINKS["lorawan_dr5"], rx_ma=None)
    found = transfer(deaf, 100).receiver_energy
    assert found == Missing(unit="mJ", reason="the facts of lorawan_dr5 have no `rx_ma`")
    assert isinstance(transfer(_LINKS["sigfox"], 100).airtime, Missing)


def test_a_result_carries_its_evidence() -> None:
    """Unit, kind, formula, source, confidence."""
    found = frame_energy(_LINKS["lorawan_dr5"])
    assert isinstance(found, Quantity)
    assert ("mJ", Kind.DERIVED, Confidence.DERIVED) == (found.unit, found.kind, found.confidence)
    assert "tx_ma * supply_v * airtime_ms / 1000" == found.formula
    assert "RP002-1.0.5" in found.source


def test_an_unsourced_link_makes_unconfirmed_results() -> None:
    """Nothing derived from it is better sourced than the link."""
    assert frames(_LINKS["wisun_154g"], 100).confidence == Confidence.UNCONFIRMED


@pytest.mark.parametrize(("size", "loss"), [(-1, 0.0), (1, 1.0), (1, -0.1)])
def test_impossible_messages_are_refused(size: int, loss: float) -> None:
    """Lengths are not negative, and a loss of 1 never ends."""
    with pytest.raises(FactsError):
        frames(_LINKS["lorawan_dr5"], size, loss)


@given(st.sampled_from(sorted(_LINKS)), st.integers(0, 100_000), st.integers(0, 1_000), st.floats(0, 0.9))
def test_more_bytes_never_cost_less(link: str, size: int, more: int, loss: float) -> None:
    """Frames, airtime and energy grow with length and loss."""
    one, other, lossy = (
        transfer(_LINKS[link], size),
        transfer(_LINKS[link], size + more),
        transfer(_LINKS[link], size, loss),
    )
    for name in ("frames", "airtime", "sender_energy", "receiver_energy", "waiting"):
        values = [getattr(found, name) for found in (one, other, lossy)]
        if isinstance(values[0], Quantity):
            assert values[0].value <= min(values[1].value, values[2].value)
