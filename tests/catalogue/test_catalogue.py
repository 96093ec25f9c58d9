"""Finding schemes: by name, by identifier, and by what a version of liboqs calls them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.catalogue import Role, Scheme, check_sizes, load
from pqeval.errors import CatalogueError


@pytest.mark.parametrize("scheme", load().schemes, ids=lambda scheme: scheme.id)
def test_a_scheme_is_found_by_name_and_identifier(scheme: Scheme) -> None:
    """Both ways of naming a scheme find it, in any case."""
    catalogue = load()

    assert scheme == catalogue.scheme(scheme.name) == catalogue.scheme(scheme.id)
    assert scheme == catalogue.scheme(scheme.name.upper())


@pytest.mark.parametrize(
    ("slip", "meant"), [("ML-KEM-786", "ML-KEM-768"), ("Falcon512", "Falcon-512"), ("ml-dsa-66", "ML-DSA-65")]
)
def test_a_slip_of_the_pen_gets_advice(slip: str, meant: str) -> None:
    """A name that is close to others is answered with them."""
    with pytest.raises(CatalogueError, match=f"`{slip}`; did you mean .*{meant}"):
        load().scheme(slip)


@given(st.text(max_size=30))
def test_any_name_is_found_or_refused(name: str) -> None:
    """No text makes the look-up fail in another way."""
    try:
        found = load().scheme(name)
    except CatalogueError as error:
        assert f"`{name}`" in str(error)  # noqa: PT017 - the look-up may also succeed
    else:
        assert found in load().schemes


@pytest.mark.parametrize(
    ("name", "version", "scheme"),
    [
        ("FrodoKEM-640-SHAKE", "0.13.0", "efrodokem_640_shake"),
        ("FrodoKEM-640-SHAKE", "0.15.0", "efrodokem_640_shake"),
        ("FrodoKEM-640-SHAKE", "0.16.0", "frodokem_640_shake"),
        ("FrodoKEM-640-SHAKE", "0.16.1-rc1", "frodokem_640_shake"),
        ("eFrodoKEM-640-SHAKE", "0.16.0", "efrodokem_640_shake"),
        ("HQC-128", "0.13.0", "hqc_128"),
        ("HQC-1", "0.16.0", "hqc_1"),
        ("SLH_DSA_PURE_SHA2_128F", "0.16.0", "slh_dsa_sha2_128f"),
        ("SPHINCS+-SHA2-128f-simple", "0.15.0", "sphincs_sha2_128f_simple"),
    ],
)
def test_a_name_means_what_it_meant_in_that_version(name: str, version: str, scheme: str) -> None:
    """Names that changed their meaning are told apart by the version."""
    assert scheme == load().by_library("liboqs", version, name).id


@pytest.mark.parametrize(
    ("library", "name", "version"),
    [
        ("liboqs", "eFrodoKEM-640-SHAKE", "0.13.0"),
        ("liboqs", "HQC-1", "0.13.0"),
        ("liboqs", "SPHINCS+-SHA2-128f-simple", "0.16.0"),
        ("liboqs", "ML-KEM-768", "0.12.0"),
        ("liboqs", "ML-KEM-769", "0.16.0"),
        ("another", "ML-KEM-768", "0.16.0"),
    ],
)
def test_what_a_version_does_not_have_is_not_guessed(library: str, name: str, version: str) -> None:
    """An unknown name, or one of another version, is an error with library, version and name."""
    with pytest.raises(CatalogueError, match=re.escape(f"{library} {version} calls `{name}`")):
        load().by_library(library, version, name)


@pytest.mark.parametrize("version", ["0.13.0", "0.14.0", "0.15.0", "0.16.0"])
def test_no_two_names_of_a_version_mean_one_scheme(version: str) -> None:
    """Within a version, names and schemes correspond one to one."""
    names = {entry.name for entry in load().liboqs_names}
    meanings: Counter[str] = Counter()
    for name in names:
        try:
            meanings[load().by_library("liboqs", version, name).id] += 1
        except CatalogueError:
            continue

    assert [] == [scheme for scheme, count in meanings.items() if count > 1]
    assert 80 < len(meanings)


def test_liboqs_0_13_has_29_kems_56_signatures_and_70_stateful_ones() -> None:
    """What the library lists with HQC and the stateful signatures switched on."""
    roles: Counter[Role] = Counter()
    for name in {entry.name for entry in load().liboqs_names}:
        try:
            roles[load().by_library("liboqs", "0.13.0", name).role] += 1
        except CatalogueError:
            continue

    assert {Role.KEM: 29, Role.SIGNATURE: 56, Role.STATEFUL_SIGNATURE: 70} == dict(roles)


def test_other_sizes_are_an_error_that_names_both() -> None:
    """A library that disagrees with the catalogue is not silently believed."""
    scheme = load().scheme("ML-KEM-768")
    check_sizes(scheme, scheme.sizes, "this library")
    other = msgspec.structs.replace(scheme.sizes, ciphertext_bytes=1089)

    with pytest.raises(CatalogueError, match="ciphertext_bytes is 1088 in the catalogue, but 1089 in liboqs"):
        check_sizes(scheme, other, "liboqs 9.9")


def test_lengths_that_one_side_does_not_state_are_no_contradiction() -> None:
    """A library that says nothing about a seed does not contradict the catalogue."""
    scheme = load().scheme("ML-KEM-768")

    check_sizes(scheme, msgspec.structs.replace(scheme.sizes, seed_bytes=None), "liboqs")


def test_the_catalogue_needs_no_library() -> None:
    """Opening the catalogue imports neither numpy nor a cryptographic library, so that `list` is quick."""
    heavy = ("numpy", "oqs", "cryptography", "Crypto", "rich", "unicorn", "cffi")
    script = f"import sys, pqeval.catalogue as c; c.load(); print({set(heavy)} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "set()\n" == answer.stdout
