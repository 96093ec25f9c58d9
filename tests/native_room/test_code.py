"""The digest of a scheme's code: what is compiled counts, what is said beside it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqeval.errors import BuildError
from pqeval.native.code import code_digest
from pqeval.native.manifests import OwnScheme, own_schemes

SOURCE = """/* What it is. */
#include "lightweight/toy/toy.h"
#include "common/rotate.h"
#include <stddef.h>
int toy(void) { return 1; } // said here
const char *words = "// and /* here */";
"""
MANIFEST = """
name = "Toy"
header = "toy.h"
[scheme.toy]
shape = "hash"
[variant.u32]
sources = ["toy_u32.c"]
schemes = ["toy"]
default_on = ["host", "cortex-m4", "cortex-m3", "cortex-m33", "cortex-m7", "cortex-m0plus", "cortex-m0"]
constant_time = true
claim = "nothing is done"
"""


def tree(folder: Path, *, source: str = SOURCE, rotate: str = "#define ROTATE 1\n") -> tuple[OwnScheme, Path]:
    """A primitive in a folder of its own; further calls need further folders, as files are read once."""
    files = {
        "lightweight/toy/toy_u32.c": source,
        "lightweight/toy/toy.h": '#include "pqe/status.h"\n',
        "lightweight/toy/primitive.toml": MANIFEST,
        "common/rotate.h": rotate,
        "include/pqe/status.h": "enum { OK };\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (own,) = own_schemes(folder)
    return own, folder


def test_comments_and_spaces_do_not_count(tmp_path: Path) -> None:
    """A header's manual may be written anew without a verdict being old."""
    said_otherwise = SOURCE.replace("What it is.", "Something\n * else.").replace("// said here", "")
    spaced = said_otherwise.replace("{ return", "{   return").replace("\n#include", "\n\n#  include")

    assert code_digest(*tree(tmp_path / "one")) == code_digest(*tree(tmp_path / "two", source=said_otherwise))
    assert code_digest(*tree(tmp_path / "three", source=spaced)) != code_digest(
        *tree(tmp_path / "four", source=SOURCE.replace("return 1", "return 2"))
    )


def test_what_is_in_a_string_counts(tmp_path: Path) -> None:
    """It looks like a comment, and is none."""
    other = SOURCE.replace("and /* here */", "and /* there */")

    assert code_digest(*tree(tmp_path / "one")) != code_digest(*tree(tmp_path / "two", source=other))


def test_what_is_included_counts(tmp_path: Path) -> None:
    """Also a file that other primitives include, too."""
    source = SOURCE.replace("return 1", "return ROTATE")
    one = code_digest(*tree(tmp_path / "one", source=source))

    assert one != code_digest(*tree(tmp_path / "two", source=source, rotate="#define ROTATE 2\n"))
    assert one == code_digest(*tree(tmp_path / "three", source=source))


def test_what_is_new_in_a_shared_header_for_others_does_not_count(tmp_path: Path) -> None:
    """Only what is referred to counts, also where one definition refers to another."""
    shared = "#define ROTATE 1\nstatic int helper(int x) {\nreturn x + ROTATE;\n}\n"
    source = SOURCE.replace("return 1", "return helper(1)")
    one = code_digest(*tree(tmp_path / "one", source=source, rotate=shared))
    more = shared + "static int unused(void) {\nreturn 3;\n}\n#define UNUSED 4\n"

    assert one == code_digest(*tree(tmp_path / "two", source=source, rotate=more))
    for number, other in enumerate((shared.replace("ROTATE 1", "ROTATE 2"), shared.replace("x +", "x -"))):
        assert one != code_digest(*tree(tmp_path / f"other{number}", source=source, rotate=other))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """And who asks for it."""
    own, root = tree(tmp_path / "one", source='#include "common/none.h"\n')

    with pytest.raises(BuildError, match=r"toy_u32\.c includes common/none\.h, which is missing"):
        code_digest(own, root)


def test_every_scheme_in_every_variant_has_a_digest_of_its_own() -> None:
    """Modes and ciphers, too."""
    digests = {code_digest(own) for own in own_schemes()}

    assert len(digests) == len(own_schemes())
