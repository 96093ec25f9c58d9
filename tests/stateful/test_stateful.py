"""LMS and XMSS as a plain library: verification alone, with lengths and parameter set checked before C."""

from __future__ import annotations

import pytest

from pqeval import stateful
from pqeval.errors import InvalidPublicKey, InvalidSignature, LengthError, UnsupportedScheme
from pqeval.liboqs.library import require_host_library
from pqeval.liboqs.stateful_kat import KnownAnswer, known_answer, verify

pytestmark = pytest.mark.liboqs

NAMES = (
    "LMS_SHA256_H10_W8",
    "LMS_SHA256_H5_W8_H5_W8",
    "XMSS-SHA2_10_256",
    "XMSS-SHAKE256_10_192",
    "XMSSMT-SHA2_20/2_256",
)


def known(name: str) -> KnownAnswer:
    """The known answer beside the host's library."""
    library = require_host_library()
    return known_answer(name, library.version, library.prefix)


def flipped(data: bytes, index: int) -> bytes:
    """The data with the lowest bit of one byte flipped."""
    return data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :]


@pytest.mark.parametrize("name", NAMES)
def test_the_known_answer_verifies_and_nothing_else_does(name: str) -> None:
    """A flipped bit anywhere - in each part of the signature, in message or key - is refused."""
    one, verifier = known(name), stateful.get(name)
    verifier.verify(one.public_key, one.message, one.signature)
    size = len(one.signature)
    wrong = [(one.public_key, one.message, flipped(one.signature, at)) for at in range(12, size, size // 7)]
    wrong += [
        (one.public_key, flipped(one.message, 0), one.signature),
        (one.public_key, one.message + b"!", one.signature),
        (one.public_key, b"", one.signature),
        (flipped(one.public_key, len(verifier.parameters)), one.message, one.signature),
        (flipped(one.public_key, -1 % len(one.public_key)), one.message, one.signature),
    ]
    for public_key, message, signature in wrong:
        with pytest.raises(InvalidSignature, match=verifier.scheme):
            verifier.verify(public_key, message, signature)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_lengths_are_refused_by_name(name: str) -> None:
    """The library would read as many bytes as the parameter set has, whatever it is given."""
    one, verifier = known(name), stateful.get(name)
    for change in (one.public_key[:-1], one.public_key + b"\0", b""):
        with pytest.raises(LengthError, match=r"^public_key "):
            verifier.verify(change, one.message, one.signature)
    for change in (one.signature[:-1], one.signature + b"\0", b""):
        with pytest.raises(LengthError, match=r"^signature "):
            verifier.verify(one.public_key, one.message, change)
    with pytest.raises(TypeError, match="message must be bytes"):
        verifier.verify(one.public_key, "text", one.signature)  # type: ignore[arg-type]  # what is tested


@pytest.mark.parametrize("name", NAMES)
def test_keys_of_other_parameter_sets_never_reach_the_library(name: str) -> None:
    """A key that says of itself it is of a larger set would make the library read beyond the signature."""
    one, verifier = known(name), stateful.get(name)
    for at in range(len(verifier.parameters)):
        with pytest.raises(InvalidPublicKey, match="another parameter set"):
            verifier.verify(flipped(one.public_key, at), one.message, one.signature)


def test_everything_offered_passes_its_check() -> None:
    """Each implementation has a known answer, is right on it and refuses forgeries of it."""
    offered = stateful.implementations()
    assert len(offered) >= 50
    for implementation in offered:
        found = verify(implementation.library_name)
        assert found.method == "kat single"
        assert f"/{implementation.library_name.replace('/', '-')}.rsp" in found.source
    assert {one.secret_key_bytes for one in offered} == {0}


def test_what_is_not_offered_says_why() -> None:
    """Sets that the library was not built with, and sets that it does not know at all."""
    reasons = stateful.not_offered(("lms_sha256_h25_w8", "lms_sha256_192_h20_w8"))
    assert "does not offer it" in reasons["lms_sha256_h25_w8"]
    assert "does not offer it" in reasons["lms_sha256_192_h20_w8"]
    with pytest.raises(UnsupportedScheme, match="LMS_SHA256_H25_W8 is not offered here: liboqs: "):
        stateful.get("LMS_SHA256_H25_W8")


def test_keys_and_states_are_not_offered() -> None:
    """There is no way to make a key or to sign, on purpose, and the manual says so."""
    assert not {"keygen", "sign"} & set(dir(stateful.get("XMSS-SHA2_10_256")))
    assert "out of scope on purpose" in (stateful.__doc__ or "")
