"""A line that can be disturbed: QEMU's UART on one side, a pseudo-terminal for the host on the other.

The real code runs on both ends; bytes pass through here and may be dropped, altered, or added to.
As a program (`python serial_relay.py SOCKET IMAGE`) it is the flash command: the relay starts QEMU anew.
"""

from __future__ import annotations

import os
import pty
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
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        """The relay itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything."""
        self._ended.set()
        self._thread.join(timeout=10)
        self._stop_qemu()
        self._control.close()
        for end in (self._master, self._slave):
            if end >= 0:
                os.close(end)

    @property
    def flash(self) -> str:
        """The flash command."""
        return f"{sys.executable} {Path(__file__).resolve()} {self._folder / 'control'} {{image}}"

    def cut(self) -> None:
        """Pull the cable: the device goes away."""
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    def reset(self) -> None:
        """Reset the board."""
        assert self._monitor is not None
        self._monitor.sendall(b"system_reset\n")

    def _start_qemu(self, image: str) -> None:
        self._stop_qemu()
        self.starts += 1
        uart, monitor = (self._folder / f"{name}{self.starts}" for name in ("uart", "monitor"))
        servers = []
        for path in (uart, monitor):
            server = socket.socket(socket.AF_UNIX)
            server.bind(str(path))
            server.listen()
            server.settimeout(20)
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
            ends = [end for end in (self._master, self._uart, self._control) if end not in (None, -1)]
            try:
                ready, _, _ = select.select(ends, [], [], 0.05)
                self._serve(ready)
            except (OSError, ValueError):
                continue  # an end was closed while we waited; the next round leaves it out

    def _serve(self, ready: Sequence[object]) -> None:
        if self._control in ready:
            client, _ = self._control.accept()
            self._start_qemu(client.recv(4096).decode())
            client.sendall(b"ok")
            client.close()
        elif self._uart in ready and self._uart is not None:
            data = self._uart.recv(4096)
            if not data:
                self._uart = None
            elif self._master >= 0 and (passed := self.disturbance(data, True)):  # noqa: FBT003 - its form
                os.write(self._master, passed)
        elif self._master in ready:
            passed = self.disturbance(os.read(self._master, 4096), False)  # noqa: FBT003 - its form
            if self._uart is not None and passed:
                self._uart.sendall(passed)


def noisy(seed: int, rate: float) -> Disturbance:
    """Bytes altered, dropped and added at random."""
    stirred = random.Random(seed)

    def disturb(data: bytes, _: bool) -> bytes:  # noqa: FBT001 - the form of a disturbance
        passed = bytearray()
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
