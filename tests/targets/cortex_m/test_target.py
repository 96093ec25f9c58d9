"""The Cortex-M4 target: cases in, records out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Metric, Operation, load
from pqeval.plan import Plan, Unit, expand, units
from pqeval.records import Build, Failed, Measurement, Piece, Skipped, Stage
from pqeval.targets.cortex_m.target import CortexMTarget

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]


class Quiet:
    """Progress that nobody reads."""

    def step(self, text: str) -> None:
        """Ignore it."""


def planned(target: CortexMTarget, *terms: str) -> list[Unit]:
    """The units of a selection."""
    plan = Plan(name="test", select=terms, targets=(target.name,), message_bytes=(64,), samples=4)
    capabilities = target.capabilities()
    expanded = expand(plan, load(), {target.name: capabilities})
    return units(expanded.cases, capabilities, plan.seed)


def records(target: CortexMTarget, chosen: list[Unit]) -> Iterator[Piece]:
    """The pieces that a target yields; each refers to a build that came before it."""
    builds = set()
    for event in target.run(chosen, Quiet()):
        if isinstance(event, Build):
            builds.add(event.hash)
            continue
        build = getattr(event.record, "build", "")
        assert build in builds | {""}
        yield event


@pytest.mark.slow
def test_results_do_not_depend_on_the_number_of_jobs() -> None:
    """Two emulators at a time give what one gives."""
    found = []
    for jobs in (1, 2):
        target = CortexMTarget(jobs=jobs)
        found.append(list(records(target, planned(target, "Ascon-*"))))
    assert found[0] == found[1]


@pytest.mark.liboqs
def test_ml_kem_is_checked_and_measured() -> None:
    """The known answer passes inside the firmware, and every metric is there."""
    target = CortexMTarget()
    pieces = list(records(target, planned(target, "ML-KEM-512")))
    assert [piece.record.series.operation for piece in pieces] == ["keygen", "encaps", "decaps"]
    for piece in pieces:
        assert isinstance(piece.record, Measurement), piece
        assert piece.record.correctness.method == "kat single"
        assert {one.metric for one in piece.record.observations} == {
            one.metric for one in target.capabilities().provisions
        }
    first = pieces[0].record
    assert isinstance(first, Measurement)
    drawn = first.observation(Metric.RANDOM_BYTES)
    assert drawn is not None
    assert set(drawn.values) == {64}  # d and z of FIPS 203, Algorithm 19


@pytest.mark.liboqs
def test_signing_runs_over_the_published_seeds() -> None:
    """A rejection-sampled operation has one value a seed, and they differ."""
    target = CortexMTarget()
    chosen = [u for u in planned(target, "ML-DSA-44") if u.case.series.operation == Operation.SIGN]
    (piece,) = records(target, chosen)
    assert isinstance(piece.record, Measurement)
    cycles = piece.record.observation(Metric.MODELLED_CYCLES)
    assert cycles is not None
    assert cycles.seeds == (0, 1, 2, 3)
    assert len(set(cycles.values)) > 1


@pytest.mark.liboqs
def test_a_wrong_answer_is_a_failure_and_never_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the published digest is another one, no case of the scheme has a figure."""
    target = CortexMTarget()
    chosen = planned(target, "ML-KEM-512")
    monkeypatch.setattr("pqeval.targets.cortex_m.drive.expected", lambda *_, **__: "0" * 64)
    found = [piece.record for piece in records(target, chosen)]
    assert [type(record) for record in found] == [Failed] * 3
    assert all(isinstance(record, Failed) and record.stage == Stage.KAT for record in found)


def test_a_case_that_takes_too_long_is_listed() -> None:
    """Over the plan's limit of instructions a case is skipped with the reason, and the next ones run."""
    target = CortexMTarget()

    def limited(most: int, length: int) -> list[Piece]:
        plan = Plan(
            name="test",
            select=("Ascon-Hash256",),
            targets=(target.name,),
            message_bytes=(length, 0),
            most_instructions=most,
        )
        capabilities = target.capabilities()
        chosen = units(expand(plan, load(), {target.name: capabilities}).cases, capabilities, plan.seed)
        return list(records(target, chosen))

    for piece in limited(20_000, 64):
        assert isinstance(piece.record, Skipped)
        assert "known-answer test needs more than 20000 instructions" in piece.record.reason
    long, short = (piece.record for piece in limited(110_000, 4096))
    assert isinstance(long, Skipped)
    assert "needs more than 110000 instructions, the plan's limit" in long.reason
    assert isinstance(short, Measurement)


def test_what_does_not_exist_fails_by_its_name() -> None:
    """An implementation without sources is a failed build, not an exception."""
    target = CortexMTarget()
    (unit, *_) = planned(target, "Ascon-Hash256")
    strange = msgspec.structs.replace(unit.case.implementation, variant="nosuch")
    case = msgspec.structs.replace(unit.case, implementation=strange)
    (piece,) = records(target, [msgspec.structs.replace(unit, case=case)])
    assert isinstance(piece.record, Failed)
    assert piece.record.stage == Stage.BUILD
    assert "no code of its own for ascon_hash256 (variant nosuch)" in piece.record.error


def test_without_the_cross_compiler_the_remedy_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The target is unavailable, and says which packages to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("pqeval.targets.cortex_m.target.arm_toolchain_problem", _without_cache)
    assert "gcc-arm-none-eabi" in CortexMTarget().unavailable()


def _without_cache() -> str:
    from pqeval.native import tools  # noqa: PLC0415 - the cache is emptied around its use

    tools.find_tool.cache_clear()
    try:
        return tools.arm_toolchain_problem()
    finally:
        tools.find_tool.cache_clear()


@pytest.mark.parametrize(("asked", "built"), [(True, ["cortex-m3"]), (False, [])])
def test_liboqs_is_built_for_a_core_only_if_something_of_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, *, asked: bool, built: list[str]
) -> None:
    """A run of own primitives or of somebody's folder does not wait for it."""
    cores: list[str] = []
    place = "pqeval.targets.cortex_m.target"
    monkeypatch.setattr(f"{place}.find_host_library", lambda: "a library")
    monkeypatch.setattr(f"{place}.find_cortex_m_library", lambda *_: None)
    monkeypatch.setattr(f"{place}.cortex_m_library", lambda core, *_: cores.append(core))
    CortexMTarget("cortex-m3").prepare(Quiet(), lambda one: asked and one.scheme == "ml_kem_768")
    assert cores == built
