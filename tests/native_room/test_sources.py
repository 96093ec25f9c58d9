"""Native sources: found, and digested by name and content."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqeval.errors import BuildError
from pqeval.native.sources import native_root, sources_digest


def test_the_checkout_comes_before_the_packages_copy() -> None:
    """In a checkout its own folder is used, so that a change in C needs no new installation."""
    checkout = Path(__file__).resolve().parents[2]

    assert native_root() == checkout / "native"


def test_the_digest_depends_on_what_is_digested() -> None:
    """Other files give another digest, the order of names does not matter."""
    one, two = "liboqs/companion.c", "random/random.h"

    assert sources_digest(one) != sources_digest(two)
    assert sources_digest(one, two) == sources_digest(two, one)
    assert sources_digest("random") != sources_digest("random/random.h")


def test_a_missing_source_is_named() -> None:
    """A damaged installation is named, not passed over."""
    with pytest.raises(BuildError, match=r"native source liboqs/none\.c is missing"):
        sources_digest("liboqs/none.c")
