"""What to do: selection, expansion to cases, seeds and order."""

from pqeval.plan.asked import Asked, asked_for
from pqeval.plan.case import Case, Unit
from pqeval.plan.expand import ExpandedPlan, expand, units
from pqeval.plan.plan import BUILT_IN, DEFAULT_SEED, Plan, load

__all__ = [
    "BUILT_IN",
    "DEFAULT_SEED",
    "Asked",
    "Case",
    "ExpandedPlan",
    "Plan",
    "Unit",
    "asked_for",
    "expand",
    "load",
    "units",
]
