"""`pqeval facts`, `scenario` and `decide` as a user meets them: data on stdout, remarks on stderr, codes."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Kind, Metric, Operation
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.results.document import run_id, write_run
from sample_runs import measurement, observation, run, series

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
