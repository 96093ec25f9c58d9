"""Where OpenSSL comes from: chosen, cached, or impossible with the ways out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pqeval.errors import LibraryError
from pqeval.native.sources import native_root
from pqeval.openssl.build import find_library


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is built, nothing is chosen."""
    monkeypatch.delenv("PQEVAL_OPENSSL", raising=False)
    monkeypatch.setenv("PQEVAL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def prefix(folder: Path, version: str) -> Path:
    """A prefix that looks like an OpenSSL of some version."""
    (folder / "include" / "openssl").mkdir(parents=True)
    (folder / "lib").mkdir()
    names = zip(("MAJOR", "MINOR", "PATCH"), version.split("."), strict=True)
    text = "".join(f"# define OPENSSL_VERSION_{name}  {number}\n" for name, number in names)
    (folder / "include" / "openssl" / "opensslv.h").write_text(text, encoding="utf-8")
    return folder


def test_the_crate_is_pinned_to_one_content() -> None:
    """Version and checksum are these, and no other version is allowed."""
    room = native_root() / "openssl"
    lock = tomllib.loads((room / "Cargo.lock").read_text(encoding="utf-8"))
    package = next(one for one in lock["package"] if one["name"] == "openssl-src")
    assert package["checksum"] == "d2093956673b8dbda85c87fa4fb78e70698ce6c5978a2837d1613f661d3bef76"
    assert 'version = "=400.0.2"' in (room / "Cargo.toml").read_text(encoding="utf-8")


def test_finding_builds_nothing(empty_cache: Path) -> None:
    """With an empty cache nothing is found, and nothing is made."""
    assert find_library() is None
    assert not empty_cache.exists()


@pytest.mark.parametrize(
    ("version", "complaint"),
    [
        ("3.4.9", "OpenSSL 3.4.9 in .* is too old: 3.5 or newer is needed"),
        ("3.5.0", "there are no libssl and libcrypto below"),
    ],
)
def test_a_chosen_prefix_must_be_one(
    version: str, complaint: str, empty_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too old, or without libraries: the message says which."""
    monkeypatch.setenv("PQEVAL_OPENSSL", str(prefix(tmp_path / "openssl", version)))
    with pytest.raises(LibraryError, match=complaint):
        find_library()


def test_a_folder_without_headers_is_no_prefix(
    empty_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the variable."""
    monkeypatch.setenv("PQEVAL_OPENSSL", str(tmp_path))
    with pytest.raises(LibraryError, match=r"PQEVAL_OPENSSL=.* is not the prefix of an OpenSSL"):
        find_library()
