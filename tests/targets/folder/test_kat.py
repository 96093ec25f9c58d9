"""Files of known answers, read with distrust."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqeval.catalogue import Role
from pqeval.targets.folder.folder import FolderError
from pqeval.targets.folder.kat import read_kat, require_kat


def written(folder: Path, text: str) -> str:
    """A file with this text."""
    path = folder / "answers.rsp"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_lengths_cut_what_is_written_for_nothing(tmp_path: Path) -> None:
    """NIST writes `00` for an empty message; `mlen`, `smlen` and `Len` (in bits) tell."""
    signature = "seed = 00\nmlen = 0\nmsg = 00\npk = 01\nsk = 02\nsmlen = 1\nsm = 03\n"
    digest = "Len = 0\nMsg = 00\nMD = ff\n\nLen = 8\nMsg = 31\nMD = fe\n"

    (one,) = read_kat(written(tmp_path, signature), Role.SIGNATURE)
    assert (one["msg"], one["sm"]) == (b"", b"\x03")
    assert [vector["msg"] for vector in read_kat(written(tmp_path, digest), Role.HASH)] == [b"", b"1"]


def test_lwc_files_have_a_vector_a_count(tmp_path: Path) -> None:
    """Empty fields are empty, and capitals do not matter."""
    text = "".join(f"Count = {n}\nKey = 00\nNonce = 01\nPT = \nAD = 0{n}\nCT = 02\n\n" for n in (1, 2))

    assert [vector["ad"] for vector in read_kat(written(tmp_path, text), Role.AEAD)] == [b"\1", b"\2"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no known answer"),
        ("hello\n", "has no known answer"),
        ("count = 0\nseed = 00\npk = 00\n", "vector 1: there is no sk and no ct and no ss"),
        ("seed = 0\npk = 00\nsk = 00\nct = 00\nss = 00\n", "vector 1: non-hexadecimal"),
        ("seed = 00\npk = xy\nsk = 00\nct = 00\nss = 00\n", "vector 1: non-hexadecimal"),
    ],
)
def test_what_is_not_a_file_of_known_answers_is_refused(text: str, words: str, tmp_path: Path) -> None:
    """By what is wrong in it."""
    with pytest.raises(FolderError, match=words):
        require_kat(written(tmp_path, text), Role.KEM)


def test_a_missing_file_and_a_useless_digest_are_refused(tmp_path: Path) -> None:
    """Before anything is built."""
    with pytest.raises(FolderError, match="cannot be read"):
        require_kat(str(tmp_path / "nosuch.rsp"), Role.KEM)
    with pytest.raises(FolderError, match="give the file for a hash"):
        require_kat("a" * 64, Role.HASH)
