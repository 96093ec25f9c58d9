"""A calculation sheet: named inputs, formulas in order, results with evidence, what each assumption does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from pqeval.catalogue import Kind
from pqeval.errors import FactsError
from pqeval.guideline.facts import Step
from pqeval.guideline.formula import evaluate, names_of, substituted
from pqeval.guideline.quantity import Missing, Quantity, derived

__all__ = ["Line", "Sensitivity", "Sheet", "calculate", "sensitivity"]

Value = Quantity | Missing


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a sheet: its formula, the formula with numbers in it, and what came out."""

    step: Step
    result: Value
    numbers: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A calculation: the inputs that its formulas name, and its lines in order."""

    inputs: Mapping[str, Value]
    lines: tuple[Line, ...]

    def __getitem__(self, name: str) -> Value:
        """The result of a step.

        Raises:
            FactsError: there is no such step.
        """
        for line in self.lines:
            if line.step.name == name:
                return line.result
        known = ", ".join(line.step.name for line in self.lines)
        raise FactsError(f"the sheet has no `{name}` (it has: {known})")

    def number(self, name: str) -> float:
        """The value of a step that is known.

        Raises:
            FactsError: there is no such step, or it is not known here; says why.
        """
        found = self[name]
        if isinstance(found, Missing):
            raise FactsError(f"`{name}` is not known: {found.reason}")
        return found.value

    @property
    def assumptions(self) -> dict[str, Quantity]:
        """The inputs that somebody assumed."""
        return {
            name: one
            for name, one in self.inputs.items()
            if isinstance(one, Quantity) and one.kind == Kind.ASSUMED
        }


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What a result becomes if one assumption is `low` or `high` instead of what it is."""

    assumption: str
    unit: str
    low: float
    high: float
    result_low: Value
    result_high: Value


def calculate(steps: Sequence[Step], resolve: Callable[[str], Value]) -> Sheet:
    """Evaluate formulas in order. `resolve` gives the value of a name that no earlier step has.

    A step of which an input is missing is missing too, and says what is lacking; the others go on.

    Raises:
        FactsError: a step is there twice, or is no formula.
    """
    inputs: dict[str, Value] = {}
    results: dict[str, Value] = {}
    lines = []
    for step in steps:
        if step.name in results:
            raise FactsError(f"the step `{step.name}` is there twice")
        for name in names_of(step.formula):
            if name not in results and name not in inputs:
                inputs[name] = resolve(name)
        known = {**inputs, **results}
        results[step.name] = result = _result(step, known)
        numbers = {name: one.value for name, one in known.items() if isinstance(one, Quantity)}
        lines.append(Line(step, result, substituted(step.formula, numbers)))
    return Sheet(inputs=inputs, lines=tuple(lines))


def sensitivity(
    sheet: Sheet, result: str, factors: tuple[float, float] = (0.5, 2.0)
) -> tuple[Sensitivity, ...]:
    """What each assumption does to a result, if it is multiplied by either factor; the strongest first.

    Raises:
        FactsError: the sheet has no such result.
    """
    steps = [line.step for line in sheet.lines]
    centre = sheet[result]
    found = []
    for name, one in sheet.assumptions.items():
        low, high = (one.value * factor for factor in factors)
        varied = [calculate(steps, _changed(sheet.inputs, name, value))[result] for value in (low, high)]
        if any(_number(value) != _number(centre) for value in varied):
            found.append(Sensitivity(name, one.unit, low, high, varied[0], varied[1]))
    return tuple(sorted(found, key=_swing, reverse=True))


def _result(step: Step, known: Mapping[str, Value]) -> Value:
    names = names_of(step.formula)
    lacking = [(name, one) for name in names if isinstance(one := known[name], Missing)]
    if lacking:
        reasons = dict.fromkeys(_reason(name, one) for name, one in lacking)
        return Missing(unit=step.unit, reason="; ".join(reasons))
    inputs = [one for name in names if isinstance(one := known[name], Quantity)]
    try:
        value = evaluate(step.formula, {name: one.value for name, one in zip(names, inputs, strict=True)})
        return derived(value, step.unit, step.formula, inputs, names)
    except FactsError as error:
        return Missing(unit=step.unit, reason=str(error))


def _reason(name: str, one: Missing) -> str:
    return one.reason if one.reason.startswith("needs ") else f"needs {name}: {one.reason}"


def _changed(inputs: Mapping[str, Value], name: str, value: float) -> Callable[[str], Value]:
    one = inputs[name]
    assert isinstance(one, Quantity)
    changed = {**inputs, name: msgspec.structs.replace(one, value=value)}
    return changed.__getitem__


def _number(value: Value) -> float | None:
    return value.value if isinstance(value, Quantity) else None


def _swing(one: Sensitivity) -> float:
    numbers: Iterable[float | None] = (_number(one.result_low), _number(one.result_high))
    known = [value for value in numbers if value is not None]
    return max(known) - min(known) if known else 0.0
