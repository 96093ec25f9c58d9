"""The companion asks a library through that version's own headers, whatever its structs look like."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from child_python import run_python
from pqeval.catalogue.vocabulary import Role
from pqeval.errors import LibraryError
from pqeval.liboqs.build import HostLibrary, find_host_library
from pqeval.liboqs.library import LibraryAlgorithm, enabled_in, header_identifiers, identifier
from pqeval.native.tools import require_tool

HERE = Path(__file__).parent

DESCRIBE = """
import json
from dataclasses import asdict
from pqeval.liboqs.library import algorithms
print(json.dumps([asdict(one) for one in algorithms()]))
"""


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that is no liboqs, but answers like one of a later version."""
    folder = tmp_path_factory.mktemp("fake liboqs")
    headers = folder / "include" / "oqs"
    headers.mkdir(parents=True)
    (folder / "lib").mkdir()
    shutil.copyfile(HERE / "fake_liboqs.h", headers / "oqs.h")
    for name in ("kem", "sig"):
        shutil.copyfile(HERE / "fake_liboqs.h", headers / f"{name}.h")
    config = '#define OQS_VERSION_TEXT "9.1.0"\n#define OQS_ENABLE_KEM_toy_kem 1\n'
    (headers / "oqsconfig.h").write_text(config, encoding="utf-8")
    output = folder / "lib" / "liboqs.so"
    command = [str(require_tool("cc").path), "-shared", "-fPIC", f"-I{folder / 'include'}", "-o", str(output)]
    subprocess.run([*command, HERE / "fake_liboqs.c", "-Wl,-soname,liboqs.so.91"], check=True)
    (folder / "lib" / "liboqs.so.91").symlink_to("liboqs.so")
    return folder


@pytest.fixture
def library(prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HostLibrary:
    """That library, chosen, with its companion in an empty cache."""
    monkeypatch.setenv("PQEVAL_CACHE", str(tmp_path))
    monkeypatch.setenv("PQEVAL_LIBOQS", str(prefix))
    found = find_host_library()
    assert found is not None
    return found


def test_sizes_come_from_that_versions_headers(library: HostLibrary) -> None:
    """With the fields of the structs in another order every length is still the right one."""
    done = run_python(DESCRIBE)
    assert done.returncode == 0, done.stderr
    kem = LibraryAlgorithm(
        name="Toy-KEM",
        identifier="toy_kem",
        role=Role.KEM,
        enabled=True,
        version="toy",
        claimed_nist_category=3,
        public_key_bytes=14,
        secret_key_bytes=13,
        ciphertext_bytes=12,
        shared_secret_bytes=11,
    )
    absent = LibraryAlgorithm(name="Other-KEM", identifier="other_kem", role=Role.KEM, enabled=False)
    sig = LibraryAlgorithm(
        name="Toy-SIG",
        identifier="toy_sig",
        role=Role.SIGNATURE,
        enabled=True,
        version="a version that is much longer than the sixty-three characters that f"[:63],
        claimed_nist_category=5,
        supports_context=True,
        public_key_bytes=23,
        secret_key_bytes=22,
        signature_bytes=21,
    )

    assert json.loads(done.stdout) == [asdict(kem), asdict(absent), asdict(sig)]


def test_a_function_that_the_library_has_is_not_replaced(library: HostLibrary) -> None:
    """Only where `OQS_SIG_supports_ctx_str` is lacking does the companion export it."""
    nm = shutil.which("nm")
    if nm is None:
        pytest.skip("binutils' nm is not installed")
    companion = library.companion / "lib" / "liboqs.so"
    symbols = subprocess.run(
        [nm, "-D", "--defined-only", companion], capture_output=True, text=True, check=True
    )

    assert "pqe_oqs_kem_describe" in symbols.stdout
    assert "OQS_SIG_supports_ctx_str" not in symbols.stdout


def test_what_is_known_of_a_foreign_library(library: HostLibrary, prefix: Path) -> None:
    """Version and file are stated; what compiled it is not known and not made up."""
    assert library.version == library.build.library_version == "9.1.0"
    assert library.library == (prefix / "lib" / "liboqs.so").resolve()
    assert library.build.compiler.startswith("unknown")
    assert library.build.flags == ""


def test_identifiers_are_read_from_headers(library: HostLibrary) -> None:
    """Names map to the identifiers of the header's own definitions."""
    assert header_identifiers(library.include, Role.KEM) == {"Toy-KEM": "toy_kem", "Other-KEM": "other_kem"}
    assert identifier("Toy-SIG", library.include, Role.SIGNATURE) == "toy_sig"
    assert enabled_in(library.include, Role.KEM, "toy_kem")
    assert not enabled_in(library.include, Role.KEM, "other_kem")
    with pytest.raises(LibraryError, match="do not know the kem `ML-KEM-768`"):
        identifier("ML-KEM-768", library.include, Role.KEM)
