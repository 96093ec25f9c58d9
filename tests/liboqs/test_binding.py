"""liboqs-python, fenced in: silent, bound to our library, and never imported without one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from child_python import run_python
from pqeval.liboqs.build import HostLibrary, find_host_library
from pqeval.native.tools import require_tool

IMPORT = """
import os, sys
from pqeval.errors import LibraryError
from pqeval.liboqs.binding import import_warnings, oqs
try:
    module = oqs()
except LibraryError as error:
    print(error, file=sys.stderr)
    sys.exit(4 if "oqs" in sys.modules else 3)
"""


@pytest.fixture
def library() -> HostLibrary:
    """The host's liboqs."""
    found = find_host_library()
    if found is None:
        pytest.skip("there is no liboqs here: `pqeval setup` builds it")
    return found


def test_without_a_library_it_is_never_imported(tmp_path: Path) -> None:
    """It would clone one from the network and end the process; we stop before, with the remedy."""
    done = run_python(IMPORT, env={"PQEVAL_CACHE": tmp_path, "PQEVAL_LIBOQS": ""})

    assert (done.returncode, done.stdout) == (3, "")
    assert "run `pqeval setup`" in done.stderr


@pytest.mark.liboqs
def test_nothing_is_printed_and_the_warning_is_kept(library: HostLibrary) -> None:
    """Import and use write nothing to either stream, even where warnings are errors."""
    code = IMPORT + (
        "mechanism = module.KeyEncapsulation('ML-KEM-512'); mechanism.generate_keypair()\n"
        "module.oqs.logger.info('quiet')\n"
        "sys.exit(0 if len(import_warnings()) == int(sys.argv[1]) else 5)"
    )
    differs = not library.version.startswith("0.16.")
    done = run_python(code, int(differs), env={"PYTHONWARNINGS": "error"})

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.liboqs
@pytest.mark.parametrize("before", ["", "/somewhere/else"])
def test_the_environment_is_as_before(library: HostLibrary, before: str) -> None:
    """The variable that directs the import is set for the import only."""
    code = IMPORT + "print(os.environ.get('OQS_INSTALL_PATH'))"
    done = run_python(code, env={"OQS_INSTALL_PATH": before} if before else None)

    assert done.stdout == (f"{before}\n" if before else "None\n")


@pytest.mark.liboqs
def test_the_binding_uses_the_chosen_file(library: HostLibrary) -> None:
    """The one liboqs in the process is the chosen one, whatever LD_LIBRARY_PATH offers under its name."""
    code = IMPORT + (
        "from pqeval.liboqs.library import require_host_library\n"
        "from pqeval.liboqs.loaded import loaded_libraries\n"
        "print(*loaded_libraries(require_host_library().companion), module.oqs_version())"
    )
    done = run_python(code)

    assert done.stdout == f"{library.library} {library.version}\n"


@pytest.mark.liboqs
def test_another_library_of_the_same_name_does_not_take_its_place(
    library: HostLibrary, tmp_path: Path
) -> None:
    """A liboqs in LD_LIBRARY_PATH is passed over."""
    shutil.copyfile(library.library, tmp_path / "liboqs.so.7")
    (tmp_path / "liboqs.so").symlink_to("liboqs.so.7")
    done = run_python(IMPORT, env={"LD_LIBRARY_PATH": tmp_path})

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.liboqs
def test_a_preloaded_library_is_named_beside_the_chosen_one(library: HostLibrary, tmp_path: Path) -> None:
    """When another file was loaded first, both are named and nothing is run in it."""
    stranger = tmp_path / "liboqs.so.7"
    shutil.copyfile(library.library, stranger)
    done = run_python(IMPORT, env={"LD_PRELOAD": stranger})

    assert done.returncode == 3
    assert str(library.library) in done.stderr
    assert str(stranger) in done.stderr


@pytest.mark.liboqs
def test_a_systems_library_is_passed_over(library: HostLibrary, tmp_path: Path) -> None:
    """liboqs-python would take what the system finds first, of whatever version; here it does not see it."""
    if shutil.which("ld") is None or shutil.which("objdump") is None:
        pytest.skip("Python finds libraries of the system by binutils, which is not installed")
    (tmp_path / "stranger.c").write_text("int pqe_stranger;", encoding="utf-8")
    command = [str(require_tool("cc").path), "-shared", "-fPIC", "-o", str(tmp_path / "liboqs.so")]
    subprocess.run([*command, tmp_path / "stranger.c", "-Wl,-soname,liboqs.so.99"], check=True)
    (tmp_path / "liboqs.so.99").symlink_to("liboqs.so")
    code = IMPORT + "import ctypes.util; print(ctypes.util.find_library('oqs'), module.oqs_version())"
    done = run_python(code, env={"LD_LIBRARY_PATH": tmp_path})

    assert (done.stdout, done.stderr) == (f"liboqs.so.99 {library.version}\n", "")
