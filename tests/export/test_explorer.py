"""The explorer: one offline file; in a real browser its filters, sorting, languages and addresses work."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from browser import CHROMIUM, Browser
from pqeval.catalogue import Role, load_all
from pqeval.export.explorer import explorer
from pqeval.export.material import Material, gather
from pqeval.guideline.decide import Decision, decide
from pqeval.guideline.query import query
from sample_exports import host_run, sample_runs

ROLES = (Role.KEM, Role.SIGNATURE, Role.STATEFUL_SIGNATURE)


@pytest.fixture(scope="module")
def material() -> Material:
    """A host's run and a device's."""
    return gather(sample_runs())


@pytest.fixture(scope="module")
def page(material: Material) -> str:
    """The explorer of the sample."""
    return explorer(material)


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


pytestmark_browser = [
    pytest.mark.full,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def address(page: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the explorer lies as a file."""
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests here; each opens the page anew."""
    with Browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


def rows(browser: Browser, table: str = "table") -> list[str]:
    """The schemes of a table's rows, in order."""
    found: list[str] = browser.evaluate(
        f"[...document.querySelectorAll('#{table} tbody tr')].map(row => row.dataset.id)"
    )
    return found


def text(browser: Browser, name: str) -> str:
    """What an element shows."""
    shown: str = browser.evaluate(f"document.getElementById('{name}').innerText")
    return shown


def choose(browser: Browser, name: str, steps: int) -> None:
    """Click the words of a field, go down its list and take what is there."""
    browser.click(f'label[for="f-{name}"]')
    browser.press("ArrowDown", steps)
    browser.press("Enter")


class TestInABrowser:
    """Real clicks and keys in Chromium."""

    pytestmark = pytestmark_browser

    def test_an_address_brings_its_view_back(self, browser: Browser, address: str) -> None:
        """Filters, language and order stand in the address."""
        browser.open(f"{address}#lang=ja&role=kem&authority=cryptrec&category=3")
        assert rows(browser) == ["ml_kem_768", "ml_kem_1024"]
        assert browser.evaluate("document.documentElement.lang") == "ja"
        assert "公開鍵 (B)" in text(browser, "table")
        assert (
            browser.evaluate("document.querySelectorAll('#plot [role=img]').length") == 1
        )  # of one, figures
        browser.open(f"{address}#lang=en&role=kem&rejected=1&authority=cryptrec")
        assert "hqc_1" in rows(browser)
        assert "not named by the authority" in text(browser, "table")

    def test_clicks_sort_filter_and_change_the_address(self, browser: Browser, address: str) -> None:
        """Two clicks on a head, a category by mouse and keys, a box: rows and address follow."""
        browser.open(f"{address}#lang=en&role=kem")
        before = rows(browser)
        browser.click('[data-sort="wire"]')
        browser.click('[data-sort="wire"]')
        browser.until("location.hash.includes('down=1')")
        choose(browser, "category", 4)
        browser.until("location.hash.includes('category=5')")
        browser.click("#f-research")
        browser.until("location.hash.includes('research=1')")
        shown = rows(browser)
        sizes = {one.id: one.sizes for one in load_all().schemes}
        wires = [(sizes[name].public_key_bytes or 0) + (sizes[name].ciphertext_bytes or 0) for name in shown]
        assert len(shown) > 3
        assert wires == sorted(wires, reverse=True)
        assert shown != before
        assert 'aria-sort="descending"' in browser.evaluate(
            "document.querySelector('#table thead').outerHTML"
        )
        view = browser.evaluate("location.href")
        browser.open(view)
        assert rows(browser) == shown

    def test_the_keyboard_alone_suffices(self, browser: Browser, address: str) -> None:
        """Tab reaches fields in order; the language changes in place; a head that sorts keeps the focus."""
        browser.open(f"{address}#lang=en&role=kem")
        browser.press("Tab")
        assert browser.evaluate("document.activeElement.id") == "f-lang"
        browser.press("ArrowDown")
        browser.press("Enter")
        browser.until("document.documentElement.lang === 'ja'")
        assert browser.evaluate("document.activeElement.id") == "f-lang"
        assert "公開鍵 (B)" in text(browser, "table")
        for _ in range(40):
            browser.press("Tab")
            if browser.evaluate("document.activeElement.dataset.sort") == "wire":
                break
        browser.press("Enter")
        browser.until("location.hash.includes('sort=wire')")
        assert browser.evaluate("document.activeElement.dataset.sort") == "wire"

    def test_pointing_at_a_marker_reads_its_figures(self, browser: Browser, address: str) -> None:
        """Mouse and focus both show name, size, cost, class and status."""
        browser.open(f"{address}#lang=en&role=kem")
        browser.hover('#plot [data-id="ml_kem_768"]')
        browser.until("document.getElementById('hover').innerText.startsWith('ML-KEM-768')")
        assert "structured lattices, final standard" in text(browser, "hover")

    def test_what_is_copied_is_the_table_and_the_figure(self, browser: Browser, address: str) -> None:
        """CSV of the rows that are shown; SVG that stands alone."""
        browser.open(f"{address}#lang=en&role=kem&category=3")
        browser.allow_clipboard()
        browser.click("#copy-csv")
        browser.until("document.getElementById('copied').innerText !== ''")
        copied = list(csv.reader(io.StringIO(browser.evaluate("navigator.clipboard.readText()"))))
        heads = "[...document.querySelectorAll('#table tbody th')]"
        names = browser.evaluate(f"{heads}.map(one => one.innerText)")
        assert [line[0] for line in copied] == ["Scheme", *names]
        assert "ML-KEM-768" in names
        browser.click("#copy-svg")
        browser.until("navigator.clipboard.readText().then(text => text.startsWith('<svg'))")
        assert 'xmlns="http://www.w3.org/2000/svg"' in browser.evaluate("navigator.clipboard.readText()")

    def test_a_screen_reader_is_told_what_everything_is(self, browser: Browser, address: str) -> None:
        """Fields, buttons, tables and markers all have a name."""
        browser.open(f"{address}#lang=en&role=kem&device=m4_128k_40k")
        named = {"combobox", "button", "checkbox", "table", "image", "region", "form", "spinbutton"}
        nodes = [node for node in browser.tree() if node["role"]["value"] in named]
        assert {"combobox", "button", "checkbox", "table", "image"} <= {
            node["role"]["value"] for node in nodes
        }
        assert [node for node in nodes if not node["name"]["value"]] == []

    def test_a_device_is_answered_with_the_decision(self, browser: Browser, address: str) -> None:
        """Choosing a device ranks the survivors; a budget that is typed in turns some away."""
        browser.open(f"{address}#lang=en&role=kem&device=m4_128k_40k")
        assert "Choose ML-KEM-" in text(browser, "answer")
        assert "Runner-up: " in text(browser, "answer")
        survivors = rows(browser, "survivors")
        browser.click("#more summary")
        browser.click("#f-ram_bytes")
        browser.type("5000")
        browser.press("Enter")
        browser.until("location.hash.includes('ram_bytes=5000')")
        assert rows(browser, "survivors") != survivors
        browser.click("#rejects summary")
        browser.until("document.getElementById('rejects').open")
        assert "RAM: " in text(browser, "rejected")

    def test_requirements_and_a_portfolio_are_asked_by_hand(self, browser: Browser, address: str) -> None:
        """A requirement turns away what nobody vouches for; another class needs a portfolio."""
        browser.open(f"{address}#lang=en&role=kem&device=m4_128k_40k")
        browser.click("#f-validated")
        browser.until("location.hash.includes('validated=1')")
        assert "Nothing passes" in text(browser, "answer")
        browser.click("#f-validated")
        browser.click("#more summary")
        browser.click("#f-diverse")
        browser.until("location.hash.includes('diverse=1')")
        assert "Name a portfolio" in text(browser, "answer")
        assert rows(browser, "survivors")
        browser.open(f"{address}#lang=en&role=kem&device=m4_128k_40k&diverse=1&portfolio=ml_dsa_65")
        assert rows(browser, "survivors") == []
        chosen = "[...document.getElementById('f-portfolio').selectedOptions].map(one => one.value)"
        assert browser.evaluate(chosen) == ["ml_dsa_65"]

    def test_a_prediction_is_said_to_be_one(self, browser: Browser, address: str) -> None:
        """In the page as in the command: nobody measured it, and it stands behind what was measured."""
        browser.open(f"{address}#lang=en&role=stateful_signature&device=m33_nrf9160&task=verify&year=2040")
        assert "nobody measured it" in text(browser, "answer")

    def test_it_opens_and_says_how_fast(
        self, browser: Browser, address: str, record_property: Callable[[str, object], None]
    ) -> None:
        """The time until all is drawn is reported, not judged: a loaded machine says nothing of the page."""
        browser.open(f"{address}#lang=en&role=kem")
        took = browser.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        record_property("explorer_opens_ms", took)
        sys.stdout.write(f"explorer: {took:.0f} ms until everything is drawn\n")
        assert took > 0

    @pytest.mark.parametrize(
        "question",
        [
            {"device": "m4_128k_40k", "role": "kem", "until": 2040, "authority": "bsi", "category": 3},
            {"device": "m0plus_64k_8k", "role": "firmware", "until": 2040, "authority": "nist",
             "link": "lorawan_dr5", "signatures": 200, "care": True},
            {"device": "m4_128k_40k", "role": "verify", "until": 2040, "latency_ms": 50.0, "research": True},
            {"device": "m4_ble_nrf52840", "role": "kem-responder", "until": 2035, "link": "ble_1m_dle",
             "energy_mj": 2.0, "hybrid": True},
            {"device": "m0plus_192k_20k", "role": "kem-initiator", "until": 2030, "category": 3,
             "link": "lorawan_as923_eu868_dr0", "wait_s": 4000.0, "ram_bytes": 9000},
            {"device": "m3_subghz_cc1350", "role": "sign", "until": 2035, "authority": "cryptrec",
             "care": True},
            {"device": "m4_128k_40k", "role": "signature", "until": 2035, "authority": "cnsa",
             "weights": {"bytes": 3.0, "ram": 0.0}, "research": True, "message_bytes": 4000},
            {"device": "m4_128k_40k", "role": "firmware", "until": 2032, "authority": "cnsa",
             "stateful": False},
            {"device": "m4_128k_40k", "role": "sign", "until": 2035, "diverse": True,
             "portfolio": ("ml_kem_768", "ml_dsa_65"), "care": True},
            {"device": "m33_nrf9160", "role": "verify", "until": 2035, "diverse": True,
             "portfolio": ("ml_dsa_65", "slh_dsa_sha2_128s"), "per_second": 2.5},
            {"device": "m4_128k_40k", "role": "kem", "until": 2035, "per_second": 30.0,
             "require": ("known-answers", "maintained")},
            {"device": "m4_128k_40k", "role": "kem", "until": 2035, "require": ("constant-time",)},
            {"device": "m33_nrf9160", "role": "verify", "until": 2035, "research": True,
             "require": ("constant-time", "production")},
            {"device": "m4_128k_40k", "role": "signature", "until": 2035, "require": ("validated",)},
        ],
        ids=lambda one: "-".join([one["role"], one["device"], *one.get("require", [])]),
    )  # fmt: skip
    def test_it_decides_as_the_command_does(
        self, question: dict[str, Any], browser: Browser, address: str, material: Material
    ) -> None:
        """Survivors, order, scores, front, first reasons, runner-up, the next one and the replacement."""
        expected = decide(material.facts, query(material.facts, **question), material.runs)
        browser.open(f"{address}#{_as_address(question)}")
        assert json.loads(browser.evaluate(_SUMMARY)) == _summary(expected)


def _as_address(question: dict[str, Any]) -> str:
    asked = dict(question)
    task, weights = asked.pop("role"), asked.pop("weights", {})
    asked |= {f"w_{name}": weight for name, weight in weights.items()}
    role = "kem" if task.startswith("kem") else "signature"
    asked |= {"lang": "en", "role": role, "task": task, "year": asked.pop("until")}
    asked |= dict.fromkeys(asked.pop("require", ()), 1)
    if portfolio := asked.pop("portfolio", ()):
        asked["portfolio"] = ",".join(portfolio)
    if not asked.pop("stateful", True):
        asked["stateless"] = 1
    return "&".join(f"{name}={1 if value is True else value}" for name, value in asked.items())


_SUMMARY = """
JSON.stringify((() => {
  const found = decided(question());
  const name = one => one ? one.name : "";
  const pairs = one => one.reasons.map(reason => [reason.filter, reason.key]);
  return {
    survivors: found.survivors.map(one => [one.name, one.score.toFixed(6), one.front]),
    objectives: found.objectives,
    rejected: Object.fromEntries(found.rejected.map(one => [one.name, pairs(one)])),
    runner_up: name(found.runner_up),
    promising: name(found.promising),
    classes: found.classes,
    lost: found.breakage ? found.breakage.lost : [],
    admission: name(found.admission),
    replacement: found.breakage ? name(found.breakage.replacement) : "",
  };
})())
"""


def _summary(decision: Decision) -> dict[str, Any]:
    breakage = decision.breakage
    replacement = breakage.replacement if breakage else None
    return {
        "survivors": [[one.candidate.name, f"{one.score:.6f}", one.on_front] for one in decision.survivors],
        "objectives": list(decision.objectives),
        "rejected": {
            one.candidate.name: [[reason.filter, reason.key] for reason in one.reasons]
            for one in decision.rejected
        },
        "runner_up": decision.runner_up.candidate.name if decision.runner_up else "",
        "promising": decision.promising.candidate.name if decision.promising else "",
        "classes": [str(one) for one in decision.classes],
        "lost": list(breakage.lost) if breakage else [],
        "admission": decision.admission.candidate.name if decision.admission else "",
        "replacement": replacement.name if replacement else "",
    }
