"""The timing model in words, and its error as its validation record has it."""

from __future__ import annotations

from functools import cache

from pqeval.records import ModelFacts
from pqeval.targets.cortex_m.emulator import MODEL_ID
from pqeval.targets.cortex_m.validation import agreement, held_out, released_validation

__all__ = ["model_facts"]


@cache
def model_facts() -> ModelFacts:
    """The model of native/emulator/pipeline.h; its error is that on rows it was not fitted to."""
    found = agreement(held_out(released_validation().rows))
    assert found is not None, "the released record holds held-out rows"
    return ModelFacts(
        id=MODEL_ID,
        mean_error_percent=round(found.mean, 2),
        max_error_percent=round(found.largest, 1),
        validated_against=(
            f"{found.operations} held-out operations of {found.implementations} implementations of pqm4 "
            "(commit cc2c1b9) on a Nucleo-L4R5ZI"
        ),
        source="Cortex-M4 and Cortex-M3 Technical Reference Manuals; bus wait fitted to pqm4's figures",
        note="operands of divisions, unaligned accesses and wait states of the flash are not modelled",
        operations=found.operations,
        implementations=found.implementations,
        within_2_percent=round(100 * found.within_2, 1),
        within_5_percent=round(100 * found.within_5, 1),
    )
