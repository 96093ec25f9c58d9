"""Every scheme of ours in firmware: all known answers, on each core, in the variant that is usual there."""

from __future__ import annotations

import pytest

from pqeval.catalogue import Implementation, load
from pqeval.lightweight.offers import own_implementations
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.drive import driver_for
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.cortex_m.firmware import build_image
from pqeval.targets.cortex_m.parts import part_for

CORES = ("cortex-m4", "cortex-m3", "cortex-m0plus")
SAMPLED = ("aes_128_ccm", "ascon_aead128", "ascon_xof128", "hmac_sha_256", "lea_128", "lea_128_ctr")
"""One scheme a shape and a mode; the long tests take all."""


def usual(name: str, schemes: tuple[str, ...] = ()) -> list[Implementation]:
    """The variants that a core takes where none is asked for."""
    offered = own_implementations(name)
    return [one for one in offered if not one.asked_by and (not schemes or one.scheme in schemes)]


def check(name: str, one: Implementation, *, whole: bool) -> str:
    """Check an implementation inside its image; gives how it was checked."""
    place, scheme = core(name), load().scheme(one.scheme)
    image = build_image(scheme, one, None, place)
    emulator = Emulator(image.path, part=part_for(place), max_instructions=10**12, timeout_s=1800)
    with emulator as link:
        return driver_for(link, scheme, one.library_name, None, whole=whole).check().method


@pytest.mark.slow
@pytest.mark.firmware
@pytest.mark.parametrize("name", CORES)
@pytest.mark.parametrize("scheme", SAMPLED)
def test_a_sample_of_known_answers(name: str, scheme: str) -> None:
    """Each shape's main runs known answers; both directions and forged tags where there are any."""
    (one,) = usual(name, (scheme,))
    assert check(name, one, whole=False) in {"kat sample", "derived vector"}


@pytest.mark.full
@pytest.mark.firmware
@pytest.mark.parametrize(
    ("name", "one"),
    [pytest.param(name, one, id=f"{name}-{one.scheme}") for name in CORES for one in usual(name)],
)
def test_every_known_answer(name: str, one: Implementation) -> None:
    """Whole files, every example, every derived vector."""
    assert check(name, one, whole=True) in {"kat file", "derived vector"}
