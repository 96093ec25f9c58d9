"""Constant-time evidence: whether an operation does the same whatever its secrets are."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from pqeval.records.record import Correctness
from pqeval.records.series import Series

__all__ = ["Evidence", "Finding", "FindingKind", "LeftOut", "Outcome", "Varied"]


class Outcome(StrEnum):
    """What was found. `pass` is evidence for the inputs that ran, never a proof.

    `known_issue`: nothing but what the authors of the code list, some of it as open issues.
    """

    PASS = "pass"  # noqa: S105 - an outcome, no password
    LEAK = "leak"
    KNOWN_ISSUE = "known_issue"
    NOT_COMPARABLE = "not_comparable"


class FindingKind(StrEnum):
    """What depends on a secret.

    Where the code goes on, which data it accesses, how long it divides; or whether a conditional instruction
    of one cycle is executed, which takes as long as skipping it.
    """

    PC = "pc"
    ADDRESS = "address"
    OPERAND = "operand"
    CONDITION = "condition"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One place where something depends on a secret.

    `line` is 0 and `file` empty where no line is known. `position` is the number of the instruction in the
    trace, from 0; None where there is no trace. `case` says with which inputs. `known` names what is known
    of the finding, in the words of whoever wrote the code; empty if nothing is.
    """

    kind: FindingKind
    function: str
    file: str = ""
    line: int = 0
    position: int | None = None
    detail: str = ""
    case: str = ""
    known: str = ""


class Varied(msgspec.Struct, frozen=True, kw_only=True):
    """A secret that took different values, why it is a secret, and the section that defines it."""

    what: str
    reason: str
    source: str


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A function that was left out of the comparison because what it handles is public, and why."""

    function: str
    scope: str
    reason: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True, tag_field="result", tag="evidence"):
    """Constant-time evidence for one operation.

    `build` is the hash of the exact thing that ran, `method` how it was looked at; `reason` says in a
    sentence what the outcome rests on. Of `pairs` pairs of inputs, equal in what is public and different in
    what is secret, each trace has about `instructions` instructions. `findings` speak against the
    operation; `known` ones were judged before by whoever wrote the code.
    """

    series: Series
    build: str
    outcome: Outcome
    method: str
    reason: str
    seed: str = ""
    pairs: int = 0
    instructions: int = 0
    correctness: Correctness | None = None
    cases: tuple[str, ...] = ()
    varied: tuple[Varied, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
