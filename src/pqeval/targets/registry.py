"""The targets by name. A new one is added here and in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from pqeval.targets.target import Target

if TYPE_CHECKING:
    from pqeval.targets.folder.folder import Folder

__all__ = ["TARGET_NAMES", "targets"]


def _host(kat: str, folders: Sequence[Folder]) -> Target:
    from pqeval.targets.host.target import HostTarget  # noqa: PLC0415 - loads compiled code

    return HostTarget(kat=kat, folders=folders)


def _cortex_m4(_kat: str, folders: Sequence[Folder]) -> Target:
    from pqeval.targets.cortex_m.target import CortexM4Target  # noqa: PLC0415 - loads compiled code

    return CortexM4Target(folders=folders)


_MAKERS: Final[dict[str, Callable[[str, Sequence[Folder]], Target]]] = {
    "host": _host,
    "cortex-m4": _cortex_m4,
}
TARGET_NAMES: Final = tuple(_MAKERS)


def targets(*, kat: str = "single", folders: Sequence[Folder] = ()) -> dict[str, Target]:
    """Every target; `kat` says which known answers schemes must pass on the host.

    `folders` are implementations of other people that targets are to offer beside their own.
    """
    return {name: make(kat, folders) for name, make in _MAKERS.items()}
