"""The serial port: bytes out, lines in, and one kind of error for everything that can go wrong with it."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Final, Self

from serial import Serial  # type: ignore[import-untyped]

from pqeval.errors import TargetError, WireError
from pqeval.targets.serial.line import LONGEST, Answer, read_line

__all__ = ["Port"]

_WRITE_TIMEOUT_S: Final = 5.0
_SLICE_S: Final = 0.05


class Port:
    """An open serial device.

    Raises:
        TargetError: it cannot be opened; names the device and the remedy.
    """

    def __init__(self, device: str, baud: int) -> None:
        try:
            self._serial = Serial(
                device, baud, timeout=_SLICE_S, write_timeout=_WRITE_TIMEOUT_S, exclusive=True
            )
        except (OSError, ValueError) as error:
            raise TargetError(
                f"the serial device {device} cannot be opened ({error}): is the board connected, may you "
                "read and write the device (group dialout), and does nothing else use it?"
            ) from error
        self._received = b""

    def __enter__(self) -> Self:
        """The port itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close it; whatever the device says to that does not matter any more."""
        try:
            self._serial.close()
        except OSError:
            return

    def send(self, line: bytes) -> None:
        """Send a line.

        Raises:
            WireError: the device is gone, or takes no bytes.
        """
        try:
            self._serial.write(line)
        except OSError as error:
            raise _gone(error) from error

    def receive(self, until: float) -> Answer | None:
        """The next sound line, or None if there is none before `until` (time.monotonic).

        Raises:
            WireError: the device is gone.
        """
        while True:
            line, end, rest = self._received.partition(b"\n")
            if end:
                self._received = rest
                if (answer := read_line(line.rstrip(b"\r"))) is not None:
                    return answer
                continue
            if time.monotonic() >= until:
                return None
            self._read()

    def _read(self) -> None:
        try:
            self._received += self._serial.read(max(1, min(4096, self._serial.in_waiting)))
        except (OSError, TypeError) as error:  # TypeError: what pyserial makes of a port closed meanwhile
            raise _gone(error) from error
        if b"\n" not in self._received:
            self._received = self._received[-LONGEST:]  # no line is longer: what came before is noise


def _gone(error: Exception) -> WireError:
    return WireError(f"the serial line broke: {error}")
