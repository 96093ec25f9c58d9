"""Whether schemes fit devices: the statements that the facts allow, without a run, and with one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.catalogue import Confidence, Kind, Metric, Operation
from pqeval.errors import FactsError
from pqeval.guideline import Quantity, load_facts
from pqeval.guideline.costs import Basis, Cost, costs_on
from pqeval.guideline.facts import Device
from pqeval.guideline.fit import DeviceFit, Resource, Verdict, fit_matrix, fit_on_device
from pqeval.guideline.hashing import verification_calls
from pqeval.guideline.predictions import predicted_costs
from pqeval.guideline.roles import DEVICE_ROLES, device_role, live_buffer_fields
from pqeval.records import Run
from sample_runs import measurement, observation, run, series

_FACTS: Final = load_facts()
_SMALL: Final = _FACTS.devices["m0plus_64k_8k"]
_METER: Final = _FACTS.devices["m4_128k_40k"]


def _fit(device: Device, scheme: str, role: str, implementation: str, *, streamed: bool = False) -> DeviceFit:
    found = fit_matrix(_FACTS, [], device_role(role), [device], [_FACTS.catalogue.by_id[scheme]])
    (one,) = [one for one in found if (one.implementation, one.streamed) == (implementation, streamed)]
    return one


@pytest.mark.parametrize(
    ("device", "scheme", "role", "implementation", "verdict"),
    [
        (_SMALL, "ml_kem_512", "kem", "pqm4/m4fstack", Verdict.WITH_CARE),
        (_SMALL, "ml_kem_768", "kem", "pqm4/m4fstack", Verdict.WITH_CARE),
        (_SMALL, "ml_kem_768", "kem", "pqm4/clean", Verdict.NO),
        (_SMALL, "ml_dsa_44", "verify", "pqm4/m4fstack", Verdict.WITH_CARE),
        (_SMALL, "ml_dsa_44", "sign", "pqm4/clean", Verdict.NO),
        (_SMALL, "ml_dsa_44", "sign", "pqm4/m4fstack", Verdict.WITH_CARE),
        (_SMALL, "slh_dsa_sha2_128s", "verify", "pqm4/clean", Verdict.NO),
        (_METER, "ml_kem_768", "kem", "pqm4/m4fspeed", Verdict.FITS),
        (_METER, "ml_dsa_44", "sign", "pqm4/m4f", Verdict.NO),
        (_METER, "ml_dsa_44", "sign", "pqm4/m4fstack", Verdict.FITS),
        (_METER, "mayo_1", "verify", "pqm4/m4f", Verdict.NO),
        (_METER, "hqc_128", "kem", "pqm4/clean", Verdict.NO),
    ],
)
def test_what_fits(device: Device, scheme: str, role: str, implementation: str, verdict: Verdict) -> None:
    """8 KiB hold ML-KEM with low-stack code and little else; without such code they do not sign."""
    assert verdict == _fit(device, scheme, role, implementation).verdict


def test_a_streamed_hash_based_signature_fits_where_the_whole_one_does_not() -> None:
    """8 KiB verify SLH-DSA if the signature is read as it comes in."""
    found = _fit(_SMALL, "slh_dsa_sha2_128s", "verify", "pqm4/clean", streamed=True)
    assert Verdict.FITS == found.verdict
    assert isinstance(found.ram_needed, Quantity)
    assert 1968 + 1024 == found.ram_needed.value


def test_the_parts_are_counted_apart_and_add_up() -> None:
    """Stack, buffers, static data; code and keys: each with its source."""
    found = _fit(_SMALL, "ml_kem_768", "kem", "pqm4/m4fstack")
    parts = (
        found.stack,
        found.live_buffers,
        found.code,
        found.stored_keys,
        found.ram_needed,
        found.flash_needed,
    )
    values = [one.value for one in parts if isinstance(one, Quantity)]

    assert [2820, 1184 + 2400, 13320, 2400, 2820 + 3584, 13320 + 2400] == values
    assert (Operation.KEYGEN, Resource.RAM, 6404 - 3072) == (
        found.operation,
        found.limiting,
        found.shortfall_bytes,
    )
    assert 3072 - 6404 == found.margins[Resource.RAM].value


def test_figures_of_another_core_are_predictions() -> None:
    """They are marked as such and not confirmed; those of assembly that cannot run there are left out."""
    found = fit_matrix(_FACTS, [], device_role("kem"), [_SMALL], [_FACTS.catalogue.by_id["ml_kem_768"]])

    assert {"pqm4/clean", "pqm4/m4fstack"} == {one.implementation for one in found}
    assert all(one.predicted and one.basis == Basis.OTHER_CORE for one in found)
    stack = found[0].stack
    assert isinstance(stack, Quantity)
    assert (Kind.ASSUMED, Confidence.UNCONFIRMED) == (stack.kind, stack.confidence)
    assert "cortex-m4" in stack.note


def _run() -> Run:
    sizes = {
        Metric.STACK_BYTES: 1000,
        Metric.HEAP_PEAK_BYTES: 10,
        Metric.DATA_BYTES: 100,
        Metric.BSS_BYTES: 20,
        Metric.TEXT_BYTES: 9000,
    }
    memory = [observation(metric, value) for metric, value in sizes.items()]
    cycles = observation(Metric.MODELLED_CYCLES, 700_000, kind=Kind.MODELLED)
    operations = (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS)
    records = [measurement(*memory, cycles, of=series(operation=one)) for one in operations]
    return run(*records)


def test_a_run_on_the_devices_core_comes_first() -> None:
    """Its implementation stands before published ones; heap and static data count."""
    found = fit_matrix(_FACTS, [_run()], device_role("kem"), [_METER], [_FACTS.catalogue.by_id["ml_kem_768"]])

    first = found[0]
    assert (Basis.RUN, "liboqs/generic", False) == (first.basis, first.implementation, first.predicted)
    assert isinstance(first.ram_needed, Quantity)
    assert 1000 + 3584 + 10 + 120 == first.ram_needed.value
    assert {"liboqs/generic", "pqm4/clean", "pqm4/m4fspeed", "pqm4/m4fstack"} == {
        one.implementation for one in found
    }


def test_a_board_comes_before_the_emulator() -> None:
    """Of the same implementation the figures that silicon gave are taken."""
    board = "serial:/dev/ttyACM0,board=nucleo-l4r5zi"
    records = [
        measurement(
            observation(metric, cycles, kind=kind), of=series("ml_kem_768", Operation.ENCAPS, target=target)
        )
        for metric, kind, cycles, target in (
            (Metric.MODELLED_CYCLES, Kind.MODELLED, 700_000, "cortex-m4"),
            (Metric.CYCLES, Kind.MEASURED, 710_000, board),
        )
    ]
    first = costs_on("cortex-m4", [run(*records)], [])["ml_kem_768"][0]
    found = first.cycles[Operation.ENCAPS]
    assert (710_000, Kind.MEASURED, Basis.RUN) == (found.value, found.kind, first.basis)


def test_what_nobody_measured_is_unknown() -> None:
    """It is never said to fit, and the reason names scheme and processor."""
    (found,) = fit_matrix(_FACTS, [], device_role("kem"), [_SMALL], [_FACTS.catalogue.by_id["sntrup761"]])
    assert Verdict.UNKNOWN == found.verdict
    assert "sntrup761" in found.reason
    assert "cortex-m0plus" in found.reason


def test_a_public_key_larger_than_the_memory_needs_no_measurement() -> None:
    """Classic McEliece cannot be held whole by a meter: the sizes alone say so, as a lower bound."""
    mceliece = _FACTS.catalogue.by_id["classic_mceliece_460896"]
    (found,) = fit_matrix(_FACTS, [], device_role("kem-responder"), [_METER], [mceliece])
    assert (Verdict.NO, Resource.RAM, True, True) == (
        found.verdict,
        found.limiting,
        found.bound,
        found.predicted,
    )
    assert isinstance(found.ram_needed, Quantity)
    assert 524_160 + 156 + 32 == found.ram_needed.value
    large = msgspec.structs.replace(_METER, ram_bytes=1 << 20)
    (unknown,) = fit_matrix(_FACTS, [], device_role("kem-responder"), [large], [mceliece])
    assert Verdict.UNKNOWN == unknown.verdict


@pytest.mark.parametrize(
    ("scheme", "device", "operation", "stack"),
    [
        ("frodokem_976_shake", "m4_pqm4_reference", Operation.DECAPS, 72_408 * 976 / 640),
        ("frodokem_640_aes", "m4_pqm4_reference", Operation.DECAPS, 83_104),
        ("lms_sha256_h10_w8", "m0plus_rp2040", Operation.VERIFY, 1_608),
    ],
)
def test_what_a_formula_predicts_says_so(
    scheme: str, device: str, operation: Operation, stack: float
) -> None:
    """It stands on a like scheme's published figures, marked as an assumption with formula and source."""
    role = device_role("kem" if operation == Operation.DECAPS else "verify")
    found = fit_matrix(_FACTS, [], role, [_FACTS.devices[device]], [_FACTS.catalogue.by_id[scheme]])[0]
    assert (Basis.PREDICTED, True, operation) == (found.basis, found.predicted, found.operation)
    assert isinstance(found.stack, Quantity)
    assert (round(stack), Kind.ASSUMED, Confidence.UNCONFIRMED) == (
        found.stack.value,
        found.stack.kind,
        found.stack.confidence,
    )
    assert "predicted from" in found.stack.note
    assert "pqm4" in found.stack.source


def test_a_run_replaces_a_prediction() -> None:
    """Where anything was measured of a scheme, nothing is predicted of it."""
    measured = measurement(
        observation(Metric.STACK_BYTES, 2_000), of=series("lms_sha256_h10_w8", Operation.VERIFY)
    )
    lms = _FACTS.catalogue.by_id["lms_sha256_h10_w8"]
    found = fit_matrix(_FACTS, [run(measured)], device_role("verify"), [_METER], [lms])
    assert {Basis.RUN} == {one.basis for one in found}


@pytest.mark.parametrize(
    ("scheme", "hash_name", "calls"),
    [
        # 34 chains of 127.5 steps in a block each; 18 blocks for the chains' ends, a leaf, 10 nodes, message.
        ("lms_sha256_h10_w8", "sha256", 34 * 127.5 + 18 + 1 + 10 * 2 + 2),
        ("lms_sha256_192_h15_w4", "sha256", 51 * 7.5 + 20 + 1 + 15 * 2 + 2),
        # 67 chains of 7.5 steps of two blocks and two keyed calls of two; 66 nodes of their tree, 10 above.
        ("xmss_sha2_10_256", "sha256", 67 * 7.5 * 6 + (66 + 10) * (3 + 6) + 3),
        ("xmss_shake256_10_256", "shake256", 67 * 7.5 * 3 + (66 + 10) * 4 + 2),
        ("slh_dsa_sha2_128s", "sha256", 7 * (35 * 7.5 + 10) + 63 + 14 * 12 + 14 + 4 + 2),
    ],
)
def test_hash_calls_of_a_verification(scheme: str, hash_name: str, calls: float) -> None:
    """Counted by hand from the standards."""
    found = verification_calls(_FACTS.catalogue.by_id[scheme])
    assert found is not None
    assert (hash_name, calls) == (found.hash_name, found.calls)


def test_every_level_of_a_tree_of_trees_counts() -> None:
    """Two levels take about twice as much as one; a lattice has no such count."""
    one, two = (
        verification_calls(_FACTS.catalogue.by_id[name])
        for name in ("lms_sha256_h10_w4", "lms_sha256_h10_w4_h10_w4")
    )
    assert one is not None
    assert two is not None
    assert two.calls == pytest.approx(2 * one.calls, rel=0.01)
    assert verification_calls(_FACTS.catalogue.by_id["ml_dsa_44"]) is None


def test_predictions_name_what_there_is() -> None:
    """A formula with a strange name, and a scheme whose hash calls are not counted, are refused by name."""
    row = _FACTS.predictions["lms_by_hash_calls"]
    wrong = replace(_FACTS, predictions={"x": msgspec.structs.replace(row, id="x", schemes=("ml_dsa_44",))})
    with pytest.raises(FactsError, match=r"`x`.*`calls`.*ML-DSA-44"):
        list(predicted_costs(wrong))


def test_an_implementation_without_code_size_is_not_said_to_fit() -> None:
    """RAM alone does not settle it."""
    full = costs_on("cortex-m4", [], _FACTS.costs.values())["ml_kem_512"][0]
    cost = Cost(
        scheme=full.scheme,
        implementation=full.implementation,
        core=full.core,
        basis=full.basis,
        cycles=full.cycles,
        stack=full.stack,
    )
    scheme = _FACTS.catalogue.by_id["ml_kem_512"]
    assert Verdict.UNKNOWN == fit_on_device(_METER, scheme, device_role("kem"), cost).verdict


def test_keys_in_flash_need_no_ram() -> None:
    """A secret key that is read where it lies is not held a second time."""
    assert "secret_key_bytes" not in live_buffer_fields(Operation.SIGN, keys_in_flash=True)
    assert "secret_key_bytes" in live_buffer_fields(Operation.SIGN, keys_in_flash=False)


def test_an_unknown_role_is_named_with_those_that_there_are() -> None:
    """So that a typing error can be mended."""
    with pytest.raises(FactsError, match=r"`kemm`.*firmware"):
        device_role("kemm")


@given(
    st.sampled_from(sorted(DEVICE_ROLES)),
    st.sampled_from(["ml_kem_512", "ml_kem_1024", "ml_dsa_44", "slh_dsa_shake_128s", "hqc_128", "mayo_1"]),
    st.integers(1024, 300_000),
    st.integers(0, 300_000),
)
def test_more_memory_never_makes_it_worse(role: str, scheme: str, ram: int, more: int) -> None:
    """Verdicts are ordered with the device's memory and its budget."""
    order = [Verdict.NO, Verdict.WITH_CARE, Verdict.FITS]
    row = _FACTS.catalogue.by_id[scheme]
    asked = device_role(role)
    if not asked.takes(row):
        return
    devices = [
        Device(
            id=f"d{size}",
            part="x",
            core="Cortex-M4",
            role=_METER.role,
            target="cortex-m4",
            flash_bytes=1 << 20,
            ram_bytes=size,
            crypto_ram_budget_bytes=size // 2,
            crypto_flash_budget_bytes=1 << 19,
            source="x",
            read=_METER.read,
            confidence=Confidence.CONFIRMED,
        )
        for size in (ram, ram + more)
    ]
    small, large = (fit_matrix(_FACTS, [], asked, [device], [row]) for device in devices)
    for one, other in zip(small, large, strict=True):
        assert order.index(one.verdict) <= order.index(other.verdict)
