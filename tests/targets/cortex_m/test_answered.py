"""Images whose known-answer test is too long as a whole: operation by operation, with the host's answers."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from pqeval.catalogue import Kind, Metric, Operation, load
from pqeval.errors import ProviderError, WireError
from pqeval.liboqs import answers as host
from pqeval.liboqs.build import find_cortex_m_library, find_host_library
from pqeval.plan import Plan, expand, units
from pqeval.records import Failed, Measurement, Piece, Skipped, Stage
from pqeval.targets.cortex_m.answered import NOTE, HostAnswers, answered_driver
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.cortex_m.firmware import build_image
from pqeval.targets.cortex_m.parts import part
from pqeval.targets.cortex_m.target import CortexMTarget

pytestmark = [
    pytest.mark.firmware,
    pytest.mark.liboqs,
    pytest.mark.xdist_group("firmware"),
    pytest.mark.skipif(find_host_library() is None, reason="liboqs is not built: `pqeval setup` builds it"),
]

Records = dict[str, Measurement | Skipped | Failed]


class Quiet:
    """Progress that nobody reads."""

    def step(self, text: str) -> None:
        """Ignore it."""


def records(scheme: str, most_instructions: int, **changed: Any) -> Records:  # noqa: ANN401 - a plan's fields
    """What becomes of each operation under a limit."""
    target = CortexMTarget()
    plan = Plan(
        name="test",
        select=(f"{scheme},provider:liboqs",),
        targets=(target.name,),
        message_bytes=(32,),
        samples=3,
        most_instructions=most_instructions,
        **changed,
    )
    capabilities = target.capabilities()
    chosen = units(expand(plan, load(), {target.name: capabilities}).cases, capabilities, plan.seed)
    pieces = [event for event in target.run(chosen, Quiet()) if isinstance(event, Piece)]
    return {str(piece.record.series.operation): piece.record for piece in pieces}


def figures(record: Measurement | Skipped | Failed, kind: Kind) -> dict[Metric, tuple[float, ...]]:
    """The figures of a measurement that are of one kind."""
    assert isinstance(record, Measurement), record
    return {one.metric: one.values for one in record.observations if one.kind == kind}


def assert_same(one: Measurement | Skipped | Failed, other: Measurement | Skipped | Failed) -> None:
    """What is counted is equal; modelled cycles nearly, for the model knows what ran in the image before."""
    assert figures(one, Kind.COUNTED) == figures(other, Kind.COUNTED)
    modelled, wanted = figures(one, Kind.MODELLED), figures(other, Kind.MODELLED)
    assert modelled.keys() == wanted.keys()
    for metric, values in modelled.items():
        assert values == pytest.approx(wanted[metric], rel=0.001)


@pytest.mark.parametrize(
    ("scheme", "limit", "measured"),
    [("ML-KEM-512", 800_000, ("keygen", "encaps")), ("ML-DSA-44", 3_000_000, ("keygen", "verify"))],
)
def test_short_operations_are_measured_where_another_is_too_long(
    scheme: str, limit: int, measured: tuple[str, ...]
) -> None:
    """Their figures are those of a run without a limit; what is too long is skipped with the reason."""
    whole, part_of = records(scheme, 0), records(scheme, limit)
    assert whole.keys() == part_of.keys()
    for operation, record in part_of.items():
        if operation not in measured:
            assert isinstance(record, Skipped)
            assert record.reason.startswith(f"it, or what it works on, needs more than {limit} instructions")
            continue
        assert_same(record, whole[operation])
        assert isinstance(record, Measurement)
        assert record.correctness.method == "kat operation"
        assert f"{operation} compared with the transcript that the host" in record.correctness.source
        assert (NOTE in record.conditions.notes) == (operation != "keygen")


def test_the_other_placement_and_the_slow_pass_have_the_same_inputs() -> None:
    """The alignment sweep and the count of unaligned accesses work as in a run without a limit."""
    wanted = {"alignment_sweep": True, "count_unaligned": True}
    whole, part_of = records("ML-KEM-512", 0, **wanted), records("ML-KEM-512", 800_000, **wanted)
    assert_same(part_of["encaps"], whole["encaps"])
    assert Metric.ALIGNED_CYCLES in figures(part_of["encaps"], Kind.MODELLED)
    assert Metric.UNALIGNED_ACCESSES in figures(part_of["encaps"], Kind.COUNTED)


def test_another_published_digest_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the host does not give what is published, nothing is measured."""
    monkeypatch.setattr("pqeval.targets.cortex_m.answered.expected", lambda *_, **__: "0" * 64)
    for record in records("ML-KEM-512", 800_000).values():
        assert isinstance(record, Failed)
        assert record.stage == Stage.KAT
        assert "another transcript of ML-KEM-512 than is published" in record.error


@pytest.mark.parametrize(
    ("scheme", "limit", "wrong"),
    [
        ("ML-KEM-512", 800_000, {"keygen": "another key pair", "encaps": "another ciphertext or secret"}),
        ("ML-DSA-44", 3_000_000, {"keygen": "another key pair", "verify": "refuses the known signature"}),
    ],
)
def test_firmware_that_answers_otherwise_is_a_failure(
    scheme: str, limit: int, wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One altered byte in what the host gave: the operation's own comparison sees it."""
    ask = host.ask

    def altered(wanted: host.Wanted) -> host.Answer:
        found = ask(wanted)
        secret_key = found.secret_key[:-1] + bytes([found.secret_key[-1] ^ 1])
        output = found.output[:-1] + bytes([found.output[-1] ^ 1])
        return msgspec.structs.replace(found, secret_key=secret_key, output=output)

    monkeypatch.setattr("pqeval.targets.cortex_m.answered.ask", altered)
    found = records(scheme, limit)
    for operation, words in wrong.items():
        record = found[operation]
        assert isinstance(record, Failed)
        assert record.stage == Stage.KAT
        assert words in record.error


@pytest.mark.parametrize(("scheme", "operation"), [("ml_kem_512", "decaps"), ("ml_dsa_44", "sign")])
def test_what_is_usually_too_long_is_compared_too(scheme: str, operation: str) -> None:
    """The transcript's own inputs give its outputs; after a byte of its output was changed they do not."""
    implementations = CortexMTarget().capabilities().implementations
    one = next(i for i in implementations if i.scheme == scheme)
    library = find_cortex_m_library()
    assert library is not None
    image = build_image(load().by_id[scheme], one, library, core("cortex-m4"))
    answers = HostAnswers(library, one.library_name)
    with Emulator(image.path, part=part(), max_instructions=10**9, timeout_s=600) as emulator:
        driver = answered_driver(emulator, load().by_id[scheme], answers, Operation(operation))
        assert driver.check().digest == answers.transcript().digest
        (wanted, known), *_ = answers.known.items()
        flipped = bytes([known.output[0] ^ 1]) + known.output[1:]
        answers.known[wanted] = msgspec.structs.replace(known, output=flipped)
        with pytest.raises(ProviderError):
            driver.check()


def test_nothing_is_drawn_from_a_generator_without_seed() -> None:
    """The emulator refuses, and refuses lengths that are none."""
    one = next(i for i in CortexMTarget().capabilities().implementations if i.scheme == "ascon_hash256")
    image = build_image(load().by_id["ascon_hash256"], one, None, core("cortex-m4"))
    with Emulator(image.path, part=part(), max_instructions=1_000_000, timeout_s=60) as emulator:
        with pytest.raises(WireError):
            emulator.draw(1)
        emulator.seed(1, bytes(32))
        emulator.draw(0)
        with pytest.raises(WireError):
            emulator.draw(2**40)
