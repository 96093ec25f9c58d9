"""What to do about results: facts with their sources, models of cost, decisions with reasons."""

from pqeval.guideline.facts import Approval, Authority, Device, Link, Scenario, Text, TimelineRow, quantity
from pqeval.guideline.load import TABLES, Facts, load_facts
from pqeval.guideline.quantity import Missing, Quantity

__all__ = [
    "TABLES",
    "Approval",
    "Authority",
    "Device",
    "Facts",
    "Link",
    "Missing",
    "Quantity",
    "Scenario",
    "Text",
    "TimelineRow",
    "load_facts",
    "quantity",
]
