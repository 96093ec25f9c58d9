"""Lines of the protocol (native/firmware/line.h): made and read, without a port."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final

__all__ = ["LONGEST", "PROTOCOL", "Answer", "make_line", "read_line"]

PROTOCOL: Final = 1
LONGEST: Final = 576
_ANSWER: Final = re.compile(rb"PQE1< ([0-9a-f]{8}) ([0-9a-f]{4}) ([ -~]*) ([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Answer:
    """A line from the firmware, whole and right."""

    session: int
    sequence: int
    body: str


def make_line(session: int, sequence: int, body: str) -> bytes:
    """A line to the firmware; it begins with a newline, which ends whatever noise is in front of it."""
    text = f"PQE1> {session:08x} {sequence:04x} {body}".encode("ascii")
    return b"\n%s %08x\n" % (text, zlib.crc32(text))


def read_line(line: bytes) -> Answer | None:
    """What a line (without its end) says, or None if it is not whole and right; noise may stand in front."""
    start = line.rfind(b"PQE1<")
    found = _ANSWER.fullmatch(line[start:]) if start >= 0 else None
    if found is None or zlib.crc32(line[start : found.start(4) - 1 + start]) != int(found[4], 16):
        return None
    return Answer(int(found[1], 16), int(found[2], 16), found[3].decode("ascii"))
