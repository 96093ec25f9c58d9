"""A board at the end of a line as a `Link`: asked again until it answers, never believed without a checksum.

Everything that is asked has a number, and asking again with the same number does nothing twice; so a lost or
damaged line costs time and nothing else. A board that was reset does not know the session any more and says
so: what was put into it is lost, and that is an error.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Final

from pqeval.errors import TargetError, TargetTimeout, WireError
from pqeval.targets.cortex_m.emulator import Profile, Ran
from pqeval.targets.serial.boards import Board
from pqeval.targets.serial.line import LONGEST, PROTOCOL, make_line
from pqeval.targets.serial.port import Port
from pqeval.targets.serial.symbols import Symbol, find_symbol

__all__ = ["BoardLink"]

_TRIES: Final = 8
"""At least; whoever is slow to answer is not asked on and on: each wait is longer than the last."""
_LONGER: Final = 1.5
_WORD: Final = 4
_BITS_A_BYTE: Final = 10
_REACTION_S: Final = 0.25
"""What a board and the drivers in between may take beside the bytes' own time."""
_ASK_AGAIN_S: Final = 2.0
"""While an operation runs nobody listens; afterwards its report is sent once, and again when asked for."""
_UNHEARD_S: Final = 30.0
"""Without a sign that an operation began, this is how long it may have begun all the same."""
_HELLO_FIELDS: Final = 5
_RAN_FIELDS: Final = 5


class BoardLink:
    """One image on one board.

    Args:
        port: to the board.
        board: what it is.
        image: the name of the build that must run there, and of its objects.
        symbols: the image's objects.
        baud: of the line.
        timeout_s: limit of one operation.

    Raises:
        WireError: nobody answers, or another protocol, board or image.
    """

    def __init__(
        self,
        port: Port,
        board: Board,
        image: str,
        symbols: Mapping[str, Symbol],
        *,
        baud: int,
        timeout_s: int,
    ) -> None:
        self._port = port
        self._board = board
        self._symbols = symbols
        self._timeout_s = timeout_s
        self._line_s = _REACTION_S + 2 * LONGEST * _BITS_A_BYTE / baud
        self._session = secrets.randbits(32)
        self._sequence = 0
        self.asked_again = 0
        """How often something had to be asked again."""
        self._payload = self._greet(image)

    def seed(self, kind: int, seed: bytes) -> None:
        """Seed the generator behind the firmware's random bytes."""
        self._command("ok", f"random {kind} {seed.hex()}")

    def write(self, name: str, data: bytes) -> None:
        """Fill the beginning of one of the image's objects."""
        symbol = find_symbol(self._symbols, name, len(data))
        for offset in range(0, len(data), self._payload):
            part = data[offset : offset + self._payload]
            self._command("ok", f"write {symbol.address + offset:08x} {part.hex()}")

    def set(self, name: str, value: int) -> None:
        """Store a 32-bit word."""
        self.write(name, value.to_bytes(_WORD, "little"))

    def get(self, name: str) -> int:
        """Read a 32-bit word."""
        return int.from_bytes(self.read(name, _WORD), "little")

    def read(self, name: str, length: int) -> bytes:
        """Read the beginning of one of the image's objects."""
        symbol = find_symbol(self._symbols, name, length)
        found = b""
        while len(found) < length:
            wanted = min(self._payload, length - len(found))
            answer = self._command("data", f"read {symbol.address + len(found):08x} {wanted}")
            try:
                part = bytes.fromhex(answer)
            except ValueError as error:
                raise WireError("the board's data are not hexadecimal") from error
            if len(part) != wanted:
                raise WireError(f"the board gave {len(part)} bytes of {name} instead of {wanted}")
            found += part
        return found

    def run(self, operation: int) -> Ran:
        """Run one of the image's operations."""
        answer = self._command("ran", f"run {operation}", limit=self._timeout_s)
        fields = answer.split(" ")
        if len(fields) != _RAN_FIELDS or not all(_is_number(field) for field in fields):
            raise WireError("the board's report has another form")
        status, cycles, stack, heap, random_bytes = (int(field) for field in fields)
        return Ran(
            status=status,
            instructions=0,
            cycles=cycles,
            stack_bytes=stack,
            painted_bytes=stack,
            heap_bytes=heap,
            random_bytes=random_bytes,
            moved_cycles=0,
            counted=0,
            deepest="?",
        )

    def count(self, function: str) -> bool:  # noqa: ARG002 - of every place that runs an image
        """Nothing is counted on a board."""
        return False

    def profile(self, *, wanted: bool) -> None:
        """Nothing is gathered on a board."""

    def profiled(self) -> Profile:
        """A board does not say where cycles go."""
        return Profile(0, {})

    def _greet(self, image: str) -> int:
        answer = self._command("hello", "hello")
        fields = answer.split(" ")
        if len(fields) != _HELLO_FIELDS or fields[0] != str(PROTOCOL):
            raise WireError(f"the board speaks another protocol: `{answer[:60]}`")
        if fields[1] != self._board.name:
            raise WireError(f"the image there is for the board {fields[1][:40]}, not {self._board.name}")
        if fields[2] != image:
            raise WireError(
                f"the board runs another image ({fields[2][:40]} instead of {image}): give a flash command, "
                "or flash it by hand"
            )
        if not fields[3].isdecimal() or not 1 <= int(fields[3]) <= LONGEST:
            raise WireError(f"the board speaks another protocol: `{answer[:60]}`")
        return int(fields[3])

    def _command(self, kind: str, body: str, *, limit: float | None = None) -> str:
        """Ask until there is an answer, and return what follows its first word."""
        self._sequence = (self._sequence + 1) % 2**16
        if limit is None:
            answer = self._asked(body, self._board.patience_s, fewest=_TRIES)
        else:
            answer = self._asked(body, limit, fewest=1)
        word, _, rest = answer.partition(" ")
        if word == "error":
            raise self._refusal(body, rest)
        if word != kind:
            raise WireError(f"the board answered `{word[:40]}` to `{body[:60]}`")
        return rest

    def _asked(self, body: str, limit: float, *, fewest: int) -> str:
        """Ask until the limit, but as often as `fewest`: on a busy host time passes while nobody asks."""
        began = time.monotonic()
        heard = False
        asked = 0
        pause = self._line_s
        while (now := time.monotonic()) < began + limit or asked < fewest:
            asked += 1
            until = now + pause if asked <= fewest else min(now + pause, began + limit)
            answer = self._once(body, until)
            if answer is not None and answer != "running":
                return answer
            heard = heard or answer is not None
            pause = _ASK_AGAIN_S if heard else pause * _LONGER
            if not heard and now - began > _UNHEARD_S:
                break
            self.asked_again += 1
        if heard:
            raise TargetTimeout(f"the board did not end `{body[:60]}` within {limit:.0f} s")
        raise WireError(
            f"the board did not answer `{body[:60]}` within {time.monotonic() - began:.1f} s: is it "
            "connected, at the right baud rate, and not busy?"
        )

    def _once(self, body: str, until: float) -> str | None:
        """Ask once; what is answered to other questions is left over from earlier."""
        self._port.send(make_line(self._session, self._sequence, body))
        running = None
        while (answer := self._port.receive(until)) is not None:
            if (answer.session, answer.sequence) != (self._session, self._sequence):
                continue
            if answer.body != "running":
                return answer.body
            running = answer.body
            until = max(until, time.monotonic() + _ASK_AGAIN_S)
        return running

    @staticmethod
    def _refusal(body: str, why: str) -> TargetError:
        if why == "reset":
            return WireError(
                f"the board was reset before or during `{body[:60]}`: what was put into it is lost"
            )
        if why == "fault":
            return TargetError(
                f"the firmware faulted on the board during `{body[:60]}` (bad access, or too small a stack)"
            )
        return WireError(f"the board refuses `{body[:60]}`: {why[:80]}")


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdecimal()
