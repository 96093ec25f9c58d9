"""The same code at another optimisation of the compiler: its variant says so, so that series stay apart."""

from __future__ import annotations

import msgspec

from pqeval.catalogue import Implementation, Optimisation

__all__ = ["at", "written_as"]


def at(implementation: Implementation, optimisation: Optimisation) -> Implementation:
    """What a target offers of an implementation where the compiler optimises so; `-O3` has no suffix."""
    return msgspec.structs.replace(
        implementation,
        variant=implementation.variant + _suffix(optimisation),
        optimisation=optimisation,
    )


def written_as(implementation: Implementation) -> str:
    """The variant without the suffix: which source it is."""
    return implementation.variant.removesuffix(_suffix(implementation.optimisation))


def _suffix(optimisation: Optimisation) -> str:
    return "" if optimisation == Optimisation.O3 else f"-{optimisation.lower()}"
