"""Facts: sourced, typed, consistent; a user's files extend or override them, and errors name the place."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from pqeval.catalogue import Confidence, Kind
from pqeval.errors import FactsError
from pqeval.guideline import TABLES, Facts, Quantity, load_facts, quantity
from pqeval.guideline.facts import Milestone, Text, unit_of
from pqeval.guideline.quantity import assumed, derived
from pqeval.guideline.schema import facts_schema

_PUBLISHED: Final = Path(__file__).parents[2] / "docs" / "reference" / "facts.schema.json"
_COST: Final = '[[row]]\nid = "pqm4_ml_kem_512_clean"\n'
_HEAD: Final = "version = 1\nas_of = 2026-11-23\n"


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The package's facts."""
    return load_facts()


def _folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(_HEAD + text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", TABLES)
def test_every_row_says_whence_it_is(name: str, facts: Facts) -> None:
    """A row has a source, the day on which it was read, and a confidence of the house's five words."""
    for row in facts.table(name).values():
        assert row.source.strip()
        assert date(2026, 11, 23) <= row.read <= date(2026, 11, 26)
        assert row.confidence in set(Confidence)


@pytest.mark.parametrize("name", TABLES)
def test_every_text_is_there_in_both_languages(name: str, facts: Facts) -> None:
    """No text of a row lacks a language, and Japanese is not a copy of English sentences."""
    for row in facts.table(name).values():
        for field in row.__struct_fields__:
            value = getattr(row, field)
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Text):
                    assert one.en
                    assert one.ja
                    assert one.en != one.ja or one.en in {"CAN FD", "CRYPTREC", "ISO/IEC", "NIST"}


def test_what_was_read_of_deadlines_is_kept_apart_from_what_was_reported(facts: Facts) -> None:
    """Each confidence has the number of rows that the sources gave."""
    found = Counter(row.confidence for row in facts.timeline.values())
    assert {"confirmed": 19, "quoted": 51, "secondary": 25, "derived": 2} == dict(found)


def test_a_publication_is_no_deadline(facts: Facts) -> None:
    """Rows of milestone `list` lie at or before the day on which the facts were read."""
    listed = [row for row in facts.timeline.values() if row.milestone == Milestone.LIST]
    assert listed
    assert all(row.date <= facts.as_of for row in listed)


@pytest.mark.parametrize(
    ("authority", "scheme"),
    [
        ("cryptrec", "ml_kem_768"),
        ("cryptrec", "ml_kem_1024"),
        ("cnsa", "ml_dsa_87"),
        ("cnsa", "lms_sha256_h10_w4"),
        ("bsi", "slh_dsa_sha2_192s"),
        ("asd", "ml_kem_768"),
    ],
)
def test_an_authority_approves_what_was_read(authority: str, scheme: str, facts: Facts) -> None:
    """The patterns of approvals cover the schemes that were read."""
    assert "approved" in _stances(facts, authority, scheme)


@pytest.mark.parametrize(
    ("authority", "scheme"),
    [
        ("cnsa", "slh_dsa_sha2_256s"),
        ("cnsa", "lms_sha256_h10_w4_h5_w8"),
        ("cnsa", "xmssmt_sha2_20_2_256"),
        ("bsi", "ml_kem_512"),
        ("bsi", "ml_dsa_44"),
        ("asd", "ml_kem_512"),
    ],
)
def test_a_refusal_is_more_than_silence(authority: str, scheme: str, facts: Facts) -> None:
    """What an authority refuses stands there as refused, and nowhere as approved."""
    assert {"refused"} == _stances(facts, authority, scheme)


@pytest.mark.parametrize("scheme", ["ml_dsa_44", "ml_kem_512", "slh_dsa_sha2_128s", "ascon_aead128"])
def test_cryptrec_names_only_what_its_list_has(scheme: str, facts: Facts) -> None:
    """The PQC list has no signature, not ML-KEM-512 and no Ascon."""
    assert set() == _stances(facts, "cryptrec", scheme)


def _stances(facts: Facts, authority: str, scheme: str) -> set[str]:
    assert scheme in facts.catalogue.by_id
    return {
        str(row.stance)
        for row in facts.approvals.values()
        if row.authority == authority and any(fnmatchcase(scheme, pattern) for pattern in row.schemes)
    }


def test_a_field_becomes_a_value_with_unit_and_evidence(facts: Facts) -> None:
    """Budgets are assumptions; a field that was read less well than its row says so."""
    clock = quantity(facts.devices["m0plus_64k_8k"], "clock_hz")
    budget = quantity(facts.devices["m0plus_64k_8k"], "crypto_ram_budget_bytes")
    ram = quantity(facts.devices["m33_nrf54l15"], "ram_bytes")

    assert clock is not None
    assert budget is not None
    assert ram is not None
    assert (32e6, "Hz", Kind.CITED, Confidence.CONFIRMED) == (
        clock.value,
        clock.unit,
        clock.kind,
        clock.confidence,
    )
    assert (Kind.ASSUMED, Confidence.UNCONFIRMED) == (budget.kind, budget.confidence)
    assert (Kind.CITED, Confidence.UNCONFIRMED) == (ram.kind, ram.confidence)
    assert quantity(facts.devices["a53_rpi3bplus"], "flash_bytes") is None


def test_a_user_overrides_a_field_and_adds_a_row(tmp_path: Path) -> None:
    """Fields that are not given stay; the row says whose it is; a given assumption is a fact of theirs."""
    folder = _folder(
        tmp_path,
        devices='[[row]]\nid = "m0plus_64k_8k"\ncrypto_ram_budget_bytes = 5120\nsource = "our memory map"\n'
        '[[row]]\nid = "ours"\npart = "P1"\ncore = "Cortex-M4F"\ntarget = "cortex-m4"\n'
        'role = { en = "meter", ja = "メーター" }\nram_bytes = 65536\nsource = "our data sheet"\n'
        'read = 2026-11-01\nconfidence = "confirmed"\n',
    )

    facts = load_facts(folder)

    assert ("devices/m0plus_64k_8k", "devices/ours") == facts.overridden
    assert 65_536 == facts.devices["m0plus_64k_8k"].flash_bytes
    budget = quantity(facts.devices["m0plus_64k_8k"], "crypto_ram_budget_bytes")
    assert budget is not None
    assert (5120, Kind.CITED, "our memory map") == (budget.value, budget.kind, budget.source)
    assert 65_536 == facts.devices["ours"].ram_bytes
    assert "ours" not in load_facts().devices


def test_a_user_adds_a_scheme_and_changes_another(tmp_path: Path) -> None:
    """Schemes are of the catalogue's type; sizes that are not given stay."""
    folder = _folder(
        tmp_path,
        schemes='[[row]]\nid = "fn_dsa_512"\nsizes = { signature_bytes = 700 }\nsource = "FIPS 206"\n'
        '[[row]]\nid = "new_kem"\nname = "New"\nrole = "kem"\nfamily = "New"\nhardness_class = "hash"\n'
        'status = "draft"\nsecurity_flag = "none_known"\nsource = "x"\nconfidence = "secondary"\n'
        "sizes = { public_key_bytes = 5 }\n",
    )

    facts = load_facts(folder)

    assert (897, 700) == (
        facts.catalogue.by_id["fn_dsa_512"].sizes.public_key_bytes,
        facts.catalogue.by_id["fn_dsa_512"].sizes.signature_bytes,
    )
    assert 5 == facts.catalogue.by_id["new_kem"].sizes.public_key_bytes


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"devices": '[[row]]\nid = "m0plus_64k_8k"\nram_bytes = 4096\n'},
            ["devices.toml", "m0plus_64k_8k", "source"],
        ),
        (
            {"devices": '[[row]]\nid = "m0plus_64k_8k"\nram_bytes = -1\nsource = "x"\n'},
            ["devices.toml", "m0plus_64k_8k", "ram_bytes", "above 0"],
        ),
        (
            {"devices": '[[row]]\nid = "m0plus_64k_8k"\nram_bytes = "8K"\nsource = "x"\n'},
            ["devices.toml", "m0plus_64k_8k", "ram_bytes", "int"],
        ),
        (
            {"devices": '[[row]]\nid = "m0plus_64k_8k"\nram_kib = 8\nsource = "x"\n'},
            ["devices.toml", "m0plus_64k_8k", "ram_kib"],
        ),
        (
            {"links": '[[row]]\nid = "lorawan_dr5"\nduty_cycle = 1.5\nsource = "x"\n'},
            ["links.toml", "duty_cycle", "at most 1"],
        ),
        (
            {"links": '[[row]]\nid = "lorawan_dr5"\nlora = { spreading_factor = 13 }\nsource = "x"\n'},
            ["links.toml", "lorawan_dr5", "spreading factor"],
        ),
        (
            {"approvals": '[[row]]\nid = "nist_fips"\nschemes = ["ml_kem_77?"]\nsource = "x"\n'},
            ["approvals.toml", "nist_fips", "ml_kem_77?"],
        ),
        (
            {"approvals": '[[row]]\nid = "nist_fips"\nauthority = "mars"\nsource = "x"\n'},
            ["approvals.toml", "authority", "mars", "authorities.toml"],
        ),
        (
            {"timeline": '[[row]]\nid = "omb_plan"\ndate = 1926-10-22\nsource = "x"\n'},
            ["timeline.toml", "omb_plan", "date", "1926"],
        ),
        (
            {"timeline": '[[row]]\nid = "omb_plan"\ndate = "soon"\nsource = "x"\n'},
            ["timeline.toml", "omb_plan", "date"],
        ),
        (
            {"authorities": '[[row]]\nid = "nist"\nname = { en = "NIST", ja = " " }\nsource = "x"\n'},
            ["authorities.toml", "nist", "name", "both languages"],
        ),
        (
            {"costs": _COST + 'source = "x"\ncycles = { knead = [1, 1, 1] }\n'},
            ["costs.toml", "`knead` is no operation"],
        ),
        (
            {"costs": _COST + 'cycles = { keygen = [1, 2, 3] }\nsource = "x"\n'},
            ["costs.toml", "cycles", "mean 1 is not between 2 and 3"],
        ),
        ({"schemes": '[[row]]\nid = "ml_kem_768"\nname = "X"\n'}, ["schemes.toml", "ml_kem_768", "source"]),
        ({"schemes": '[[row]]\nid = "q"\nsource = "x"\n'}, ["schemes.toml", "`q`", "name"]),
        ({"schemes": '[[row]]\nid = "ml_kem_768"\nsize = 3\nsource = "x"\n'}, ["schemes.toml", "size"]),
        ({"schemes": '[[row]]\nid = "ml_kem_768"\nsizes = 3\nsource = "x"\n'}, ["schemes.toml", "sizes"]),
        ({"devices": "row = [1]\n"}, ["devices.toml", "row 1"]),
        ({"devices": '[[row]]\npart = "x"\n'}, ["devices.toml", "row 1", "`id`"]),
        ({"devices": '[[row]]\nid = "a"\n[[row]]\nid = "a"\n'}, ["devices.toml", "row 2", "twice"]),
        ({"devices": '[row]\nid = "a"\n'}, ["devices.toml", "[[row]]"]),
        ({"devices": "[[device]]\n"}, ["devices.toml", "`device`"]),
        ({"devices": "= 3"}, ["devices.toml", "TOML"]),
        ({"gadgets": ""}, ["gadgets.toml", "devices.toml"]),
        ({}, ["no file of facts"]),
    ],
)
def test_a_bad_file_is_named_with_row_and_field(
    files: dict[str, str], words: list[str], tmp_path: Path
) -> None:
    """The message says where to look and what is wrong."""
    with pytest.raises(FactsError) as caught:
        load_facts(_folder(tmp_path, **files))
    assert [] == [word for word in words if word not in str(caught.value)]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """As is a file that is no text."""
    with pytest.raises(FactsError, match="--facts"):
        load_facts(tmp_path / "nowhere")
    (tmp_path / "devices.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FactsError, match=r"devices\.toml cannot be read"):
        load_facts(tmp_path)


def test_an_unknown_table_is_named_with_those_that_are(facts: Facts) -> None:
    """So that a typing error can be mended."""
    with pytest.raises(FactsError, match=r"gadgets.*devices"):
        facts.table("gadgets")


def test_the_published_schema_is_up_to_date() -> None:
    """The file in the reference is what the row types give."""
    assert facts_schema() == _PUBLISHED.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_the_package_s_files_satisfy_the_schema(name: str, facts: Facts) -> None:
    """Each table is valid under its own definition, and no longer with a strange field."""
    schema = json.loads(facts_schema())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator({**schema, "oneOf": [{"$ref": f"#/$defs/{name}"}]})
    rows = [json.loads(msgspec.json.encode(row)) for row in facts.table(name).values()]
    content = {"version": 1, "as_of": "2026-11-23", "row": rows}

    assert [] == [error.message for error in validator.iter_errors(content)]
    content["row"] = [{**row, "strange": 1} for row in rows] or [{"strange": 1}]
    assert not validator.is_valid(content)


@pytest.mark.parametrize(
    ("name", "unit"), [("flash_bytes", "bytes"), ("clock_hz", "Hz"), ("battery_mah", "mAh")]
)
def test_a_name_says_its_unit(name: str, unit: str) -> None:
    """There is no number without a unit."""
    assert unit == unit_of(name)


def test_a_name_without_unit_is_refused() -> None:
    """And so is a value without one, or one that is no number."""
    with pytest.raises(FactsError, match="`size` does not say its unit"):
        unit_of("size")
    with pytest.raises(FactsError, match="without a unit"):
        assumed(1.0, "", "me")
    with pytest.raises(FactsError, match="finite"):
        assumed(float("nan"), "bytes", "me")


@given(st.lists(st.sampled_from([*Confidence]), min_size=1))
def test_what_is_derived_is_never_better_sourced_than_its_inputs(confidences: list[Confidence]) -> None:
    """And never better than `derived`."""
    order = list(Confidence)
    inputs = [
        Quantity(value=1, unit="bytes", kind=Kind.CITED, source=f"s{n}", confidence=one)
        for n, one in enumerate(confidences)
    ]

    found = derived(1, "bytes", "a", inputs)

    rank = {"confirmed": 0, "quoted": 1, "derived": 2, "secondary": 3, "unconfirmed": 4}
    assert len(order) == len(rank)
    assert rank[found.confidence] == max(2, *(rank[one] for one in confidences))


def test_what_is_derived_names_its_assumptions() -> None:
    """Also those of what it is derived from; an assumption does not lower the confidence in facts."""
    fact = Quantity(value=2, unit="bytes", kind=Kind.CITED, source="s", confidence=Confidence.QUOTED)
    first = derived(3, "bytes", "a + b", [fact, assumed(1, "bytes", "me")], ["a", "b"])

    second = derived(6, "bytes", "c * 2", [first], ["c"])

    assert (("b",), Confidence.DERIVED) == (second.assumptions, second.confidence)
