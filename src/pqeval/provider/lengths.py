"""Checks that stand before every call into C; messages name lengths, never contents."""

from __future__ import annotations

from pqeval.errors import LengthError

__all__ = ["check_bytes", "check_length", "check_length_at_most"]


def check_bytes(argument: str, value: bytes) -> None:
    """Refuse what is not `bytes`: other buffers could change their length while C reads them.

    Raises:
        TypeError: names the argument and its type.
    """
    if not isinstance(value, bytes):
        raise TypeError(f"{argument} must be bytes, but is {type(value).__name__}")


def check_length(argument: str, value: bytes, expected: int) -> None:
    """Require exactly `expected` bytes.

    Raises:
        LengthError: names argument, expected and actual length.
        TypeError: `value` is not bytes.
    """
    check_bytes(argument, value)
    if len(value) != expected:
        raise LengthError(argument, expected, len(value))


def check_length_at_most(argument: str, value: bytes, most: int, *, least: int = 0) -> None:
    """Require `least` to `most` bytes.

    Raises:
        LengthError: names argument, expected range and actual length.
        TypeError: `value` is not bytes.
    """
    check_bytes(argument, value)
    if not least <= len(value) <= most:
        expected = f"at most {most}" if least == 0 else f"{least} to {most}"
        raise LengthError(argument, expected, len(value))
