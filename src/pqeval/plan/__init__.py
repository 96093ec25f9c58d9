"""What to do: selection, expansion to cases, seeds and order."""

from pqeval.plan.case import Case, Unit
from pqeval.plan.expand import ExpandedPlan, expand, units
from pqeval.plan.plan import BUILT_IN, DEFAULT_SEED, Plan, load

__all__ = ["BUILT_IN", "DEFAULT_SEED", "Case", "ExpandedPlan", "Plan", "Unit", "expand", "load", "units"]
