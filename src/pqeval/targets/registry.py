"""The targets by name. A new one is added here and in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from pqeval.errors import PlanError
from pqeval.targets.target import Target

__all__ = ["TARGET_NAMES", "chosen_targets", "targets"]

_BOARD_FORM: Final = "cortex-m4:board=NAME"


def _host(kat: str) -> Target:
    from pqeval.targets.host.target import HostTarget  # noqa: PLC0415 - loads compiled code

    return HostTarget(kat=kat)


def _cortex_m4(_kat: str) -> Target:
    from pqeval.targets.cortex_m.target import CortexM4Target  # noqa: PLC0415 - loads compiled code

    return CortexM4Target()


_MAKERS: Final[dict[str, Callable[[str], Target]]] = {"host": _host, "cortex-m4": _cortex_m4}
TARGET_NAMES: Final = tuple(_MAKERS)


def targets(*, kat: str = "single") -> dict[str, Target]:
    """Every target; `kat` says which known answers schemes must pass on the host."""
    return {name: make(kat) for name, make in _MAKERS.items()}


def chosen_targets(words: Iterable[str], *, kat: str = "single") -> tuple[tuple[str, ...], dict[str, Target]]:
    """The names of the targets that `words` ask for, and every target, theirs included.

    A word is a name, or a name with parameters: `serial:DEVICE,board=NAME,...` is a board, whose name it then
    has; `cortex-m4:board=NAME` runs that board's images on the emulated core.

    Raises:
        PlanError: a word with parameters is of another form; names it.
    """
    known = targets(kat=kat)
    names: list[str] = []
    for word in words:
        if ":" not in word:
            names.append(word)
            continue
        target = _with_parameters(word)
        known[target.name] = target
        names.append(target.name)
    return tuple(dict.fromkeys(names)), known


def _with_parameters(word: str) -> Target:
    name, _, rest = word.partition(":")
    if name == "serial":
        from pqeval.targets.serial.spec import read_spec  # noqa: PLC0415 - loads targets
        from pqeval.targets.serial.target import SerialTarget  # noqa: PLC0415 - likewise

        return SerialTarget(read_spec(word))
    if name == "cortex-m4":
        from pqeval.targets.cortex_m.target import CortexM4Target  # noqa: PLC0415 - loads compiled code
        from pqeval.targets.serial.boards import board, board_names  # noqa: PLC0415 - likewise

        key, _, value = rest.partition("=")
        if key != "board" or value not in board_names():
            raise PlanError(f"`{word}` is not {_BOARD_FORM} with one of {', '.join(board_names())}")
        return CortexM4Target(flavour=board(value).flavour())
    raise PlanError(
        f"there is no target with parameters `{word}`: use serial:DEVICE,board=NAME or {_BOARD_FORM}"
    )
