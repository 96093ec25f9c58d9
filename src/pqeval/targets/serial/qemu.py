"""QEMU as a board: a process for an image, whose UART is a pseudo-terminal."""

from __future__ import annotations

import re
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pqeval.errors import TargetError

__all__ = ["qemu_problem", "running_qemu"]

_PROGRAM: Final = "qemu-system-arm"
_START_S: Final = 20.0
_REDIRECTED: Final = re.compile(rb"char device redirected to (/dev/\S+)")
_LONGEST_GREETING: Final = 4096


def qemu_problem() -> str:
    """Empty if QEMU is here, else what to do."""
    if shutil.which(_PROGRAM):
        return ""
    return f"{_PROGRAM} is not installed (Debian: apt-get install qemu-system-arm)"


@contextmanager
def running_qemu(image: Path) -> Iterator[str]:
    """Run an image on QEMU's mps2-an386; gives the device of its UART.

    Raises:
        TargetError: QEMU is missing or does not start.
    """
    if problem := qemu_problem():
        raise TargetError(problem)
    words = [_PROGRAM, "-M", "mps2-an386", "-display", "none", "-monitor", "none", "-serial", "pty"]
    with subprocess.Popen(
        [*words, "-kernel", str(image)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
    ) as process:
        try:
            yield _device(process)
        finally:
            process.kill()


def _device(process: subprocess.Popen[bytes]) -> str:
    """What QEMU says of where its UART is."""
    assert process.stdout is not None
    said = b""
    until = time.monotonic() + _START_S
    while (left := until - time.monotonic()) > 0 and len(said) < _LONGEST_GREETING:
        if found := _REDIRECTED.search(said):
            return found[1].decode()
        ready, _, _ = select.select([process.stdout], [], [], left)
        piece = process.stdout.read(512) if ready else b""
        if not piece:
            break
        said += piece
    raise TargetError(
        f"{_PROGRAM} did not start: {said.decode(errors='replace').strip()[-300:] or 'no message'}"
    )
