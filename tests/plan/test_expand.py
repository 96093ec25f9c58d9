"""Expansion: cases and what is left out with its reason; order of units; refusal while planning."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.catalogue import Capabilities, CostClass, Metric, Operation, load
from pqeval.errors import PlanError
from pqeval.plan import BUILT_IN, ExpandedPlan, Plan, expand, units
from pqeval.plan import load as load_plan
from pqeval.records import Series
from sample_capabilities import CAPABILITIES, CORTEX, HOST


def _expanded(*select: str, **settings: object) -> ExpandedPlan:
    plan = Plan(name="test", select=select, **settings)  # type: ignore[arg-type]  # a test's shorthand
    return expand(plan, load(), CAPABILITIES)


def _keys(expanded: ExpandedPlan) -> list[str]:
    return [case.series.key for case in expanded.cases]


def test_a_kem_becomes_three_cases_an_implementation() -> None:
    """Each provider on each target runs keygen, encaps and decaps."""
    assert [
        "ml_kem_768/liboqs/dist/keygen/-/host",
        "ml_kem_768/liboqs/dist/encaps/-/host",
        "ml_kem_768/liboqs/dist/decaps/-/host",
        "ml_kem_768/cryptography/openssl/keygen/-/host",
        "ml_kem_768/cryptography/openssl/encaps/-/host",
        "ml_kem_768/cryptography/openssl/decaps/-/host",
        "ml_kem_768/liboqs/generic/keygen/-/cortex-m4",
        "ml_kem_768/liboqs/generic/encaps/-/cortex-m4",
        "ml_kem_768/liboqs/generic/decaps/-/cortex-m4",
    ] == _keys(_expanded("ML-KEM-768"))


def test_operations_with_a_message_run_at_each_length() -> None:
    """Signing and verifying have message lengths, key generation has none; AEADs have associated data too."""
    assert [
        "ml_dsa_65/liboqs/dist/keygen/-/host",
        "ml_dsa_65/liboqs/dist/sign/32/host",
        "ml_dsa_65/liboqs/dist/sign/1024/host",
        "ml_dsa_65/liboqs/dist/verify/32/host",
        "ml_dsa_65/liboqs/dist/verify/1024/host",
    ] == _keys(_expanded("ML-DSA-65", targets=("host",)))
    assert ["aes_128_gcm/cryptography/openssl/encrypt/8+16/host"] == _keys(
        _expanded("AES-128-GCM,operation:encrypt", targets=("host",), message_bytes=(8,))
    )


def test_stateful_signatures_are_verified_with_the_message_of_their_known_answer() -> None:
    """Nothing can be signed for a length of the plan's choice, and no keys are made."""
    assert ["lms_sha256_h10_w8/liboqs/dist/verify/-/host"] == _keys(
        _expanded("role:stateful_signature,LMS_*", targets=("host",), message_bytes=(8, 9))
    )


def test_rejection_sampled_operations_are_stochastic() -> None:
    """ML-DSA signs until it does not reject; its key generation and verification are of fixed cost."""
    expanded = _expanded("ML-DSA-65", targets=("host",), message_bytes=(32,))

    assert [CostClass.FIXED, CostClass.STOCHASTIC, CostClass.FIXED] == [
        case.cost_class for case in expanded.cases
    ]


def test_numbers_of_seeds_can_be_set_where_they_cost() -> None:
    """The most specific entry counts: operation, then scheme, then target, then the plan's number."""
    at = {"cortex-m4": 5, "host ml_dsa_65": 7, "host ml_dsa_65 verify": 9}
    expanded = _expanded("ML-DSA-65", "ML-KEM-512", samples=11, samples_at=at, message_bytes=(32,))
    found = {
        (case.series.scheme, case.series.operation, case.series.target): case.samples
        for case in expanded.cases
    }

    assert 9 == found["ml_dsa_65", Operation.VERIFY, "host"]
    assert 7 == found["ml_dsa_65", Operation.SIGN, "host"]
    assert 5 == found["ml_dsa_65", Operation.SIGN, "cortex-m4"]
    assert 11 == found["ml_kem_512", Operation.KEYGEN, "host"]


def test_what_a_target_does_not_offer_is_left_out_with_the_reason() -> None:
    """A selected scheme without an implementation leaves a trace, never a gap."""
    expanded = _expanded("HQC-1", "ML-KEM-512", targets=("host", "cortex-m4"))
    reasons = {(one.series.scheme, one.series.target): one.reason for one in expanded.skipped}

    assert {
        ("hqc_1", "host"): "liboqs 0.13.0 has an older specification",
        ("hqc_1", "cortex-m4"): "no implementation runs on this target",
        ("ml_kem_512", "cortex-m4"): "no implementation runs on this target",
    } == reasons
    assert 9 == len(expanded.skipped)


def test_a_plan_can_leave_out_by_name() -> None:
    """A reason in the plan's table leaves out an operation or a whole scheme."""
    skip = {"host ml_kem_768 decaps": "broken here", "cortex-m4 ml_kem_768": "not of interest"}
    expanded = _expanded("ML-KEM-768", skip=skip)

    assert Counter({"broken here": 2, "not of interest": 3}) == Counter(
        one.reason for one in expanded.skipped
    )
    assert 4 == len(expanded.cases)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"targets": ("host", "cortex-m7")}, "no target `cortex-m7`"),
        ({"metrics": (Metric.MODELLED_CYCLES,)}, "host cannot measure modelled_cycles"),
        ({"skip": {"host ml_kem_786": "x"}}, "skip has `host ml_kem_786`"),
        ({"samples_at": {"host ml_kem_768 sign": 2}}, "samples_at has `host ml_kem_768 sign`"),
        ({"samples_at": {"host  ml_kem_768": 2}}, "samples_at has"),
        ({"skip": {"": "x"}}, "skip has"),
    ],
)
def test_mistakes_are_refused_while_planning(settings: dict[str, object], message: str) -> None:
    """An unknown target, a metric that a target does not have and a slip in a table end the planning."""
    with pytest.raises(PlanError, match=message):
        _expanded("ML-KEM-768", **settings)


def test_a_selection_that_leaves_nothing_is_refused() -> None:
    """Terms that contradict each other select nothing."""
    with pytest.raises(PlanError, match="matches nothing that a target offers"):
        _expanded("ML-KEM-768", "!role:kem")


def test_metrics_that_every_target_has_are_accepted() -> None:
    """A target that has what the plan asks for is planned."""
    assert _expanded("ML-KEM-768", targets=("cortex-m4",), metrics=(Metric.STACK_BYTES,)).cases


def test_the_run_keeps_the_plan() -> None:
    """The facts for the run document name selection, seed and every case."""
    facts = _expanded("ML-KEM-768", "!provider:cryptography", seed="mine").facts()

    assert (("ML-KEM-768", "!provider:cryptography"), "mine", 6) == (
        facts.selection,
        facts.seed,
        len(facts.cases),
    )


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_plans_expand(name: str) -> None:
    """Cases follow the catalogue's order and no series is there twice."""
    expanded = expand(load_plan(name), load(), CAPABILITIES)
    order = [scheme.id for scheme in load().schemes]
    everything = [case.series for case in expanded.cases] + [one.series for one in expanded.skipped]

    assert len(everything) == len(set(everything))
    for target in expanded.plan.targets:
        of_target = [order.index(one.scheme) for one in _series_of(expanded, target)]
        assert sorted(of_target) == of_target


def _series_of(expanded: ExpandedPlan, target: str) -> list[Series]:
    return [case.series for case in expanded.cases if case.series.target == target]


def test_the_plan_full_leaves_out_nothing_that_runs() -> None:
    """Whatever has an implementation is a case of `full`."""
    expanded = expand(load_plan("full"), load(), CAPABILITIES)

    assert {(one.scheme, one.provider) for one in (*HOST.implementations, *CORTEX.implementations)} == {
        (case.series.scheme, case.series.provider) for case in expanded.cases
    }


@pytest.mark.slow
@given(st.integers(1, 8), st.text(max_size=8))
def test_every_replicate_visits_each_case_once(replicates: int, seed: str) -> None:
    """A run that is cut short is a fair sample: a case's next replicate waits for all others."""
    offered = Capabilities(
        target="host",
        provisions=HOST.provisions,
        implementations=HOST.implementations,
        replicates=replicates,
    )
    cases = _expanded().cases
    found = units(cases, offered, seed)
    mine = [case for case in cases if case.series.target == "host"]

    assert [replicate for replicate in range(replicates) for _ in mine] == [unit.replicate for unit in found]
    for replicate in range(replicates):
        keys = [unit.case.series.key for unit in found if unit.replicate == replicate]
        assert sorted(case.series.key for case in mine) == sorted(keys)
    assert found == units(cases, offered, seed)


def test_replicates_have_orders_of_their_own() -> None:
    """Another replicate or seed visits the cases in another order; a single replicate keeps the plan's."""
    cases = _expanded().cases
    found = units(cases, HOST, "a")
    by_replicate = [[unit.case.series for unit in found if unit.replicate == number] for number in range(6)]

    assert 6 == len({tuple(order) for order in by_replicate})
    assert found != units(cases, HOST, "b")
    assert [case for case in cases if case.series.target == "cortex-m4"] == [
        unit.case for unit in units(cases, CORTEX, "a")
    ]
