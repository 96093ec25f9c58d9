"""What results mean: estimates, comparisons, fit. Pure functions, no input or output."""

from pqeval.analysis.compare import Comparison, Row, Verdict, compare
from pqeval.analysis.conditions import Difference
from pqeval.analysis.estimate import Distribution, Estimate, Method, estimate, estimates
from pqeval.analysis.fit import Fit, Resource, fit
from pqeval.analysis.limit import Limit, parse_limit
from pqeval.analysis.pareto import pareto_front
from pqeval.analysis.summary import BASELINES, Figure, FigureKey, Summary, summaries

__all__ = [
    "BASELINES",
    "Comparison",
    "Difference",
    "Distribution",
    "Estimate",
    "Figure",
    "FigureKey",
    "Fit",
    "Limit",
    "Method",
    "Resource",
    "Row",
    "Summary",
    "Verdict",
    "compare",
    "estimate",
    "estimates",
    "fit",
    "pareto_front",
    "parse_limit",
    "summaries",
]
