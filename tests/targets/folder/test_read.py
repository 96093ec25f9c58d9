"""Reading a folder: every kind of interface, and an error for each thing that can be missing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pqeval.catalogue import Role, Sizes
from pqeval.errors import CatalogueError
from pqeval.native.tools import find_tool
from pqeval.targets.folder.folder import FolderError
from pqeval.targets.folder.read import read_folder, read_folders
from sample_folders import AEAD, HASH, KEM, MAC, SIGNATURE, SIGNED_MESSAGE, STREAM, XOF, put

pytestmark = pytest.mark.skipif(find_tool("cc") is None, reason="reading api.h needs a C compiler")


def test_a_plain_kem_with_sizes_from_another_header(tmp_path: Path) -> None:
    """Sizes are expressions over macros of params.h; the compiler says their values."""
    folder = read_folder(put(tmp_path / "ref", KEM))

    assert folder.role == Role.KEM
    assert folder.functions.names["kem_enc"] == "crypto_kem_enc"
    assert folder.functions.declared
    assert folder.scheme.name == "Toy KEM"
    assert folder.scheme.sizes == Sizes(
        public_key_bytes=32, secret_key_bytes=48, ciphertext_bytes=32, shared_secret_bytes=32
    )
    assert (folder.name, folder.known, folder.scheme.status) == ("ref", False, "unknown_implementation")


def test_a_prefixed_signature(tmp_path: Path) -> None:
    """PQClean's layout: the prefix is part of functions and sizes, lengths are size_t."""
    folder = read_folder(put(tmp_path / "clean", SIGNATURE))

    assert folder.role == Role.SIGNATURE
    assert folder.functions.names["sign_verify"] == "TOY_CLEAN_crypto_sign_verify"
    assert folder.functions.length == "size_t"
    assert not folder.signed_messages_only
    assert folder.scheme.sizes.signature_bytes == 32


def test_signed_messages_only_without_prototypes(tmp_path: Path) -> None:
    """NIST's layout: types come from the definitions; the KAT program and rng.c are left out."""
    folder = read_folder(put(tmp_path / "Reference", SIGNED_MESSAGE))

    assert folder.signed_messages_only
    assert not folder.functions.declared
    assert folder.functions.length == "unsigned long long"
    assert folder.random_length == "unsigned long long"
    assert folder.sources == ("sign.c",)
    assert set(folder.left_out) == {"PQCgenKAT_sign.c", "rng.c"}


@pytest.mark.parametrize(
    ("files", "role", "sizes"),
    [
        (AEAD, Role.AEAD, Sizes(key_bytes=16, nonce_bytes=12, tag_bytes=16)),
        (HASH, Role.HASH, Sizes(digest_bytes=32)),
        (MAC, Role.MAC, Sizes(key_bytes=32, tag_bytes=32)),
        (STREAM, Role.STREAM_CIPHER, Sizes(key_bytes=16, nonce_bytes=16)),
    ],
)
def test_symmetric_interfaces(files: Mapping[str, str], role: Role, sizes: Sizes, tmp_path: Path) -> None:
    """LWC's layout: api.h has sizes alone."""
    folder = read_folder(put(tmp_path / "opt", files))

    assert (folder.role, folder.scheme.sizes) == (role, sizes)
    assert folder.functions.length == "unsigned long long"


def test_a_part_of_something_larger_is_no_choice(tmp_path: Path) -> None:
    """An AEAD that is made of a stream cipher and a MAC is an AEAD."""
    parts = {"stream.c": STREAM["stream.c"], "auth.c": MAC["auth.c"]}

    assert read_folder(put(tmp_path / "whole", {**parts, **AEAD})).role == Role.AEAD
    with pytest.raises(FolderError, match="has 2 interfaces"):
        read_folder(put(tmp_path / "parts", {**parts, "api.h": AEAD["api.h"]}))


def test_an_xof_has_the_interface_of_a_hash(tmp_path: Path) -> None:
    """It must be named, and have the length of output that XOFs are measured with."""
    path = put(tmp_path / "xof", XOF)

    assert read_folder(path, scheme="SHAKE128").scheme.sizes.digest_bytes == 32
    wide = put(tmp_path / "wide", XOF, api=("CRYPTO_BYTES 32", "CRYPTO_BYTES 64"))
    with pytest.raises(CatalogueError, match=r"CRYPTO_BYTES is 64: set it to 32"):
        read_folder(wide, scheme="SHAKE128")


def test_a_source_may_have_a_name_of_its_own_for_lengths(tmp_path: Path) -> None:
    """As code of the lightweight competition has."""
    named = ("int crypto_hash(", "typedef unsigned long long int Length;\n\nint crypto_hash(")
    text = HASH["hash.c"].replace(*named).replace("unsigned long long inlen", "Length inlen")

    folder = read_folder(put(tmp_path / "named", {**HASH, "hash.c": text}))

    assert folder.functions.length == "unsigned long long int"


def test_a_name_space_by_macro_is_one_interface(tmp_path: Path) -> None:
    """The macro's name and what it stands for are the same function."""
    names = "".join(
        f"#define crypto_kem_{one} toy_ref_crypto_kem_{one}\n" for one in ("keypair", "enc", "dec")
    )
    path = put(tmp_path / "ref", KEM, api=("#define API_H", f"#define API_H\n{names}"))

    assert read_folder(path).functions.names["kem_dec"] == "crypto_kem_dec"


def test_assembly_defines_functions_too(tmp_path: Path) -> None:
    """A function that only assembly defines is found by its label."""
    path = put(
        tmp_path / "asm", {"api.h": HASH["api.h"], "hash.S": ".global crypto_hash\ncrypto_hash:\n    ret\n"}
    )

    folder = read_folder(path)

    assert (folder.role, folder.sources) == (Role.HASH, ("hash.S",))


def test_a_scheme_of_the_catalogue_is_recognised(tmp_path: Path) -> None:
    """By the folder above and the sizes; with other sizes it is another scheme under that name."""
    known = read_folder(put(tmp_path / "crypto_hash" / "sha-256" / "ref", HASH))
    other = read_folder(
        put(tmp_path / "crypto_hash" / "sha-256" / "wide", HASH, api=("CRYPTO_BYTES 32", "CRYPTO_BYTES 48"))
    )

    assert (known.known, known.scheme.id) == (True, "sha_256")
    assert (other.known, other.scheme.id, other.scheme.name) == (False, "folder_sha_256_48", "sha-256 (48)")


def test_a_scheme_can_be_named(tmp_path: Path) -> None:
    """`--scheme` decides, but sizes and role must fit."""
    path = put(tmp_path / "mine", HASH)

    assert read_folder(path, scheme="SHA-256").scheme.id == "sha_256"
    wide = put(tmp_path / "wide", HASH, api=("CRYPTO_BYTES 32", "CRYPTO_BYTES 48"))
    with pytest.raises(CatalogueError, match=r"digest_bytes is 32 in the catalogue, but 48 in wide/api\.h"):
        read_folder(wide, scheme="SHA-256")
    with pytest.raises(CatalogueError, match="mine is a hash, but ML-KEM-768 is a kem"):
        read_folder(path, scheme="ML-KEM-768")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"kem.c": KEM["kem.c"]}, "has no api.h"),
        ({"api.h": KEM["api.h"], "params.h": KEM["params.h"]}, "has no source to compile"),
        ({"api.h": HASH["api.h"], "x.c": "int f(void) { return 0; }\n"}, "has no function that pqeval knows"),
        ({"api.h": KEM["api.h"], "kem.c": KEM["kem.c"]}, "api.h needs the header `params.h`"),
        ({"api.h": "#error unfit\n", "x.c": HASH["hash.c"]}, "the compiler cannot read api.h:\n(?s:.*)unfit"),
        ({**HASH, "aead.c": AEAD["aead.c"]}, r"has 2 interfaces \(crypto_aead_encrypt, crypto_hash"),
        ({**HASH, "api.h": "#define CRYPTO_SIZE 32\n"}, "api.h does not state CRYPTO_BYTES"),
        ({**HASH, "api.h": "#define CRYPTO_BYTES 0\n"}, "CRYPTO_BYTES is 0, which is no length"),
        ({**HASH, "api.h": "#define CRYPTO_BYTES nonsense\n"}, "the compiler cannot read api.h"),
        (
            {**KEM, "api.h": KEM["api.h"].replace("int crypto_kem_dec(", "int crypto_kem_other(")}
            | {"kem.c": KEM["kem.c"].replace("int crypto_kem_dec(", "int crypto_kem_other(")},
            "has crypto_kem_enc, crypto_kem_keypair, but no crypto_kem_dec",
        ),
        ({**KEM, "kem.c": "int unrelated;\n"}, "api.h declares crypto_kem_keypair, but no source defines it"),
        (
            {**AEAD, "api.h": AEAD["api.h"].replace("NSECBYTES 0", "NSECBYTES 8")},
            "secret message numbers are not supported",
        ),
        (
            {
                **HASH,
                "hash.c": HASH["hash.c"].replace("unsigned long long inlen", "unsigned long n, int bits"),
            },
            "crypto_hash takes 4 parameters, not 3",
        ),
        (
            {**KEM, "kem.c": KEM["kem.c"] + "int randombytes(uint8_t *x, size_t n) { return 0; }\n"},
            "kem.c defines randombytes beside the implementation",
        ),
        (
            {
                **KEM,
                "a.h": "void randombytes(char *, size_t);\n",
                "b.h": "int randombytes(char *x, uint64_t n);\n",
            },
            "randombytes with two types of length: `size_t` in a.h and `uint64_t` in b.h",
        ),
    ],
)
def test_what_is_missing_is_named(files: Mapping[str, str], words: str, tmp_path: Path) -> None:
    """Before anything is built."""
    path = put(tmp_path / "bad", files)

    with pytest.raises(FolderError, match=words):
        read_folder(path)


def test_a_dangling_link_is_named(tmp_path: Path) -> None:
    """A link to a file that is not there is a missing source."""
    path = put(tmp_path / "links", HASH)
    (path / "more.c").symlink_to(tmp_path / "nowhere.c")

    with pytest.raises(FolderError, match=r"more\.c is missing"):
        read_folder(path)


def test_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Implementations of one scheme take the name of the folder above; the same one twice is an error."""
    paths = [put(tmp_path / parent / "ref", KEM) for parent in ("old", "new")]
    empty = ["", ""]

    assert [one.name for one in read_folders(paths, empty, empty)] == ["old-ref", "new-ref"]
    with pytest.raises(FolderError, match="given twice"):
        read_folders([paths[0], paths[0]], empty, empty)


def test_names_fit_on_a_line(tmp_path: Path) -> None:
    """Spaces stay; a line break in a folder's name does not get into records."""
    assert read_folder(put(tmp_path / "my own\nref", HASH)).name == "my own_ref"


def test_a_name_from_outside_is_made_harmless(tmp_path: Path) -> None:
    """It is printed in charts and pages, where `$` and `<` mean something."""
    path = put(tmp_path / "ref", KEM, api=('"Toy KEM"', '"x $\\\\frac{<b>"'))

    assert read_folder(path).scheme.name == "x ___frac__b_"
