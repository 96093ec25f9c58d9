"""The Cortex-M cores that can be asked for, as data: whose code they run, and by which model."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pqeval.catalogue import Mark
from pqeval.errors import TargetError

__all__ = ["Core", "core", "core_names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """A core, by the name of its target. `model` is empty where there are no cycles, and `no_cycles` why."""

    name: str
    title: str
    code: str
    engine: str
    part: str
    model: str = ""
    mark: Mark = Mark.NONE
    source: str = ""
    note: str = ""
    no_cycles: str = ""


@cache
def _cores() -> dict[str, Core]:
    text = resources.files("pqeval.targets.cortex_m").joinpath("data/cores.toml").read_text(encoding="utf-8")
    return {
        name: Core(name=name, **{**facts, "mark": Mark(facts.get("mark", ""))})
        for name, facts in tomllib.loads(text).items()
    }


def core_names() -> tuple[str, ...]:
    """Every core that is known, the one that others are compared with first."""
    return tuple(_cores())


def core(name: str) -> Core:
    """A core by its name.

    Raises:
        TargetError: there is no such core.
    """
    try:
        return _cores()[name]
    except KeyError:
        raise TargetError(f"there is no core {name!r}; known are {', '.join(_cores())}") from None
