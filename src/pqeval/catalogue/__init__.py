"""What exists: schemes, implementations, operations, and the words for what is measured of them."""

from pqeval.catalogue.capabilities import Capabilities, Provision
from pqeval.catalogue.catalogue import Catalogue, check_sizes, load, load_all
from pqeval.catalogue.handshakes import handshake_facts
from pqeval.catalogue.implementation import Boundary, Implementation, SecretKeyEncoding
from pqeval.catalogue.scheme import Scheme, Sizes
from pqeval.catalogue.vocabulary import (
    OPERATIONS,
    UNITS,
    Confidence,
    CostClass,
    HardnessClass,
    Kind,
    Mark,
    Metric,
    Operation,
    Optimisation,
    Role,
    SecurityFlag,
    Status,
)

__all__ = [
    "OPERATIONS",
    "UNITS",
    "Boundary",
    "Capabilities",
    "Catalogue",
    "Confidence",
    "CostClass",
    "HardnessClass",
    "Implementation",
    "Kind",
    "Mark",
    "Metric",
    "Operation",
    "Optimisation",
    "Provision",
    "Role",
    "Scheme",
    "SecretKeyEncoding",
    "SecurityFlag",
    "Sizes",
    "Status",
    "check_sizes",
    "handshake_facts",
    "load",
    "load_all",
]
