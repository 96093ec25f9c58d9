"""The report: both languages say the same, nothing hostile gets in, files are whole and repeatable."""

from __future__ import annotations

import csv
import io
import re
import string
import tomllib
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Boundary, Kind, Metric, Operation
from pqeval.errors import RecordError
from pqeval.records import Failed, Measurement, Run, Skipped, Stage
from pqeval.report import write
from pqeval.report.blocks import Page
from pqeval.report.numbers import bytes_text, count_text, ratio_text, significant, time_text
from pqeval.report.page import compose
from pqeval.report.plain import chart_csv, table_csv
from pqeval.report.words import words
from sample_runs import BUILD, HOST_TARGET, measurement, observation, run, series

VOID = {"meta", "input", "br", "link", "img", "path", "use", "rect", "circle", "line"}
OPERATIONS = {
    "ml_kem_512": (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS),
    "ml_kem_768": (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS),
    "hqc_128": (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS),
    "ml_dsa_65": (Operation.KEYGEN, Operation.SIGN, Operation.VERIFY),
    "mayo_1": (Operation.KEYGEN, Operation.SIGN, Operation.VERIFY),
}


def host(scheme: str, operation: Operation, nanoseconds: int) -> Measurement:
    """Six processes of two batches each."""
    values = tuple(100 * nanoseconds + n for n in range(12))
    one = observation(
        Metric.TIME_NS,
        *values,
        kind=Kind.MEASURED,
        operations=(100,) * 12,
        processes=tuple(n // 2 for n in range(12)),
    )
    return measurement(one, of=series(scheme, operation, "host"))


def device(scheme: str, operation: Operation, cycles: int, stack: int) -> Measurement:
    """One deterministic value a metric."""
    values = {
        Metric.MODELLED_CYCLES: cycles,
        Metric.STACK_BYTES: stack,
        Metric.HEAP_PEAK_BYTES: 0,
        Metric.BUFFER_BYTES: 5000,
        Metric.TEXT_BYTES: 90_000,
        Metric.DATA_BYTES: 0,
        Metric.BSS_BYTES: 100,
    }
    found = (
        observation(metric, value, kind=Kind.MODELLED if metric == Metric.MODELLED_CYCLES else Kind.COUNTED)
        for metric, value in values.items()
    )
    return measurement(*found, of=series(scheme, operation))


@pytest.fixture(scope="module")
def sample() -> Run:
    """Five schemes on host and device, one case skipped, one failed with hostile words."""
    records: list[Measurement | Skipped | Failed] = []
    for number, (scheme, operations) in enumerate(OPERATIONS.items(), start=1):
        for place, operation in enumerate(operations, start=1):
            records.append(host(scheme, operation, 10_000 * number * place))
            stack = 900_000 if scheme == "mayo_1" else 9000 * number
            records.append(device(scheme, operation, 1_000_000 * number * place, stack))
    records.append(Skipped(series=series("falcon_512", operation=Operation.SIGN), reason="<b>not</b> here"))
    records.append(
        Failed(
            series=series("ml_dsa_87", operation=Operation.SIGN),
            stage=Stage.MEASURE,
            error="<script>alert('x')</script>",
        )
    )
    hostile = msgspec.structs.replace(BUILD, compiler="</td><script>y</script>")
    return run(*records, build=hostile)


@pytest.fixture(scope="module")
def folder(sample: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample, in both languages."""
    output = tmp_path_factory.mktemp("report") / "out"
    write([sample], output)
    return output


@pytest.fixture(scope="module")
def pages(sample: Run) -> dict[str, Page]:
    """The sample's page in each language; charts are drawn once."""
    return {language: compose(sample, language) for language in ("en", "ja")}


class Nesting(HTMLParser):
    """Checks that elements are closed in order, and keeps what tests ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it until it is closed."""
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing to close."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Only the innermost element may be closed."""
        if tag not in VOID:
            assert self.open.pop() == tag


def test_the_page_is_well_formed_and_needs_no_network(folder: Path) -> None:
    """Elements nest, ids are unique, and nothing is fetched from anywhere."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    parser = Nesting()
    parser.feed(text)
    assert parser.open == []
    identifiers = [attributes["id"] for _, attributes in parser.seen if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    links = [attributes.get("href") or attributes.get("src") or "" for _, attributes in parser.seen]
    assert not [link for link in links if link.startswith(("http:", "https:", "//"))]
    anchors = {link[1:] for link in links if link.startswith("#") and "-1-" in link}
    assert anchors <= set(identifiers)


def test_every_table_has_a_caption_and_scopes(folder: Path) -> None:
    """Screen readers can tell heads from cells."""
    parser = Nesting()
    parser.feed((folder / "index.html").read_text(encoding="utf-8"))
    tags = [tag for tag, _ in parser.seen]
    assert tags.count("caption") == tags.count("table") > 10
    assert all(attributes.get("scope") for tag, attributes in parser.seen if tag == "th")


def test_hostile_text_of_a_run_is_shown_not_run(folder: Path) -> None:
    """Errors and compilers come from files that anyone may have written."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "<script>y" not in text
    assert "&lt;script&gt;alert" in text
    assert "<b>not</b>" not in text


def test_both_languages_hold_the_same_numbers(pages: dict[str, Page]) -> None:
    """Cells with a number behind them have the same one in each language, and the same shown digits."""
    numbers = [
        [
            (table.name, cell.sort, re.findall(r"[\d.]+", cell.text) if cell.sort is not None else [])
            for section in page.sections
            for table in section.tables
            for row in table.rows
            for cell in row
        ]
        for page in pages.values()
    ]
    assert numbers[0] == numbers[1]


def test_no_cell_is_empty(pages: dict[str, Page]) -> None:
    """What does not apply is a dash, what is missing says so."""
    for language in ("en", "ja"):
        for section in pages[language].sections:
            for table in section.tables:
                assert all(cell.text for row in table.rows for cell in row), table.name
                assert all(len(row) == len(table.columns) for row in table.rows), table.name


def test_modelled_cycles_stand_in_columns_that_say_so(pages: dict[str, Page]) -> None:
    """The group's head names kind, core and model; the note states the error; each figure has the mark."""
    table = pages["en"].sections[0].tables[0]
    places = [n for n, column in enumerate(table.columns) if "Modelled cycles" in column.group]
    assert len(places) == 3
    assert all("armv7em-table-1" in table.columns[n].group for n in places)
    assert all("§" in row[n].text for row in table.rows for n in places)
    assert any("5.6 %" in note and "31.0 %" in note for note in table.notes)


def test_schemes_that_do_not_fit_say_so(pages: dict[str, Page]) -> None:
    """MAYO-1 of the sample needs more stack than the part has."""
    tables = [table for section in pages["en"].sections for table in section.tables]
    signatures = next(table for table in tables if table.name == "answer-signature")
    fits = {row[0].text: row[-1].text for row in signatures.rows}
    assert fits["MAYO-1"] == "does not fit"
    assert fits["ML-DSA-65"] == "fits"


def test_superseded_schemes_are_greyed_and_never_best(pages: dict[str, Page]) -> None:
    """HQC of 2023 is shown grey, with the flag's words."""
    table = pages["en"].sections[0].tables[0]
    names = [row[0].text for row in table.rows]
    assert names.index("HQC-128") in table.greyed
    assert not any(cell.best for cell in table.rows[names.index("HQC-128")])


def test_what_is_missing_is_listed_with_its_reason(pages: dict[str, Page]) -> None:
    """Skipped and failed cases stand in a table of their own, in full."""
    sections = {section.anchor: section for section in pages["en"].sections}
    reasons = [row[-1].text for row in sections["missing"].tables[0].rows]
    assert "<b>not</b> here" in reasons
    assert any("alert" in reason for reason in reasons)


def test_the_same_run_gives_the_same_bytes(sample: Run, folder: Path, tmp_path: Path) -> None:
    """No date, no random identifier, in no file."""
    again = tmp_path / "again"
    files = write([sample], again).files
    assert len(files) > 30
    for path in files:
        assert path.read_bytes() == (folder / path.relative_to(again)).read_bytes(), path.name


def test_charts_carry_title_description_text_and_data(pages: dict[str, Page], folder: Path) -> None:
    """Text stays text in SVG, and the CSV beside it holds exactly the plotted values."""
    for language in ("en", "ja"):
        (section,) = [s for s in pages[language].sections if s.anchor == "charts"]
        assert [chart.name for chart in section.charts] == ["size-speed", "operations", "cycles-stack"]
        for chart in section.charts:
            assert "<title>" in chart.svg
            assert "<desc>" in chart.svg
            assert ">ML-KEM-768</text>" in chart.svg
            stored = (folder / "charts" / f"{chart.name}.{language}.csv").read_text(encoding="utf-8")
            assert stored == chart_csv(chart)
            rows = list(csv.reader(io.StringIO(stored)))
            assert rows[0] == list(chart.head)
            assert rows[1:] == [[str(value) for value in row] for row in chart.rows]


def test_tables_as_csv_hold_the_numbers_behind(pages: dict[str, Page]) -> None:
    """Beside each numeric column stands its value."""
    table = pages["en"].sections[0].tables[0]
    rows = list(csv.DictReader(io.StringIO(table_csv(table))))
    wire = next(row for row in rows if row["Scheme"].startswith("ML-KEM-768"))
    assert wire["Bytes on the wire public key + ciphertext [value]"] == "2272"


def test_a_run_without_a_device(sample: Run) -> None:
    """No column speaks of a core that did not take part."""
    alone = msgspec.structs.replace(
        sample,
        targets=(HOST_TARGET,),
        records=tuple(record for record in sample.records if record.series.target == "host"),
    )
    page = compose(alone, "en")
    assert not any("cycles" in column.group for column in page.sections[0].tables[0].columns)


def test_an_empty_run_and_no_run(sample: Run, tmp_path: Path) -> None:
    """The page says that there are no figures; without a run there is no page."""
    empty = msgspec.structs.replace(sample, records=())
    write([empty], tmp_path / "empty", ("en",))
    assert "no figures" in (tmp_path / "empty" / "index.html").read_text(encoding="utf-8")
    with pytest.raises(RecordError):
        write([], tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_several_runs_stand_one_after_the_other(sample: Run, tmp_path: Path) -> None:
    """Files of the second run have a number."""
    files = write([sample, sample], tmp_path / "two", ("en",)).files
    names = {path.name for path in files}
    assert {"size-speed.1.en.svg", "size-speed.2.en.svg"} <= names


def test_foreign_files_survive_and_old_ones_go(sample: Run, tmp_path: Path) -> None:
    """Only what a report writes is replaced."""
    output = tmp_path / "out"
    write([sample], output)
    (output / "notes.txt").write_text("mine", encoding="utf-8")
    write([sample], output, ("ja",))
    assert (output / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert not (output / "report.en.md").exists()


def test_an_unwritable_place_is_named(sample: Run, tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    place = tmp_path / "place"
    place.write_text("", encoding="utf-8")
    with pytest.raises(RecordError, match="place"):
        write([sample], place)
    assert place.read_text(encoding="utf-8") == ""
    assert list(tmp_path.iterdir()) == [place]


def _words() -> dict[str, dict[str, str]]:
    text = resources.files("pqeval.report").joinpath("data/words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def test_both_languages_have_every_word() -> None:
    """The same keys, none empty by accident, and the same things in braces."""
    tables = _words()
    assert set(tables["en"]) == set(tables["ja"])
    for key, english in tables["en"].items():
        japanese = tables["ja"][key]
        assert bool(english) == bool(japanese), key
        assert _braces(english) == _braces(japanese), key


def _braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_japanese_terms_are_those_of_the_field() -> None:
    """Where the term data know the English term, the Japanese word of the report is among theirs."""
    text = resources.files("pqeval.report").joinpath("data/terms.csv").read_text(encoding="utf-8")
    terms = {row["term_en"]: row["term_ja"] for row in csv.DictReader(io.StringIO(text))}
    pairs = {
        "op_keygen": "key generation",
        "op_encaps": "encapsulation",
        "op_decaps": "decapsulation",
        "op_encrypt": "encryption",
        "op_decrypt": "decryption",
        "stack": "stack usage",
        "yes": "fits",
        "no": "does not fit",
        "kind_measured": "measured",
        "kind_modelled": "modelled",
        "public_key": "public key",
        "ciphertext": "ciphertext",
        "shared_secret": "shared secret",
        "interval": "confidence interval",
        "not_measured": "not measured",
    }
    words = _words()["ja"]
    for key, term in pairs.items():
        assert words[key] in re.split("／", terms[term]), key


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (significant(1234567.0), "1\u2009230\u2009000"),
        (significant(0.001234), "0.00123"),
        (time_text(31_234), "31.2 µs"),
        (time_text(999), "999 ns"),
        (count_text(1_068_000), "1.07 M"),
        (bytes_text(9_999), "9\u2009999 B"),
        (bytes_text(2 * 1024 * 1024), "2.00 MiB"),
        (ratio_text(1.84), "1.8×"),
    ],
)
def test_numbers_have_three_digits_and_a_unit(shown: str, expected: str) -> None:
    """Thin spaces group digits; units follow."""
    assert shown == expected


def test_figures_through_python_are_marked(sample: Run) -> None:
    """A figure with the provider's overhead has its mark, and the note says how much that is."""
    first = sample.records[0]
    assert isinstance(first, Measurement)
    conditions = msgspec.structs.replace(first.conditions, boundary=Boundary.PYTHON, call_overhead_ns=270.0)
    changed = msgspec.structs.replace(first, conditions=conditions)
    page = compose(msgspec.structs.replace(sample, records=(changed,)), "en")
    table = page.sections[0].tables[0]
    assert any("¶" in cell.text for cell in table.rows[0])
    assert any("270 ns" in note for note in table.notes)


def test_sentences_that_come_with_a_run_are_still_said() -> None:
    """Each sentence that is known in Japanese stands in the sources, so that none goes stale."""
    root = Path(write.__code__.co_filename).parents[1]
    said = "".join(
        re.sub(r"[\s\"']+", "", path.read_text(encoding="utf-8"))
        for path in sorted(root.rglob("*.*"))
        if path.name != "sentences.ja.toml" and path.suffix in {".py", ".toml", ".json"}
    )
    known = tomllib.loads((root / "report/data/sentences.ja.toml").read_text(encoding="utf-8"))
    assert len(known) > 20
    for english, japanese in known.items():
        # What follows may be filled in from a variable, as the places in braces are.
        piece = max(re.split(r"\{\w+\}", english), key=len).strip(" :;,")
        assert re.sub(r"[\s\"']+", "", piece)[:12] in said, english
        assert words("ja").sentence(english) == japanese
        assert words("en").sentence(english) == english


def test_stateful_signatures_have_a_table_of_their_own() -> None:
    """Verification alone, how often a key can sign instead of a category, and what is out of scope."""
    one = run(
        host("xmss_sha2_10_256", Operation.VERIFY, 600_000),
        device("xmss_sha2_10_256", Operation.VERIFY, 13_000_000, 1024),
    )
    for language, scope in (("en", "out of scope on purpose"), ("ja", "意図して対象外")):
        (table,) = (
            table
            for section in compose(one, language).sections
            for table in section.tables
            if table.name == "answer-stateful_signature"
        )
        assert any(scope in note for note in table.notes)
        assert table.rows[0][2].text == "2¹⁰"
        assert [column.head for column in table.columns].count(words(language).of("op", "verify")) == 2
