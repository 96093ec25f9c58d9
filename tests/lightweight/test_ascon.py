"""Ascon over pqeval's own C: lengths, rejection, variants, incremental use."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pqeval import lightweight
from pqeval.catalogue import Operation
from pqeval.errors import CryptoError, InvalidTag, LengthError, LibraryError, UnsupportedScheme
from pqeval.lightweight.functions import function_address
from pqeval.lightweight.offers import own_of

KEY = bytes(range(16))
NONCE = bytes(range(16, 32))
BLOCK = 16
VARIANTS = ("u64", "bi32")


def message(length: int) -> bytes:
    """A message that differs from byte to byte."""
    return bytes((7 * i + length) % 256 for i in range(length))


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_length_up_to_three_blocks_is_decrypted_again(variant: str) -> None:
    """All message lengths 0 to 3 blocks with all associated data lengths 0 to 3 blocks come back."""
    cipher = lightweight.get_aead("Ascon-AEAD128", variant=variant)
    for length in range(3 * BLOCK + 1):
        for ad_length in range(3 * BLOCK + 1):
            plaintext, associated_data = message(length), message(ad_length)
            ciphertext = cipher.encrypt(KEY, NONCE, associated_data, plaintext)
            assert length + 16 == len(ciphertext)
            assert plaintext == cipher.decrypt(KEY, NONCE, associated_data, ciphertext)


@given(st.binary(max_size=200), st.binary(max_size=80), st.binary(min_size=16, max_size=16))
def test_variants_encrypt_alike(plaintext: bytes, associated_data: bytes, key: bytes) -> None:
    """Both variants give one ciphertext for any input."""
    u64, bi32 = (lightweight.get_aead("ascon_aead128", variant=variant) for variant in VARIANTS)
    ciphertext = u64.encrypt(key, NONCE, associated_data, plaintext)
    assert ciphertext == bi32.encrypt(key, NONCE, associated_data, plaintext)
    assert plaintext == bi32.decrypt(key, NONCE, associated_data, ciphertext)


@given(st.binary(max_size=300), st.integers(0, 200))
def test_variants_hash_alike(data: bytes, length: int) -> None:
    """Both variants give one digest and one XOF output for any message."""
    hashes = [lightweight.get_hash("Ascon-Hash256", variant=v).digest(data) for v in VARIANTS]
    assert hashes[0] == hashes[1]
    outputs = [lightweight.get_xof("Ascon-XOF128", variant=v).digest(data, length) for v in VARIANTS]
    assert outputs[0] == outputs[1]
    assert length == len(outputs[0])


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 33])
def test_every_flipped_bit_is_refused(variant: str, length: int) -> None:
    """One flipped bit in ciphertext, tag, nonce, key or associated data is refused."""
    cipher = lightweight.get_aead("Ascon-AEAD128", variant=variant)
    parts = [KEY, NONCE, message(5), cipher.encrypt(KEY, NONCE, message(5), message(length))]
    for which, part in enumerate(parts):
        for bit in range(8 * len(part)):
            flipped = bytearray(part)
            flipped[bit // 8] ^= 1 << (bit % 8)
            changed = [*parts[:which], bytes(flipped), *parts[which + 1 :]]
            with pytest.raises(InvalidTag):
                cipher.decrypt(changed[0], changed[1], changed[2], changed[3])


def test_wrong_lengths_are_named() -> None:
    """A key, nonce or ciphertext of the wrong length is refused by name, before any C runs."""
    cipher = lightweight.get_aead("Ascon-AEAD128")
    for length in (0, 15, 17):
        with pytest.raises(LengthError, match=rf"^key must be 16 bytes long, but is {length} "):
            cipher.encrypt(bytes(length), NONCE, b"", b"")
        with pytest.raises(LengthError, match=rf"^nonce must be 16 bytes long, but is {length} "):
            cipher.decrypt(KEY, bytes(length), b"", bytes(16))
    with pytest.raises(LengthError, match=r"^ciphertext must be 16 to "):
        cipher.decrypt(KEY, NONCE, b"", bytes(15))


def test_other_types_than_bytes_are_refused() -> None:
    """A bytearray could change while C reads it, a str has no bytes: both are refused by name."""
    with pytest.raises(TypeError, match="key must be bytes, but is bytearray"):
        lightweight.get_aead("Ascon-AEAD128").encrypt(bytearray(16), NONCE, b"", b"")  # type: ignore[arg-type] # that is the point
    with pytest.raises(TypeError, match="message must be bytes, but is str"):
        lightweight.get_hash("Ascon-Hash256").digest("text")  # type: ignore[arg-type] # that is the point


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("scheme", ["Ascon-XOF128", "Ascon-CXOF128"])
@settings(max_examples=30)
@given(pieces=st.lists(st.binary(max_size=30), max_size=6), lengths=st.lists(st.integers(0, 30), max_size=6))
def test_incremental_use_equals_the_whole(
    variant: str, scheme: str, pieces: list[bytes], lengths: list[int]
) -> None:
    """However the message and the output are cut, the output is the same."""
    xof = lightweight.get_xof(scheme, variant=variant)
    sponge = xof.new()
    for piece in pieces:
        sponge.absorb(piece)
    squeezed = b"".join(sponge.squeeze(length) for length in lengths)
    assert xof.digest(b"".join(pieces), sum(lengths)) == squeezed


@pytest.mark.parametrize("variant", VARIANTS)
def test_absorbing_after_squeezing_is_refused(variant: str) -> None:
    """An XOF takes its whole message before any output; it stays usable when refusing."""
    sponge = lightweight.get_xof("Ascon-XOF128", variant=variant).new()
    first = sponge.squeeze(3)
    with pytest.raises(CryptoError, match="absorb after squeeze"):
        sponge.absorb(b"more")
    whole = lightweight.get_xof("Ascon-XOF128", variant=variant).digest(b"", 6)
    assert whole == first + sponge.squeeze(3)


def test_customization_is_limited_and_separates() -> None:
    """CXOF128 takes 256 bytes of customization, XOF128 none; other strings give other outputs."""
    cxof = lightweight.get_xof("Ascon-CXOF128")
    assert cxof.digest(b"m", 32, b"a") != cxof.digest(b"m", 32, b"b")
    assert len(cxof.digest(b"m", 32, bytes(256))) == 32
    with pytest.raises(LengthError, match="customization must be at most 256 bytes long, but is 257 "):
        cxof.new(bytes(257))
    with pytest.raises(LengthError, match="customization must be at most 0 bytes long"):
        lightweight.get_xof("Ascon-XOF128").new(b"a")


def test_a_negative_output_length_is_refused() -> None:
    """Asking for fewer than 0 bytes of output is an error, not an empty answer."""
    with pytest.raises(LengthError, match="output must be 0 to "):
        lightweight.get_xof("Ascon-XOF128").digest(b"", -1)


def test_function_addresses_are_those_of_distinct_functions() -> None:
    """Every variant's C function has an address of its own; an unknown name is an error."""
    asked = [(own_of("ascon_aead128", v), op) for v in VARIANTS for op in ("encrypt", "decrypt")]
    addresses = {function_address(own, op) for own, op in asked}
    assert len(asked) == len(addresses - {0})
    with pytest.raises(LibraryError, match="pqe_ascon_aead128_u64_sign"):
        function_address(asked[0][0], "sign")


def test_timed_calls_do_the_operation() -> None:
    """The timed call of each operation gives what the plain method gives."""
    cipher = lightweight.get_aead("Ascon-AEAD128")
    ciphertext = cipher.encrypt(KEY, NONCE, b"ad", b"text")
    arguments = {"key": KEY, "nonce": NONCE, "associated_data": b"ad"}
    assert ciphertext == cipher.timed(Operation.ENCRYPT, message=b"text", **arguments)()
    assert cipher.timed(Operation.DECRYPT, message=ciphertext, **arguments)() == b"text"


def test_asking_for_the_wrong_kind_names_it() -> None:
    """A hash is not given out as an AEAD."""
    with pytest.raises(UnsupportedScheme, match="Ascon-Hash256 is not an AEAD"):
        lightweight.get_aead("Ascon-Hash256")


def test_unknown_schemes_and_variants_name_who_was_asked() -> None:
    """An unknown scheme, provider or variant is refused; the message names the providers."""
    with pytest.raises(UnsupportedScheme, match=r"Grain-128A is not offered here: cryptography: .*pqeval: "):
        lightweight.get("Grain-128A")
    with pytest.raises(UnsupportedScheme, match=r"variant w128"):
        lightweight.get("Ascon-AEAD128", variant="w128")
    with pytest.raises(UnsupportedScheme, match=r"no provider nobody \(known: cryptography, "):
        lightweight.get("Ascon-AEAD128", provider="nobody")
