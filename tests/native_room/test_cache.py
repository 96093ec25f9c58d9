"""The cache: whole entries or none, whoever builds at the same time, is killed, or damages a file."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from child_python import run_python
from pqeval.errors import BuildError, CommandError
from pqeval.native.cache import cache_root, entry, find_entry, key_of

BUILD_SLOWLY = """
import os, sys, time
from pathlib import Path
from pqeval.native.cache import entry

def build(folder):
    with open(sys.argv[1], "a") as log:
        log.write("built\\n")
    (folder / "half").write_text("half")
    print("building", flush=True)
    time.sleep(float(sys.argv[2]))
    (folder / "whole").write_text("whole")

print(entry("slow", "key", build))
"""


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache for each test."""
    monkeypatch.setenv("PQEVAL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def builder(log: list[str], content: bytes = b"library") -> Callable[[Path], None]:
    """A build that writes a library and a text, and notes that it ran."""

    def build(folder: Path) -> None:
        log.append(folder.name)
        (folder / "lib").mkdir()
        (folder / "lib" / "liboqs.so.7").write_bytes(content)
        (folder / "lib" / "liboqs.so").symlink_to("liboqs.so.7")
        (folder / "note.txt").write_text("note", encoding="utf-8")

    return build


def test_the_root_is_the_first_of_three_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """PQEVAL_CACHE comes before XDG_CACHE_HOME, and that before the home folder."""
    monkeypatch.setenv("PQEVAL_CACHE", "/one")
    monkeypatch.setenv("XDG_CACHE_HOME", "/two")
    monkeypatch.setenv("HOME", "/three")
    found = [cache_root()]
    monkeypatch.delenv("PQEVAL_CACHE")
    found.append(cache_root())
    monkeypatch.delenv("XDG_CACHE_HOME")
    found.append(cache_root())

    assert found == [Path("/one"), Path("/two/pqeval"), Path("/three/.cache/pqeval")]


def test_an_entry_is_built_once(root: Path) -> None:
    """The second call finds what the first one built."""
    log: list[str] = []
    first = entry("kind", "key", builder(log))
    second = entry("kind", "key", builder(log))

    assert first == second == root / "kind" / "key"
    assert len(log) == 1
    assert find_entry("kind", "key") == first
    assert find_entry("kind", "other") is None


@pytest.mark.parametrize("name", ["lib/liboqs.so.7", "note.txt", "pqeval-manifest.json"])
def test_a_missing_file_is_noticed_and_the_entry_rebuilt(name: str) -> None:
    """An entry that lacks a file counts as absent and is built again."""
    log: list[str] = []
    folder = entry("kind", "key", builder(log))
    (folder / name).unlink()

    assert find_entry("kind", "key") is None
    assert (entry("kind", "key", builder(log)) / name).is_file()
    assert len(log) == 2


@pytest.mark.parametrize("content", [b"libr", b"librarY", b"", b"library and more"])
def test_a_truncated_or_altered_library_is_rebuilt(content: bytes) -> None:
    """A library of another size, or of the same size and other contents, is not used."""
    log: list[str] = []
    library = entry("kind", "key", builder(log)) / "lib" / "liboqs.so.7"
    library.write_bytes(content)

    assert find_entry("kind", "key") is None
    assert (entry("kind", "key", builder(log)) / "lib" / "liboqs.so.7").read_bytes() == b"library"


@pytest.mark.parametrize("manifest", [b"", b"{", b"[]", b'{"note.txt": 4}', b"\xff\xfe"])
def test_a_broken_manifest_makes_the_entry_absent(manifest: bytes) -> None:
    """A manifest that cannot be read is no proof that the entry is whole."""
    folder = entry("kind", "key", builder([]))
    (folder / "pqeval-manifest.json").write_bytes(manifest)

    assert find_entry("kind", "key") is None


def test_a_thorough_look_compares_the_contents_of_every_file() -> None:
    """A text of the same size and other contents passes the quick look only."""
    folder = entry("kind", "key", builder([]))
    (folder / "note.txt").write_text("nota", encoding="utf-8")

    assert find_entry("kind", "key") == folder
    assert find_entry("kind", "key", thorough=True) is None


def test_a_failed_build_leaves_nothing(root: Path) -> None:
    """The builder's error comes through, and neither an entry nor a temporary folder stays."""

    def build(folder: Path) -> None:
        (folder / "half").write_text("half", encoding="utf-8")
        raise BuildError("no")

    with pytest.raises(BuildError, match=r"^no$"):
        entry("kind", "key", build)
    assert [path.name for path in (root / "kind").iterdir()] == ["key.lock"]


def test_a_build_that_made_nothing_is_an_error() -> None:
    """An empty folder is not an entry."""
    with pytest.raises(BuildError, match="nothing was built"):
        entry("kind", "key", lambda _: None)


def test_two_processes_build_once(root: Path, tmp_path: Path) -> None:
    """The process that comes second waits for the first and takes what that built."""
    log = tmp_path / "log"
    command = [sys.executable, "-c", BUILD_SLOWLY, str(log), "0.5"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [child.communicate(timeout=60)[0].splitlines() for child in children]

    assert [child.returncode for child in children] == [0, 0]
    assert {lines[-1] for lines in outputs} == {str(root / "slow" / "key")}
    assert log.read_text(encoding="utf-8") == "built\n"


def test_kill_in_the_middle_is_mended_by_the_next_call(root: Path, tmp_path: Path) -> None:
    """What a killed builder left is removed, and the entry is built from the start."""
    command = [sys.executable, "-c", BUILD_SLOWLY, str(tmp_path / "log"), "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "building\n"
        child.send_signal(signal.SIGKILL)
    left = [(path / "half").is_file() for path in (root / "slow").glob("key.*.part")]
    done = run_python(BUILD_SLOWLY, tmp_path / "log", 0)

    assert left == [True]
    assert done.stdout.splitlines()[-1] == str(root / "slow" / "key")
    assert sorted(path.name for path in (root / "slow").iterdir()) == ["key", "key.lock"]
    assert (root / "slow" / "key" / "whole").is_file()


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the folder's place, or a file system that takes none: folder and remedy are named."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file", Path("/proc/pqeval")):
        monkeypatch.setenv("PQEVAL_CACHE", str(place))
        with pytest.raises(BuildError, match=rf"{place}/kind cannot be used \(.*PQEVAL_CACHE"):
            entry("kind", "key", builder([]))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(root: Path) -> None:
    """A folder without the right to write gives the folder and the remedy."""
    root.mkdir(mode=0o500)
    with pytest.raises(BuildError, match=r"cannot be used .*PQEVAL_CACHE"):
        entry("kind", "key", builder([]))


def test_a_whole_entry_in_a_read_only_cache_is_used(root: Path) -> None:
    """Nothing is written, not even a lock, where everything is there."""
    folder = entry("kind", "key", builder([]))
    (root / "kind" / "key.lock").unlink()
    entry("kind", "key", builder([]))

    assert sorted(path.name for path in (root / "kind").iterdir()) == [folder.name]


def test_a_full_disk_is_named() -> None:
    """Whether we or the compiler hit the end of the disk: the message says so."""

    def full(_: Path) -> None:
        with Path("/dev/full").open("w", encoding="utf-8") as stream:
            stream.write("x")

    def compiler(_: Path) -> None:
        raise CommandError(["cc"], 1, "", f"cc: fatal error: {os.strerror(errno.ENOSPC)}")

    for build in (full, compiler):
        with pytest.raises(BuildError, match="has no room left"):
            entry("kind", "key", build)


def test_keys_depend_on_every_part_and_its_borders() -> None:
    """Moving a letter from one part to the next gives another key."""
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("ab", "c", "")}) == 4
