"""What it costs if the winner's hardness class breaks: the replacement, and what must be there before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pqeval.catalogue import HardnessClass, Scheme
from pqeval.guideline.candidates import Candidate
from pqeval.guideline.filters import Reason
from pqeval.guideline.link import Transfer, transfer
from pqeval.guideline.quantity import Missing, Quantity, derived
from pqeval.guideline.query import Query

if TYPE_CHECKING:
    from pqeval.guideline.decide import Ranked, Rejected

__all__ = ["BreakCost", "break_cost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakCost:
    """The day on which `hardness_class` falls.

    `lost` are the survivors and schemes of the portfolio that fall with it. `replacement` is the best
    candidate of another class; `obstacles` are what keeps it out of the answer today, nothing if it
    survives. `update_bytes` is what each device must be sent: the replacement's code and public key, over
    the link in `update`. `reserve_bytes` is the flash to set aside now; for verifiers of updates that code
    must be on the device before the break, since afterwards no update can be trusted. `more_cycles` and
    `more_bytes` are what each exchange costs more than now.
    """

    hardness_class: HardnessClass
    lost: tuple[str, ...]
    replacement: Candidate | None
    obstacles: tuple[Reason, ...]
    must_be_there_before: bool
    update_bytes: Quantity | Missing
    update: Transfer | None
    reserve_bytes: Quantity | Missing
    more_cycles: Quantity | Missing
    more_bytes: Quantity | Missing


def break_cost(
    asked: Query,
    winner: Candidate,
    survivors: Sequence[Ranked],
    rejected: Sequence[Rejected],
    portfolio: Sequence[Scheme] = (),
) -> BreakCost:
    """What a break of the winner's class costs in this setting; `portfolio` is in use already."""
    fallen = winner.scheme.hardness_class
    schemes = [*(one.candidate.scheme for one in survivors), *portfolio]
    lost = dict.fromkeys(one.name for one in schemes if one.hardness_class == fallen)
    replacement, obstacles = _replacement(fallen, survivors, rejected)
    code = (
        replacement.fit.code
        if replacement
        else Missing(unit="bytes", reason="nothing of another class is known")
    )
    update = _update_bytes(replacement, code)
    return BreakCost(
        hardness_class=fallen,
        lost=tuple(lost),
        replacement=replacement,
        obstacles=obstacles,
        must_be_there_before=asked.role.kept == ("public_key_bytes",),
        update_bytes=update,
        update=transfer(asked.link, int(update.value))
        if asked.link and isinstance(update, Quantity)
        else None,
        reserve_bytes=code,
        more_cycles=_difference(replacement, winner, "cycles"),
        more_bytes=_difference(replacement, winner, "bytes"),
    )


def _replacement(
    fallen: HardnessClass, survivors: Sequence[Ranked], rejected: Sequence[Rejected]
) -> tuple[Candidate | None, tuple[Reason, ...]]:
    """The best survivor of another class; else the one that least stands against, quantum-safe and sound."""
    for one in survivors:
        if one.candidate.scheme.hardness_class != fallen:
            return one.candidate, ()
    near = [
        one
        for one in rejected
        if one.candidate.scheme.hardness_class != fallen
        and not {reason.filter for reason in one.reasons} & {"status", "security"}
    ]
    nearest = min(near, key=_distance, default=None)
    return (nearest.candidate, nearest.reasons) if nearest else (None, ())


def _distance(one: Rejected) -> tuple[int, float, float, tuple[str, str, bool]]:
    """Fewer reasons, then a smaller change, then fewer bytes on the link."""
    growth = max(reason.growth for reason in one.reasons)
    size = one.candidate.objective("bytes")
    return len(one.reasons), growth, size.value if isinstance(size, Quantity) else math.inf, one.candidate.key


def _update_bytes(replacement: Candidate | None, code: Quantity | Missing) -> Quantity | Missing:
    if replacement is None or isinstance(code, Missing):
        return Missing(unit="bytes", reason="the code size of a replacement is not known")
    key = replacement.scheme.sizes.public_key_bytes
    if key is None:
        return Missing(
            unit="bytes", reason=f"the catalogue has no public_key_bytes of {replacement.scheme.name}"
        )
    return derived(code.value + key, "bytes", f"code + {key}", [code], ["code"])


def _difference(replacement: Candidate | None, winner: Candidate, name: str) -> Quantity | Missing:
    if replacement is None:
        return Missing(unit=name, reason="nothing of another class is known")
    new, old = replacement.objective(name), winner.objective(name)
    for one in (new, old):
        if isinstance(one, Missing):
            return one
    assert isinstance(new, Quantity)
    assert isinstance(old, Quantity)
    return derived(
        new.value - old.value, new.unit, "replacement - winner", [new, old], ["replacement", "winner"]
    )
