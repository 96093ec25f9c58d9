"""The catalogue against the library that is installed: names, sizes and claimed categories."""

from __future__ import annotations

import pytest

from pqeval.catalogue import Sizes, check_sizes, load
from pqeval.liboqs.build import find_host_library
from pqeval.liboqs.library import LibraryAlgorithm, algorithms

pytestmark = pytest.mark.liboqs


def _library() -> tuple[str, tuple[LibraryAlgorithm, ...]]:
    library = find_host_library()
    if library is None:
        pytest.skip("there is no liboqs here: `pqeval setup` builds it")
    return library.version, algorithms(library)


def test_every_algorithm_of_the_library_is_a_scheme() -> None:
    """Whatever the installed library offers has facts, of the same role."""
    version, found = _library()
    offered = [one for one in found if one.enabled]
    roles = [load().by_library("liboqs", version, one.name).role for one in offered]

    assert len(offered) > 40
    assert [one.role for one in offered] == roles


def test_the_librarys_sizes_are_the_catalogues() -> None:
    """Every length that the library states is the one in the catalogue."""
    version, found = _library()
    for one in found:
        if not one.enabled:
            continue
        stated = {name: getattr(one, name, 0) or None for name in Sizes.__struct_fields__}
        check_sizes(load().by_library("liboqs", version, one.name), Sizes(**stated), f"liboqs {version}")


def test_the_librarys_categories_are_the_catalogues() -> None:
    """The category that the library claims for a scheme is the one in the catalogue."""
    version, found = _library()
    different = [
        (one.name, one.claimed_nist_category)
        for one in found
        if one.enabled
        and one.claimed_nist_category != (load().by_library("liboqs", version, one.name).nist_category or 0)
    ]

    assert [] == different
