"""Bring an image to a board and open the line to it."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pqeval.errors import CommandError, TargetError
from pqeval.native.process import run
from pqeval.native.tools import require_tool
from pqeval.targets.serial.link import BoardLink
from pqeval.targets.serial.port import Port
from pqeval.targets.serial.qemu import running_qemu
from pqeval.targets.serial.spec import QEMU, SerialSpec
from pqeval.targets.serial.symbols import symbols_of

__all__ = ["opened_board"]

_FLASH_TIMEOUT_S: Final = 180


@contextmanager
def opened_board(spec: SerialSpec, image: Path) -> Iterator[BoardLink]:
    """An image running on the board, and the link to it. The folder of an image names its build.

    Raises:
        TargetError: it cannot be flashed, the device cannot be opened, or nobody answers there.
    """
    if spec.device == QEMU:
        with running_qemu(image) as device, _linked(spec, device, image) as link:
            yield link
        return
    if spec.flash:
        _flash(spec.flash, image)
    with _linked(spec, spec.device, image) as link:
        yield link


@contextmanager
def _linked(spec: SerialSpec, device: str, image: Path) -> Iterator[BoardLink]:
    with Port(device, spec.baud) as port:
        yield BoardLink(
            port,
            spec.board,
            image.parent.name,
            symbols_of(image),
            baud=spec.baud,
            timeout_s=spec.timeout_s,
        )


def _flash(command: str, image: Path) -> None:
    """Run the command; {image} and {binary} stand for files, also inside a word."""
    with tempfile.TemporaryDirectory(prefix="pqeval-flash-") as folder:
        binary = Path(folder) / "image.bin"
        if "{binary}" in command:
            objcopy = require_tool("arm-none-eabi-gcc").path.with_name("arm-none-eabi-objcopy")
            run([objcopy, "-O", "binary", image, binary])
        try:
            words = [
                word.replace("{image}", str(image)).replace("{binary}", str(binary))
                for word in shlex.split(command)
            ]
        except ValueError as error:
            raise TargetError(f"the flash command `{command}` is not sound: {error}") from error
        try:
            done = subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_FLASH_TIMEOUT_S,
                check=False,
            )
        except OSError as error:
            raise TargetError(
                f"the flash command cannot be started: {words[0]}: {error.strerror}; install it, or choose "
                "another with flash="
            ) from error
        except subprocess.TimeoutExpired as error:
            raise TargetError(f"the flash command did not end within {_FLASH_TIMEOUT_S} s") from error
        if done.returncode != 0:
            raise CommandError(words, done.returncode, done.stdout, done.stderr)
