"""Images of own primitives: a cipher and its modes share what is compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqeval.catalogue import load
from pqeval.lightweight.offers import own_implementations, own_of
from pqeval.native.code import code_digest
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.firmware import Image, build_image

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]


def image(scheme: str, variant: str) -> Image:
    """One image for the Cortex-M0+."""
    implementation = next(
        one for one in own_implementations("cortex-m0plus") if (one.scheme, one.variant) == (scheme, variant)
    )
    return build_image(load().scheme(scheme), implementation, None, core("cortex-m0plus"))


def test_sources_are_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mode is compiled for its cipher, the cipher once for both; each build says which code it is."""
    monkeypatch.setenv("PQEVAL_CACHE", str(tmp_path))
    images = {scheme: image(scheme, "u32") for scheme in ("lea_128", "lea_128_ctr")}
    objects = [path for path in (tmp_path / "firmware-objects").iterdir() if path.is_dir()]

    assert len(objects) == 1
    assert 0 < images["lea_128"].sizes.text_bytes
    assert {scheme: one.build.notes["code"] for scheme, one in images.items()} == {
        scheme: code_digest(own_of(scheme, "u32")) for scheme in images
    }
