"""Manifests: where a variant is constant time, and a slip of the pen is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqeval.errors import BuildError
from pqeval.lightweight.offers import own_implementations, own_of
from pqeval.native.manifests import read
from pqeval.native.sources import native_root


def test_a_claim_ends_at_platforms_where_time_varies() -> None:
    """Long multiplications take their time on a Cortex-M3; who asks for the code there is told."""
    own = own_of("chacha20_poly1305", "u32")
    claims = {
        target: next(
            one.constant_time_claim[:3]
            for one in own_implementations(target)
            if (one.scheme, one.variant) == ("chacha20_poly1305", "u32")
        )
        for target in ("cortex-m4", "cortex-m3")
    }

    assert [own.is_constant_time_on(target) for target in claims] == [True, False]
    assert claims == {"cortex-m4": "yes", "cortex-m3": "no:"}


@pytest.mark.parametrize("key", ["default_on", "varies_on"])
def test_unknown_platforms_are_named(key: str, tmp_path: Path) -> None:
    """A manifest cannot speak of a platform that does not exist."""
    text = (native_root() / "lightweight/chacha20_poly1305/primitive.toml").read_text(encoding="utf-8")
    path = tmp_path / "toy" / "primitive.toml"
    path.parent.mkdir()
    path.write_text(text.replace(f'{key} = ["', f'{key} = ["cortex-m9", "', 1), encoding="utf-8")

    with pytest.raises(BuildError, match=r"variant\.u64 names unknown platforms cortex-m9"):
        read(path)
