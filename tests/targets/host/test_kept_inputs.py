"""What is made once a run, and what becomes of it where it cannot be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqeval.targets.host.kept_inputs import KeptInputs


class Maker:
    """Counts how often something is made."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> tuple[bytes, ...]:
        """One more."""
        self.calls += 1
        return (b"public", b"secret")


def test_another_process_takes_what_is_there(tmp_path: Path) -> None:
    """Two stores of one folder make a thing once; another name is another thing."""
    make = Maker()
    for store in (KeptInputs(tmp_path), KeptInputs(tmp_path)):
        assert store.once(make, "liboqs", "ML-KEM-512", "seed", "keygen", 0) == (b"public", b"secret")
    assert make.calls == 1
    KeptInputs(tmp_path).once(make, "liboqs", "ML-KEM-512", "seed", "keygen", 1)
    assert make.calls == 2


def test_a_store_without_a_folder_keeps_to_itself() -> None:
    """Without a folder each store makes its own, once."""
    make = Maker()
    store = KeptInputs()
    assert store.once(make, "a") == store.once(make, "a")
    KeptInputs().once(make, "a")
    assert make.calls == 2


@pytest.mark.parametrize("left", [b"", b"\xc1", b"\x92\xc4\x06publ"])
def test_what_is_half_written_is_made_again(tmp_path: Path, left: bytes) -> None:
    """A truncated file is no input."""
    make = Maker()
    KeptInputs(tmp_path).once(make, "a")
    (file,) = tmp_path.iterdir()
    file.write_bytes(left)
    assert KeptInputs(tmp_path).once(make, "a") == (b"public", b"secret")
    assert make.calls == 2


def test_a_full_disk_costs_time_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept, nothing half-written stays, and the run goes on."""

    def full(file: Path, _: bytes) -> int:
        file.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert KeptInputs(tmp_path).once(Maker(), "a") == (b"public", b"secret")
    assert not list(tmp_path.iterdir())
