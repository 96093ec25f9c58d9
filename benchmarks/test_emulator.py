"""How fast the emulator executes firmware, counting and modelling every instruction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pqeval.catalogue import Operation, load
from pqeval.liboqs.build import find_cortex_m_library
from pqeval.native.tools import arm_toolchain_problem
from pqeval.records import Evidence, Outcome
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.cortex_m.evidence import CortexMEvidence
from pqeval.targets.cortex_m.firmware import build_image
from pqeval.targets.cortex_m.parts import part
from pqeval.targets.cortex_m.target import CortexMTarget

pytestmark = pytest.mark.skipif(bool(arm_toolchain_problem()), reason="needs the Arm cross compiler")
LENGTH = 1024


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """Start an emulator with Ascon-Hash256 and a message of 1024 bytes in it."""
    scheme = load().scheme("Ascon-Hash256")
    offered = CortexMTarget().capabilities().implementations
    implementation = next(one for one in offered if one.scheme == scheme.id)
    image = build_image(scheme, implementation, None, core("cortex-m4"))
    with Emulator(image.path, part=part(), max_instructions=10**9, timeout_s=60) as running:
        running.write("pqe_message", bytes(LENGTH))
        running.set("pqe_message_bytes", LENGTH)
        yield running


def test_rate(benchmark: BenchmarkFixture, emulator: Emulator) -> None:
    """Million instructions per second stand in the extra information of this row."""
    ran = benchmark(emulator.run, 1)

    stats = benchmark.stats
    assert stats is not None
    benchmark.extra_info["instructions"] = ran.instructions
    benchmark.extra_info["mips"] = round(ran.instructions / stats["median"] / 1e6, 1)
    print(f"emulator: {ran.instructions} instructions, {benchmark.extra_info['mips']} million per second")


@pytest.mark.skipif(find_cortex_m_library() is None, reason="needs liboqs for the Cortex-M4")
def test_evidence(benchmark: BenchmarkFixture) -> None:
    """Constant-time evidence for decapsulation of ML-KEM-768 with the default four pairs: at most 10 s."""
    offered = CortexMTarget().capabilities().implementations
    implementation = next(one for one in offered if one.scheme == "ml_kem_768")
    looker = CortexMEvidence("cortex-m4", pairs=4, seed="bench", progress=lambda _: None)

    def look() -> list[str]:
        events = list(looker.look(implementation, [Operation.DECAPS]))
        return [event.outcome for event in events if isinstance(event, Evidence)]

    look()  # builds the image
    assert benchmark(look) == [Outcome.PASS]
