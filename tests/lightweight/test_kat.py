"""Known answers: regenerated files equal the official ones where those are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqeval.errors import UnsupportedScheme
from pqeval.lightweight import kat

OFFICIAL = Path(__file__).parents[3] / "shared" / "kat" / "lightweight"
"""Beside the checkout on machines that have the official files; the tests do not need them."""

SCHEMES = ("ascon_aead128", "ascon_hash256", "ascon_xof128", "ascon_cxof128")
VARIANTS = ("u64", "bi32")


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official files are not beside this checkout")
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_regenerated_file_equals_the_official_one_line_by_line(scheme: str, variant: str) -> None:
    """Every line of the official file is regenerated."""
    file = kat.kat_file(scheme)
    assert file is not None
    official = (OFFICIAL / scheme.replace("_", "-") / file.name).read_text(encoding="ascii")
    assert official.splitlines() == kat.file_text(scheme, variant).splitlines()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_samples_hold_the_lengths_around_blocks(scheme: str) -> None:
    """Samples are a part of the file, with the empty message and lengths on both sides of a block."""
    file = kat.kat_file(scheme)
    assert file is not None
    lengths = {len(vector.message) for vector in kat.sample_vectors(scheme)}
    assert {0, 7, 8, 15, 16, 17} <= lengths
    assert 10 < len(kat.sample_vectors(scheme)) < file.vectors


def test_sample_holds_a_published_answer() -> None:
    """The last sample of Ascon-AEAD128 is the last vector of the official file."""
    assert (
        kat.sample_vectors("ascon_aead128")[-1].output.hex().upper()
        == "CB34D04660A66DBFBE9C856601F5B8AA51A499B55AC8F7FBEFBC331A613EE9CD"
        "FD191750A47F211C0A15ED28173D7CAA"
    )


def test_schemes_without_known_answers_are_named() -> None:
    """A scheme without known answers is an error, not an empty success."""
    with pytest.raises(UnsupportedScheme, match="no known answer for aes_256_gcm"):
        kat.sample_vectors("aes_256_gcm")
    with pytest.raises(UnsupportedScheme, match="no official file"):
        kat.file_text("sha3_256")
