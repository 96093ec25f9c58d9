"""A line that can be disturbed: QEMU's UART on one side, a pseudo-terminal for the host on the other.

The real code runs on both ends; bytes pass through here and may be dropped, altered, or added to.
Everything happens in the relay's own thread, one thing after the other: what a test wants done there (a cut,
a reset) is handed over, or done by a disturbance when a certain line passes, never by a clock.
As a program (`python serial_relay.py SOCKET IMAGE`) it is the flash command: the relay starts QEMU anew.
"""

from __future__ import annotations

import os
import pty
import queue
import random
import select
import socket
import subprocess
import sys
import threading
import tty
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

Disturbance = Callable[[bytes, bool], bytes]
"""From the bytes that came (True: from the firmware) to those that go on."""
_START_S = 120.0
"""QEMU connects at once, if it gets the processor."""
_PIECE = 256
"""A line that can be written to takes this much."""


class Relay:
    """QEMU behind a disturbed line; `device` is what the host opens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._master, self._slave = pty.openpty()
        tty.setraw(self._master)
        tty.setraw(self._slave)
        self.device = os.ttyname(self._slave)
        self.disturbance: Disturbance = lambda data, _: data
        self.starts = 0
        self._qemu: subprocess.Popen[bytes] | None = None
        self._uart: socket.socket | None = None
        self._monitor: socket.socket | None = None
        self._control = socket.socket(socket.AF_UNIX)
        self._control.bind(str(folder / "control"))
        self._control.listen()
        self._wishes: queue.SimpleQueue[_Wish] = queue.SimpleQueue()
        self._problem: Exception | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        """The relay itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything; what went wrong in the relay is raised here."""
        self._ended.set()
        self._thread.join()
        self._stop_qemu()
        self._control.close()
        self._close_line()
        if self._problem is not None and value is None:
            raise self._problem

    @property
    def flash(self) -> str:
        """The flash command."""
        return f"{sys.executable} {Path(__file__).resolve()} {self._folder / 'control'} {{image}}"

    def cut(self) -> None:
        """Pull the cable: the device goes away."""
        self._do(self._close_line)

    def reset(self) -> None:
        """Reset the board.

        Raises:
            RuntimeError: no board is running.
        """
        self._do(self._reset)

    def _do(self, action: Callable[[], None]) -> None:
        """In the relay's thread, and not before it is done."""
        wish = _Wish(action)
        if threading.current_thread() is self._thread:
            wish.fulfil()
        else:
            self._wishes.put(wish)
            wish.done.wait()
        if wish.problem is not None:
            raise wish.problem

    def _reset(self) -> None:
        if self._monitor is None:
            raise RuntimeError("no board is running that could be reset")
        self._monitor.sendall(b"system_reset\n")

    def _close_line(self) -> None:
        for end in (self._slave, self._master):
            if end >= 0:
                os.close(end)
        self._master = self._slave = -1

    def _start_qemu(self, image: str) -> None:
        self._stop_qemu()
        self.starts += 1
        uart, monitor = (self._folder / f"{name}{self.starts}" for name in ("uart", "monitor"))
        servers = []
        for path in (uart, monitor):
            server = socket.socket(socket.AF_UNIX)
            server.bind(str(path))
            server.listen()
            server.settimeout(_START_S)
            servers.append(server)
        words = ["qemu-system-arm", "-M", "mps2-an386", "-display", "none", "-kernel", image]
        words += ["-serial", f"unix:{uart}", "-monitor", f"unix:{monitor}"]
        self._qemu = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        (self._uart, _), (self._monitor, _) = (server.accept() for server in servers)
        for server in servers:
            server.close()

    def _stop_qemu(self) -> None:
        for end in (self._uart, self._monitor):
            if end is not None:
                end.close()
        self._uart = self._monitor = None
        if self._qemu is not None:
            self._qemu.kill()
            self._qemu.wait()
            self._qemu = None

    def _pass_on(self) -> None:
        while not self._ended.is_set():
            while not self._wishes.empty():
                self._wishes.get().fulfil()
            try:
                self._serve(self._ready())
            except OSError:
                continue  # an end was closed on the other side; the next round leaves it out
            except Exception as problem:  # noqa: BLE001 - raised where the relay is left, not in this thread
                self._problem = self._problem or problem

    def _ready(self) -> Sequence[object]:
        ends = [end for end in (self._master, self._uart, self._control) if end not in (None, -1)]
        return select.select(ends, [], [], 0.02)[0]

    def _serve(self, ready: Sequence[object]) -> None:
        if self._control in ready:
            client, _ = self._control.accept()
            with client:
                self._start_qemu(client.recv(4096).decode())
                client.sendall(b"ok")
        elif self._uart in ready and self._uart is not None:
            if data := self._uart.recv(4096):
                self._to_host(self.disturbance(data, True))  # noqa: FBT003 - its form
            else:
                self._uart.close()
                self._uart = None
        elif self._master in ready:
            passed = self.disturbance(os.read(self._master, 4096), False)  # noqa: FBT003 - its form
            if self._uart is not None and passed:
                self._uart.sendall(passed)

    def _to_host(self, data: bytes) -> None:
        """Whatever the host does not read is kept in the line, until the relay ends."""
        while data and self._master >= 0 and not self._ended.is_set():
            if select.select([], [self._master], [], 0.02)[1]:
                data = data[os.write(self._master, data[:_PIECE]) :]


class _Wish:
    """Something to be done in the relay's thread, and how it ended."""

    def __init__(self, action: Callable[[], None]) -> None:
        self._action = action
        self.done = threading.Event()
        self.problem: Exception | None = None

    def fulfil(self) -> None:
        """Do it; what it raises is kept for whoever wished it."""
        try:
            self._action()
        except Exception as problem:  # noqa: BLE001 - raised by the one who wished it
            self.problem = problem
        self.done.set()


def by_line(disturb: Disturbance) -> Disturbance:
    """A disturbance of whole lines, however the bytes come."""
    begun = {True: b"", False: b""}

    def disturb_lines(data: bytes, from_firmware: bool) -> bytes:  # noqa: FBT001 - the form of a disturbance
        *lines, begun[from_firmware] = (begun[from_firmware] + data).split(b"\n")
        return b"".join(disturb(line + b"\n", from_firmware) for line in lines)

    return disturb_lines


def noisy(seed: int, rate: float) -> Disturbance:
    """Bytes altered, dropped and added at random; which of them does not hang on the other direction's."""
    sources = {from_firmware: random.Random(2 * seed + from_firmware) for from_firmware in (False, True)}

    def disturb(data: bytes, from_firmware: bool) -> bytes:  # noqa: FBT001 - the form of a disturbance
        passed = bytearray()
        stirred = sources[from_firmware]
        for byte in data:
            chance = stirred.random()
            if chance < rate:
                passed.append(stirred.randrange(256))
            elif chance < 2 * rate:
                continue
            elif chance < 3 * rate:
                passed += bytes([byte, stirred.randrange(256)])
            else:
                passed.append(byte)
        return bytes(passed)

    return disturb


if __name__ == "__main__":
    with socket.socket(socket.AF_UNIX) as to_relay:
        to_relay.connect(sys.argv[1])
        to_relay.sendall(sys.argv[2].encode())
        if to_relay.recv(2) != b"ok":
            sys.exit(1)
