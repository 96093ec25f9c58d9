"""Boards by name, as data, and the flavour of an image that each needs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

from pqeval.errors import TargetError
from pqeval.targets.cortex_m.firmware import COMMON, Flavour

__all__ = ["Board", "board", "board_names"]

_SERIAL: Final = ("hal_serial.c", "marks.S", "line.c")
_FAULTED: Final = 0x0FF0FA17


@dataclass(frozen=True, slots=True)
class Board:
    """One kind of board; `cycle_counter` is 0 where there are no cycles to be had.

    `patience_s` is how long it is asked before it counts as silent.
    """

    name: str
    title: str
    part: str
    baud: int
    cycle_counter: int
    patience_s: int
    source: str
    flash: Mapping[str, str] = field(default_factory=dict)

    def flavour(self, baud: int | None = None) -> Flavour:
        """How an image for this board is built."""
        folder = f"firmware/boards/{self.name}"
        return Flavour(
            name=self.name,
            sources=(
                *(f"firmware/{name}" for name in (*COMMON, *_SERIAL)),
                f"{folder}/board.c",
                "random/random.c",
                "random/primitives.c",
            ),
            script=f"{folder}/link.ld",
            flags=(
                f'-DPQE_BOARD="{self.name}"',
                f"-DPQE_BAUD={baud or self.baud}u",
                f"-DPQE_CYCLE_COUNTER={self.cycle_counter:#x}",
                f"-DPQE_FAULTED={_FAULTED:#x}",
            ),
            inputs=("random",),
        )


@cache
def _boards() -> dict[str, Board]:
    text = resources.files("pqeval.targets.serial").joinpath("data/boards.toml").read_text(encoding="utf-8")
    return {name: Board(name=name, **facts) for name, facts in tomllib.loads(text).items()}


def board_names() -> tuple[str, ...]:
    """Every board that is known."""
    return tuple(_boards())


def board(name: str) -> Board:
    """A board by its name.

    Raises:
        TargetError: there is no such board.
    """
    try:
        return _boards()[name]
    except KeyError:
        raise TargetError(f"there is no board {name!r}; known are {', '.join(_boards())}") from None
