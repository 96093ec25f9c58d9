"""The targets by name. A new one is added here and in a module of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pqeval.targets.target import Target

__all__ = ["TARGET_NAMES", "targets"]


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
