"""What a selection asks for, before anything is built."""

from __future__ import annotations

import pytest

from pqeval.catalogue import Implementation, load
from pqeval.errors import PlanError
from pqeval.plan import asked_for


def taken(*terms: str, variant: str = "generic") -> set[str]:
    """Those schemes of liboqs of which these terms take something on a Cortex-M3."""
    catalogue = load()
    asked = asked_for(terms, catalogue, "cortex-m3")
    return {
        scheme
        for scheme in catalogue.of_liboqs()
        if asked(Implementation(scheme=scheme, provider="liboqs", variant=variant, library_name=""))
    }


def test_what_names_nothing_of_a_library_asks_for_nothing_of_it() -> None:
    """By scheme, by provider, by target, and by taking out."""
    assert taken("Ascon-*") == set()
    assert taken("provider:folder") == set()
    assert taken("ML-KEM-*,target:host") == set()
    assert taken("!provider:liboqs") == set()


def test_what_names_some_of_it_asks_for_that() -> None:
    """A name; everything; a variant alone."""
    assert taken("ML-KEM-768", "Ascon-*") == {"ml_kem_768"}
    assert taken() == set(load().of_liboqs())
    assert taken("ML-KEM-512,variant:generic-os") == set()
    assert taken("ML-KEM-512,variant:generic-os", variant="generic-os") == {"ml_kem_512"}


def test_a_slip_of_the_pen_is_named_before_anything_is_built() -> None:
    """As in a plan."""
    with pytest.raises(PlanError, match="ML-KEM-999"):
        taken("ML-KEM-999")
