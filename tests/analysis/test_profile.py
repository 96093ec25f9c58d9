"""Stored profiles as trees and lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.analysis.profile import call_tree, functions
from pqeval.errors import RecordError
from pqeval.targets.cortex_m.profile import hashing_parts_per_million, kept_stacks

PATHS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=6).map(tuple)
STACKS = st.dictionaries(PATHS, st.integers(0, 10**9), min_size=1, max_size=30)


@given(STACKS)
def test_nothing_is_lost(stacks: dict[tuple[str, ...], int]) -> None:
    """What is kept adds up to what there was; own shares add up to the whole."""
    kept = kept_stacks(stacks)
    assert sum(kept.values()) == sum(stacks.values())
    assert call_tree(kept).total == sum(stacks.values())
    if sum(stacks.values()):
        assert sum(one.own for one in functions(kept)) == pytest.approx(1)
        assert all(one.own <= one.inclusive <= 1 for one in functions(kept))


def test_small_functions_join_their_caller() -> None:
    """Below 0.1 % of all cycles, with everything they call."""
    stacks = {("f",): 1000, ("f", "g"): 999_000, ("f", "h"): 500, ("f", "h", "i"): 400}
    assert kept_stacks(stacks) == {"f": 1900, "f;g": 999_000}


def test_recursion_counts_once() -> None:
    """A function on its own path is not counted twice in the inclusive share."""
    found = {one.function: one for one in functions({"f": 1, "f;f": 1, "f;f;g": 2})}
    assert found["f"].inclusive == 1
    assert found["f"].own == 0.5
    assert found["g"].inclusive == 0.5


@pytest.mark.parametrize(
    ("function", "hashes"),
    [
        ("KeccakP1600_Permute_24rounds", True),
        ("SHA3_shake128_inc_squeeze", True),
        ("OQS_SHA2_sha256_inc_blocks", True),
        ("crypto_hashblocks_sha512", True),
        ("br_aes_ct64_bitslice_Sbox", True),
        ("aes_ecb4x.constprop.1", True),
        ("PQCLEAN_SPHINCSSHA2128FSIMPLE_CLEAN_wots_gen_leafx1", False),
        ("PQCLEAN_SPHINCSSHAKE128FSIMPLE_CLEAN_compute_root", False),
        ("PQCP_MLKEM_NATIVE_MLKEM768_C_poly_ntt", False),
        ("memcpy", False),
    ],
)
def test_hashing_is_known_by_name(function: str, hashes: bool) -> None:  # noqa: FBT001 - a parameter
    """Functions that hash, and what they call; names of schemes do not count."""
    stacks = {("sign",): 750, ("sign", function, "memcpy"): 250}
    assert hashing_parts_per_million(stacks) == (250_000 if hashes else 0)
    assert hashing_parts_per_million({}) == 0


@pytest.mark.parametrize("profile", [{"": 1}, {"f": -1}])
def test_a_damaged_profile_is_named(profile: dict[str, int]) -> None:
    """Run files are not trusted."""
    with pytest.raises(RecordError, match="the profile has"):
        call_tree(profile)
