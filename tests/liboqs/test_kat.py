"""Known answers: liboqs's published digests are reproduced, and a wrong one is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pqeval.catalogue.vocabulary import Role
from pqeval.errors import LibraryError, ProviderError
from pqeval.liboqs.build import find_host_library
from pqeval.liboqs.kat import expected, kem_text, published, sig_text, vectors, verify
from pqeval.liboqs.library import algorithms, require_host_library
from pqeval.liboqs.random import Generator

# One of each generator, number of vectors and order of the signed message.
TYPICAL = ("ML-KEM-768", "HQC-128", "ML-DSA-65", "Falcon-512", "MAYO-1", "cross-rsdp-128-fast", "OV-Is")

needs_liboqs = pytest.mark.skipif(
    find_host_library() is None, reason="there is no liboqs here: `pqeval setup` builds it"
)


@needs_liboqs
@pytest.mark.liboqs
@pytest.mark.parametrize("name", TYPICAL)
def test_the_published_digest_is_reproduced(name: str) -> None:
    """The library passes `single`, and the record says what was compared."""
    library = require_host_library()
    found = verify(name)

    assert found.method == "kat single"
    assert found.digest == expected(name, version=library.version, kept=library.prefix)
    assert library.version in found.source


@needs_liboqs
@pytest.mark.liboqs
@pytest.mark.slow
def test_every_algorithm_passes_single() -> None:
    """Whatever the library offers reproduces its digest."""
    names = [one.name for one in algorithms() if one.enabled and one.role != Role.STATEFUL_SIGNATURE]

    assert len(names) > 40
    assert [verify(name).method for name in names] == ["kat single"] * len(names)


@needs_liboqs
@pytest.mark.liboqs
def test_a_hundred_vectors_are_reproduced() -> None:
    """The digest `all` is of a transcript with 100 vectors."""
    assert verify("ML-KEM-512", "all").method == "kat all"
    assert verify("HQC-128", "all").method == "kat all"


@needs_liboqs
@pytest.mark.liboqs
def test_a_wrong_answer_names_both_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that gives another answer than published is refused."""
    library = require_host_library()
    right = expected("ML-KEM-512", version=library.version, kept=library.prefix)
    for name in ("lib", "include"):
        (tmp_path / name).symlink_to(library.prefix / name)
    (tmp_path / "kats").mkdir()
    wrong = {"ML-KEM-512": {"single": "0" * 64, "all": "0" * 64}}
    (tmp_path / "kats" / "kem.json").write_text(json.dumps(wrong), encoding="utf-8")
    monkeypatch.setenv("PQEVAL_LIBOQS", str(tmp_path))

    with pytest.raises(ProviderError, match=f"ML-KEM-512: .*{right}.*{'0' * 64}"):
        verify("ML-KEM-512")


@needs_liboqs
@pytest.mark.liboqs
def test_the_digests_that_are_carried_are_the_crates() -> None:
    """For a liboqs that someone else installed the same digests are at hand."""
    library = require_host_library()
    if not (library.prefix / "kats").is_dir():
        pytest.skip("this liboqs was installed without its digests")
    for role in ("kem", "sig"):
        kept = json.loads((library.prefix / "kats" / f"{role}.json").read_text(encoding="utf-8"))
        carried = {
            name: {which: expected(name, which, version=library.version) for which in kept[name]}
            for name in kept
        }

        assert carried == kept


@needs_liboqs
@pytest.mark.liboqs
@pytest.mark.parametrize("name", ["", "ML-KEM-1", "ml-kem-768"])
def test_an_unknown_algorithm_is_named(name: str) -> None:
    """What the library does not offer is refused by name."""
    with pytest.raises(LibraryError, match=f"does not offer `{name}`"):
        verify(name)


@needs_liboqs
@pytest.mark.liboqs
def test_whether_an_answer_is_published() -> None:
    """A scheme without a known answer can be told from one that has one."""
    assert (published("ML-KEM-768"), published("ML-KEM-1")) == (True, False)


def test_a_name_may_mean_another_scheme_in_another_version() -> None:
    """Digests are kept by version: FrodoKEM is the unsalted one before 0.16.0, then called eFrodoKEM."""
    frodo = {
        version: expected("FrodoKEM-640-AES", version=version) for version in ("0.13.0", "0.15.0", "0.16.0")
    }

    assert frodo["0.13.0"] == frodo["0.15.0"] == expected("eFrodoKEM-640-AES", version="0.16.0")
    assert frodo["0.16.0"] != frodo["0.15.0"]


def test_a_version_without_digests_says_so() -> None:
    """No digest of another version is used in its place."""
    with pytest.raises(LibraryError, match=r"no known answer of `ML-KEM-768` .* liboqs 0\.1\.0"):
        expected("ML-KEM-768", version="0.1.0")


@pytest.mark.parametrize(
    ("name", "role", "generator", "count"),
    [
        ("ML-KEM-768", Role.KEM, Generator.CTR_DRBG, 100),
        ("HQC-192", Role.KEM, Generator.SHAKE256, 100),
        ("HQC-3", Role.KEM, Generator.SHAKE256_ZERO, 100),
        ("Classic-McEliece-348864", Role.KEM, Generator.CTR_DRBG, 10),
        ("ML-DSA-44", Role.SIGNATURE, Generator.CTR_DRBG, 100),
    ],
)
def test_the_inputs_of_the_vectors(name: str, role: Role, generator: Generator, count: int) -> None:
    """Number, generator, seeds of 48 bytes; messages grow by 33 bytes; `single` is the first of `all`."""
    every = list(vectors(name, role, "all"))
    (single,) = vectors(name, role, "single")
    step = 33 if role == Role.SIGNATURE else 0

    assert [one.count for one in every] == list(range(count))
    assert {(one.generator, len(one.seed)) for one in every} == {(generator, 48)}
    assert [len(one.message) for one in every] == [step * (number + 1) for number in range(count)]
    assert len({one.seed for one in every}) == count
    assert (single.seed, single.message, single.last) == (every[0].seed, every[0].message, True)
    assert [one.last for one in every] == [False] * (count - 1) + [True]


def test_the_first_seed_is_the_one_of_nists_files() -> None:
    """NIST's request files begin with this seed, from the entropy 00 01 .. 2f."""
    (first,) = vectors("ML-KEM-768", Role.KEM, "single")

    assert (
        first.seed.hex()
        .upper()
        .startswith("061550234D158C5EC95595FE04EF7A25767F2E24CC2BC479D09D86DC9ABCFDE7")
    )


def test_the_layout_of_the_transcripts() -> None:
    """One `name = value` a line, hex in capitals, an empty line between vectors and none after the last."""
    first, second = list(vectors("ML-DSA-44", Role.SIGNATURE, "all"))[:2]
    (kem,) = vectors("ML-KEM-768", Role.KEM, "single")
    seed = kem.seed.hex().upper()

    assert kem_text(kem, b"\x0a", b"\x0b", b"\x0c", b"\x0d").decode() == (
        f"count = 0\nseed = {seed}\npk = 0A\nsk = 0B\nct = 0C\nss = 0D\n"
    )
    assert sig_text("ML-DSA-44", first, b"\x0a", b"\x0b", b"\x0c").decode() == (
        f"count = 0\nseed = {seed}\nmlen = 33\nmsg = {first.message.hex().upper()}\n"
        f"pk = 0A\nsk = 0B\nsmlen = 34\nsm = 0C{first.message.hex().upper()}\n\n"
    )
    assert sig_text("OV-Is", second, b"\x0a", b"\x0b", b"\x0c").decode().splitlines()[-2] == (
        f"sm = {second.message.hex().upper()}0C"
    )
