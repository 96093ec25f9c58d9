"""Names, identifiers and the discovery of providers."""

from __future__ import annotations

import pytest

from pqeval.provider import Registry
from pqeval.provider.packages import package_reason
from pqeval.provider.registry import identifier


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ML-KEM-768", "ml_kem_768"),
        ("ml_kem_768", "ml_kem_768"),
        ("SPHINCS+-SHA2-128f-simple", "sphincs_sha2_128f_simple"),
        ("ECDH P-256", "ecdh_p_256"),
        ("ChaCha20-Poly1305", "chacha20_poly1305"),
        ("eFrodoKEM-640-SHAKE", "efrodokem_640_shake"),
    ],
)
def test_identifiers_follow_from_names(name: str, expected: str) -> None:
    """A name becomes an identifier by one rule, which leaves identifiers as they are."""
    assert expected == identifier(name)
    assert expected == identifier(expected)


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ("pqeval.kem.providers", ["liboqs", "openssl", "cryptography", "pycryptodome"]),
        ("pqeval.sig.providers", ["liboqs", "openssl", "cryptography", "pycryptodome"]),
        ("pqeval.lightweight.providers", ["cryptography", "pycryptodome", "pqeval"]),
    ],
)
def test_providers_are_found_by_being_there(package: str, expected: list[str]) -> None:
    """Every module of the package that has a PROVIDER is found, in order of rank."""
    registry: Registry[object] = Registry(package)
    assert expected == [provider.name for provider in registry.providers]


def test_a_missing_package_is_named_with_its_remedy() -> None:
    """The reason names the distribution to install; an installed package gives none."""
    assert package_reason("msgspec") == ""
    expected = "the Python package pycryptodome is not installed (pip install pycryptodome)"
    assert expected == package_reason("no_such_module", "pycryptodome")
