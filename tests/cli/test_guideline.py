"""`pqeval facts`, `scenario` and `decide` as a user meets them: data on stdout, remarks on stderr, codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Kind, Metric, Operation
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.results.document import run_id, write_run
from sample_runs import measurement, observation, run, series

_CLOCK = ["risk", "--secret-years", "10", "--migration-years", "8"]
_DECIDE = ["decide", "--device", "m4_128k_40k", "--role", "kem", "--until", "2035", "--authority", "cryptrec"]


@pytest.fixture
def run_file(tmp_path: Path) -> Path:
    """A sound run with ML-KEM-768 on the Cortex-M4."""
    sizes = (Metric.STACK_BYTES, Metric.TEXT_BYTES, Metric.DATA_BYTES, Metric.BSS_BYTES)
    memory = [observation(metric, 3000) for metric in sizes]
    cycles = observation(Metric.MODELLED_CYCLES, 600_000, kind=Kind.MODELLED)
    operations = (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS)
    one = run(*[measurement(*memory, cycles, of=series(operation=operation)) for operation in operations])
    path = tmp_path / "run.json"
    write_run(msgspec.structs.replace(one, id=run_id(one)), path)
    return path


def test_facts_are_listed_shown_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON for programs, both languages for readers."""
    assert main(["facts", "list", "links", "--format", "json", "--lang", "ja"]) == ExitCode.OK
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert "LoRaWAN DR5（SF7）" == rows["lorawan_dr5"]["name"]

    assert main(["facts", "show", "timeline", "omb_plan", "--format", "json"]) == ExitCode.OK
    fields = {row["field"]: row["value"] for row in json.loads(capsys.readouterr().out)}
    assert "2026-10-22" == fields["date"]

    assert main(["facts", "list"]) == ExitCode.OK
    assert main(["facts", "check"]) == ExitCode.OK
    assert "hold together" in capsys.readouterr().out


def test_a_users_facts_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sound folder says how many rows are the user's, a wrong one where the mistake is."""
    place = tmp_path / "devices.toml"
    head = 'version = 1\nas_of = 2026-11-23\n[[row]]\nid = "m0plus_64k_8k"\n'
    place.write_text(f'{head}ram_bytes = 16384\nsource = "mine"\n', encoding="utf-8")
    assert main(["facts", "check", "--facts", str(tmp_path)]) == ExitCode.OK
    assert "1 of them yours" in capsys.readouterr().out

    place.write_text(f'{head}ram_bytes = 0\nsource = "mine"\n', encoding="utf-8")
    assert main(["facts", "check", "--facts", str(tmp_path)]) == ExitCode.USAGE
    message = capsys.readouterr().err
    assert str(place) in message
    assert "`ram_bytes` must be above 0" in message


def test_a_scenario_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Every formula with its numbers, and the inputs with their sources."""
    words = ["scenario", "tls_server", "--scheme", "L=ML-DSA-44", "--scheme", "A=ML-DSA-44", "--scheme"]
    assert main([*words, "R=ML-DSA-44", "--set", "sct_count=0", "--explain"]) == ExitCode.OK
    out = capsys.readouterr().out
    assert "12188" in out
    assert "300 + 1216" in out
    assert "RFC 6928" in out
    assert "needs host_encaps_K_us" in out

    assert (
        main(["scenario", "tls_server", "--sensitivity", "server_flight", "--format", "json"]) == ExitCode.OK
    )
    rows = json.loads(capsys.readouterr().out)
    assert "certificate_bytes" in {row["assumption"] for row in rows}

    assert main(["scenario", "tls_server", "--explain", "--format", "json"]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"steps", "inputs"}
    assert all({"step", "value", "unit", "formula"} <= set(row) for row in found["steps"])
    assert all({"input", "value", "unit", "kind", "source"} <= set(row) for row in found["inputs"])

    assert main(["scenario", "tls_server", "--explain", "--format", "csv"]) == ExitCode.OK
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out), strict=True))
    assert [row["name"] for row in rows if row["part"] == "step"] == [row["step"] for row in found["steps"]]
    assert [row["name"] for row in rows if row["part"] == "input"] == [
        row["input"] for row in found["inputs"]
    ]
    assert not any(None in row for row in rows)

    assert main(["scenario", "--format", "json"]) == ExitCode.OK
    assert {"tls_server", "satellite"} <= {row["id"] for row in json.loads(capsys.readouterr().out)}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("form", ["table", "md"])
def test_a_decision_is_printed(
    language: str, form: str, run_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Answer, survivors, reasons, what follows; a run's figures stand among published ones."""
    assert main([*_DECIDE, str(run_file), "--lang", language, "--format", form]) == ExitCode.OK
    out = capsys.readouterr().out
    assert "ML-KEM-768" in out
    assert "liboqs/generic" in out
    assert ("耐量子" in out or "推奨" in out) == (language == "ja")


def test_a_decision_is_data(run_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON rows: survivors with places, rejects with filters."""
    assert main([*_DECIDE, str(run_file), "--format", "json"]) == ExitCode.OK
    rows = json.loads(capsys.readouterr().out)
    assert {"ml_kem_768", "ml_kem_1024"} == {row["scheme"] for row in rows if row["place"]}
    assert all(row["filter"] for row in rows if not row["place"])


def test_a_run_without_the_platform_is_said(run_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The remark names the platform that is lacking and those that the run has."""
    words = [*_DECIDE, str(run_file)]
    words[2] = "m0plus_192k_20k"
    assert main(words) == ExitCode.OK
    remark = capsys.readouterr().err
    assert "cortex-m0plus" in remark
    assert "cortex-m4" in remark


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["decide", "--device", "toaster", "--role", "kem", "--until", "2035"], "m0plus_64k_8k"),
        ([*_DECIDE, "--link", "string"], "lorawan_dr5"),
        ([*_DECIDE, "--ram-bytes", "-5"], "`ram_bytes` must be above 0"),
        ([*_DECIDE, "--as-of", "2040-01-01"], "2035 is past"),
        ([*_DECIDE, "--as-of", "soon"], "2026-11-23"),
        ([*_DECIDE, "--weight", "energy"], "energy=3"),
        ([*_DECIDE, "--weight", "beauty=1"], "cycles"),
        ([*_DECIDE, "--portfolio", "ML-KEM-7"], "did you mean"),
        ([*_DECIDE, "nosuchrun"], "nosuchrun"),
        ([*_DECIDE, "--facts", "nowhere"], "--facts"),
        (["scenario", "tea"], "tls_server"),
        (["scenario", "v2x", "--device", "toaster"], "m7_stm32h743"),
        (["scenario", "v2x", "--set", "neighbour_count"], "sct_count=0"),
        (["scenario", "v2x", "--set", "neighbours=3"], "neighbour_count"),
        (["scenario", "v2x", "--scheme", "L="], "L=ML-DSA-44"),
        (["scenario", "v2x", "--sensitivity", "tea"], "channel_load"),
        (["scenario", "v2x", "--set", "neighbour_count=nan"], "`neighbour_count` must be a number"),
        ([*_DECIDE, "--weight", "energy=nan"], "weight of energy"),
        ([*_DECIDE, "--require", "beauty"], "known-answers"),
        (["risk", "--secret-years", "1", "--migration-years", "inf", "--crqc-years", "5"], "migration_years"),
        ([*_CLOCK, "--crqc-years", "ten"], "10,15,20"),
        (
            [
                "risk",
                "--secret-years",
                "1",
                "--migration-years",
                "1",
                "--crqc-years",
                "5",
                "--authority",
                "mars",
            ],
            "cnsa",
        ),
        (["uses", "nosuchrun"], "nosuchrun"),
        (["cbom", "ML-KEM-768", "-o", "nowhere/cbom.json"], "nowhere is no folder"),
        (["facts", "show", "devices"], "m4_128k_40k"),
        (["facts", "list", "gadgets"], "devices"),
        (["facts", "show", "devices", "toaster"], "pqeval facts list devices"),
    ],
)
def test_wrong_input_is_named_with_the_remedy(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, one line, nothing on stdout."""
    assert main(arguments) == ExitCode.USAGE
    out, err = capsys.readouterr()
    assert words in err
    assert not out


@pytest.mark.parametrize("form", ["json", "csv"])
def test_programs_are_given_the_risk_clock_alone(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One document, one table: the deadlines are facts, which have a command of their own."""
    arguments = [*_CLOCK, "--crqc-years", "10,20", "--format", form]
    outputs = []
    for more in ([], ["--authority", "nco"]):
        assert main([*arguments, *more]) == ExitCode.OK
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    if form == "json":
        assert len(json.loads(outputs[1])) == 2


@pytest.mark.parametrize(("language", "late"), [("en", "late"), ("ja", "間に合わない")])
def test_the_risk_clock_is_printed(language: str, late: str, capsys: pytest.CaptureFixture[str]) -> None:
    """For every z a row; the authority's dates that are to come stand beside it."""
    words = [
        "risk",
        "--secret-years",
        "10",
        "--migration-years",
        "8",
        "--crqc-years",
        "15,20",
        "--lang",
        language,
    ]
    assert main([*words, "--authority", "nco"]) == ExitCode.OK
    out = capsys.readouterr().out
    assert late in out
    assert "2035-12-31" in out
    assert main([*words, "--format", "json"]) == ExitCode.OK
    rows = [list(row.values()) for row in json.loads(capsys.readouterr().out)]
    assert [(15.0, -3.0, late, 2023), (20.0, 2.0, rows[1][2], 2028)] == [tuple(row) for row in rows]


def test_positions_belong_to_the_scenario_of_symmetric_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """What authorities say of QKD is printed with its confidence; programs get the steps alone."""
    assert main(["scenario", "symmetric_link", "--lang", "ja"]) == ExitCode.OK
    out = capsys.readouterr().out
    assert "量子鍵配送" in out
    assert "NCSC" in out
    assert "引用文で確認" in out
    assert "見解" in out
    assert main(["scenario", "symmetric_link", "--lang", "ja", "--format", "json"]) == ExitCode.OK
    assert "qkd_suffices" in {row["step"] for row in json.loads(capsys.readouterr().out)}


def _ciphers(tmp_path: Path) -> Path:
    memory = [observation(metric, 900) for metric in (Metric.TEXT_BYTES, Metric.STACK_BYTES)]
    records = [
        measurement(
            *memory,
            observation(Metric.MODELLED_CYCLES, length * 50, kind=Kind.MODELLED),
            of=series(scheme, Operation.ENCRYPT, message_bytes=length, provider="pqeval"),
        )
        for scheme in ("ascon_aead128", "present_80_ctr", "present_80")
        for length in (16, 1024)
    ]
    one = run(*records)
    path = tmp_path / "ciphers.json"
    write_run(msgspec.structs.replace(one, id=run_id(one)), path)
    return path


@pytest.mark.parametrize("language", ["en", "ja"])
def test_ciphers_are_judged_by_use(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By need with what is over, with status and flags; a bare block cipher is no answer."""
    words = ["uses", "industry", "rfid", str(_ciphers(tmp_path)), "--format", "json", "--lang", language]
    assert main(words) == ExitCode.OK
    rows = [tuple(row.values()) for row in json.loads(capsys.readouterr().out)]
    assert {"Ascon-AEAD128", "PRESENT-80-CTR"} == {row[2] for row in rows}
    assert ["充足" if language == "ja" else "yes"] * 2 == [row[8] for row in rows[:2]]
    tag = rows[-1]
    assert "772" in tag[8]  # 900 bytes of RAM where 128 were left
    assert "◇" in tag[3]  # a Cortex-M4 stands for the Cortex-M0+
    assert any("80" in str(row[9]) for row in rows if row[2] == "PRESENT-80-CTR")

    assert main([*words, "--meeting"]) == ExitCode.OK
    assert 2 == len(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("damage", ["truncated", "changed", "nonsense", "nested"])
def test_a_hostile_run_file_is_refused(
    damage: str, run_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is decided on it, whatever it says."""
    data = run_file.read_bytes()
    hostile = {
        "truncated": data[: len(data) // 2],
        "changed": data.replace(b"600000", b"6"),
        "nonsense": b"\x00\xff",
        "nested": b"[" * 100_000,
    }[damage]
    run_file.write_bytes(hostile)
    assert main([*_DECIDE, str(run_file)]) == ExitCode.USAGE
    out, err = capsys.readouterr()
    assert str(run_file) in err
    assert not out
