"""Exports: one table for both languages, every number with its evidence, files that others can read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import string
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest

from pqeval.catalogue import Confidence, Kind, Mark, Metric, Operation, Role, load_all
from pqeval.errors import CatalogueError, PlanError, RecordError
from pqeval.export.files import FORMATS, contents, formats_of, write_files
from pqeval.export.latex import escaped
from pqeval.export.marks import SIGNS, legend, printed, signs
from pqeval.export.material import Material, gather
from pqeval.export.pack import MANIFEST, write_pack
from pqeval.export.registry import EXPORTS, make, named
from pqeval.export.table import Absent, Cell, Column, Export, Group, Number, Row, Table, Words
from pqeval.export.text import EMPTY, LANGUAGES, languages_of, plain, say
from pqeval.guideline.quantity import Quantity
from sample_exports import host_run, model_run, sample_runs

pytestmark = pytest.mark.xdist_group("exports")  # what all of them look at is made once
TABLES = tuple(name for name in EXPORTS if name.startswith("T"))


@pytest.fixture(scope="module")
def material() -> Material:
    """A host's run and a device's."""
    return gather(sample_runs())


@pytest.fixture(scope="module")
def exports(material: Material) -> dict[str, Export]:
    """Every export of the sample."""
    return {name: make(name, material) for name in EXPORTS}


def words() -> dict[str, dict[str, str]]:
    """The words of all exports."""
    data = resources.files("pqeval.export").joinpath("data", "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(data)


def numbers(export: Export) -> Iterator[Number]:
    """All numbers of an export."""
    return (one for table in export.tables for one in table.numbers)


def test_every_word_is_there_in_both_languages_with_the_same_values() -> None:
    """Equal keys, no empty text, and the same names in braces."""
    both = words()
    assert set(both["en"]) == set(both["ja"])
    for key, text in both["en"].items():
        assert text, key
        assert both["ja"][key], key
        names = [
            sorted(name for _, name, _, _ in string.Formatter().parse(one) if name)
            for one in (text, both["ja"][key])
        ]
        assert names[0] == names[1], key


def test_titles_heads_and_notes_are_written_in_japanese(exports: dict[str, Export]) -> None:
    """What is a sentence or a title in English is none in the Japanese export."""
    japanese = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
    for export in exports.values():
        assert japanese.search(export.title.ja), export.id
        for table in export.tables:
            assert japanese.search(table.title.ja), table.id
            for note in (*table.notes, *legend(table), *export.notes):
                assert japanese.search(note.ja), note.en
                assert not japanese.search(note.en), note.en


def test_the_terms_are_those_of_the_glossary() -> None:
    """Words that guidelines have agreed on are used, the ones that they avoid are not."""
    ja = words()["ja"]
    assert not [key for key, text in ja.items() if "耐量子暗号" in text or "ポスト量子" in text]
    terms = {
        "public_key": "公開鍵",
        "secret_key": "秘密鍵",
        "ciphertext": "暗号文",
        "shared_secret": "共有秘密",
        "category": "NISTのセキュリティカテゴリ",
        "samples": "試行回数",
        "p50": "中央値",
    }
    assert {key: ja[key] for key in terms} == terms


def test_printed_numbers_are_the_same_in_both_languages(exports: dict[str, Export]) -> None:
    """A number is formatted once."""
    for export in exports.values():
        for table in export.tables:
            for row in table.rows:
                for cell, column in zip(row.cells, table.columns, strict=True):
                    if isinstance(cell, Number):
                        assert printed(cell, column, "en") == printed(cell, column, "ja")


def test_no_printed_cell_is_empty(exports: dict[str, Export]) -> None:
    """What does not apply is a dash."""
    for export in exports.values():
        for table in export.tables:
            for row in table.rows:
                texts = [
                    printed(cell, column, language)
                    for cell, column in zip(row.cells, table.columns, strict=True)
                    for language in LANGUAGES
                ]
                assert all(texts), (table.id, row.key)


def test_rows_of_a_table_have_names_of_their_own(exports: dict[str, Export]) -> None:
    """A row can be cited by table and key."""
    for export in exports.values():
        ids = [table.id for table in export.tables]
        assert len(ids) == len(set(ids))
        for table in export.tables:
            keys = [row.key for row in table.rows]
            assert len(keys) == len(set(keys)), table.id
            heads = [column.key for column in table.columns]
            assert len(heads) == len(set(heads)), table.id


def test_every_number_has_unit_kind_source_and_confidence(exports: dict[str, Export]) -> None:
    """No field of its evidence is empty in the CSV of any export."""
    for export in exports.values():
        text = dict(contents(export, ["en"], ["csv"]))[f"{export.id}.en.csv"].decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        with_value = [row for row in rows if row["value"]]
        assert len(with_value) == sum(1 for _ in numbers(export))
        for row in with_value:
            assert all(row[field] for field in ("unit", "kind", "source", "confidence")), row


def test_json_and_csv_hold_the_same_values(exports: dict[str, Export]) -> None:
    """Both are made from the same cells."""
    for export in exports.values():
        files = dict(contents(export, ["ja"], ["csv", "json"]))
        rows = csv.DictReader(io.StringIO(files[f"{export.id}.ja.csv"].decode("utf-8-sig")))
        from_csv = [float(row["value"]) for row in rows if row["value"]]
        content = json.loads(files[f"{export.id}.json"])
        from_json = [
            cell["value"]
            for table in content["tables"]
            for group in table["groups"]
            for row in group["rows"]
            for cell in row["cells"].values()
            if cell.get("value") is not None
        ]
        assert from_csv == pytest.approx(from_json, rel=0, abs=0)


@pytest.mark.slow
def test_the_same_runs_give_the_same_bytes(material: Material) -> None:
    """Nothing of an export depends on when or where it is written."""
    for name in TABLES:
        first = dict(contents(make(name, material), LANGUAGES, FORMATS))
        second = dict(contents(make(name, gather(sample_runs())), LANGUAGES, FORMATS))
        assert first == second


def quantity(
    kind: Kind = Kind.COUNTED,
    confidence: Confidence = Confidence.CONFIRMED,
    mark: Mark = Mark.NONE,
    low: float | None = None,
    high: float | None = None,
) -> Quantity:
    """1234 bytes; confirmed and counted, if nothing else is said."""
    return Quantity(
        value=1234.0,
        unit="bytes",
        kind=kind,
        source="a test",
        confidence=confidence,
        mark=mark,
        low=low,
        high=high,
    )


COLUMN = Column(key="x", head=plain("x"), numeric=True)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Number(quantity()), "1\u2009234"),
        (Number(quantity(kind=Kind.MEASURED)), "1\u2009234"),
        (Number(quantity(kind=Kind.CITED)), "1\u2009234"),
        (Number(quantity(kind=Kind.MODELLED)), "1\u2009234\u2009§"),
        (Number(quantity(kind=Kind.MODELLED, mark=Mark.UNVALIDATED)), "1\u2009234\u2009‖"),
        (Number(quantity(kind=Kind.MODELLED, mark=Mark.ESTIMATE)), "1\u2009234\u2009≈"),
        (Number(quantity(kind=Kind.DERIVED)), "1\u2009234\u2009†"),
        (Number(quantity(kind=Kind.ASSUMED, confidence=Confidence.UNCONFIRMED)), "1\u2009234\u2009◇"),
        (Number(quantity(kind=Kind.CITED, confidence=Confidence.UNCONFIRMED)), "1\u2009234\u2009‡"),
        (Number(quantity(low=1222.0, high=1246.0), level=95), "1\u2009234 ±\u20090.97\u2009%"),
        (Number(quantity(low=1233.99, high=1234.01), level=95), "1\u2009234 ±\u2009<\u20090.01\u2009%"),
        (Number(quantity(low=1233, high=1240), level=100), "1\u2009234"),
        (Absent(), "–"),
        (Words(plain("ML-KEM"), confidence=Confidence.UNCONFIRMED), "ML-KEM ‡"),
    ],
)
def test_each_kind_has_its_own_mark(cell: Cell, text: str) -> None:
    """Measured and counted figures have none; everything else can be told apart without colour."""
    assert printed(cell, COLUMN, "en") == text


def test_one_mark_has_one_meaning_in_reports_and_exports() -> None:
    """Where a report prints a sign that an export prints, both explain it by the same word."""
    data = resources.files("pqeval.report").joinpath("data", "words.toml").read_text(encoding="utf-8")
    report = tomllib.loads(data)["en"]
    report_signs = {
        key.removeprefix("mark_"): text[0]
        for key, text in report.items()
        if key.startswith("mark_") and not text[0].isalnum()
    }
    renamed = {"stochastic": "mean"}
    shared = {renamed.get(name, name): sign for name, sign in report_signs.items()}
    assert {name: SIGNS[name] for name in shared if name in SIGNS} == {
        name: sign for name, sign in shared.items() if name in SIGNS
    }
    assert {"modelled", "unvalidated", "estimate", "unconfirmed", "python", "mean"} <= set(shared)
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_a_legend_explains_the_marks_that_occur_and_no_other() -> None:
    """Below each table, not once at the end."""
    cells = (Number(quantity(kind=Kind.DERIVED)), Number(quantity()))
    table = Table(
        id="x",
        title=plain("x"),
        columns=(COLUMN, Column(key="y", head=plain("y"), numeric=True)),
        groups=(Group(EMPTY, (Row(key="r", cells=cells),)),),
    )
    assert [note.en[0] for note in legend(table)] == ["†"]


def test_unconfirmed_cells_are_grey_in_print() -> None:
    """They carry the mark, and colour where the format has one."""
    table = Table(
        id="x",
        title=plain("x"),
        columns=(COLUMN,),
        groups=(
            Group(
                EMPTY,
                (
                    Row(
                        key="r",
                        cells=(Number(quantity(kind=Kind.CITED, confidence=Confidence.UNCONFIRMED)),),
                    ),
                ),
            ),
        ),
    )
    export = Export(id="T03", title=plain("x"), tables=(table,))
    files = dict(contents(export, ["en"], ["md", "tex"]))
    assert "*1\u2009234\u2009‡*" in files["T03.en.md"].decode()
    assert r"\textcolor{black!50}{1\,234\,\ddag{}}" in files["T03.en.tex"].decode()


def test_sizes_are_those_of_the_catalogue(exports: dict[str, Export]) -> None:
    """T03 has every KEM and signature, and says for each length where it is from."""
    rows = {row.key: row for table in exports["T03"].tables for row in table.rows}
    wanted = {
        one.id: one
        for one in load_all().schemes
        if one.role in {Role.KEM, Role.SIGNATURE, Role.STATEFUL_SIGNATURE}
    }
    assert set(rows) == set(wanted)
    cells = [cell for cell in rows["ml_kem_768"].cells if isinstance(cell, Number)]
    assert [cell.quantity.value for cell in cells] == [1184, 2400, 64, 1088, 32, 2272, 35.5]
    assert [str(cell.quantity.kind) for cell in cells] == ["cited"] * 5 + ["derived"] * 2


def test_another_baseline_changes_the_ratio(material: Material) -> None:
    """`--baseline` names what ratios are to."""
    export = make("T03", gather(material.runs, baseline="ECDH P-256"))
    row = next(row for row in export.tables[0].rows if row.key == "ml_kem_768")
    ratio = [cell for cell in row.cells if isinstance(cell, Number)][-1].quantity.value
    assert ratio == 2272 / 130


def test_candidates_and_broken_schemes_stand_apart(exports: dict[str, Export]) -> None:
    """No candidate is among standards, and what is broken is there, greyed, with the words of its flag."""
    table = exports["T03"].tables[1]
    by_section = {group.heading.en: {row.key for row in group.rows} for group in table.groups}
    assert "ml_dsa_65" in by_section["Standards"]
    research = next(name for name in by_section if name.startswith("Research"))
    past = next(name for name in by_section if name.startswith("Superseded"))
    assert "mayo_1" in by_section[research]
    assert "dilithium3" in by_section[past]
    grey = {row.key for row in table.rows if row.grey}
    assert by_section[past] <= grey
    assert "ml_dsa_65" not in grey


def test_platforms_have_columns_of_their_own(exports: dict[str, Export], material: Material) -> None:
    """Host and device stand side by side in one row; each figure is the run's own."""
    table = exports["T04"].tables[0]
    keys = [column.key for column in table.columns]
    host, device = material.platforms
    assert f"time_ns@{host.key}" in keys
    assert f"modelled_cycles@{device.key}" in keys
    row = next(row for row in table.rows if row.key == "ml_kem_768/liboqs/encaps")
    cell = row.cells[keys.index(f"modelled_cycles@{device.key}")]
    assert isinstance(cell, Number)
    assert (cell.quantity.value, cell.quantity.unit, cell.quantity.kind) == (1_400_000, "cycles", "modelled")
    assert signs(cell) == ("modelled",)
    timed = row.cells[keys.index(f"time_ns@{host.key}")]
    assert isinstance(timed, Number)
    assert timed.quantity.kind == Kind.MEASURED
    assert timed.quantity.n == 12


def test_runs_of_unlike_conditions_are_shown_not_averaged() -> None:
    """Two runs of one host give two columns, each with its own value and the run in its head."""
    slow = host_run(factor=3, started="2026-11-24T00:00:00Z")
    material = gather([host_run(), slow])
    table = make("T04", material).tables[0]
    columns = [column for column in table.columns if column.key.startswith("time_ns@")]
    assert len(columns) == 2
    assert columns[0].group != columns[1].group
    row = next(row for row in table.rows if row.key == "ml_kem_768/liboqs/encaps")
    places = [table.columns.index(column) for column in columns]
    values = [cell.quantity.value for place in places if isinstance(cell := row.cells[place], Number)]
    assert values[1] == pytest.approx(3 * values[0], rel=0.01)


@pytest.mark.parametrize(
    ("mark", "head"), [(Mark.UNVALIDATED, "count by timing table"), (Mark.ESTIMATE, "estimated")]
)
def test_what_was_never_compared_with_silicon_is_not_called_modelled_cycles(mark: Mark, head: str) -> None:
    """Its column has another head, its figures another mark; unvalidated ones have no cycles as unit."""
    table = make("T04", gather([model_run(mark)])).tables[0]
    column = next(one for one in table.columns if one.key.startswith("modelled_cycles@"))
    assert head in column.head.en
    if mark == Mark.UNVALIDATED:
        assert "cycle" not in f"{column.head.en}{column.unit.en}"
        assert "サイクル" not in f"{column.head.ja}{column.unit.ja}"
    used = {name for one in table.numbers if one.quantity.unit == "cycles" for name in signs(one)}
    assert used == {str(mark)}
    assert any(str(mark) in note.en or "timing tables" in note.en for note in table.notes)


def test_the_spread_is_that_of_all_samples(exports: dict[str, Export], material: Material) -> None:
    """Minimum, maximum and number of samples are recomputed from the run."""
    host = material.platforms[0]
    table = next(one for one in exports["T04"].tables if one.id == f"T04-spread-{host.key}")
    row = next(row for row in table.rows if row.key == "ml_kem_768/liboqs/encaps")
    values = dict(zip((column.key for column in table.columns), row.cells, strict=True))
    record = next(
        one
        for summary in host.of("ml_kem_768")
        for one in summary.measurements
        if one.series.operation == Operation.ENCAPS
    )
    observation = record.observation(Metric.TIME_NS)
    assert observation is not None
    samples = [value / count for value, count in zip(observation.values, observation.operations, strict=True)]
    found = {key: cell.quantity.value for key, cell in values.items() if isinstance(cell, Number)}
    assert (found["minimum"], found["maximum"], found["n"]) == (min(samples), max(samples), len(samples))
    assert found["p50"] == sorted(samples)[5]


def test_conditions_name_every_run_platform_and_build(exports: dict[str, Export], material: Material) -> None:
    """T14: no run of the pack is without its conditions."""
    text = dict(contents(exports["T14"], ["en"], ["md"]))["T14.en.md"].decode()
    for run in material.runs:
        assert run.id in text
        assert run.plan.seed in text
        assert all(build.compiler in text for build in run.builds.values())
    assert "1.53" in text


def test_markdown_tables_are_whole(exports: dict[str, Export]) -> None:
    """Every line of a table has as many cells as its head, whatever a run file says."""
    for export in (exports[name] for name in TABLES):
        for name, content in contents(export, LANGUAGES, ["md"]):
            width = None
            for line in content.decode().splitlines():
                if not line.startswith("|"):
                    width = None
                    continue
                cells = len(re.findall(r"(?<!\\)\|", line))
                assert width in {None, cells}, (name, line)
                width = cells


def test_latex_is_balanced_and_of_booktabs(exports: dict[str, Export]) -> None:
    """Environments close in order, braces balance, rows have as many cells as columns."""
    for export in (exports[name] for name in TABLES):
        for _, content in contents(export, LANGUAGES, ["tex"]):
            check_latex(content.decode())


def check_latex(text: str) -> None:
    """Check the structure of a fragment."""
    assert text.isprintable() or "\n" in text
    opened: list[str] = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+)\}", text):
        if kind == "begin":
            opened.append(name)
        else:
            assert opened.pop() == name
    assert not opened
    bare = re.sub(r"\\[{}%&#$_\\]", "", text)
    assert bare.count("{") == bare.count("}")
    tables = text.count(r"\begin{longtable}")
    for rule in (r"\endfirsthead", r"\endhead", r"\bottomrule"):
        assert text.count(rule) == tables
    assert text.count(r"\toprule") == 2 * tables
    for body in re.findall(r"\\endfoot\n(.*?)\\end\{longtable\}", text, flags=re.DOTALL):
        widths = {len(re.findall(r"(?<!\\)&", line)) for line in body.splitlines() if line.endswith(r" \\")}
        assert len(widths) <= 1


def test_hostile_text_stays_text_in_every_format(tmp_path: Path) -> None:
    """A run file may say anything: no macro, no markup, no formula comes of it."""
    evil = r'=cmd|"/c calc"!A1 \input{/etc/passwd} <script>x</script> |*_`'
    one = host_run()
    hostile = msgspec.structs.replace(one, host=msgspec.structs.replace(one.host, cpu=evil))
    material = gather([hostile])
    export = make("T14", material)
    files = dict(contents(export, ["en"], ["md", "tex", "xlsx", "json"]))
    assert r"\input{" not in files["T14.en.tex"].decode()
    assert "<script>" not in files["T14.en.md"].decode()
    with zipfile.ZipFile(io.BytesIO(files["T14.en.xlsx"])) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet for sheet in sheets)
    pack = write_pack(material, tmp_path / "pack", ["json"], ["T14"])
    assert "<script>x" not in (pack.folder / "index.html").read_text(encoding="utf-8")


def test_letters_that_latex_gives_a_meaning_are_set_as_letters() -> None:
    """Each of them comes out as itself."""
    assert escaped("50 % & #1_$") == r"50 \% \& \#1\_\allowbreak{}\$"
    assert escaped("a\\b{c}~^") == r"a\textbackslash{}b\{c\}\textasciitilde{}\textasciicircum{}"


def test_a_workbook_holds_numbers_with_units_and_all_evidence(exports: dict[str, Export]) -> None:
    """Numbers are numbers in the printed unit; the last sheet has a line a cell."""
    content = dict(contents(exports["T03"], ["en"], ["xlsx"]))["T03.en.xlsx"]
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - made by this test
        strings = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - likewise
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    texts = ["".join(one.itertext()) for one in strings.findall("m:si", space)]
    assert "bytes" in texts
    values = [
        float(cell.findtext("m:v", namespaces=space) or "nan")
        for cell in sheet.iterfind(".//m:c", space)
        if cell.get("t") != "s" and cell.findtext("m:v", namespaces=space)
    ]
    assert values[:7] == [800, 1632, 64, 768, 32, 1568, 24.5]
    assert len(names) == len(exports["T03"].tables) + 1


def test_a_pack_is_whole_and_its_hashes_are_right(material: Material, tmp_path: Path) -> None:
    """Every file but the manifest stands in it; every export is there or is said to be left out."""
    names = (*TABLES, "F04")
    pack = write_pack(material, tmp_path / "pack", ["md", "json"], names)
    manifest = json.loads((pack.folder / MANIFEST).read_text(encoding="utf-8"))
    there = {
        path.relative_to(pack.folder).as_posix()
        for path in pack.folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    assert set(manifest["sha256"]) == there
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256((pack.folder / name).read_bytes()).hexdigest() == digest
    assert set(manifest["exports"]) | set(manifest["left_out"]) == set(names)
    assert manifest["runs"] == [run.id for run in material.runs]
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_pack_replaces_a_pack_and_nothing_else(material: Material, tmp_path: Path) -> None:
    """A second one takes the place of the first; a folder with other things is left alone."""
    folder = tmp_path / "pack"
    write_pack(material, folder, ["json"], ["T03"])
    (folder / "old.txt").write_text("of an earlier pack", encoding="utf-8")
    write_pack(material, folder, ["json"], ["T03"])
    assert not (folder / "old.txt").exists()
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RecordError, match="holds something that is no pack"):
        write_pack(material, other, ["json"], ["T03"])
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: named(["T99"]), PlanError, "there is no export `T99`"),
        (lambda: formats_of("docx"), PlanError, "not written as `docx`"),
        (lambda: formats_of(" "), PlanError, "no format is named"),
        (lambda: languages_of("fr"), PlanError, "not written in `fr`"),
        (lambda: gather([], baseline="ML-KEM-769"), CatalogueError, "did you mean ML-KEM-768"),
        (lambda: gather([], baseline="LMS_SHA256_H10_W8"), PlanError, "is no baseline"),
        (lambda: gather([host_run(), host_run()]), PlanError, "is given twice"),
        (lambda: gather([], as_of="next year"), PlanError, "`next year` is no date"),
        (lambda: gather([], authority="XYZ"), PlanError, "no authority `XYZ` .known: nist, "),
    ],
)
def test_bad_input_is_named_with_its_remedy(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    """Unknown names say what there is."""
    with pytest.raises(error, match=message):
        call()


def test_a_table_has_no_picture(exports: dict[str, Export], tmp_path: Path) -> None:
    """Asking for one says so, and nothing is written."""
    with pytest.raises(PlanError, match="T03 is a table"):
        write_files([exports["T03"]], tmp_path / "out", ["en"], ["svg"])
    assert not (tmp_path / "out").exists()


def test_all_exports_are_named_by_all() -> None:
    """`all` is short for every name; names are not case sensitive and come once."""
    assert named(["all"]) == tuple(EXPORTS)
    assert named(["t04", "T03", "T04"]) == ("T04", "T03")


def test_words_are_filled_in_for_each_language() -> None:
    """A text within a text is taken in the same language."""
    text = say("as_of", date=say("scheme"))
    assert (text.en, text.ja) == ("Facts as of Scheme.", "方式現在の情報に基づく。")


def test_another_day_moves_what_is_past() -> None:
    """`--as-of` is printed, and decides which dates lie behind."""
    rows = {row.key: row for row in make("T02", gather([])).tables[0].rows}
    row = next(key for key in rows if "2026-10-22" in printed(rows[key].cells[0], COLUMN, "en"))
    assert printed(rows[row].cells[1], COLUMN, "en") == "past"
    earlier = make("T02", gather([], as_of="2026-01-01"))
    assert earlier.notes[0].en == "Facts as of 2026-01-01."
    rows = {row.key: row for row in earlier.tables[0].rows}
    assert printed(rows[row].cells[1], COLUMN, "ja") == "今後"


def test_an_authority_shows_its_own_dates_alone() -> None:
    """`--authority` takes an identifier or a name."""
    export = make("T02", gather([], authority="CRYPTREC"))
    assert [group.heading.en for group in export.tables[0].groups] == ["CRYPTREC"]
    grid = next(table for table in export.tables if table.id == "T02-grid")
    rows = [
        [printed(cell, column, "ja") for cell, column in zip(row.cells[2:], grid.columns[2:], strict=True)]
        for row in grid.rows
    ]
    assert rows == [
        ["移行完遂期間", "移行完遂期間", "利用不可", "利用不可", "利用不可", "利用不可", "利用不可"],
        ["移行完遂期間"] * 5 + ["利用不可", "利用不可"],
        ["利用可"] * 7,
    ]


def test_runs_alone_decide_what_is_measured() -> None:
    """Without any run, tables of facts are whole and tables of figures empty."""
    material = gather([])
    assert any(True for table in make("T03", material).tables for _ in table.rows)
    assert make("T04", material).tables == ()


def values_of(table: Table, *columns: str) -> dict[str, tuple[Any, ...]]:
    """The values of some columns by row, words in English."""
    places = [[column.key for column in table.columns].index(key) for key in columns]
    return {
        row.key: tuple(
            cell.quantity.value
            if isinstance(cell := row.cells[place], Number)
            else printed(cell, table.columns[place], "en")
            for place in places
        )
        for row in table.rows
    }


def test_tls_flights_are_those_of_the_worked_numbers() -> None:
    """Bytes, segments and the two limits for X25519MLKEM768, chain of leaf and intermediate."""
    table = make("T07", gather([])).tables[0]
    found = values_of(table, "server_flight", "segments", "over_window", "over_quic")
    wanted = {
        "ecdsa_p_256": (2650, 2, "no", "no"),
        "rsa_2048_pss": (3660, 3, "no", "no"),
        "fn_dsa_512": (6096, 5, "no", "no"),
        "mayo_1": (6506, 5, "no", "no"),
        "ml_dsa_44": (12188, 9, "no", "yes"),
        "ml_dsa_65": (16135, 12, "yes", "yes"),
        "ml_dsa_87": (21369, 15, "yes", "yes"),
        "slh_dsa_sha2_128s": (25936, 18, "yes", "yes"),
    }
    assert {name: found[f"X25519MLKEM768/{name}"] for name in wanted} == wanted


def test_frames_on_narrow_links_are_those_of_the_worked_numbers() -> None:
    """Whole frames of a message, and airtime of a frame."""
    table = next(one for one in make("T07", gather([])).tables if one.id == "T07-frames")
    found = values_of(table, "payload_bytes", "ct_ml_kem_512", "ct_ml_kem_768", "sig_ml_dsa_44")
    assert found["lorawan_as923_eu868_dr0"] == (51, 16, 22, 48)
    assert found["lorawan_dr3"] == (115, 7, 10, 22)
    assert found["lorawan_dr5"] == (242, 4, 5, 10)
    assert found["lorawan_as923_dwell_dr2"] == (11, 70, 99, 220)
    assert values_of(table, "airtime_ms")["lorawan_dr5"][0] == pytest.approx(399.6, abs=0.05)


def test_energy_of_a_handshake_keeps_its_parts_apart() -> None:
    """22 frames of DR0 take 8.4 J; the sum is that of all parts; predictions are marked."""
    tables = {table.id: table for table in make("T11", gather([])).tables}
    table = tables["T11-m4_ble_nrf52840"]
    found = values_of(table, "frames_up", "cpu_uj", "send_uj", "receive_uj", "total_uj")
    frames, processor, sending, receiving, total = found["lorawan_as923_eu868_dr0/ml_kem_768"]
    assert frames == 22
    assert sending == pytest.approx(8.42e6, rel=0.01)
    assert total == pytest.approx(processor + sending + receiving)
    assert all(isinstance(value, float) for value in found["ble_1m_dle/ml_kem_768"])
    small = tables["T11-m0plus_32k_8k"]
    row = next(row for row in small.rows if row.key == "ble_1m_dle/ml_kem_768")
    cpu = row.cells[[column.key for column in small.columns].index("cpu_uj")]
    assert isinstance(cpu, Number)
    assert signs(cpu) == ("derived", "assumed")
