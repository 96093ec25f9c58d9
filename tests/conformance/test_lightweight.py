"""Every lightweight implementation: known answers, and agreement with everybody else who has the scheme."""

from __future__ import annotations

import hashlib

import pytest

from pqeval import lightweight
from pqeval.catalogue import Implementation, load
from pqeval.lightweight import kat
from pqeval.lightweight.known_answers import examples
from pqeval.lightweight.offers import PROVIDER_NAME, default_variant
from pqeval.native.manifests import own_schemes

IMPLEMENTATIONS = lightweight.implementations()
OWN_DEFAULT = {scheme: default_variant(scheme) for scheme in {one.scheme for one in own_schemes()}}
LENGTHS = (0, 1, 5, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200, 1030)


def _name(one: Implementation) -> str:
    return f"{one.scheme}-{one.provider}-{one.variant}"


def _drawn(what: str, length: int | None) -> bytes:
    return hashlib.shake_256(what.encode()).digest(length or 0)


def _outputs(one: Implementation) -> list[bytes]:
    """What an implementation makes of inputs that depend on the scheme alone."""
    primitive = lightweight.get(one.scheme, one.provider, one.variant)
    sizes = load().scheme(one.scheme).sizes
    found = []
    for length in LENGTHS:
        key, nonce = _drawn(f"key {length}", sizes.key_bytes), _drawn(f"nonce {length}", sizes.nonce_bytes)
        message, associated = _drawn("message", length), _drawn("associated data", length // 2)
        match primitive:
            case lightweight.Aead():
                found.append(primitive.encrypt(key, nonce, associated, message))
                assert message == primitive.decrypt(key, nonce, associated, found[-1])
            case lightweight.Hash():
                found.append(primitive.digest(message))
            case lightweight.Xof():
                found.append(primitive.digest(message, 2 * length))
            case lightweight.Mac():
                found.append(primitive.tag(key, message))
            case lightweight.StreamCipher():
                found.append(primitive.xor(key, nonce, message))
            case lightweight.BlockCipher():
                whole = message[: length - length % primitive.block_bytes]
                found.append(primitive.encrypt(key, whole))
                assert whole == primitive.decrypt(key, found[-1])
    return found


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS, ids=_name)
def test_known_answers(implementation: Implementation) -> None:
    """The whole official file, the published examples or derived vectors come out right."""
    scheme = implementation.scheme
    correctness = kat.verify(scheme, implementation.variant, implementation.provider)
    file = kat.kat_file(scheme)
    expected = "kat file" if file else "kat examples" if examples(scheme) else "derived vector"
    assert expected == correctness.method
    assert file is None or file.sha256 == correctness.digest


@pytest.mark.parametrize(
    "implementation",
    [
        one
        for one in IMPLEMENTATIONS
        if OWN_DEFAULT.get(one.scheme, "") not in {"", one.variant} or one.provider != PROVIDER_NAME
    ],
    ids=_name,
)
def test_implementations_agree(implementation: Implementation) -> None:
    """Other variants of ours, and other people's code, give what our default variant gives."""
    others = [one for one in IMPLEMENTATIONS if one.scheme == implementation.scheme]
    first = next((one for one in others if one.provider == PROVIDER_NAME), others[0])
    assert _outputs(first) == _outputs(implementation)


def test_every_own_scheme_is_in_the_catalogue_with_the_role_of_its_shape() -> None:
    """A manifest names only schemes that the catalogue has, under the role that fits."""
    roles = {
        "aead": "aead",
        "hash": "hash",
        "xof": "xof",
        "mac": "mac",
        "stream": "stream_cipher",
        "block": "block_cipher",
    }
    found = {one.scheme: load().by_id[one.scheme].role for one in own_schemes()}
    assert found == {one.scheme: roles[one.shape] for one in own_schemes()}


def test_every_own_scheme_has_a_known_answer() -> None:
    """No scheme of ours goes unchecked."""
    missing = [
        one.scheme
        for one in own_schemes()
        if not (kat.kat_file(one.scheme) or examples(one.scheme) or kat.derived_vectors(one.scheme))
    ]
    assert missing == []
