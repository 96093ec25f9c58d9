"""A pack or an export that cannot be written leaves nothing half-written, and says what is wrong."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

import sample_exports
from child_python import run_python
from pqeval.cli.main import main
from pqeval.errors import RecordError
from pqeval.export.files import write_files
from pqeval.export.material import Material, gather
from pqeval.export.pack import write_pack
from pqeval.export.registry import make
from pqeval.results.document import save_run
from sample_exports import device_run, host_run, sample_runs

pytestmark = pytest.mark.xdist_group("exports")
NAMES = ("T03", "T14", "F04")


@pytest.fixture(scope="module")
def material() -> Material:
    """A host's run and a device's."""
    return gather(sample_runs())


def full_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes so many files and is full then."""
    left = [count]
    known: dict[str, Callable[..., object]] = {"write_bytes": Path.write_bytes}

    def write(path: Path, content: bytes) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return known["write_bytes"](path, content)

    monkeypatch.setattr(Path, "write_bytes", write)


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones too."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.slow
def test_a_full_disk_leaves_the_earlier_pack_and_nothing_else(
    material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up in the middle of the second pack: the first is there as it was."""
    write_pack(material, tmp_path / "pack", ["md", "csv"], NAMES)
    before = everything(tmp_path)
    full_after(3, monkeypatch)
    with pytest.raises(RecordError, match="No space left on device"):
        write_pack(material, tmp_path / "pack", ["md", "csv"], NAMES)
    assert everything(tmp_path) == before


def test_several_exports_are_written_together_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The disk fills up between two files of `export T03,T14`."""
    run = save_run(host_run(), tmp_path / "results")
    full_after(1, monkeypatch)
    status = main(["export", "T03,T14", str(run), "-o", str(tmp_path / "out"), "--format", "md"])
    assert status != 0
    assert "No space left on device" in capsys.readouterr().err
    assert everything(tmp_path / "out") == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="for root no folder is read-only")
def test_a_read_only_folder_is_named(material: Material, tmp_path: Path) -> None:
    """Permission is denied before anything is there."""
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(RecordError, match="cannot be written"):
            write_pack(material, tmp_path / "pack", ["md"], ("T03",))
    finally:
        tmp_path.chmod(0o755)
    assert everything(tmp_path) == {}


@pytest.mark.parametrize("command", [["guideline-pack"], ["export", "T04"]])
def test_a_truncated_run_is_refused_before_anything_is_written(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a run file: the message names it, and no folder is made."""
    run = save_run(host_run(), tmp_path / "results")
    run.write_bytes(run.read_bytes()[: run.stat().st_size // 2])
    status = main([*command, str(run), "-o", str(tmp_path / "out")])
    assert status != 0
    assert run.name in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_comparison_with_a_truncated_run_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second run is half there."""
    base = save_run(host_run(), tmp_path / "results")
    new = save_run(device_run(), tmp_path / "results")
    new.write_bytes(new.read_bytes()[:-100])
    status = main(["export", str(base), str(new), "--compare", "-o", str(tmp_path / "out")])
    assert status != 0
    assert new.name in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from sample_exports import sample_runs
from pqeval.export.files import write_files
from pqeval.export.material import gather
from pqeval.export.pack import write_pack
from pqeval.export.registry import make

left, write = [3], Path.write_bytes

def dying(path, content):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return write(path, content)

Path.write_bytes = dying
material, folder = gather(sample_runs()), Path(sys.argv[2])
if sys.argv[3] == "pack":
    write_pack(material, folder, ["md", "csv"], ("T03", "T14"))
else:
    write_files([make(name, material) for name in ("T03", "T14")], folder, ["en", "ja"], ["md", "csv"])
"""


@pytest.mark.slow
@pytest.mark.parametrize("what", ["pack", "files"])
def test_a_kill_in_the_middle_leaves_what_was_there(what: str, material: Material, tmp_path: Path) -> None:
    """No signal is caught and nothing tidied up: only a hidden folder beside may be left."""
    folder = tmp_path / "out"
    if what == "pack":
        write_pack(material, folder, ["md"], ("T03",))
    else:
        write_files([make("T03", material)], folder, ["en"], ["md"])
    before = {name: content for name, content in everything(tmp_path).items() if _is_seen(name)}
    done = run_python(_KILLED, Path(sample_exports.__file__).parent, folder, what)
    assert done.returncode == -signal.SIGKILL, done.stderr
    after = everything(tmp_path)
    assert {name: content for name, content in after.items() if _is_seen(name)} == before
    assert len(after) > len(before)  # it was killed while it wrote


def _is_seen(name: str) -> bool:
    return not any(part.startswith(".") for part in Path(name).parts)


def test_a_folder_that_cannot_be_made_is_found_out_before_the_work(
    material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exports take minutes: nobody waits for them to learn that there is no place for them."""
    (tmp_path / "file").write_text("")

    def never(*_: object) -> None:
        pytest.fail("the exports were made")

    monkeypatch.setattr("pqeval.export.pack.make_all", never)
    with pytest.raises(RecordError, match="cannot be written"):
        write_pack(material, tmp_path / "file" / "pack", ["md"], NAMES)


def test_an_export_that_the_runs_cannot_fill_is_refused_with_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server's table from a device's run; beside another export it is left out, and said to be."""
    run = save_run(device_run(), tmp_path / "results")
    out = ["-o", str(tmp_path / "out"), "--format", "md"]
    assert main(["export", "T05", str(run), *out]) != 0
    said = capsys.readouterr().err
    assert "T05 cannot be filled from cortex-m4" in said
    assert "pqeval bench standard" in said
    assert not (tmp_path / "out").exists()

    assert main(["export", "T05,T03", str(run), *out]) == 0
    assert "left out T05" in capsys.readouterr().err
    assert {"T03.en.md", "T03.ja.md"} == {one.name for one in (tmp_path / "out").iterdir()}


def test_facts_need_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """T03 without any run; T04 says that there is none."""
    words = ["--results", str(tmp_path / "none"), "-o", str(tmp_path / "out"), "--format", "md"]
    assert main(["export", "T03", *words]) == 0
    assert "from facts alone" in capsys.readouterr().err
    assert main(["export", "T04", *words]) != 0
    assert "T04 cannot be filled from no run" in capsys.readouterr().err


def test_a_day_before_the_facts_is_remarked_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What came since is among them."""
    words = ["--results", str(tmp_path / "none"), "-o", str(tmp_path / "out"), "--format", "md"]
    assert main(["export", "T03", *words, "--as-of", "2020-01-01"]) == 0
    assert "as of 2020-01-01, but the facts were read on" in capsys.readouterr().err
    assert main(["export", "T03", *words, "--as-of", "2030-01-01"]) == 0
    assert "but the facts" not in capsys.readouterr().err


def test_what_is_no_folder_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file where the folder should be."""
    (tmp_path / "file").write_text("kept")
    words = ["--results", str(tmp_path / "none"), "-o", str(tmp_path / "file")]
    assert main(["export", "T03", *words]) != 0
    assert "it is no folder" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.slow
def test_a_pack_of_a_device_alone_says_what_a_host_would_add(tmp_path: Path) -> None:
    """Without a host there is no server table: the annex and the manifest say so."""
    pack = write_pack(gather([device_run()]), tmp_path / "pack", ["md"], ("T05", "T14"))
    assert set(pack.left_out) == {"T05"}
    annex = (pack.folder / "tables" / "T14.en.md").read_text(encoding="utf-8")
    assert "Cells that could not be filled" in annex
    assert "T05" in annex
