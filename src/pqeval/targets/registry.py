"""The targets by name. A new one is added here and in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from pqeval.catalogue.vocabulary import Optimisation
from pqeval.errors import PartError, PlanError
from pqeval.targets.cortex_m.cores import core_names
from pqeval.targets.cortex_m.parts import part
from pqeval.targets.target import Target

if TYPE_CHECKING:
    from pqeval.targets.cortex_m.firmware import Flavour
    from pqeval.targets.folder.folder import Folder

__all__ = ["TARGET_NAMES", "Options", "chosen_targets", "targets"]

_BOARD_FORM: Final = "cortex-m4:board=NAME"


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may choose of targets.

    `kat` says which known answers schemes must pass on the host (`single` or `all`), `parts` which parts
    carry the cores (names or part files), `jobs` how many emulators run at a time, `folders` which
    implementations of other people are offered beside pqeval's own, `optimisation` how the compiler optimises
    what emulated cores and boards run.
    """

    kat: str = "single"
    parts: tuple[str, ...] = ()
    jobs: int | None = None
    folders: tuple[Folder, ...] = ()
    optimisation: tuple[Optimisation, ...] = (Optimisation.O3,)


def _host(options: Options) -> Target:
    from pqeval.targets.host.target import HostTarget  # noqa: PLC0415 - loads compiled code

    return HostTarget(kat=options.kat, folders=options.folders)


def _cortex_m(core: str, options: Options, board: str = "") -> Target:
    from pqeval.targets.cortex_m.target import CortexMTarget  # noqa: PLC0415 - loads compiled code

    carried = [name for name in options.parts if part(name).core == core]
    if len(carried) > 1:
        raise PartError(f"only one part can carry the {core}, not {' and '.join(carried)}")
    return CortexMTarget(
        core,
        part="".join(carried),
        jobs=options.jobs,
        folders=options.folders,
        flavour=_flavour(board),
        optimisation=options.optimisation,
    )


def _flavour(board_name: str) -> Flavour:
    """For what images are built: the emulator, or a board."""
    from pqeval.targets.cortex_m.firmware import EMULATED  # noqa: PLC0415 - loads compiled code
    from pqeval.targets.serial.boards import board  # noqa: PLC0415 - likewise

    return board(board_name).flavour() if board_name else EMULATED


_MAKERS: Final[dict[str, Callable[[Options], Target]]] = {
    "host": _host,
    **{name: partial(_cortex_m, name) for name in core_names()},
}
TARGET_NAMES: Final = tuple(_MAKERS)


def targets(options: Options | None = None) -> dict[str, Target]:
    """Every target.

    Raises:
        PartError: an option names a part that does not exist, or two for one core.
    """
    return {name: make(options or Options()) for name, make in _MAKERS.items()}


def chosen_targets(
    words: Iterable[str], options: Options | None = None
) -> tuple[tuple[str, ...], dict[str, Target]]:
    """The names of the targets that `words` ask for, and every target, theirs included.

    A word is a name, or a name with parameters: `serial:DEVICE,board=NAME,...` is a board, whose name it then
    has; `cortex-m4:board=NAME` runs that board's images on the emulated core.

    Raises:
        PlanError: a word with parameters is of another form; names it.
        PartError: as `targets`.
    """
    known = targets(options)
    names: list[str] = []
    for word in words:
        if ":" not in word:
            names.append(word)
            continue
        target = _with_parameters(word, options or Options())
        known[target.name] = target
        names.append(target.name)
    return tuple(dict.fromkeys(names)), known


def _with_parameters(word: str, options: Options) -> Target:
    name, _, rest = word.partition(":")
    if name == "serial":
        from pqeval.targets.serial.spec import read_spec  # noqa: PLC0415 - loads targets
        from pqeval.targets.serial.target import SerialTarget  # noqa: PLC0415 - likewise

        spec = read_spec(word)
        return SerialTarget(spec, folders=options.folders, optimisation=options.optimisation)
    if name == "cortex-m4":
        from pqeval.targets.serial.boards import board_names  # noqa: PLC0415 - loads targets

        key, _, value = rest.partition("=")
        if key != "board" or value not in board_names():
            raise PlanError(f"`{word}` is not {_BOARD_FORM} with one of {', '.join(board_names())}")
        return _cortex_m(name, options, value)
    raise PlanError(
        f"there is no target with parameters `{word}`: use serial:DEVICE,board=NAME or {_BOARD_FORM}"
    )
