"""Workers: a crash, a hang or garbage costs one case, and says what happened."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import load
from pqeval.errors import TargetTimeout, WireError
from pqeval.plan import Plan, Unit, expand, units
from pqeval.records import Build, Failed, Measurement, Piece
from pqeval.targets.host.child import Worker, WorkerDied
from pqeval.targets.host.protocol import Mode, Request
from pqeval.targets.host.target import HostTarget
from pqeval.targets.inputs import derived_bytes, derived_seed


class Quiet:
    """Progress that nobody reads."""

    def step(self, text: str) -> None:
        """Ignore it."""


def planned(target: HostTarget, *terms: str) -> list[Unit]:
    """The units of a selection."""
    plan = Plan(name="test", select=terms, targets=("host",), message_bytes=(64,), samples=4)
    capabilities = target.capabilities()
    return units(expand(plan, load(), {"host": capabilities}).cases, capabilities, plan.seed)


def request(unit: Unit) -> Request:
    """A request for timing a unit."""
    return Request(case=unit.case, replicate=0, replicates=1, build="b", mode=Mode.TIME)


def pieces(target: HostTarget, chosen: list[Unit]) -> list[Piece]:
    """What a target yields apart from builds."""
    return [event for event in target.run(chosen, Quiet()) if not isinstance(event, Build)]


@pytest.fixture
def fake_worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program in the worker's place: a test writes its text."""
    program = tmp_path / "worker.py"
    launcher = tmp_path / "python"
    launcher.write_text(f'#!/bin/sh\nshift 2\nexec "{sys.executable}" "{program}" "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
    monkeypatch.setattr("pqeval.targets.host.child.sys.executable", str(launcher))
    return program


def test_replicates_run_in_processes_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two replicates give two pieces of each case, with the facts of memory in the first."""
    monkeypatch.setenv("PQEVAL_CACHE", str(tmp_path))
    target = HostTarget(replicates=2)
    found = pieces(target, planned(target, "Ascon-Hash256"))
    assert [piece.replicate for piece in found] == [0, 1]
    records = [piece.record for piece in found]
    assert all(isinstance(record, Measurement) for record in records)
    metrics = [
        {one.metric for one in record.observations} for record in records if isinstance(record, Measurement)
    ]
    assert metrics[0] - metrics[1] == {"stack_bytes", "heap_peak_bytes"}


def test_a_crash_costs_one_case(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A worker that is killed leaves one failure that names the signal; the next case runs."""
    monkeypatch.setenv("PQEVAL_CACHE", str(tmp_path))
    target = HostTarget(replicates=1)
    chosen = planned(target, "Ascon-Hash256", "SHA-256,provider:cryptography")
    original = Worker.ask
    killed: list[str] = []

    def ask(self: Worker, wanted: Request, timeout_s: float) -> object:
        if wanted.mode == Mode.TIME and not killed:
            killed.append(wanted.case.series.key)
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
        return original(self, wanted, timeout_s)

    monkeypatch.setattr(Worker, "ask", ask)
    found = [piece.record for piece in pieces(target, chosen)]
    failed = [record for record in found if isinstance(record, Failed)]
    assert len(found) == 2
    assert [record.series.key for record in failed] == killed
    assert "SIGKILL" in failed[0].error


def test_a_hang_ends_by_the_time_limit(fake_worker: Path) -> None:
    """A worker that never answers is killed."""
    fake_worker.write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    unit = planned(HostTarget(replicates=1), "Ascon-Hash256")[0]
    with Worker() as worker, pytest.raises(TargetTimeout):
        worker.ask(request(unit), 0.3)


def test_garbage_is_a_wire_error(fake_worker: Path) -> None:
    """Whatever is not an answer is refused."""
    fake_worker.write_text(
        'import os, sys\nos.write(int(sys.argv[2]), b\'{"type":"timed","piece":7}\\n\')\ninput()\n',
        encoding="utf-8",
    )
    unit = planned(HostTarget(replicates=1), "Ascon-Hash256")[0]
    with Worker() as worker, pytest.raises((WireError, WorkerDied)) as caught:
        worker.ask(request(unit), 20)
    assert isinstance(caught.value, WireError)


def test_a_worker_that_ends_says_how(fake_worker: Path) -> None:
    """The last line of its stderr is in the message."""
    fake_worker.write_text("raise SystemExit('out of luck')\n", encoding="utf-8")
    unit = planned(HostTarget(replicates=1), "Ascon-Hash256")[0]
    with Worker() as worker, pytest.raises(WorkerDied) as caught:
        worker.ask(request(unit), 20)
    assert "out of luck" in str(caught.value)


def test_two_measurements_wait_for_one_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """While one run holds the host, another says that it waits, then runs."""
    monkeypatch.setenv("PQEVAL_CACHE", str(tmp_path))
    target = HostTarget(replicates=1)
    chosen = planned(target, "Ascon-Hash256")
    steps: list[str] = []
    said = threading.Event()

    class Listener:
        """Keeps what is said."""

        def step(self, text: str) -> None:
            """Keep it."""
            steps.append(text)
            said.set()

    first = target.run(chosen, Quiet())
    next(first)  # the lock is held now
    second = threading.Thread(target=lambda: list(HostTarget(replicates=1).run(chosen, Listener())))
    second.start()
    said.wait(300)
    list(first)
    second.join()
    assert "waiting" in steps[0]


def test_inputs_follow_from_the_seed() -> None:
    """The same words give the same bytes, other words others."""
    assert derived_seed("a", "ml_kem_768", "keygen", 0) == derived_seed("a", "ml_kem_768", "keygen", 0)
    others = [
        ("b", "ml_kem_768", "keygen", 0),
        ("a", "ml_kem_512", "keygen", 0),
        ("a", "ml_kem_768", "sign", 0),
    ]
    assert len({derived_seed(*one) for one in [*others, ("a", "ml_kem_768", "keygen", 1)]}) == 4
    assert derived_bytes("a", "x", "message", 0, 100)[:10] == derived_bytes("a", "x", "message", 0, 10)


def test_requests_survive_the_wire() -> None:
    """A request is the same after it was encoded and decoded."""
    wanted = request(planned(HostTarget(replicates=1), "Ascon-Hash256")[0])
    assert msgspec.json.decode(msgspec.json.encode(wanted), type=Request) == wanted


@pytest.mark.liboqs
def test_a_stateful_signature_is_checked_and_timed() -> None:
    """Verification of the known answer, in a worker: one key, no randomness, and a note that says so."""
    target = HostTarget(replicates=1)
    (piece,) = pieces(target, planned(target, "LMS_SHA256_H5_W8"))
    assert isinstance(piece.record, Measurement)
    assert piece.record.correctness.method == "kat single"
    assert piece.record.conditions.random_source == "none needed"
    assert piece.record.conditions.keys_rotated == 1
    assert "message and signature are the known answer's own" in piece.record.conditions.notes
    assert {"time_ns", "stack_bytes", "heap_peak_bytes"} <= {one.metric for one in piece.record.observations}
