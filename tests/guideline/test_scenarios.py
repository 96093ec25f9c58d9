"""Scenarios: the worked numbers of TLS and satellites, explanations, sensitivity, hostile formulas."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.catalogue import Kind, Metric, Operation
from pqeval.errors import FactsError
from pqeval.guideline import Missing, Quantity, load_facts
from pqeval.guideline.facts import Step, Text
from pqeval.guideline.formula import evaluate, names_of, substituted
from pqeval.guideline.scenario import Case, energy_per_cycle, evaluate_scenario, scenario_of
from pqeval.guideline.sheet import Sheet, calculate, sensitivity
from sample_runs import measurement, observation, run, series

_FACTS: Final = load_facts()


def _tls(signature: str, count: float = 0, **schemes: str) -> Sheet:
    chosen = {"K": "X25519MLKEM768", "L": signature, "A": signature, "R": signature, **schemes}
    case = Case(scenario=_FACTS.scenarios["tls_server"], schemes=chosen, assumptions={"sct_count": count})
    return evaluate_scenario(_FACTS, case)


@pytest.mark.parametrize(
    ("signature", "flight", "segments", "over_window", "over_quic"),
    [
        ("ecdsa_p_256", 2650, 2, 0, 0),
        ("rsa_2048_pss", 3660, 3, 0, 0),
        ("fn_dsa_512", 6096, 5, 0, 0),
        ("mayo_1", 6506, 5, 0, 0),
        ("ml_dsa_44", 12188, 9, 0, 1),
        ("ml_dsa_65", 16135, 12, 1, 1),
        ("ml_dsa_87", 21369, 15, 1, 1),
        ("slh_dsa_sha2_128s", 25936, 18, 1, 1),
    ],
)
def test_tls_server_flight(
    signature: str, flight: int, segments: int, over_window: int, over_quic: int
) -> None:
    """Leaf and intermediate, one algorithm at all levels, group X25519MLKEM768, no SCT."""
    sheet = _tls(signature)
    names = ("server_flight", "segments", "over_window", "over_quic", "client_flight", "client_datagrams")
    assert (flight, segments, over_window, over_quic, 1516, 2) == tuple(sheet.number(name) for name in names)


def test_two_timestamps_lift_ml_dsa_44_over_the_window() -> None:
    """SCTs signed with ML-DSA-44 make 17128 bytes of 12188."""
    sheet = _tls("ml_dsa_44", 2, S="ml_dsa_44")
    assert (17128, 1) == (sheet.number("server_flight"), sheet.number("over_window"))


@pytest.mark.parametrize(
    ("signature", "number"),
    [("dilithium2+ecdsa_p_256", 0), ("falcon_padded_512+ecdsa_p_256", 1), ("xmss_sha2_10_256", 2)],
)
def test_satellite_packets_are_those_that_were_published(signature: str, number: int) -> None:
    """The model gives both packets of each published combination."""
    link = _FACTS.links["ccsds_tc"]
    case = Case(scenario=_FACTS.scenarios["satellite"], link=link, schemes={"L": signature})

    sheet = evaluate_scenario(_FACTS, case)

    published = link.references[number]
    assert (published.first_bytes, published.second_bytes) == (
        sheet.number("first_packet"),
        sheet.number("second_packet"),
    )


@pytest.mark.parametrize(
    ("device", "pj"),
    [
        ("m0plus_32k_8k", 228),
        ("m4_pqm4_reference", 300),
        ("m4_ble_nrf52840", 156),
        ("m33_nrf9160", 127),
        ("m33_nrf54l15", 61),
        ("a72_rpi4b", 472),
        ("a7_usbarmory_mk2", 889),
    ],
)
def test_energy_of_a_cycle(device: str, pj: float) -> None:
    """From current, supply and clock, or from power."""
    found = energy_per_cycle(_FACTS.devices[device])
    assert isinstance(found, Quantity)
    assert pj == round(found.value)


def test_energy_of_a_cycle_is_missing_where_no_current_was_read() -> None:
    """It is not taken for zero."""
    assert isinstance(energy_per_cycle(_FACTS.devices["a53_rpi3bplus"]), Missing)


@pytest.mark.parametrize("name", _FACTS.scenarios)
def test_every_scenario_is_computed_or_says_what_is_lacking(name: str) -> None:
    """Without any run: sizes and frames are there, what needs a measurement names it."""
    scenario = _FACTS.scenarios[name]
    case = Case(
        scenario=scenario,
        link=_FACTS.links[scenario.links[0]] if scenario.links else None,
        device=_FACTS.devices[scenario.devices[0]] if scenario.devices else None,
    )

    sheet = evaluate_scenario(_FACTS, case)

    known = [line for line in sheet.lines if isinstance(line.result, Quantity)]
    assert known
    for line in sheet.lines:
        if isinstance(line.result, Missing):
            assert line.result.reason.startswith("needs ")
        else:
            assert line.step.formula == line.result.formula
            assert line.result.kind == Kind.DERIVED
        assert set(names_of(line.step.formula)) <= {*sheet.inputs, *(one.step.name for one in sheet.lines)}


def test_explanations_show_the_numbers_that_were_used() -> None:
    """A line's formula with numbers gives its result."""
    for line in _tls("ml_dsa_44").lines:
        if isinstance(line.result, Quantity):
            assert evaluate(line.numbers, {}) == line.result.value


def test_sensitivity_names_what_moves_the_result_and_how_far() -> None:
    """Twice the certificates' other content adds 1000 bytes; what does not matter is not listed."""
    found = {one.assumption: one for one in sensitivity(_tls("ml_dsa_44"), "server_flight")}

    certificates = found["certificate_bytes"].result_high
    assert isinstance(certificates, Quantity)
    assert 13188 == certificates.value
    assert "client_hello_bytes" not in found
    assert "certificate_bytes" == next(iter(found))


def test_a_run_stands_over_an_assumption() -> None:
    """Ascon's measured cycles replace the planning value, and its result no longer rests on that."""
    cycles = observation(Metric.MODELLED_CYCLES, 4000, kind=Kind.MODELLED)
    where = series("ascon_aead128", Operation.ENCRYPT, message_bytes=16, provider="pqeval")
    case = Case(
        scenario=_FACTS.scenarios["iot_telemetry"],
        link=_FACTS.links["ble_1m_dle"],
        device=_FACTS.devices["m4_128k_40k"],
    )

    without, with_run = (
        evaluate_scenario(_FACTS, case, runs) for runs in ([], [run(measurement(cycles, of=where))])
    )

    assert (10_000, 4_000) == tuple(
        one.value
        for sheet in (without, with_run)
        for one in [sheet.inputs["aead_cycles"]]
        if isinstance(one, Quantity)
    )
    report = with_run["report_mj"]
    assert isinstance(report, Quantity)
    assert "aead_cycles" not in report.assumptions


def test_a_users_scenario_is_computed(tmp_path: Path) -> None:
    """A file gives formulas over sizes and its own assumptions."""
    (tmp_path / "scenarios.toml").write_text(
        'version = 1\nas_of = 2026-11-23\n[[row]]\nid = "mine"\nname = { en = "Mine", ja = "自作" }\n'
        'threats = []\nassumptions = { header_bytes = 7 }\nschemes = { K = "ml_kem_512+x25519" }\n'
        'steps = [{ name = "message", unit = "bytes", formula = "header_bytes + pk_K", '
        'text = { en = "m", ja = "文" } }]\nsource = "me"\nread = 2026-11-01\nconfidence = "derived"\n',
        encoding="utf-8",
    )
    facts = load_facts(tmp_path)
    assert 839 == evaluate_scenario(facts, Case(scenario=facts.scenarios["mine"])).number("message")


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({"assumptions": {"sct_cnt": 1}}, "no assumption `sct_cnt`"),
        ({"assumptions": {"sct_count": -1}}, "must be a number from 0"),
        ({"schemes": {"Z": "ml_kem_512"}}, "no scheme `Z`"),
        ({"schemes": {"K": "ml_kem_77"}}, "did you mean"),
        ({"schemes": {"K": "X25519MLKEM7"}}, "X25519MLKEM768"),
    ],
)
def test_bad_input_is_named(case: dict[str, dict[str, str]], words: str) -> None:
    """With what there is instead."""
    with pytest.raises(FactsError, match=words):
        evaluate_scenario(_FACTS, Case(scenario=_FACTS.scenarios["tls_server"], **case))  # type: ignore[arg-type]  # on purpose


def test_an_unknown_scenario_is_named() -> None:
    """With those that there are."""
    with pytest.raises(FactsError, match=r"`tls`.*tls_server"):
        scenario_of(_FACTS, "tls")


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('true')",
        "().__class__",
        "a if b else c",
        "a ** b",
        "[a]",
        "'text'",
        "a.b",
        "lambda: a",
        "open(a)",
        "(" * 300 + "a" + ")" * 300,
        "a" * 2000,
        "a +",
        "",
        "1 < a < 3",
        "max(*a)",
        "True and a",
        "größe + a",
    ],
)
def test_a_formula_is_arithmetic_and_nothing_else(formula: str) -> None:
    """Whatever a file of facts says, it runs no code."""
    with pytest.raises(FactsError, match="formula"):
        names_of(formula)


@pytest.mark.parametrize(
    "formula", ["a / 0", "1e308 * 10 * (a - a) / (a - a)", "log2(0 * a)", "when(a, 1)", "ceil(a, 1, 2)", "b"]
)
def test_a_formula_without_a_value_says_so(formula: str) -> None:
    """Division by zero, wrong numbers of values, names without a value."""
    with pytest.raises(FactsError, match="formula"):
        evaluate(formula, {"a": 1.0})


@given(st.integers(-1000, 1000), st.integers(1, 1000))
def test_formulas_compute_as_they_read(a: int, b: int) -> None:
    """Precedence and functions are the usual ones; the text with numbers means the same."""
    values = {"a": float(a), "b": float(b), "ab": 3.0}
    formula = "when(a > b, ceil(a / b), min(a, b) - ab * 2) + max(a, -b)"
    expected = (-(-a // b) if a > b else min(a, b) - 6) + max(a, -b)
    assert expected == evaluate(formula, values)
    assert expected == evaluate(substituted(formula, values), {})


def test_what_cannot_be_known_does_not_stop_the_rest() -> None:
    """A missing input spreads to what needs it, a division by zero to its own step."""
    text = Text(en="x", ja="x")
    steps = [
        Step(name="one", unit="bytes", formula="here + 1", text=text),
        Step(name="two", unit="bytes", formula="gone + 1", text=text),
        Step(name="three", unit="bytes", formula="two + one", text=text),
        Step(name="four", unit="bytes", formula="one / (one - one)", text=text),
    ]
    here = Quantity(
        value=1, unit="bytes", kind=Kind.CITED, source="s", confidence=_FACTS.links["canfd"].confidence
    )

    sheet = calculate(
        steps, lambda name: here if name == "here" else Missing(unit="bytes", reason="nobody knows")
    )

    assert 2 == sheet.number("one")
    for name in ("two", "three"):
        assert sheet[name] == Missing(unit="bytes", reason="needs gone: nobody knows")
    assert isinstance(sheet["four"], Missing)
    with pytest.raises(FactsError, match="`two` is not known"):
        sheet.number("two")
    with pytest.raises(FactsError, match=r"no `five`.*one, two"):
        sheet.number("five")
    with pytest.raises(FactsError, match="twice"):
        calculate([steps[0], steps[0]], lambda _: here)
