"""`pqeval emulate` as a user meets it: streams, exit codes, the figures and their mark."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from example_firmware import example
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]

Streams = pytest.CaptureFixture[str]


def test_output_and_figures_go_apart(capfd: Streams, tmp_path: Path) -> None:
    """The firmware's output alone on stdout; figures with model and error on stderr, and as JSON."""
    image = example("switching")
    summary = tmp_path / "figures.json"
    assert main(["emulate", str(image), "--summary", str(summary)]) == ExitCode.OK
    streams = capfd.readouterr()
    assert streams.out == "first 50 45\nsecond 300 47\n200\n"
    assert "model armv7em-2, part stm32l4r5-0ws, mean error" in streams.err
    assert "exceptions       204  (12 cycles each way: unvalidated)" in streams.err
    figures = json.loads(summary.read_text())
    assert (figures["outcome"], figures["status"], figures["exceptions"]) == ("exited", 0, 204)
    assert figures["image_sha256"] == hashlib.sha256(image.read_bytes()).hexdigest()
    assert figures["model"]["id"] == "armv7em-2"
    assert figures["exception_cycles_mark"] == "unvalidated"


def test_a_part_without_a_board_is_marked(capfd: Streams) -> None:
    """Cycles that were never compared with silicon say so."""
    assert main(["emulate", str(example("hello")), "--part", "ideal-m4"]) == ExitCode.OK
    assert "part ideal-m4: unvalidated" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("image", "options", "code", "says"),
    [
        (("hello", "-DSTATUS=7"), [], ExitCode.FIRMWARE_FAILED, "exited with status 7"),
        (("hello",), ["--until", "main"], ExitCode.OK, "reached"),
        (("hello",), ["--until", "nowhere"], ExitCode.USAGE, "no such symbol"),
        (("hello",), ["--part", "m0plus-192k-20k"], ExitCode.USAGE, "not a cortex-m4"),
        (("hello",), ["--timeout", "0"], ExitCode.USAGE, "--timeout"),
        (("faults", "-DFAULT=1"), [], ExitCode.FAILED, "fault"),
        (("faults", "-DFAULT=13"), ["--max-instructions", "10000"], ExitCode.LIMIT, "limit"),
        (("faults", "-DFAULT=14"), [], ExitCode.LIMIT, "idle"),
        (("faults", "-DFAULT=16"), [], ExitCode.OK, "reset"),
    ],
)
def test_exit_codes(
    image: tuple[str, ...], options: list[str], code: ExitCode, says: str, *, capfd: Streams
) -> None:
    """Each way to end has its code and its word."""
    assert main(["emulate", str(example(*image)), *options]) == code
    assert says in capfd.readouterr().err


def test_what_is_no_image(capfd: Streams, tmp_path: Path) -> None:
    """A text file is refused with the reason."""
    path = tmp_path / "notes.elf"
    path.write_text("not firmware")
    assert main(["emulate", str(path)]) == ExitCode.USAGE
    assert "notes.elf: it is not an ELF file" in capfd.readouterr().err
