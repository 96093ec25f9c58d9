"""Formulas as text: what is shown is what is computed.

Arithmetic, comparisons (1 for true, 0 for false) and a few functions over named values; nothing else of
Python's syntax means anything here, so that a user's scenario file cannot run code.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from pqeval.errors import FactsError

__all__ = ["FUNCTIONS", "evaluate", "names_of", "substituted"]

_LONGEST: Final = 1_000
_OPERATORS: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
_COMPARISONS: Final[Mapping[type[ast.cmpop], Callable[[float, float], bool]]] = {
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
}
FUNCTIONS: Final[Mapping[str, Callable[..., float]]] = {
    "ceil": math.ceil,
    "floor": math.floor,
    "min": min,
    "max": max,
    "log2": math.log2,
}
"""What a formula may call, beside `when(condition, then, otherwise)`."""


def names_of(formula: str) -> tuple[str, ...]:
    """The names of a formula's values, each once, in the order in which they stand there.

    Raises:
        FactsError: it is no formula.
    """
    return _parsed(formula)[1]


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """The value of a formula.

    Raises:
        FactsError: it is no formula, a name has no value, or it divides by zero.
    """
    try:
        return float(_value(_parsed(formula)[0], values))
    except KeyError as error:
        raise FactsError(f"the formula `{formula}` needs {error}, which has no value") from error
    except (ZeroDivisionError, ValueError, OverflowError) as error:
        raise FactsError(f"the formula `{formula}` has no value here: {error}") from error


def substituted(formula: str, values: Mapping[str, float]) -> str:
    """The formula with numbers in place of names."""
    text = formula.strip()
    tree = ast.parse(text, mode="eval")
    places = [
        (node.col_offset, node.end_col_offset or 0, node.id)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in values
    ]
    for start, end, name in sorted(places, reverse=True):
        text = f"{text[:start]}{values[name]:.10g}{text[end:]}"
    return text


@cache
def _parsed(formula: str) -> tuple[ast.expr, tuple[str, ...]]:
    try:
        if len(formula) > _LONGEST or not formula.isascii():
            raise FactsError(f"a formula has at most {_LONGEST} ASCII characters: `{formula[:40]}`")
        tree = ast.parse(formula.strip(), mode="eval").body
        names: dict[str, None] = {}
        _require_arithmetic(tree, formula, names)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FactsError(f"`{formula}` is no formula: {error}") from error
    return tree, tuple(names)


def _require_arithmetic(node: ast.expr, formula: str, names: dict[str, None]) -> None:
    match node:
        case ast.Name(id=name):
            names[name] = None
            parts: list[ast.expr] = []
        case ast.Constant(value=int() | float()):
            parts = []
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            parts = [left, right]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            parts = [operand]
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            parts = [left, right]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in {*FUNCTIONS, "when"}:
            parts = args
        case _:
            known = ", ".join([*FUNCTIONS, "when"])
            raise FactsError(
                f"`{formula}` is no formula: names, numbers, + - * /, comparisons and {known} are allowed, "
                f"not `{ast.unparse(node)}`"
            )
    for part in parts:
        _require_arithmetic(part, formula, names)


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.UnaryOp(operand=operand):
            return -_value(operand, values)
        case ast.Compare(left=left, ops=[comparison], comparators=[right]):
            return float(_COMPARISONS[type(comparison)](_value(left, values), _value(right, values)))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _called(name, [_value(one, values) for one in args])
        case _:
            raise AssertionError(ast.dump(node))


def _called(name: str, arguments: list[float]) -> float:
    if name == "when":
        if len(arguments) != 3:  # noqa: PLR2004 - condition, then, otherwise
            raise ValueError("`when` takes a condition and two values")
        condition, then, otherwise = arguments
        return then if condition else otherwise
    try:
        return FUNCTIONS[name](*arguments)
    except TypeError as error:
        raise ValueError(f"`{name}` was given {len(arguments)} values") from error
