"""The explorer: one offline file; in a real browser its filters, sorting, languages and addresses work."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Role, load_all
from pqeval.export.explorer import explorer
from pqeval.export.material import gather
from sample_exports import host_run, sample_runs

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ROLES = (Role.KEM, Role.SIGNATURE, Role.STATEFUL_SIGNATURE)


@pytest.fixture(scope="module")
def page() -> str:
    """The explorer of the sample."""
    return explorer(gather(sample_runs()))


def test_it_holds_every_scheme_and_fetches_nothing(page: str) -> None:
    """Data is inside; no address of anything else is; it is small."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, flags=re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert {row["id"] for row in data["rows"]} == {one.id for one in load_all().schemes if one.role in ROLES}
    assert set(data["words"]["en"]) == set(data["words"]["ja"])
    assert not re.search(r"(src|href)\s*=\s*[\"']", page)
    assert "http:" not in page.replace("http://www.w3.org/2000/svg", "")
    assert len(page) < 5_000_000


def test_words_of_a_run_cannot_leave_the_data() -> None:
    """What a run file says of its processor is text, whatever it is."""
    one = host_run()
    evil = "</script><script>alert(1)</script>"
    hostile = msgspec.structs.replace(one, host=msgspec.structs.replace(one.host, cpu=evil))
    page = explorer(gather([hostile]))
    assert "<script>alert" not in page
    assert page.count("</script>") == 2


def dom(page: str, folder: Path, address: str, script: str = "") -> str:
    """The page as a browser has it, after a script has used it."""
    assert CHROMIUM is not None
    path = folder / "explorer.html"
    path.write_text(page.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--dump-dom",
        f"file://{path}#{address}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


def ids(text: str) -> list[str]:
    """The rows of the table, in order."""
    return re.findall(r'<tr data-id="(\w+)"', text)


@pytest.mark.full
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_an_address_brings_its_view_back(page: str, tmp_path: Path) -> None:
    """Filters, language and order stand in the address."""
    text = dom(page, tmp_path, "lang=ja&role=kem&authority=cryptrec&category=3")
    assert ids(text) == ["ml_kem_768", "ml_kem_1024"]
    assert '<html lang="ja">' in text
    assert "公開鍵 (B)" in text
    assert text.count("<circle") == 1  # the sample has figures of one of them
    everything = dom(page, tmp_path, "role=kem&rejected=1&authority=cryptrec")
    assert "hqc_1" in ids(everything)
    assert "not named by the authority" in html.unescape(everything)


@pytest.mark.full
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_clicks_and_choices_change_what_is_shown(page: str, tmp_path: Path) -> None:
    """Sorting by a head, choosing a category, and the address that follows."""
    script = """
    const choose = (name, value) => {
      const field = document.getElementById("f-" + name);
      field.value = value;
      field.dispatchEvent(new Event("change"));
    };
    choose("category", "5");
    document.getElementById("f-research").click();
    document.querySelector('[data-sort="wire"]').click();
    document.querySelector('[data-sort="wire"]').click();
    document.body.dataset.address = location.hash;
    """
    text = html.unescape(dom(page, tmp_path, "role=kem", script))
    shown = ids(text)
    sizes = {one.id: one.sizes for one in load_all().schemes}
    wires = [(sizes[name].public_key_bytes or 0) + (sizes[name].ciphertext_bytes or 0) for name in shown]
    assert len(shown) > 3
    assert wires == sorted(wires, reverse=True)
    assert 'aria-sort="descending"' in text
    address = re.search(r'data-address="([^"]*)"', text)
    assert address is not None
    assert {"category=5", "research=1", "sort=wire", "down=1"} <= set(address[1].lstrip("#").split("&"))
