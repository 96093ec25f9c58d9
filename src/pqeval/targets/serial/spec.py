"""What follows `serial:` on the command line: DEVICE,board=NAME[,flash=COMMAND][,baud=N][,timeout=S]."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pqeval.errors import PlanError, TargetError
from pqeval.targets.serial.boards import Board, board, board_names

__all__ = ["QEMU", "SerialSpec", "read_spec"]

QEMU: Final = "qemu"
"""The device that is no device: a QEMU of our own for each image."""
_QEMU_BOARD: Final = "mps2-an386"
_FORM: Final = "serial:DEVICE,board=NAME[,flash=COMMAND][,baud=N][,timeout=SECONDS]"
_RANGES: Final = {"baud": (1200, 4_000_000), "timeout": (1, 86_400)}


@dataclass(frozen=True, slots=True)
class SerialSpec:
    """Where a board is and how it is brought to run an image.

    `flash` is a command with {image} or {binary} in it, or empty: the image is there already.
    """

    device: str
    board: Board
    flash: str
    baud: int
    timeout_s: int = 600


def read_spec(text: str) -> SerialSpec:
    """Read `serial:...`. A value with commas stands in double quotes; flash may name a command of the board.

    Raises:
        PlanError: it has another form, or a parameter or its value does not exist; names it.
    """
    kind, _, rest = text.partition(":")
    device, *parameters = _split(rest, text)
    if kind != "serial" or not device or "=" in device:
        raise PlanError(f"`{text}` is not of the form {_FORM}")
    given: dict[str, str] = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals or name not in {"board", "flash", *_RANGES}:
            raise PlanError(f"`{parameter}` in `{text}` is no parameter of a serial target: {_FORM}")
        if name in given:
            raise PlanError(f"`{name}` is given twice in `{text}`")
        given[name] = value
    if "board" not in given:
        raise PlanError(f"`{text}` names no board: add board=NAME with one of {', '.join(board_names())}")
    try:
        chosen = board(given["board"])
    except TargetError as error:
        raise PlanError(f"`{text}`: {error}") from error
    if device == QEMU and (chosen.name != _QEMU_BOARD or "flash" in given):
        raise PlanError(f"`{text}`: QEMU is the board {_QEMU_BOARD} and loads images itself, without flash=")
    return SerialSpec(
        device=device,
        board=chosen,
        flash=_flash(chosen, given.get("flash"), text),
        baud=_number("baud", given, chosen.baud, text),
        timeout_s=_number("timeout", given, 600, text),
    )


def _split(rest: str, text: str) -> list[str]:
    """Split at commas outside double quotes, and take the quotes away."""
    if rest.count('"') % 2:
        raise PlanError(f"a double quote is not closed in `{text}`")
    fields = [""]
    for number, piece in enumerate(rest.split('"')):
        if number % 2:
            fields[-1] += piece
            continue
        first, *more = piece.split(",")
        fields[-1] += first
        fields += more
    return fields


def _flash(chosen: Board, value: str | None, text: str) -> str:
    if value is None:
        return next(iter(chosen.flash.values()), "")
    if value in {"", "none"}:
        return ""
    command = chosen.flash.get(value, value)
    if "{image}" not in command and "{binary}" not in command:
        known = ", ".join(chosen.flash) or "none"
        raise PlanError(
            f"flash=`{value}` in `{text}` is neither a command with {{image}} or {{binary}} in it nor one of "
            f"the board's ({known}); flash=none uses what the board runs already"
        )
    return command


def _number(name: str, given: dict[str, str], default: int, text: str) -> int:
    if name not in given:
        return default
    least, largest = _RANGES[name]
    if not given[name].isdecimal() or not least <= int(given[name]) <= largest:
        raise PlanError(f"{name}=`{given[name]}` in `{text}` is not a number from {least} to {largest}")
    return int(given[name])
