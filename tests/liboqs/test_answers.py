"""The host's answers: the published transcript, and what follows from seeds."""

from __future__ import annotations

import hashlib

import pytest

from pqeval.catalogue import Role
from pqeval.errors import PqevalError
from pqeval.liboqs.answers import Wanted, ask
from pqeval.liboqs.build import find_host_library
from pqeval.liboqs.kat import expected, sig_text, vectors
from pqeval.liboqs.random import Generator

pytestmark = [
    pytest.mark.liboqs,
    pytest.mark.skipif(find_host_library() is None, reason="liboqs is not built: `pqeval setup` builds it"),
]


@pytest.mark.parametrize("name", ["ML-KEM-512", "HQC-128", "ML-DSA-44", "Falcon-512", "OV-Ip"])
def test_the_transcript_is_the_published_one(name: str) -> None:
    """Whatever generator the algorithm's vectors come from."""
    found = ask(Wanted(name=name))
    assert found.digest == expected(name, version=found.version)
    assert found.drawn


def test_what_was_drawn_leads_the_generator_to_where_signing_begins() -> None:
    """A generator that drew the same pieces goes on as the one that the transcript was made with."""
    found = ask(Wanted(name="ML-DSA-44"))
    vector = next(vectors("ML-DSA-44", Role.SIGNATURE, "single"))
    assert found.drawn == (32,)
    text = sig_text("ML-DSA-44", vector, found.public_key, found.secret_key, found.output)
    assert hashlib.sha256(text).hexdigest() == found.digest
    generator = vector.generator.seeded(vector.seed)
    generator.generate(32)
    assert generator.generate(32) != vector.generator.seeded(vector.seed).generate(32)


def test_seeds_give_the_same_answer_each_time_and_others_another() -> None:
    """Key pair by the first seed, ciphertext by both; the digest of published vectors is not claimed."""
    one = Wanted(name="ML-KEM-512", keygen_seed=bytes(32), use_seed=bytes([1]) * 32)
    other = Wanted(name="ML-KEM-512", keygen_seed=bytes(32), use_seed=bytes([2]) * 32)
    found, again, third = ask(one), ask(one), ask(other)
    assert found == again
    assert found.digest == ""
    assert (third.public_key, third.secret_key) == (found.public_key, found.secret_key)
    assert third.output != found.output
    seed = Generator.STREAM.seeded(bytes(32)).generate(64)
    assert found.secret_key[-32:] == seed[32:]  # z of FIPS 203 is drawn after d, at once


def test_an_unknown_algorithm_is_refused_by_name() -> None:
    """The process's words are in the error."""
    with pytest.raises(PqevalError) as caught:
        ask(Wanted(name="ML-KEM-9"))
    assert "does not offer `ML-KEM-9`" in str(caught.value)
