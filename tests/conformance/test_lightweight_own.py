"""Every scheme of ours in every variant, found by the manifests: lengths, rejection, buffers, agreement."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import own_calls
from pqeval import lightweight
from pqeval.catalogue import Sizes, load
from pqeval.errors import InvalidTag
from pqeval.lightweight.offers import default_variant
from pqeval.native.manifests import OwnScheme, own_schemes

OWN: Final = own_schemes()
BLOCK: Final = 16
EDGES: Final = (0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48)
REMAINDERS: Final = (1, 2, 3, 4, 7)


def of(*shapes: str) -> pytest.MarkDecorator:
    """Each scheme in each variant of these shapes."""
    chosen = [one for one in OWN if one.shape in shapes]
    return pytest.mark.parametrize("own", chosen, ids=lambda own: f"{own.scheme}-{own.variant.name}")


def sizes_of(own: OwnScheme) -> Sizes:
    """The catalogue's sizes."""
    return load().scheme(own.scheme).sizes


def text(length: int, first: int = 0) -> bytes:
    """Bytes that differ from their neighbours, also eight and sixteen further."""
    return bytes((first + 7 * i + i // 8 + length) % 256 for i in range(length))


def aead(own: OwnScheme) -> tuple[lightweight.Aead, bytes, bytes]:
    """The object, a key and a nonce."""
    cipher = lightweight.get_aead(own.scheme, "pqeval", own.variant.name)
    return cipher, text(cipher.key_bytes, 1), text(cipher.nonce_bytes, 2)


def round_trips(own: OwnScheme, lengths: tuple[int, ...], ad_lengths: tuple[int, ...]) -> None:
    """Encrypt and decrypt every pair of lengths; the default variant does the same."""
    cipher, key, nonce = aead(own)
    usual = lightweight.get_aead(own.scheme, "pqeval", default_variant(own.scheme))
    for length in lengths:
        for ad_length in ad_lengths:
            plaintext, associated = text(length, 3), text(ad_length, 4)
            ciphertext = cipher.encrypt(key, nonce, associated, plaintext)
            assert length + cipher.tag_bytes == len(ciphertext)
            assert plaintext == cipher.decrypt(key, nonce, associated, ciphertext)
            assert ciphertext == usual.encrypt(key, nonce, associated, plaintext)


@of("aead")
def test_lengths_around_blocks_come_back(own: OwnScheme) -> None:
    """Messages and associated data of lengths around block boundaries are decrypted again."""
    round_trips(own, EDGES, EDGES)


@pytest.mark.slow
@of("aead")
def test_every_length_up_to_three_blocks_comes_back(own: OwnScheme) -> None:
    """All message lengths 0 to 3 blocks with all lengths of associated data 0 to 3 blocks come back."""
    every = tuple(range(3 * BLOCK + 1))
    round_trips(own, every, every)


@of("aead")
def test_every_flipped_bit_is_refused(own: OwnScheme) -> None:
    """One flipped bit in ciphertext, tag, nonce, key or associated data is refused; nothing is released."""
    cipher, key, nonce = aead(own)
    for length in (0, 1, 17):
        associated = text(5, 4)
        sealed = cipher.encrypt(key, nonce, associated, text(length, 3))
        parts = [key, nonce, associated, sealed]
        for which, part in enumerate(parts):
            for bit in range(8 * len(part)):
                flipped = bytearray(part)
                flipped[bit // 8] ^= 1 << (bit % 8)
                changed = [*parts[:which], bytes(flipped), *parts[which + 1 :]]
                with pytest.raises(InvalidTag):
                    cipher.decrypt(changed[0], changed[1], changed[2], changed[3])


@of("aead")
def test_aead_in_place_at_odd_addresses_and_empty(own: OwnScheme) -> None:
    """In place, at every alignment, NULL for what is empty: the same, no byte beside; wiped if refused."""
    cipher, key, nonce = aead(own)
    keyed = (key, nonce)
    for odd in REMAINDERS:
        for length, ad_length in ((0, 0), (1, 0), (0, 3), (16, 16), (33, 21), (70, 40)):
            plaintext, associated = text(length, 3), text(ad_length, 4)
            sealed = cipher.encrypt(key, nonce, associated, plaintext)
            ciphertext, tag = own_calls.encrypt(
                own, cipher.tag_bytes, (key, nonce), associated, plaintext, odd=odd
            )
            assert sealed == ciphertext + tag
            assert own_calls.decrypt(own, keyed, associated, ciphertext, tag, odd=odd) == (
                0,
                plaintext,
            )
            forged = bytes([tag[0] ^ 0x80]) + tag[1:]
            status, left = own_calls.decrypt(own, keyed, associated, ciphertext, forged, odd=odd)
            assert status != 0
            assert left == bytes(length)


@of("aead")
def test_associated_data_and_message_are_told_apart(own: OwnScheme) -> None:
    """Bytes moved from associated data to the message, or cut off, are refused."""
    cipher, key, nonce = aead(own)
    sealed = cipher.encrypt(key, nonce, text(16, 4), text(16, 3))
    for associated in (b"", text(15, 4), text(16, 4) + b"\0", text(16, 4) + b"\x80"):
        with pytest.raises(InvalidTag):
            cipher.decrypt(key, nonce, associated, sealed)
    with pytest.raises(InvalidTag):
        cipher.decrypt(key, nonce, text(16, 4), sealed[:-1])


@of("hash", "xof")
def test_digests_at_odd_addresses_and_empty(own: OwnScheme) -> None:
    """A message at any address, or none, gives the digest that the default variant gives."""
    for length in (0, 1, 7, 8, 9, 63, 64, 65, 135, 136, 137, 300):
        for odd in REMAINDERS:
            if own.shape == "hash":
                usual = lightweight.get_hash(own.scheme, "pqeval", default_variant(own.scheme))
                found = own_calls.digest(own, usual.digest_bytes, text(length), odd=odd)
                assert usual.digest(text(length)) == found
            else:
                xof = lightweight.get_xof(own.scheme, "pqeval", default_variant(own.scheme))
                assert xof.digest(text(length), length) == own_calls.squeeze(
                    own, length, text(length), odd=odd
                )


@of("xof")
def test_shorter_output_is_the_beginning_of_longer(own: OwnScheme) -> None:
    """An XOF's outputs are prefixes of each other."""
    xof = lightweight.get_xof(own.scheme, "pqeval", own.variant.name)
    longest = xof.digest(text(40), 400)
    assert [longest[:n] for n in range(0, 400, 7)] == [xof.digest(text(40), n) for n in range(0, 400, 7)]


@of("mac")
def test_tags_at_odd_addresses_and_empty(own: OwnScheme) -> None:
    """A message of any length at any address gives the tag that the default variant gives; others differ."""
    usual = lightweight.get_mac(own.scheme, "pqeval", default_variant(own.scheme))
    key = text(usual.key_bytes, 1)
    tags = set()
    for length in range(3 * BLOCK + 1):
        expected = usual.tag(key, text(length, 3))
        assert expected == own_calls.tag(own, usual.tag_bytes, key, text(length, 3), odd=1 + length % 7)
        tags.add(expected)
    assert 3 * BLOCK + 1 == len(tags)


@of("mac")
def test_every_flipped_bit_changes_the_tag(own: OwnScheme) -> None:
    """A tag is refused for a message or key with one flipped bit, and if one of its own bits is flipped."""
    mac = lightweight.get_mac(own.scheme, "pqeval", own.variant.name)
    parts = [text(mac.key_bytes, 1), text(21, 3)]
    parts.append(mac.tag(parts[0], parts[1]))
    mac.verify(parts[0], parts[1], parts[2])
    for which, part in enumerate(parts):
        for bit in range(8 * len(part)):
            flipped = bytearray(part)
            flipped[bit // 8] ^= 1 << (bit % 8)
            changed = [*parts[:which], bytes(flipped), *parts[which + 1 :]]
            with pytest.raises(InvalidTag):
                mac.verify(changed[0], changed[1], changed[2])


@of("stream")
def test_key_streams_in_place_at_odd_addresses(own: OwnScheme) -> None:
    """Each length in place gives the beginning of the longest; applied twice it gives the data again."""
    usual = lightweight.get_stream_cipher(own.scheme, "pqeval", default_variant(own.scheme))
    key, nonce = text(usual.key_bytes, 1), text(usual.nonce_bytes, 2)
    data = text(700, 3)
    longest = usual.xor(key, nonce, data)
    assert data == usual.xor(key, nonce, longest)
    for length in (*range(3 * BLOCK + 1), 127, 128, 129, 511, 512, 513, 700):
        assert longest[:length] == own_calls.xor(own, key, nonce, data[:length], odd=length % 8)


@of("block")
def test_blocks_are_independent(own: OwnScheme) -> None:
    """Any number of blocks, in place and at any address, gives what each block gives alone, both ways."""
    cipher = lightweight.get_block_cipher(own.scheme, "pqeval", own.variant.name)
    key, size = text(cipher.key_bytes, 1), cipher.block_bytes
    plain = text(70 * size, 3)
    single = [cipher.encrypt(key, plain[i : i + size]) for i in range(0, len(plain), size)]
    for count in (*range(10), 15, 16, 17, 31, 32, 33, 63, 64, 65, 70):
        part, expected = plain[: count * size], b"".join(single[:count])
        assert expected == own_calls.block(own, "encrypt", key, part, odd=count % 8)
        assert part == own_calls.block(own, "decrypt", key, expected, odd=count % 8)


@pytest.mark.parametrize("scheme", sorted({one.scheme for one in OWN}))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_variants_agree_on_anything(scheme: str, data: st.DataObject) -> None:
    """All variants of a scheme give the same for any input."""
    names = [one.variant.name for one in OWN if one.scheme == scheme]
    found = load().scheme(scheme)
    key, nonce = (
        data.draw(st.binary(min_size=n or 0, max_size=n or 0))
        for n in (found.sizes.key_bytes, found.sizes.nonce_bytes)
    )
    message, associated = data.draw(st.binary(max_size=150)), data.draw(st.binary(max_size=50))
    outputs: set[bytes] = set()
    for name in names:
        match lightweight.get(scheme, "pqeval", name):
            case lightweight.Aead() as cipher:
                outputs.add(cipher.encrypt(key, nonce, associated, message))
            case lightweight.Hash() as function:
                outputs.add(function.digest(message))
            case lightweight.Xof() as function:
                outputs.add(function.digest(message, 40))
            case lightweight.Mac() as mac:
                outputs.add(mac.tag(key, message))
            case lightweight.StreamCipher() as cipher:
                outputs.add(cipher.xor(key, nonce, message))
            case lightweight.BlockCipher() as cipher:
                whole = message[: len(message) // cipher.block_bytes * cipher.block_bytes]
                outputs.add(cipher.encrypt(key, whole) + cipher.decrypt(key, whole))
    assert len(outputs) == 1
