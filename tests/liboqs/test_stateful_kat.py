"""Known answers of stateful signatures: files are distrusted, and wrong implementations are found."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pqeval.errors import LibraryError, ProviderError
from pqeval.liboqs.stateful_kat import KnownAnswer, checked, has_known_answer, known_answer

NAME = "XMSSMT-SHA2_20/2_256"
FILE = "XMSSMT-SHA2_20-2_256.rsp"
TEXT = "pk = 00ff\nsk = 01\n\nmlen = 1\nmsg = 33\nsmlen = 2\nsm = AAbb\n\ncount = 1\nmsg = 44\nsm = 55\n"


def written(folder: Path, text: str, digest: str = "") -> Path:
    """The folder of a build with this file as a known answer, listed with its digest or another one."""
    room = folder / "kats" / "stfl"
    room.mkdir(parents=True)
    (room / FILE).write_bytes(text.encode())
    listed = {NAME: digest or hashlib.sha256(text.encode()).hexdigest()}
    (room / "kats.json").write_text(json.dumps(listed), encoding="utf-8")
    return folder


def test_the_first_vector_is_read(tmp_path: Path) -> None:
    """`sm` is the signature alone; a slash in a name is a dash in the file's."""
    kept = written(tmp_path, TEXT)
    one = known_answer(NAME, "0.13.0", kept)
    assert has_known_answer(NAME, kept)
    assert (one.public_key, one.message, one.signature) == (b"\x00\xff", b"\x33", b"\xaa\xbb")
    assert one.source == f"liboqs 0.13.0, tests/KATs/sig_stfl/xmss/{FILE}"
    assert one.digest == hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (TEXT.replace("msg = ", "message = "), "has no msg"),
        (TEXT.replace("AAbb", "AAb"), "`sm` of its known answer is not hexadecimal"),
        (TEXT.replace("00ff", ""), "has no pk"),
        ("", "has no pk and no msg and no sm"),
    ],
)
def test_damaged_files_are_named(tmp_path: Path, text: str, complaint: str) -> None:
    """What is missing or is not hexadecimal is said, with the scheme's name."""
    with pytest.raises(LibraryError, match=f"{NAME}: .*{complaint}"):
        known_answer(NAME, "0.13.0", written(tmp_path, text))


def test_only_what_liboqs_lists_is_believed(tmp_path: Path) -> None:
    """A file with another digest than the list's is not a known answer, nor is one without a list."""
    kept = written(tmp_path, TEXT, digest="0" * 64)
    with pytest.raises(LibraryError, match=r"is not the one that liboqs 0\.13\.0 lists"):
        known_answer(NAME, "0.13.0", kept)
    (kept / "kats" / "stfl" / "kats.json").write_text("[", encoding="utf-8")
    with pytest.raises(LibraryError, match="run `pqeval setup`"):
        known_answer(NAME, "0.13.0", kept)
    assert not has_known_answer("XMSS-SHA2_10_256", kept)


ANSWER = KnownAnswer(b"public key", b"message", b"signature", "d" * 64, "a file")


def test_verifiers_that_answer_without_looking_are_found() -> None:
    """Each part must count: one that ignores signature, message or key accepts a forgery."""
    right = (ANSWER.message, ANSWER.signature, ANSWER.public_key)
    assert checked("one", ANSWER, lambda *asked: asked == right).digest == "d" * 64
    for ignored, complaint in enumerate(("another message", "flipped bit", "another public key")):
        kept = [index for index in range(3) if index != ignored]
        with pytest.raises(ProviderError, match=f"verify accepts .*{complaint}"):
            checked("one", ANSWER, lambda *asked, kept=kept: all(asked[at] == right[at] for at in kept))
    with pytest.raises(ProviderError, match="one: verify refuses the known answer of a file"):
        checked("one", ANSWER, lambda *_: False)
