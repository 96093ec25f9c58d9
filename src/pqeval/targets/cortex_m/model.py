"""The timing models in words, with the error that the validation record has of the one that was validated."""

from __future__ import annotations

from functools import cache
from typing import Final

from pqeval.catalogue import Mark
from pqeval.records import ModelFacts
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.parts import Part
from pqeval.targets.cortex_m.validation import agreement, held_out, released_validation

__all__ = ["MODEL_ID", "model_facts"]

MODEL_ID: Final = "armv7em-2"
"""The model that was compared with boards; native/emulator/pipeline.h."""


def model_facts(part: Part) -> ModelFacts | None:
    """The model that gives cycles for a part; None if its core has no cycles."""
    one = core(part.core)
    if not one.model:
        return None
    if not part.mark:
        return _validated()
    return ModelFacts(id=one.model, source=one.source, mark=Mark(part.mark), note=one.note)


@cache
def _validated() -> ModelFacts:
    """Its error is that on rows it was not fitted to."""
    found = agreement(held_out(released_validation().rows))
    assert found is not None, "the released record holds held-out rows"
    one = core("cortex-m4")
    return ModelFacts(
        id=MODEL_ID,
        mean_error_percent=round(found.mean, 2),
        max_error_percent=round(found.largest, 1),
        validated_against=(
            f"{found.operations} held-out operations of {found.implementations} implementations of pqm4 "
            "(commit cc2c1b9) on a Nucleo-L4R5ZI"
        ),
        source=one.source,
        note=one.note,
        operations=found.operations,
        implementations=found.implementations,
        within_2_percent=round(100 * found.within_2, 1),
        within_5_percent=round(100 * found.within_5, 1),
    )
