"""Length checks name argument, expected and actual length, and nothing else."""

from __future__ import annotations

import pytest

from pqeval.errors import LengthError
from pqeval.provider import check_bytes, check_length, check_length_at_most


def test_right_lengths_pass() -> None:
    """Right lengths raise nothing, at both ends of a range."""
    check_bytes("x", b"")
    check_length("x", b"12", 2)
    check_length_at_most("x", b"12", 2, least=2)
    check_length_at_most("x", b"", 2)


def test_messages_hold_lengths_and_no_contents() -> None:
    """The error carries its facts, and the message shows no byte of the argument."""
    with pytest.raises(LengthError) as caught:
        check_length("secret_key", b"SECRET", 5)
    assert str(caught.value) == "secret_key must be 5 bytes long, but is 6 bytes long"
    assert (caught.value.argument, caught.value.expected, caught.value.actual) == ("secret_key", 5, 6)


def test_ranges_are_named() -> None:
    """A range is named with both ends, or with `at most` where it begins at 0."""
    with pytest.raises(LengthError, match=r"^m must be at most 2 bytes long, but is 3 "):
        check_length_at_most("m", b"123", 2)
    with pytest.raises(LengthError, match=r"^m must be 2 to 3 bytes long, but is 1 "):
        check_length_at_most("m", b"1", 3, least=2)


@pytest.mark.parametrize("value", [bytearray(2), memoryview(b"12"), "12", None])
def test_only_bytes_are_taken(value: object) -> None:
    """Other types are refused with their name, not with their contents."""
    with pytest.raises(TypeError, match=rf"^x must be bytes, but is {type(value).__name__}$"):
        check_length("x", value, 2)  # type: ignore[arg-type] # that is the point
