"""Hybrids, the risk clock, batteries, lightweight uses, symmetric links: models beside the scenarios."""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.catalogue import Kind, Metric, Operation
from pqeval.errors import FactsError
from pqeval.guideline import Missing, Quantity, load_facts
from pqeval.guideline.battery import handshake_energy, life_by_interval
from pqeval.guideline.hybrid import hybrid_costs
from pqeval.guideline.lightweight import Need, lightweight_by_use
from pqeval.guideline.risk import risk_clock
from pqeval.guideline.scenario import Case, evaluate_scenario
from pqeval.records import Run
from sample_runs import measurement, observation, run, series

_FACTS: Final = load_facts()


def _number(value: Quantity | Missing) -> float:
    assert isinstance(value, Quantity), value
    return value.value


def _telemetry(link: str, device: str = "m4_pqm4_reference", scheme: str = "ml_kem_768") -> Case:
    return Case(
        scenario=_FACTS.scenarios["iot_telemetry"],
        link=_FACTS.links[link],
        device=_FACTS.devices[device],
        schemes={"K": scheme},
    )


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("x25519mlkem768", (1216, 1120, 2272, 64)),
        ("secp256r1mlkem768", (1249, 1153, 2272, 130)),
        ("secp384r1mlkem1024", (1665, 1665, 3136, 194)),
    ],
)
def test_shares_of_a_hybrid_are_those_of_its_parts(name: str, sizes: tuple[int, ...]) -> None:
    """Bytes each way, and what they add to either part alone."""
    (cost,) = [one for one in hybrid_costs(_FACTS, []) if one.hybrid.id == name]
    found = (cost.client_bytes, cost.server_bytes, cost.over_classical_bytes, cost.over_quantum_safe_bytes)
    assert sizes == tuple(_number(one) for one in found)


def _host_run(**times_ns: int) -> Run:
    records = []
    for scheme, time in times_ns.items():
        for operation in (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS):
            timed = observation(Metric.TIME_NS, time, time, kind=Kind.MEASURED)
            records.append(measurement(timed, of=series(scheme, operation, target="host")))
    return run(*records)


def test_times_of_a_hybrid_are_sums_of_measured_parts_beside_the_whole() -> None:
    """40 + 60 µs, 2.5 times the classical part; measured whole it takes 110 µs."""
    measured = _host_run(ml_kem_768=60_000, x25519=40_000, x25519mlkem768=110_000)
    cost = next(one for one in hybrid_costs(_FACTS, [measured]) if one.hybrid.id == "x25519mlkem768")

    assert 100 == pytest.approx(_number(cost.times[Operation.ENCAPS]))
    assert 110 == pytest.approx(_number(cost.measured[Operation.ENCAPS]))
    assert 2.5 == pytest.approx(_number(cost.to_classical[Operation.ENCAPS]))
    assert 100 / 60 == pytest.approx(_number(cost.to_quantum_safe[Operation.ENCAPS]))


def test_a_hybrid_without_a_measured_part_says_which() -> None:
    """It is not the other part alone."""
    cost = next(
        one for one in hybrid_costs(_FACTS, [_host_run(ml_kem_768=1)]) if one.hybrid.id == "x25519mlkem768"
    )
    found = cost.times[Operation.KEYGEN]
    assert isinstance(found, Missing)
    assert "X25519 keygen" in found.reason


def test_the_risk_clock_is_read_for_several_z() -> None:
    """Ten years of secrecy and eight of migration: late for 15 years, two years left for 20."""
    rows = risk_clock(dt.date(2026, 11, 23), 10, 8, [15, 18, 20])
    assert [(-3, True, 2023), (0, False, 2026), (2, False, 2028)] == [
        (row.margin.value, row.late, row.latest_start.value) for row in rows
    ]
    assert {"z", "x", "y"} == set(rows[0].margin.assumptions)


@pytest.mark.parametrize(
    ("x", "y", "z"), [(-1, 1, [1]), (1, -1, [1]), (1, 1, [-1]), (1, 1, []), (float("nan"), 1, [1])]
)
def test_the_risk_clock_refuses_what_are_no_years(x: float, y: float, z: list[float]) -> None:
    """Negative numbers, and no reading at all."""
    with pytest.raises(FactsError):
        risk_clock(dt.date(2026, 11, 23), x, y, z)


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 50), st.floats(0, 50))
def test_more_time_is_never_later(x: float, y: float, z: float, more: float) -> None:
    """Late for some z, late for every smaller one."""
    small, large = risk_clock(dt.date(2026, 11, 23), x, y, [z, z + more])
    assert small.late or not large.late


def test_energy_of_encapsulation_and_of_the_radio() -> None:
    """0.20 mJ on the processor against 8.4 J of sending on LoRaWAN DR0: more than 99.9 % is radio.

    The public key comes in 24 frames; the receiver draws 12.68 mA.
    """
    found = handshake_energy(_FACTS, _telemetry("lorawan_as923_eu868_dr0"))
    assert 0.20 == round(_number(found.cpu), 2)
    assert 8.4 == round(_number(found.sending) / 1000, 1)
    assert _number(found.radio_share) > 0.999
    assert 2.8 == round(_number(found.receiving) / 1000, 1)
    assert () == found.lacking


@pytest.mark.parametrize(
    ("link", "mj", "low", "high"), [("ble_1m_dle", 0.24, 0.5, 0.75), ("ieee802154_2g4", 1.14, 0.8, 0.95)]
)
def test_on_short_links_the_radio_is_a_good_part(link: str, mj: float, low: float, high: float) -> None:
    """Whole frames of the 1088 bytes, and reception of the key counted too."""
    found = handshake_energy(_FACTS, _telemetry(link))
    assert mj == round(_number(found.sending), 2)
    assert low < _number(found.radio_share) < high
    assert () == found.lacking


@pytest.mark.parametrize(
    ("scheme", "operations", "mj"),
    [
        ("ml_kem_512", ("keygen", "encaps", "decaps"), 0.36),
        ("ml_kem_768", ("keygen", "encaps", "decaps"), 0.60),
        ("ml_dsa_44", ("sign",), 1.18),
        ("ml_dsa_44", ("verify",), 0.43),
        ("slh_dsa_sha2_128s", ("verify",), 2.2),
    ],
)
def test_energy_of_published_cycles(scheme: str, operations: tuple[str, ...], mj: float) -> None:
    """At 300 pJ a cycle: the fastest published implementation."""
    rows = [row for row in _FACTS.costs.values() if row.scheme == scheme]
    fastest = min(sum(row.cycles[Operation(one)][0] for one in operations) for row in rows)
    assert mj == pytest.approx(fastest * 300 / 1e9, abs=0.05 if mj > 2 else 0.006)


def test_no_energy_without_the_radios() -> None:
    """Wi-SUN's current was not read: a total would be the processor's alone."""
    found = handshake_energy(_FACTS, _telemetry("wisun_154g"))
    assert isinstance(found.total, Missing)
    assert isinstance(found.cpu, Quantity)
    assert ("sending", "receiving") == found.lacking


def test_a_session_counts_once_an_exchange() -> None:
    """Waking up and connecting over NB-IoT takes more than the bytes of a handshake."""
    found = handshake_energy(_FACTS, _telemetry("nbiot"))
    frame = 1280 * 8 / 250_000 * 220 * 3.6
    assert 550 + frame == pytest.approx(_number(found.sending))
    assert frame * 46 / 220 == pytest.approx(_number(found.receiving))
    assert () == found.lacking


def test_battery_life_grows_with_the_interval() -> None:
    """And stays below that with a pre-shared key."""
    case = _telemetry("lorawan_as923_eu868_dr0")
    lives = [_number(point.life) for point in life_by_interval(_FACTS, case, [1, 7, 30, 365])]
    assert sorted(lives) == lives
    assert lives[-1] < evaluate_scenario(_FACTS, case).number("life_without_days")


def test_battery_life_is_of_the_telemetry_scenario() -> None:
    """With intervals above zero."""
    other = Case(scenario=_FACTS.scenarios["v2x"])
    with pytest.raises(FactsError, match="iot_telemetry"):
        life_by_interval(_FACTS, other, [1])
    with pytest.raises(FactsError, match="above 0"):
        life_by_interval(_FACTS, _telemetry("lorawan_dr5"), [0])


def _cipher_run(scheme: str, *, text: int, stack: int, cycles: dict[int, int]) -> Run:
    memory = [observation(Metric.TEXT_BYTES, text), observation(Metric.STACK_BYTES, stack)]
    return run(
        *[
            measurement(
                *memory,
                observation(Metric.MODELLED_CYCLES, count, kind=Kind.MODELLED),
                of=series(scheme, Operation.ENCRYPT, message_bytes=length, provider="pqeval"),
            )
            for length, count in cycles.items()
        ]
    )


def test_a_cipher_meets_a_use_or_fails_it_with_a_margin() -> None:
    """64 bytes lie on the line between 32 and 1024; 9000 bytes of code are too many for a tag."""
    measured = _cipher_run("ascon_aead128", text=9000, stack=180, cycles={32: 4_000, 1024: 44_000})

    rows = {
        row.use.id: row for row in lightweight_by_use(_FACTS, [measured]) if row.scheme.id == "ascon_aead128"
    }

    industry = rows["industry"]
    assert (True, ()) == (industry.meets, industry.failed)
    assert (4_000 + 40_000 * 32 / 992) / 80 == pytest.approx(_number(industry.latency))
    assert 16_384 - 9_000 == industry.margins[Need.CODE].value
    tag = rows["rfid"]
    assert tag.meets is None or tag.failed
    assert Need.CODE in tag.failed
    assert not industry.predicted
    assert tag.predicted


def test_a_cipher_without_a_length_near_the_uses_is_neither_in_nor_out() -> None:
    """One measured length allows no line."""
    measured = _cipher_run("ascon_aead128", text=900, stack=18, cycles={1024: 44_000})
    (row,) = [one for one in lightweight_by_use(_FACTS, [measured]) if one.use.id == "industry"]
    assert row.meets is None
    assert isinstance(row.latency, Missing)


def test_keys_carried_by_hand_grow_with_the_square_of_the_sites() -> None:
    """45 pairs of ten sites, three trusted relays over 400 km."""
    case = Case(scenario=_FACTS.scenarios["symmetric_link"], link=_FACTS.links["ccsds_tc"])
    sheet = evaluate_scenario(_FACTS, case)
    assert (45, 3, 1) == tuple(sheet.number(name) for name in ("pairs", "relays", "qkd_suffices"))
    assert sheet.number("both_bytes") == sheet.number("symmetric_bytes") + sheet.number("kem_bytes")


def test_positions_on_symmetric_protection_are_facts_with_sources() -> None:
    """What was only known from memory stays unconfirmed."""
    by_means = {row.means: row for row in _FACTS.positions.values()}
    assert {"psk", "qkd"} == set(by_means)
    for row in _FACTS.positions.values():
        assert ("general knowledge" in row.source) == (row.confidence == "unconfirmed")


def test_what_was_measured_on_the_core_stands_over_predictions() -> None:
    """Figures of a Cortex-M4 are taken for a Cortex-M0+ only where there is nothing of that core itself."""
    cases = [("cortex-m4", "bi32", 4_000), ("cortex-m0plus", "w32", 9_000)]
    records = [
        measurement(
            observation(Metric.TEXT_BYTES, 900),
            observation(Metric.STACK_BYTES, 90),
            observation(Metric.MODELLED_CYCLES, cycles * length // 16, kind=Kind.MODELLED),
            of=msgspec.structs.replace(
                series(
                    "ascon_aead128", Operation.ENCRYPT, message_bytes=length, provider="pqeval", target=target
                ),
                variant=variant,
            ),
        )
        for target, variant, cycles in cases
        for length in (16, 1024)
    ]
    rows = [one for one in lightweight_by_use(_FACTS, [run(*records)]) if one.use.id in {"rfid", "car"}]
    assert {("rfid", "pqeval/w32", False), ("car", "pqeval/bi32", False)} == {
        (one.use.id, one.implementation, one.predicted) for one in rows
    }
