"""What exists: schemes, implementations, operations, and the words for what is measured of them."""

from pqeval.catalogue.capabilities import Capabilities, Provision
from pqeval.catalogue.implementation import Boundary, Implementation, SecretKeyEncoding
from pqeval.catalogue.scheme import Scheme, Sizes
from pqeval.catalogue.vocabulary import (
    OPERATIONS,
    UNITS,
    Confidence,
    CostClass,
    Kind,
    Metric,
    Operation,
    Role,
)

__all__ = [
    "OPERATIONS",
    "UNITS",
    "Boundary",
    "Capabilities",
    "Confidence",
    "CostClass",
    "Implementation",
    "Kind",
    "Metric",
    "Operation",
    "Provision",
    "Role",
    "Scheme",
    "SecretKeyEncoding",
    "Sizes",
]
