"""Which constants explain what was measured: a small grid, exact comparison, and what is left over.

In three steps, each over the settings that the one before left: the prefetch unit from patterns that access
no data, loads of constants, then the bus wait of each memory from patterns that work on it alone. A setting
is better if it gives more patterns their exact cost. Settings that are equally good are kept and named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Protocol

import msgspec

from pqeval.targets.cortex_m.calibration.patterns import Cost, Pattern
from pqeval.targets.cortex_m.constants import USUAL, Constants

__all__ = ["FETCH_GRID", "WAITS", "Asked", "Fit", "fit"]

WAITS: Final = (0, 1, 2, 3, 4)
FETCH_GRID: Final = tuple(
    Constants(buffer_words=words, run_again_words=again, fetch_latency=latency, branch_wait=wait)
    for words, again, latency, wait in product((2, 3, 4), (1, 2, 3), (1, 2, 3), (0, 1, 2, 3))
    if again < words
)
_FETCH_GROUPS: Final = frozenset({"fetch", "branch", "core"})
_WITH_WAITS: Final = 3
"""Settings for which waits are looked for: those equal on patterns without data rarely differ in them."""


def _usual_wait_first(wait: int) -> tuple[bool, int]:
    return wait != 1, wait


class Asked(Protocol):
    """The model: the costs of patterns under each of some settings."""

    def ask(
        self, settings: Sequence[Constants], patterns: Sequence[Pattern]
    ) -> dict[Constants, Mapping[str, Cost]]:
        """By setting, then by the pattern's name."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The constants that explain most.

    `equal` are all settings that explain as much, `constants` being the one nearest to the usual one, whose
    waits they share; `waits` holds by memory the other waits that explain as much. `modelled` are the costs
    under `constants`, `explained` the patterns that they give exactly.
    """

    constants: Constants
    equal: tuple[Constants, ...]
    waits: Mapping[int, tuple[int, ...]]
    modelled: Mapping[str, Cost]
    explained: frozenset[str]

    def alternatives(self) -> dict[str, tuple[int, ...]]:
        """By constant, the other values in settings that explain as much; `waits[N]` is that of memory N."""
        found = {}
        for name in Constants.__struct_fields__:
            mine = getattr(self.constants, name)
            others = {getattr(one, name) for one in self.equal} - {mine}
            if name != "waits" and others:
                found[name] = tuple(sorted(others))
        return found | {f"waits[{memory}]": others for memory, others in self.waits.items()}


def fit(model: Asked, patterns: Sequence[Pattern], measured: Mapping[str, Cost], memories: int) -> Fit:
    """Fit the constants of a part with so many RAMs; `measured` may lack patterns that were unsteady."""
    usable = [one for one in patterns if one.name in measured]
    fetch = _best(model, FETCH_GRID, [one for one in usable if one.group in _FETCH_GROUPS], measured)
    both = [msgspec.structs.replace(one, literal_blocks_a_fetch=flag) for one, flag in product(fetch, (1, 0))]
    settings = _best(model, both, [one for one in usable if one.group == "literal"], measured)
    data = [one for one in usable if one.group == "data"]
    waits = max(
        (_waits(model, setting, data, measured, memories) for setting in settings[:_WITH_WAITS]),
        key=lambda found: found.score,
    )
    complete = [msgspec.structs.replace(setting, waits=waits.best) for setting in settings]
    equal = _best(model, complete, usable, measured)
    modelled = model.ask(equal[:1], patterns)[equal[0]]
    explained = frozenset(name for name, cost in measured.items() if modelled[name] == cost)
    return Fit(equal[0], tuple(equal), waits.others, modelled, explained)


def _best(
    model: Asked, settings: Sequence[Constants], patterns: Sequence[Pattern], measured: Mapping[str, Cost]
) -> list[Constants]:
    """The settings that explain most, the usual one's neighbours first."""
    answers = model.ask(settings, patterns)
    scores = {setting: _score(answers[setting], patterns, measured) for setting in settings}
    best = max(scores.values())
    return sorted((setting for setting in settings if scores[setting] == best), key=_distance)


def _score(answer: Mapping[str, Cost], patterns: Sequence[Pattern], measured: Mapping[str, Cost]) -> int:
    return sum(answer[one.name] == measured[one.name] for one in patterns)


def _distance(setting: Constants) -> int:
    """How many constants are not the usual ones, and by how much."""
    names = (name for name in Constants.__struct_fields__ if name != "waits")
    differences: list[int] = [abs(getattr(setting, name) - getattr(USUAL, name)) for name in names]
    return 10 * sum(1 for difference in differences if difference) + sum(differences)


@dataclass(frozen=True, slots=True)
class _Waits:
    best: tuple[int, ...]
    score: int
    others: dict[int, tuple[int, ...]]


def _waits(
    model: Asked, setting: Constants, data: Sequence[Pattern], measured: Mapping[str, Cost], memories: int
) -> _Waits:
    """The waits of each memory under a setting; a memory's patterns depend on no other memory's wait."""
    tried = {wait: msgspec.structs.replace(setting, waits=(wait,) * (memories + 1)) for wait in WAITS}
    answers = model.ask(list(tried.values()), data)
    best, total = [], 0
    others = {}
    for memory in range(memories + 1):
        mine = [one for one in data if one.memories == (memory,)]
        scores = {wait: _score(answers[tried[wait]], mine, measured) for wait in WAITS}
        top = max(scores.values())
        equal = sorted((wait for wait in WAITS if scores[wait] == top), key=_usual_wait_first)
        best.append(equal[0])
        total += top
        if len(equal) > 1:
            others[memory] = tuple(equal[1:])
    return _Waits(tuple(best), total, others)
