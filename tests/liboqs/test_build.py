"""Where liboqs comes from: chosen, cached, or impossible with the ways out."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from child_python import run_python
from pqeval.errors import LibraryError
from pqeval.liboqs.build import find_cortex_m_library, find_host_library, host_library
from pqeval.liboqs.diagnosis import diagnose
from pqeval.liboqs.recipe import cortex_m_options, host_options
from pqeval.liboqs.source import pinned_checksum, source
from pqeval.native.cache import cache_root
from pqeval.native.sources import native_root
from pqeval.native.tools import find_tool


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is built, nothing is chosen."""
    for name in ("PQEVAL_LIBOQS", "PQEVAL_LIBOQS_SOURCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PQEVAL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def no_cargo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A PATH with a compiler and nothing else."""
    compiler = shutil.which("cc")
    assert compiler is not None
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "cc").symlink_to(compiler)
    monkeypatch.setenv("PATH", str(folder))
    find_tool.cache_clear()
    yield
    find_tool.cache_clear()


def foreign(prefix: Path, version: str) -> Path:
    """A prefix that looks like a liboqs of some version."""
    (prefix / "include" / "oqs").mkdir(parents=True)
    (prefix / "include" / "oqs" / "oqs.h").touch()
    config = f'#define OQS_VERSION_TEXT "{version}"\n' if version else ""
    (prefix / "include" / "oqs" / "oqsconfig.h").write_text(config, encoding="utf-8")
    (prefix / "lib").mkdir()
    return prefix


def test_the_crate_is_pinned_to_one_content() -> None:
    """Version and checksum of the crate are these, and no other version is allowed."""
    manifest = (native_root() / "liboqs" / "Cargo.toml").read_text(encoding="utf-8")

    assert pinned_checksum() == "ac6d66ee528a895ce5cc08851698d109c5d7ee5d7a0b3b40d61550eda91e414f"
    assert 'oqs-sys = { version = "=0.11.0", default-features = false }' in manifest


def test_a_device_gets_a_static_library() -> None:
    """The host gets one that is loaded."""
    assert (host_options()["BUILD_SHARED_LIBS"], cortex_m_options()["BUILD_SHARED_LIBS"]) == ("ON", "OFF")


def test_finding_builds_nothing(empty_cache: Path) -> None:
    """With an empty cache nothing is found, and nothing is made."""
    assert find_host_library() is None
    assert find_cortex_m_library() is None
    assert not empty_cache.exists()


def test_without_cargo_the_ways_out_are_named(empty_cache: Path, no_cargo: None) -> None:
    """The message names what is missing and both variables."""
    with pytest.raises(LibraryError) as caught:
        host_library()
    message = str(caught.value)

    assert "cargo is missing" in message
    assert "PQEVAL_LIBOQS to the prefix" in message
    assert "PQEVAL_LIBOQS_SOURCE to a liboqs source tree" in message


def test_without_liboqs_the_rest_works(empty_cache: Path) -> None:
    """Schemes of other providers are there although no liboqs is, and the binding is not imported."""
    code = (
        "import sys; from pqeval import kem; pair = kem.get('X25519').keygen();"
        "print(len(pair.public_key), 'oqs' in sys.modules)"
    )
    done = run_python(code)

    assert (done.stdout, done.returncode) == ("32 False\n", 0), done.stderr


def test_a_crate_with_another_content_is_refused(
    empty_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever cargo hands over is digested by us and compared with the pinned checksum."""
    home = tmp_path / "home"
    package = home / "src" / "index" / "oqs-sys-0.11.0"
    crate = home / "cache" / "index" / "oqs-sys-0.11.0.crate"
    crate.parent.mkdir(parents=True)
    crate.write_bytes(b"something else")
    answer = f'{{"packages": [{{"name": "oqs-sys", "manifest_path": "{package}/Cargo.toml"}}]}}'
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "cargo").write_text(
        f"#!/bin/sh\ncase $1 in --version) echo cargo 1.99.0;; metadata) echo '{answer}';; esac\n",
        encoding="utf-8",
    )
    (folder / "cargo").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    find_tool.cache_clear()
    try:
        with pytest.raises(LibraryError) as caught:
            source(print)
        crate.unlink()
        with pytest.raises(LibraryError, match="cargo keeps no archive"):
            source(print)
    finally:
        find_tool.cache_clear()

    assert hashlib.sha256(b"something else").hexdigest() in str(caught.value)
    assert pinned_checksum() in str(caught.value)


@pytest.mark.parametrize("find", [find_host_library, host_library])
def test_a_wrong_prefix_is_refused(
    find: object, empty_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PQEVAL_LIBOQS must name a shared liboqs, 0.13 or newer; the message says what was wrong."""
    assert callable(find)
    cases = {
        "is not the prefix of a liboqs": tmp_path / "nothing",
        "there is no shared liboqs.so": foreign(tmp_path / "static", "0.14.0"),
        r"liboqs 0\.12\.0 .* is too old: 0\.13": foreign(tmp_path / "old", "0.12.0"),
        "does not say which version": foreign(tmp_path / "unknown", ""),
    }
    for name in ("old", "unknown"):
        (tmp_path / name / "lib" / "liboqs.so").touch()
    for message, prefix in cases.items():
        monkeypatch.setenv("PQEVAL_LIBOQS", str(prefix))
        with pytest.raises(LibraryError, match=message):
            find()


def test_a_wrong_source_tree_is_refused(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PQEVAL_LIBOQS_SOURCE must name a liboqs source tree."""
    monkeypatch.setenv("PQEVAL_LIBOQS_SOURCE", str(empty_cache))
    for find in (find_host_library, host_library):
        with pytest.raises(LibraryError, match=r"PQEVAL_LIBOQS_SOURCE=.* is not a liboqs source tree"):
            find()


def test_a_source_tree_is_identified_by_its_state(
    empty_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change in the tree gives another identity, so that it is built again."""
    tree = tmp_path / "tree"
    (tree / "src").mkdir(parents=True)
    (tree / ".CMake").mkdir()
    for name in ("CMakeLists.txt", "src/oqs.h", ".CMake/alg_support.cmake"):
        (tree / name).write_text("1", encoding="utf-8")
    monkeypatch.setenv("PQEVAL_LIBOQS_SOURCE", str(tree))
    identities = [source(print).identity, source(print).identity]
    for name in ("CMakeLists.txt", "src/oqs.h", ".CMake/alg_support.cmake"):
        (tree / name).write_text("12", encoding="utf-8")
        identities.append(source(print).identity)

    assert identities[0] == identities[1]
    assert len(set(identities)) == 4


def test_a_diagnosis_never_fails(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing built, and with wrong choices, each thing gets its state and the remedy."""
    missing = {one.what: one for one in diagnose()}
    for name in ("PQEVAL_LIBOQS", "PQEVAL_LIBOQS_SOURCE"):
        monkeypatch.setenv(name, str(empty_cache))
    unusable = {one.what: one for one in diagnose()}

    assert missing["liboqs, sources"].state == "pinned"
    assert (missing["liboqs, host"].state, "pqeval setup" in missing["liboqs, host"].remark) == (
        "missing",
        True,
    )
    assert "liboqs-python" not in missing
    assert {one.state for one in unusable.values()} <= {"unusable", "missing"}
    assert "PQEVAL_LIBOQS=" in unusable["liboqs, host"].remark


@pytest.mark.liboqs
def test_a_truncated_library_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A library of which a part is gone counts as absent, and `pqeval setup` would build it again."""
    monkeypatch.delenv("PQEVAL_LIBOQS", raising=False)
    library = find_host_library()
    if library is None:
        pytest.skip("there is no liboqs here: `pqeval setup` builds it")
    copy = tmp_path / "liboqs-host" / library.prefix.name
    shutil.copytree(library.prefix, copy, symlinks=True)
    monkeypatch.setenv("PQEVAL_CACHE", str(tmp_path))
    whole = find_host_library()
    file = copy / "lib" / library.library.name
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 2)

    assert cache_root() == tmp_path
    assert whole is not None
    assert whole.library == file
    assert find_host_library() is None


@pytest.mark.liboqs
def test_what_built_the_library_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiler, flags, options, source and the digest of the file are in the build's record."""
    monkeypatch.delenv("PQEVAL_LIBOQS", raising=False)
    library = find_host_library()
    if library is None:
        pytest.skip("there is no liboqs here: `pqeval setup` builds it")
    build = library.build
    with library.library.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()

    assert "-O3" in build.flags.split()
    assert build.compiler
    assert build.facts.items() >= host_options().items()
    assert build.files == {library.library.name: digest}
    assert (build.library, build.library_version) == ("liboqs", library.version)


@pytest.mark.firmware
def test_the_firmwares_library_has_no_table_of_addresses() -> None:
    """Code for a Cortex-M is not position-independent: that would cost cycles a firmware does not pay."""
    library = find_cortex_m_library()
    if library is None:
        pytest.skip("there is no liboqs for Cortex-M4 here: `pqeval setup` builds it")
    flags = library.build.flags.split()

    assert ("-O3" in flags, "-mcpu=cortex-m4" in flags, "-fPIC" in flags) == (True, True, False)
    assert b"_GLOBAL_OFFSET_TABLE_" not in library.archive.read_bytes()
