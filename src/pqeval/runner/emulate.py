"""Firmware of others on an emulated board: start the emulator, pass its output through, read its figures."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from pqeval.errors import RecordError, TargetError, TargetTimeout, WireError
from pqeval.targets.cortex_m.emulator import emulator_command
from pqeval.targets.cortex_m.parts import Part

__all__ = ["Emulated", "Outcome", "emulate"]

_USAGE_CODE: Final = 2
_GRACE_S: Final = 10
_NUMBERS: Final = ("status", "instructions", "cycles", "exceptions", "slept_cycles")


class Outcome(StrEnum):
    """How a run came to its end (native/emulator/firmware_run.h)."""

    EXITED = "exited"
    """By semihosting; its `status` is the firmware's own."""
    REACHED = "reached"
    """The address it was to run until."""
    RESET = "reset"
    """The firmware asked for a reset."""
    IDLE = "idle"
    """It can do nothing but idle: no interrupt can come."""
    LIMIT = "limit"
    """A limit of instructions or time was hit."""
    FAULT = "fault"
    """A fault of the core, or of the firmware's use of it."""


class Emulated(msgspec.Struct, frozen=True, kw_only=True):
    """What a run took.

    `cycles` are modelled ones, of the part, with 24 for each of the `exceptions` (12 in, 12 out) and the
    `slept_cycles` in which the firmware waited for an interrupt. `status` is 0 unless it `exited`.
    """

    outcome: Outcome
    status: int
    instructions: int
    cycles: int
    exceptions: int
    slept_cycles: int
    image_sha256: str


def emulate(
    image: Path, part: Part, *, max_instructions: int, timeout_s: int, until: str | None = None
) -> Emulated:
    """Run an ELF image for the board mps2-an386 to its end.

    The firmware's output goes to this process's stdout as it comes; its semihosting errors and the report of
    a fault go to stderr.

    Args:
        image: an executable for a Cortex-M4; `until` may name one of its symbols.
        part: whose cycles are modelled.
        max_instructions: limit of the run.
        timeout_s: limit of the run, in seconds of the host.
        until: a symbol or an address at which the run ends; None: nowhere.

    Raises:
        RecordError: the image cannot be read, or not be run; the reason was written to stderr.
        TargetError: the emulator or the engine is missing, or ended by a signal.
        BrokenPipeError: whoever read stdout went away.
    """
    try:
        digest = hashlib.sha256(image.read_bytes()).hexdigest()
    except OSError as error:
        raise RecordError(f"the image {image} cannot be read: {error.strerror}") from error
    with tempfile.TemporaryDirectory(prefix="pqeval-") as folder:
        summary = Path(folder) / "summary"
        limits = [str(max_instructions), str(timeout_s)]
        words = [*emulator_command(part, image), *limits, "firmware", str(summary)]
        code = _run(words + ([until] if until is not None else []), timeout_s + _GRACE_S)
        if code == -signal.SIGPIPE:
            raise BrokenPipeError
        if code < 0:
            raise TargetError(f"the emulator was ended by {signal.Signals(-code).name}")
        if code == _USAGE_CODE:
            raise RecordError(f"{image.name} cannot be run; the line above says why")
        return _read(summary, digest)


def _run(words: list[str], timeout_s: int) -> int:
    sys.stdout.flush()  # what was printed before the firmware's output comes before it
    try:
        return subprocess.run(words, stdin=subprocess.DEVNULL, check=False, timeout=timeout_s).returncode
    except OSError as error:
        raise TargetError(f"the emulator cannot be started: {error}") from error
    except subprocess.TimeoutExpired as error:
        # It keeps the time itself; this is for one that hangs outside the emulated code.
        raise TargetTimeout(f"the emulator did not end within {timeout_s} s") from error


def _read(summary: Path, digest: str) -> Emulated:
    try:
        lines = summary.read_text(encoding="ascii").splitlines()
        words = dict(line.split(" ") for line in lines)
        outcome = Outcome(words["outcome"])
        numbers = {name: int(words[name]) for name in _NUMBERS}
    except (OSError, ValueError, KeyError) as error:
        raise WireError(f"the emulator's summary is missing or has another form: {error}") from error
    return Emulated(outcome=outcome, image_sha256=digest, **numbers)
