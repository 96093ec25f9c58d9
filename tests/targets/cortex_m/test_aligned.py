"""Another placement of the code: the same code, elsewhere, and only where asked for."""

from __future__ import annotations

import pytest

from pqeval.catalogue import Kind, Metric, load
from pqeval.errors import BuildError
from pqeval.native.sources import native_root
from pqeval.plan import Plan, expand, units
from pqeval.records import Measurement, Piece
from pqeval.targets.cortex_m.aligned import ALIGNMENT, aligned_script
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.firmware import build_aligned, build_image
from pqeval.targets.cortex_m.lines import functions_of
from pqeval.targets.cortex_m.target import CortexMTarget

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]


def test_a_script_without_its_section_is_refused() -> None:
    """One place is changed, and nothing else; where it is not found, nothing is linked in silence."""
    script = (native_root() / "firmware" / "link.ld").read_text(encoding="utf-8")
    assert aligned_script(script).replace(f" SUBALIGN({ALIGNMENT})", "") == script
    for other in ("", script + script):
        with pytest.raises(BuildError, match=r"no section \.text"):
            aligned_script(other)


def test_functions_are_aligned_and_the_same() -> None:
    """Each has its length, and lies at a multiple of 16 bytes; in the usual image not all do."""
    one = next(i for i in CortexMTarget().capabilities().implementations if i.scheme == "ascon_aead128")
    scheme = load().scheme(one.scheme)
    usual = functions_of(build_image(scheme, one, None, core("cortex-m4")).path)
    moved = functions_of(build_aligned(scheme, one, None, core("cortex-m4")))
    # Functions of the C library's assembly have several names and no sections of their own.
    ours = [found for found in moved if found.name.startswith(("pqe_", "hal_", "main"))]
    assert ours
    assert all(found.address % ALIGNMENT == 0 for found in ours)
    assert {(found.name, found.length) for found in usual} == {(found.name, found.length) for found in moved}
    assert any(found.address % ALIGNMENT for found in usual if found.name.startswith(("pqe_", "hal_")))


class _Quiet:
    """No progress."""

    def step(self, text: str) -> None:
        """Nothing."""


def _records(target: CortexMTarget, *, sweep: bool) -> list[Measurement]:
    plan = Plan(
        select=("ascon_aead128", "ascon_hash256"),
        targets=(target.name,),
        message_bytes=(100,),
        samples=1,
        alignment_sweep=sweep,
    )
    offered = target.capabilities()
    cases = expand(plan, load(), {target.name: offered}).cases
    found = target.run(units(cases, offered, plan.seed), _Quiet())
    return [one.record for one in found if isinstance(one, Piece) and isinstance(one.record, Measurement)]


def test_a_sweep_models_it_too() -> None:
    """As many samples as the figure itself, near it, modelled; the rest of the record is as without."""
    plain = _records(CortexMTarget(jobs=1), sweep=False)
    swept = _records(CortexMTarget(jobs=2), sweep=True)
    assert len(plain) == len(swept) == 3
    for one, other in zip(plain, swept, strict=True):
        found = {observation.metric: observation for observation in other.observations}
        aligned = found.pop(Metric.ALIGNED_CYCLES)
        del found[Metric.MOVED_CYCLES]
        assert tuple(found.values()) == one.observations
        cycles = found[Metric.MODELLED_CYCLES]
        assert aligned.kind == Kind.MODELLED
        assert (aligned.mark, aligned.seeds) == (cycles.mark, cycles.seeds)
        assert aligned.values[0] == pytest.approx(cycles.values[0], rel=0.05)


def test_no_cycles_no_placement() -> None:
    """A core that counts instructions alone has nothing to sweep."""
    for record in _records(CortexMTarget("cortex-m7"), sweep=True):
        assert not {x.metric for x in record.observations} & {Metric.ALIGNED_CYCLES, Metric.MOVED_CYCLES}
