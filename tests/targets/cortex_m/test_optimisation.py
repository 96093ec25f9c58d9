"""Code for speed and code for size: series of their own, and really compiled so."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Implementation, Optimisation, load
from pqeval.errors import PlanError
from pqeval.liboqs.recipe import cortex_m_options
from pqeval.plan import load as load_plan
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.firmware import Image, build_image
from pqeval.targets.cortex_m.optimisation import at, written_as
from pqeval.targets.cortex_m.target import CortexMTarget

_BOTH = (Optimisation.O3, Optimisation.OS)
_ASCON = Implementation(
    scheme="ascon_aead128", provider="pqeval", variant="bi32", library_name="ascon_aead128"
)


def test_a_variant_tells_them_apart() -> None:
    """`Os` has a suffix, `O3` has none; a name that ends so already is not taken for it."""
    assert [at(_ASCON, one).variant for one in _BOTH] == ["bi32", "bi32-os"]
    assert [written_as(at(_ASCON, one)) for one in _BOTH] == ["bi32", "bi32"]
    somebody = msgspec.structs.replace(_ASCON, variant="mine-os")
    assert written_as(somebody) == "mine-os"
    assert written_as(at(somebody, Optimisation.OS)) == "mine-os"


def test_the_library_is_compiled_so_behind_its_own_flags() -> None:
    """The rule of `Os` ends with it; that of `O3` is CMake's own, so that its entry stays the same."""
    assert "CMAKE_C_COMPILE_OBJECT" not in cortex_m_options()
    assert "<FLAGS> -Os -o" in cortex_m_options(Optimisation.OS)["CMAKE_C_COMPILE_OBJECT"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('optimisation = ["O2"]', "O2"),
        ("optimisation = []", "it names no optimisation"),
        ('optimisation = ["Os", "Os"]', "optimisation has an entry twice"),
    ],
)
def test_a_plan_with_another_optimisation_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """Only what there are libraries for, each once, and at least one."""
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError, match=message):
        load_plan(str(path))


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_both_are_offered_and_differ() -> None:
    """A target with both offers each cipher twice; the one for size is smaller, and says how it was built."""
    target = CortexMTarget("cortex-m4", optimisation=_BOTH)
    offered = [one for one in target.capabilities().implementations if one.scheme == _ASCON.scheme]
    offered = [one for one in offered if not one.asked_by]
    assert [one.variant for one in offered] == ["bi32", "bi32-os"]
    images = [_image(one) for one in offered]
    assert images[1].sizes.text_bytes < images[0].sizes.text_bytes
    assert ["-Os" in image.build.flags.split() for image in images] == [False, True]


def _image(one: Implementation) -> Image:
    return build_image(load().scheme(one.scheme), one, None, core("cortex-m4"))
