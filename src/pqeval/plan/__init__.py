"""What to do: selection, expansion to cases, seeds and order."""

from pqeval.plan.case import Case, Unit

__all__ = ["Case", "Unit"]
