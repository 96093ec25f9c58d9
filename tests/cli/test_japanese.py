"""What the commands of the guideline print for Japanese readers holds no English prose."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path

import pytest

from english import english_in
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.guideline import load_facts

_QUESTIONS = Path(__file__).parents[2] / "tools" / "decisions.toml"
_ASKED = [one["words"] for one in tomllib.loads(_QUESTIONS.read_text(encoding="utf-8"))["question"]]
_ASKED_TOO = [
    "--device m4_128k_40k --role sign --until 2035 --energy-mj 1 --wait-s 3 --link lorawan_as923_eu868_dr0",
    "--device m4_128k_40k --role sign --until 2035 --require constant-time --require maintained",
    "--device m4_128k_40k --role kem --until 2035 --require production --require validated",
    "--device m4_128k_40k --role kem --until 2035 --authority bsi --per-second 100000",
    "--device m4_128k_40k --role kem-initiator --until 2045 --authority anssi --ram-bytes 4000 --research",
    "--device m7_stm32h743 --role signature --category 5 --until 2035 --no-state --hybrid --care",
]


@pytest.mark.parametrize("words", [*_ASKED, *_ASKED_TOO])
def test_a_decision_is_wholly_japanese(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Answer, reasons, margins, and what a break would cost."""
    assert main(["decide", *shlex.split(words), "--lang", "ja", "--most", "1000"]) == ExitCode.OK
    assert english_in(capsys.readouterr().out) == []


@pytest.mark.parametrize("name", load_facts().scenarios)
def test_a_scenario_is_wholly_japanese(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With every formula, every input and its source, and why a value is not known."""
    assert main(["scenario", name, "--lang", "ja", "--explain"]) == ExitCode.OK
    said = capsys.readouterr()
    assert english_in(said.out) == []
    assert english_in(said.err) == []


def test_the_risk_clock_and_the_sensitivity_are_wholly_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    """Tables on stdout and remarks on stderr."""
    clock = ["risk", "--secret-years", "15", "--migration-years", "5", "--crqc-years", "9,25"]
    assert main([*clock, "--authority", "nco", "--lang", "ja"]) == ExitCode.OK
    assert main(["scenario", "iot_telemetry", "--sensitivity", "life_days", "--lang", "ja"]) == ExitCode.OK
    said = capsys.readouterr()
    assert english_in(said.out) == []
    assert english_in(said.err) == []


def test_facts_are_wholly_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    """Rows with their sources and notes, and the result of the check; identifiers and codes stay."""
    for table in ("links", "devices", "positions", "authorities"):
        for row in load_facts().table(table):
            assert main(["facts", "show", table, row, "--lang", "ja", "--format", "md"]) == ExitCode.OK
    assert main(["facts", "check", "--lang", "ja"]) == ExitCode.OK
    assert english_in(capsys.readouterr().out) == []


def test_english_prose_is_found() -> None:
    """Sentences are; names, titles, code and addresses are not."""
    assert english_in("理由：no run has the code size") == ["no run has the code size"]
    assert (
        english_in("`pqeval facts list devices`、The LED Block Cipher、https://a.b/c d、SLH-DSA-128 (2^24)")
        == []
    )
