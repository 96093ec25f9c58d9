"""What results mean: estimates, comparisons, fit. Pure functions, no input or output."""

from pqeval.analysis.estimate import Distribution, Estimate, Method, estimate, estimates
from pqeval.analysis.fit import Fit, Resource, fit
from pqeval.analysis.pareto import pareto_front
from pqeval.analysis.summary import BASELINES, Figure, FigureKey, Summary, summaries

__all__ = [
    "BASELINES",
    "Distribution",
    "Estimate",
    "Figure",
    "FigureKey",
    "Fit",
    "Method",
    "Resource",
    "Summary",
    "estimate",
    "estimates",
    "fit",
    "pareto_front",
    "summaries",
]
