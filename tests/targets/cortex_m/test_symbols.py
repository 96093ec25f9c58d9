"""Code of hashing by the symbols of an image, and the buffers."""

from __future__ import annotations

import pytest

from pqeval.catalogue import Implementation, Metric, load
from pqeval.liboqs.build import find_cortex_m_library
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.firmware import build_image
from pqeval.targets.cortex_m.symbols import Symbol, buffer_bytes, hashing_bytes, symbols_of
from pqeval.targets.cortex_m.target import CortexMTarget

_KECCAK = Symbol("KeccakF1600_StatePermute", 0x100, 64, "t")


def test_only_text_that_hashes_is_counted() -> None:
    """Functions and constants by their names; not data, not what the empty image has, not schemes' own."""
    image = (
        _KECCAK,
        Symbol("sha256_k", 0x140, 256, "R"),
        Symbol("OQS_AES128_state", 0x20000000, 512, "B"),
        Symbol("PQCLEAN_SPHINCSSHA2128FSIMPLE_CLEAN_thash", 0x400, 1024, "T"),
        Symbol("pqe_sha3_of_main", 0x900, 8, "T"),
    )
    empty = (Symbol("pqe_sha3_of_main", 0x100, 8, "T"),)
    assert hashing_bytes(image, empty) == 64 + 256
    assert hashing_bytes(image, image) == 0
    inner = Symbol("compress", 0x800, 100, "t", "sha256.c")
    other = Symbol("compress", 0x1800, 50, "t", "zip.c")
    assert hashing_bytes((inner, other), (other,)) == 100


def test_two_names_for_one_place_count_once() -> None:
    """An alias adds nothing, and an overlap adds only what lies beyond."""
    alias = Symbol("keccak_permute", 0x100, 64, "T")
    longer = Symbol("shake_tail", 0x120, 64, "T")
    assert hashing_bytes((_KECCAK, alias), ()) == 64
    assert hashing_bytes((longer, alias, _KECCAK), ()) == 0x60


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
@pytest.mark.parametrize(("scheme", "shares"), [("ml_kem_768", True), ("ascon_aead128", False)])
def test_hashing_of_a_real_image(scheme: str, shares: bool) -> None:  # noqa: FBT001 - parametrised
    """ML-KEM has Keccak inside, which is a part of its text; Ascon's permutation is the scheme itself."""
    target = CortexMTarget("cortex-m4")
    offered = target.capabilities().implementations
    one: Implementation | None = next((found for found in offered if found.scheme == scheme), None)
    if one is None:
        pytest.skip("liboqs for cortex-m4 is not built: `pqeval setup` builds it")
    image = build_image(load().scheme(scheme), one, find_cortex_m_library(), core("cortex-m4"))
    sizes = image.sizes
    assert buffer_bytes(symbols_of(image.path)) == sizes.buffer_bytes > 0
    assert Metric.HASHING_TEXT_BYTES in {found.metric for found in target.capabilities().provisions}
    if shares:
        assert 1000 < sizes.hashing_text_bytes < sizes.text_bytes
    else:
        assert sizes.hashing_text_bytes == 0
