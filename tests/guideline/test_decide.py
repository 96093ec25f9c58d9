"""Decisions: who survives, why others do not, what would change it; monotone, and independent of order."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pqeval.catalogue import HardnessClass, Metric, Operation
from pqeval.errors import CatalogueError, FactsError
from pqeval.guideline import Missing, Quantity, load_facts
from pqeval.guideline.candidates import candidates
from pqeval.guideline.decide import Decision, decide
from pqeval.guideline.filters import FILTERS, Reason, apply_filters, category_of
from pqeval.guideline.frame import to_frame, to_rows
from pqeval.guideline.query import OBJECTIVES, Query, query
from pqeval.records import Correctness, Evidence, Failed, Outcome, Run, Stage
from pqeval.report.decision import decision_text, reason_text
from pqeval.report.words import words
from sample_runs import BUILD, measurement, observation, run, series

_FACTS: Final = load_facts()
_METER: Final[dict[str, Any]] = {"device": "m4_128k_40k", "role": "kem", "until": 2035}


def _ask(**asked: Any) -> Query:  # noqa: ANN401 - whatever a question has
    return query(_FACTS, **{**_METER, **asked})


def _decide(*runs: Run, **asked: Any) -> Decision:  # noqa: ANN401 - likewise
    return decide(_FACTS, _ask(**asked), runs)


def _schemes(decision: Decision) -> set[str]:
    return {one.candidate.scheme.id for one in decision.survivors}


def _why(decision: Decision, scheme: str) -> set[tuple[str, str]]:
    return {
        (one.first.filter, one.first.key) for one in decision.rejected if one.candidate.scheme.id == scheme
    }


@pytest.mark.parametrize(
    ("asked", "survive"),
    [
        ({"authority": "cryptrec"}, {"ml_kem_768", "ml_kem_1024"}),
        ({"authority": "CNSA"}, {"ml_kem_1024"}),
        ({"authority": "asd", "until": 2030}, {"ml_kem_768", "ml_kem_1024"}),
        ({"authority": "asd", "until": 2031}, {"ml_kem_1024"}),
        ({"authority": "bsi"}, {"ml_kem_768", "ml_kem_1024"}),
        ({"authority": "nist", "category": 3}, {"ml_kem_768", "ml_kem_1024"}),
        ({"authority": "nist"}, {"ml_kem_512", "ml_kem_768", "ml_kem_1024"}),
        ({"authority": "cryptrec", "role": "signature"}, set()),
        ({"authority": "cnsa", "role": "firmware", "stateful": False}, {"ml_dsa_87"}),
        (
            {
                "authority": "bsi",
                "role": "firmware",
                "category": 3,
                "device": "m33_nrf9160",
                "stateful": False,
            },
            {
                "ml_dsa_65",
                "ml_dsa_87",
                "slh_dsa_sha2_192s",
                "slh_dsa_sha2_192f",
                "slh_dsa_shake_192s",
                "slh_dsa_shake_192f",
                "slh_dsa_sha2_256s",
                "slh_dsa_sha2_256f",
                "slh_dsa_shake_256s",
                "slh_dsa_shake_256f",
            },
        ),
    ],
)
def test_the_authority_and_the_year_decide(asked: dict[str, Any], survive: set[str]) -> None:
    """Each authority's own list, until the year in which the system ends."""
    assert survive == _schemes(_decide(**asked))


@pytest.mark.parametrize(
    ("asked", "scheme", "why"),
    [
        ({"authority": "cryptrec"}, "ml_kem_512", ("authority", "not_named")),
        ({"authority": "bsi"}, "ml_kem_512", ("authority", "refused")),
        ({"authority": "asd", "until": 2035}, "ml_kem_768", ("authority", "approved_until")),
        ({"authority": "bsi", "until": 2035}, "x25519", ("authority", "classical_until")),
        ({"authority": "cryptrec"}, "x25519", ("authority", "classical")),
        ({"authority": "cnsa", "role": "verify"}, "lms_sha256_h10_w8", ("authority", "other_use")),
        ({}, "x25519", ("status", "status")),
        ({}, "hqc_1", ("status", "candidate")),
        ({"research": True, "role": "verify"}, "mayo_2", ("security", "flag")),
        ({"research": True, "role": "sign"}, "sike_p434", None),
        ({"category": 5}, "ml_kem_768", ("security", "category")),
        ({"role": "firmware", "stateful": False}, "lms_sha256_h10_w8", ("function", "stateful")),
        ({"role": "firmware", "signatures": 2000}, "lms_sha256_h10_w8", ("function", "signatures")),
        ({"device": "m0plus_64k_8k"}, "ml_kem_768", ("fit", "ram")),
        (
            {"device": "m7_stm32h743", "role": "kem-responder"},
            "classic_mceliece_460896",
            ("fit", "unknown_fit"),
        ),
        ({}, "frodokem_976_shake", ("fit", "device_ram")),
        ({}, "classic_mceliece_460896", ("fit", "device_ram_bound")),
        ({"role": "verify", "link": "v2x_broadcast"}, "ml_dsa_44", ("link", "frame")),
        ({"role": "verify", "link": "lorawan_dr5"}, "ml_dsa_65", ("link", "packet")),
        ({"message_bytes": 1000}, "ml_kem_768", ("link", "message")),
        ({"per_second": 1000.0}, "ml_kem_512", ("time", "rate")),
        ({"portfolio": ("ML-DSA-65",), "diverse": True}, "ml_kem_768", ("security", "same_class")),
        ({"require": ("known-answers",)}, "ml_kem_768", ("assurance", "lacks_known_answers_unknown")),
        ({"require": ("maintained",)}, "ml_kem_768", ("assurance", "lacks_maintained_no")),
        ({"require": ("maintained",)}, "ml_kem_768", ("assurance", "lacks_maintained_unknown")),
        ({"require": ("production",)}, "ml_kem_768", ("assurance", "lacks_production_no")),
        ({"require": ("validated",)}, "ml_kem_768", ("assurance", "lacks_validated_unknown")),
        ({"require": ("constant-time",)}, "ml_kem_768", ("assurance", "lacks_constant_time_no")),
        ({"require": ("constant-time",)}, "ml_kem_768", ("assurance", "lacks_constant_time_unknown")),
        ({"link": "lorawan_as923_eu868_dr0", "wait_s": 60.0}, "ml_kem_512", ("link", "wait")),
        ({"link": "sigfox", "wait_s": 60.0}, "ml_kem_512", ("link", "frame")),
        ({"latency_ms": 1.0}, "ml_kem_512", ("time", "latency")),
        ({"energy_mj": 0.001}, "ml_kem_512", ("energy", "energy")),
        ({"link": "nbiot", "energy_mj": 1.0}, "ml_kem_512", ("energy", "energy")),
        ({"link": "wisun_154g", "energy_mj": 1.0}, "ml_kem_512", ("energy", "unknown_energy")),
    ],
)
def test_a_reject_has_the_reason_of_the_first_filter_that_fails(
    asked: dict[str, Any], scheme: str, why: tuple[str, str] | None
) -> None:
    """Of at least one implementation; a scheme of another kind is no candidate at all."""
    found = _why(_decide(**asked), scheme)
    assert why in found if why else not found


def test_a_margin_says_by_how_much() -> None:
    """ML-KEM-768 in low-stack code needs 6404 bytes of 3072."""
    decision = _decide(device="m0plus_64k_8k")
    (one,) = [reject for reject in decision.rejected if reject.candidate.name == "ML-KEM-768 (pqm4/m4fstack)"]
    assert (6404, 3072, 3072 - 6404, "bytes") == (
        one.first.needed,
        one.first.limit,
        one.first.margin,
        one.first.unit,
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"device": "m0plus_64k_8k"},
        {"device": "m0plus_64k_8k", "role": "firmware", "authority": "nist"},
        {"latency_ms": 1.0},
        {"energy_mj": 0.01},
        {"message_bytes": 500},
        {"link": "lorawan_as923_eu868_dr0", "wait_s": 60.0, "role": "kem-responder"},
    ],
)
def test_the_change_that_is_named_admits_the_next_one(asked: dict[str, Any]) -> None:
    """A budget of exactly what is needed admits it, one of a little less does not."""
    admission = _decide(**asked).admission
    assert admission is not None
    needed, name = admission.reason.needed, admission.reason.budget
    assert needed is not None

    enough = _decide(**{**asked, name: type(asked.get(name, 1))(needed) if name in asked else needed})
    short = _decide(**{**asked, name: needed * 0.999})

    assert admission.candidate.key in {one.candidate.key for one in enough.survivors}
    assert admission.candidate.key not in {one.candidate.key for one in short.survivors}


def test_an_authority_that_wants_hybrids_gets_their_cost() -> None:
    """For BSI, X25519 stands beside ML-KEM and its bytes count; LMS stands alone."""
    hybrid, pure = (_decide(authority=name).winner for name in ("bsi", "cryptrec"))
    assert hybrid is not None
    assert pure is not None
    assert hybrid.candidate.companion is not None
    assert "x25519" == hybrid.candidate.companion.id
    assert pure.candidate.companion is None
    sizes = [one.candidate.objective("bytes") for one in (hybrid, pure)]
    assert [64] == [
        a.value - b.value for a, b in [sizes] if isinstance(a, Quantity) and isinstance(b, Quantity)
    ]

    firmware = candidates(_FACTS, _ask(authority="bsi", role="firmware"), [])
    lms = next(one for one in firmware if one.scheme.id == "lms_sha256_h10_w8")
    assert lms.companion is None


def test_a_hybrid_is_a_scheme_with_its_companion() -> None:
    """Groups are no candidates of their own; whoever asks may want a companion where no authority does."""
    decision = _decide(authority="cryptrec", hybrid=True)
    winner = decision.winner
    assert winner is not None
    assert "ML-KEM-768 + X25519 (pqm4/m4fstack)" == winner.candidate.name
    everything = [one.candidate for one in decision.survivors]
    everything += [one.candidate for one in decision.rejected]
    assert HardnessClass.HYBRID not in {one.scheme.hardness_class for one in everything}


def test_no_energy_of_the_cpu_alone_on_a_link() -> None:
    """An unknown radio makes unknown energy; one known in part a lower bound that says so."""
    deaf = msgspec.structs.replace(_FACTS.links["lorawan_dr5"], rx_ma=None)
    facts = replace(_FACTS, links={**_FACTS.links, "lorawan_dr5": deaf})
    unknown, partly = (
        next(
            one
            for one in candidates(facts, query(facts, **_METER | {"link": link, "role": "kem-responder"}), [])
            if one.cost
        )
        for link in ("wisun_154g", "lorawan_dr5")
    )
    assert isinstance(unknown.energy, Missing)
    assert isinstance(unknown.cpu_energy, Quantity)
    assert isinstance(partly.energy, Quantity)
    assert isinstance(partly.cpu_energy, Quantity)
    assert "without receiving" in partly.energy.note
    assert partly.energy.value > 10 * partly.cpu_energy.value


def _measured(*more: Any, method: str = "kat all") -> Run:  # noqa: ANN401 - records of any kind
    cycles = observation(Metric.MODELLED_CYCLES, 1)
    memory = [observation(metric, 100) for metric in (Metric.STACK_BYTES, Metric.TEXT_BYTES)]
    operations = (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS)
    records = [
        msgspec.structs.replace(
            measurement(*memory, cycles, of=series(operation=one)), correctness=Correctness(method=method)
        )
        for one in operations
    ]
    return run(*records, *more)


def _evidence(operation: Operation, outcome: Outcome) -> Evidence:
    return Evidence(
        series=series(operation=operation), build=BUILD.hash, outcome=outcome, method="traces", reason="equal"
    )


def _own(decision: Decision) -> set[tuple[str, str]]:
    """Reasons against the implementation that was measured, those of published ones left out."""
    return {
        (one.first.filter, one.first.key)
        for one in decision.rejected
        if one.candidate.key[:2] == ("ml_kem_768", "liboqs/generic")
    }


def test_a_wrong_answer_refuses_the_implementation_always() -> None:
    """A figure of code that failed its known-answer test elsewhere recommends nothing."""
    failed = Failed(series=series(target="host"), stage=Stage.KAT, error="another shared secret")
    decision = _decide(_measured(failed))
    assert {("assurance", "wrong_answer")} == _own(decision)
    assert "ml_kem_768" in _schemes(decision)


@pytest.mark.parametrize(
    ("method", "reasons"),
    [
        ("kat all", set()),
        ("roundtrip only", {("assurance", "lacks_known_answers_unknown")}),
    ],
)
def test_answers_must_be_somebody_else_s(method: str, reasons: set[tuple[str, str]]) -> None:
    """A scheme that agrees with itself was not checked against the standard."""
    assert reasons == _own(_decide(_measured(method=method), require=("known-answers",)))


def test_constant_time_needs_evidence_of_every_secret_operation() -> None:
    """One operation that was not looked at leaves it open; verification has no secret at all."""
    operations = (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS)
    passed = [_evidence(one, Outcome.PASS) for one in operations]
    require = ("constant-time",)
    assert set() == _own(_decide(_measured(*passed), require=require))
    assert {("assurance", "lacks_constant_time_no")} == _own(_decide(_measured(*passed[:2]), require=require))
    assert _decide(role="verify", authority="nist", require=require).survivors


def test_a_users_own_facts_vouch_for_an_implementation(tmp_path: Path) -> None:
    """A maintained, validated module is a row of the user's, with a source of their own."""
    (tmp_path / "assurances.toml").write_text(
        """version = 1
as_of = 2026-11-23
[[row]]
id = "pqm4"
maintained = true
production = true
validated = true
constant_time = "claimed"
source = "our own fork, release 4"
""",
        encoding="utf-8",
    )
    facts = load_facts(tmp_path)
    asked = query(facts, **_METER, require=("constant-time", "maintained", "production", "validated"))
    assert {"pqm4/m4fspeed", "pqm4/m4fstack"} == {
        one.candidate.key[1] for one in decide(facts, asked).survivors
    }


def test_a_leak_that_was_found_refuses_the_implementation() -> None:
    """Evidence of a run counts for the implementation that leaks, not for others of the scheme."""
    cycles = observation(Metric.MODELLED_CYCLES, 1)
    operations = (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS)
    memory = [observation(metric, 100) for metric in (Metric.STACK_BYTES, Metric.TEXT_BYTES)]
    leak = Evidence(
        series=series(operation=Operation.DECAPS),
        build=BUILD.hash,
        outcome=Outcome.LEAK,
        method="traces",
        reason="a branch",
    )
    measured = run(*[measurement(*memory, cycles, of=series(operation=one)) for one in operations], leak)

    decision = _decide(measured)

    assert ("assurance", "leak") in _why(decision, "ml_kem_768")
    assert "ml_kem_768" in _schemes(decision)


def test_a_break_is_answered_by_another_class() -> None:
    """Of the survivors the best of another class; what falls is named; the verifier must be there before."""
    asked = {"authority": "bsi", "role": "firmware", "category": 3, "device": "m33_nrf9160"}
    cost = _decide(**asked, link="nbiot", stateful=False).breakage

    assert cost is not None
    assert HardnessClass.LATTICE_STRUCTURED == cost.hardness_class
    assert cost.replacement is not None
    assert HardnessClass.HASH == cost.replacement.scheme.hardness_class
    assert () == cost.obstacles
    assert cost.must_be_there_before
    assert {"ML-DSA-65", "ML-DSA-87"} == set(cost.lost)
    assert isinstance(cost.update_bytes, Quantity)
    assert cost.update is not None


def test_a_break_without_an_answer_says_what_stands_against_the_nearest() -> None:
    """CRYPTREC names lattices alone: the nearest scheme of another class is not on its list."""
    cost = _decide(authority="cryptrec").breakage
    assert cost is not None
    assert cost.replacement is not None
    assert HardnessClass.LATTICE_STRUCTURED != cost.replacement.scheme.hardness_class
    assert "authority" in {one.filter for one in cost.obstacles}


def test_a_portfolio_of_two_classes_is_diverse() -> None:
    """With SLH-DSA already in use, ML-KEM makes a second class."""
    assert not _decide(portfolio=("ML-DSA-65",)).diverse
    assert _decide(portfolio=("SLH-DSA-SHA2-128s",)).diverse


def test_weights_change_the_order_and_never_who_survives() -> None:
    """All weight on flash puts the smallest code first."""
    usual, flash = _decide(), _decide(weights={name: float(name == "flash") for name in OBJECTIVES})

    assert {one.candidate.key for one in usual.survivors} == {one.candidate.key for one in flash.survivors}
    sizes = [one.candidate.objective("flash") for one in flash.survivors if one.on_front]
    values = [one.value for one in sizes if isinstance(one, Quantity)]
    assert sorted(values) == values
    assert 1.0 == flash.survivors[0].score
    assert {1.0} == {one.score for one in _decide(weights=dict.fromkeys(OBJECTIVES, 0.0)).survivors}


@pytest.mark.parametrize(
    ("asked", "predicted"),
    [
        ({"role": "firmware", "device": "m33_nrf9160", "authority": "nist", "category": 3}, "LMS"),
        ({"role": "firmware", "device": "m0plus_64k_8k", "authority": "nist", "care": True}, "LMS"),
        ({"role": "kem", "authority": "nist"}, ""),
    ],
)
def test_no_prediction_stands_before_a_measurement(asked: dict[str, Any], predicted: str) -> None:
    """Of equal status; a better prediction is named in the answer, and takes nobody off the front."""
    decision = _decide(**asked)
    for status in {one.candidate.scheme.status for one in decision.survivors}:
        order = [
            one.candidate.unmeasured for one in decision.survivors if one.candidate.scheme.status == status
        ]
        assert sorted(order) == order

    measured = decide(replace(_FACTS, predictions={}), decision.query)
    fronts = {one.candidate.key for one in measured.survivors if one.on_front}
    assert fronts <= {one.candidate.key for one in decision.survivors if one.on_front}

    name = decision.promising.candidate.scheme.name if decision.promising else ""
    assert name.startswith(predicted)
    assert bool(name) == bool(predicted)
    answer = " ".join(decision_text(decision, words("en")).answer)
    assert bool(predicted) == ("nobody measured it, so it stands behind" in answer)
    if decision.promising and decision.winner:
        assert decision.promising.candidate.name in answer
        assert decision.promising.score < decision.winner.score
        assert not decision.winner.candidate.unmeasured


def test_a_prediction_alone_is_chosen_and_said_to_be_one() -> None:
    """CNSA takes LMS and XMSS for updates: with ML-DSA out of budget only predictions are left."""
    decision = _decide(role="firmware", device="m33_nrf9160", authority="cnsa", ram_bytes=3000)
    assert decision.winner is not None
    assert decision.winner.candidate.unmeasured
    assert decision.promising is None
    assert "Nobody measured it" in " ".join(decision_text(decision, words("en")).answer)


def test_figures_of_another_core_are_said_to_be_of_it() -> None:
    """The Cortex-M4's published figures, taken over for a Cortex-M0+."""
    answer = decision_text(_decide(device="m0plus_64k_8k", ram_bytes=8000), words("en")).answer
    assert any("are of cortex-m4, taken over" in line for line in answer)
    assert not any("taken over" in line for line in decision_text(_decide(), words("en")).answer)


def test_what_the_figures_of_a_hybrid_leave_out_is_said() -> None:
    """Memory is of the first scheme alone; cycles too where nobody measured the classical one."""
    said = decision_text(_decide(authority="bsi", category=3), words("en")).survivors_note
    assert any("X25519 comes on top" in line for line in said)
    assert any("of X25519 no cycles are known" in line for line in said)
    operations = (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS)
    cycles = observation(Metric.MODELLED_CYCLES, 1000)
    keys = [measurement(cycles, of=series(scheme="x25519", operation=one)) for one in operations]
    said = decision_text(_decide(run(*keys), authority="bsi", category=3), words("en")).survivors_note
    assert any("X25519 comes on top" in line for line in said)
    assert not any("no cycles are known" in line for line in said)


def test_what_falls_includes_the_portfolio() -> None:
    """A signature of the same hardness class that is in use falls with the KEM that is chosen."""
    decision = _decide(portfolio=("ML-DSA-65", "SLH-DSA-SHA2-128s"))
    assert decision.breakage is not None
    assert "ML-DSA-65" in decision.breakage.lost
    assert "SLH-DSA-SHA2-128s" not in decision.breakage.lost


def test_sizes_alone_are_said_to_be() -> None:
    """Classic McEliece runs on no small device here: its keys decide, and the reason says so."""
    reject = next(one for one in _decide().rejected if one.candidate.scheme.id == "classic_mceliece_460896")
    said = reason_text(next(one for one in reject.reasons if one.filter == "fit"), words("en"))
    assert "by sizes alone" in said


def test_what_is_on_the_front_is_beaten_by_nobody() -> None:
    """And what is not is beaten by somebody, in every objective that was ranked by."""
    decision = _decide()
    points = {
        one.candidate.key: [
            value.value
            for name in decision.objectives
            if isinstance(value := one.candidate.objective(name), Quantity)
        ]
        for one in decision.survivors
    }
    assert not any(one.candidate.unmeasured for one in decision.survivors)
    for one in decision.survivors:
        mine = points[one.candidate.key]
        beaten = any(
            all(a <= b for a, b in zip(other, mine, strict=True)) and other != mine
            for other in points.values()
        )
        assert one.on_front != beaten


_BUDGETS: Final = {
    "ram_bytes": st.integers(1, 100_000),
    "flash_bytes": st.integers(1, 200_000),
    "latency_ms": st.floats(0.1, 200),
    "energy_mj": st.floats(0.001, 10),
    "message_bytes": st.integers(1, 5_000),
}


@settings(max_examples=15, deadline=None)
@given(
    st.data(),
    st.sampled_from(sorted(_BUDGETS)),
    st.floats(1, 10),
    st.sampled_from(["kem", "sign", "firmware"]),
)
def test_a_larger_budget_never_removes_a_survivor(
    data: st.DataObject, name: str, factor: float, role: str
) -> None:
    """Monotone in every budget."""
    value = data.draw(_BUDGETS[name])
    small, large = (_decide(**{name: budget}, role=role) for budget in (value, value * factor))
    assert {one.candidate.key for one in small.survivors} <= {one.candidate.key for one in large.survivors}


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(["nist", "bsi", "asd", "cnsa", "cryptrec", "anssi"]),
    st.integers(2026, 2060),
    st.integers(0, 30),
    st.integers(1, 5),
    st.integers(1, 5),
)
def test_a_later_year_or_higher_category_never_adds_a_survivor(
    authority: str, until: int, more: int, category: int, other: int
) -> None:
    """Monotone in year and category."""
    low, high = sorted((category, other))
    lax = _decide(authority=authority, until=until, category=low)
    strict = _decide(authority=authority, until=until + more, category=high)
    assert {one.candidate.key for one in strict.survivors} <= {one.candidate.key for one in lax.survivors}


@settings(max_examples=10, deadline=None)
@given(
    st.floats(0.01, 1_000),
    st.floats(1, 100),
    st.sets(st.sampled_from(["known-answers", "constant-time", "maintained", "production", "validated"])),
    st.sampled_from(["known-answers", "constant-time", "maintained", "production", "validated"]),
)
def test_more_load_or_more_assurance_never_adds_a_survivor(
    rate: float, factor: float, wanted: set[str], another: str
) -> None:
    """Monotone in load and in what is required of implementations."""
    lax = _decide(per_second=rate, require=tuple(sorted(wanted)))
    strict = _decide(per_second=rate * factor, require=tuple(sorted({*wanted, another})))
    assert {one.candidate.key for one in strict.survivors} <= {one.candidate.key for one in lax.survivors}


def test_the_order_of_filters_decides_what_is_named_not_who_survives() -> None:
    """Each filter looks at candidate and question alone."""
    asked = _ask(
        authority="nist",
        category=3,
        latency_ms=20.0,
        energy_mj=1.0,
        message_bytes=1500,
        per_second=50.0,
        require=("constant-time", "maintained"),
    )
    found = list(candidates(_FACTS, asked, []))
    usual = [_keys(apply_filters(one, asked)) for one in found]
    for order in itertools.islice(itertools.permutations(FILTERS.items()), 1, 40_000, 7_919):
        assert usual == [_keys(apply_filters(one, asked, dict(order))) for one in found]


def _keys(reasons: tuple[Reason, ...]) -> set[tuple[str, str, float | None]]:
    return {(reason.filter, reason.key, reason.margin) for reason in reasons}


def test_every_reason_has_its_words_in_both_languages() -> None:
    """And both say the same numbers."""
    asked: list[dict[str, Any]] = [
        {"authority": "cnsa", "role": "firmware", "signatures": 2000, "stateful": False},
        {"authority": "bsi", "category": 5, "latency_ms": 0.1, "energy_mj": 0.001, "link": "ble_1m_dle"},
        {"authority": "asd", "until": 2040, "message_bytes": 10, "device": "m0plus_64k_8k"},
        {"link": "lorawan_dr5", "wait_s": 1.0, "role": "verify", "research": True},
        {"require": ("known-answers",), "per_second": 1e6, "portfolio": ("ML-DSA-65",), "diverse": True},
        {"require": ("maintained",)},
        {"require": ("production", "validated")},
        {"require": ("validated",)},
        {"require": ("constant-time",)},
    ]
    seen = set()
    for one in asked:
        for rejected in _decide(**one).rejected:
            for reason in rejected.reasons:
                texts = [reason_text(reason, words(language)) for language in ("en", "ja")]
                seen.add(reason.key)
                assert all(texts)
                assert texts[0] != texts[1]
                for text in texts:
                    assert "{" not in text
    assert len(seen) > 12


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("asked", [{}, {"device": "m0plus_64k_8k"}, {"authority": "bsi", "role": "firmware"}])
def test_a_decision_reads_in_both_languages(asked: dict[str, Any], language: str) -> None:
    """Title, answer, survivors, rejects, and what follows, without an empty or unfilled text."""
    decision = _decide(**asked)
    text = decision_text(decision, words(language))
    for line in (text.title, *text.answer, *text.survivors_note, *text.after):
        assert line
        assert "{" not in line
    assert len(decision.survivors) == len(text.survivors)
    assert all(len(row) == len(text.survivors_head) for row in text.survivors)
    assert all(len(row) == len(text.rejected_head) for row in text.rejected)


def test_numbers_are_the_same_in_both_languages() -> None:
    """Only words differ."""
    english, japanese = (decision_text(_decide(), words(language)).survivors for language in ("en", "ja"))
    assert [row[:-1] for row in english] == [row[:-1] for row in japanese]


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"device": "toaster"}, FactsError, r"`toaster`.*m0plus_64k_8k"),
        ({"link": "string"}, FactsError, r"`string`.*lorawan_dr5"),
        ({"role": "king"}, FactsError, r"`king`.*firmware"),
        ({"authority": "mars"}, FactsError, r"`mars`.*cryptrec"),
        ({"authority": "omb"}, FactsError, "`omb`"),
        ({"category": 0}, FactsError, "1 to 5"),
        ({"category": 6}, FactsError, "1 to 5"),
        ({"until": 2025}, FactsError, "2025 is past"),
        ({"until": 99999}, FactsError, "2100"),
        ({"ram_bytes": -1}, FactsError, "`ram_bytes` must be above 0"),
        ({"latency_ms": 0.0}, FactsError, "`latency_ms` must be above 0"),
        ({"energy_mj": float("nan")}, FactsError, "`energy_mj` must be above 0"),
        ({"energy_mj": float("inf")}, FactsError, "`energy_mj` must be above 0 and finite"),
        ({"signatures": 0}, FactsError, "`signatures` must be above 0"),
        ({"portfolio": ("ML-DSA-66",)}, CatalogueError, "did you mean"),
        ({"weights": {"beauty": 1.0}}, FactsError, r"`beauty`.*cycles"),
        ({"weights": {"ram": -1.0}}, FactsError, "weight of ram"),
        ({"weights": {"ram": float("nan")}}, FactsError, "weight of ram"),
        ({"weights": {"ram": float("inf")}}, FactsError, "weight of ram"),
        ({"require": ("beauty",)}, FactsError, r"`beauty`.*known-answers"),
        ({"diverse": True}, FactsError, "name a portfolio"),
        ({"per_second": 0.0}, FactsError, "`per_second` must be above 0"),
    ],
)
def test_bad_questions_are_named_with_the_choices(
    asked: dict[str, Any], error: type[Exception], message: str
) -> None:
    """Nothing is decided on a wrong question."""
    with pytest.raises(error, match=message):
        _ask(**asked)


@pytest.mark.parametrize(
    ("scheme", "category"),
    [
        ("ml_kem_768", 3),
        ("lms_sha256_h10_w8", 5),
        ("lms_sha256_192_h10_w8", 3),
        ("xmss_sha2_10_192", 3),
        ("xmss_sha2_10_256", 5),
        ("xmss_sha2_10_512", 5),
        ("x25519", None),
    ],
)
def test_hash_lengths_give_stateful_schemes_their_category(scheme: str, category: int | None) -> None:
    """The catalogue claims none for them."""
    assert category == category_of(_FACTS.catalogue.by_id[scheme])


def test_a_decision_as_rows_carries_units_and_evidence() -> None:
    """Survivors first; every number with unit, kind, confidence, source."""
    decision = _decide()
    rows = to_rows(decision)

    assert len(decision.survivors) + len(decision.rejected) == len(rows)
    assert 1 == rows[0]["place"]
    for name in decision.objectives:
        assert isinstance(rows[0][name], float | int)
        for what in ("unit", "kind", "confidence", "source"):
            assert rows[0][f"{name}_{what}"]


def test_a_frame_needs_a_library_that_is_known() -> None:
    """Another name is refused with those that are known."""
    with pytest.raises(FactsError, match=r"`excel`.*pandas, polars"):
        to_frame(_decide(), "excel")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_has_a_row_for_each_row(library: str) -> None:
    """Where the library is installed; without it the message says what to do."""
    decision = _decide()
    try:
        frame = to_frame(decision, library)
    except FactsError as error:
        assert "pandas or polars" in str(error)  # noqa: PT017 - both outcomes are right
        return
    assert len(to_rows(decision)) == len(frame)
