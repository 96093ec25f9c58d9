"""Lines of the protocol, and what follows `serial:` on the command line."""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.errors import PlanError
from pqeval.targets.registry import chosen_targets
from pqeval.targets.serial.boards import board, board_names
from pqeval.targets.serial.line import Answer, make_line, read_line
from pqeval.targets.serial.spec import read_spec

BODIES = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)


def answered(session: int, sequence: int, body: str) -> bytes:
    """A line as the firmware would send it."""
    text = f"PQE1< {session:08x} {sequence:04x} {body}".encode()
    return b"%s %08x" % (text, zlib.crc32(text))


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**16 - 1), BODIES, st.binary(max_size=20))
def test_an_answer_is_read_behind_any_noise(session: int, sequence: int, body: str, noise: bytes) -> None:
    """What stands in front of a line does not matter."""
    assert read_line(noise + answered(session, sequence, body)) == Answer(session, sequence, body)


@given(BODIES, st.data())
def test_an_altered_answer_is_no_answer(body: str, data: st.DataObject) -> None:
    """One byte altered or dropped, or the end cut off: nothing is read."""
    line = answered(7, 9, body)
    place = data.draw(st.integers(0, len(line) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda value: value != line[place]))
    altered = line[:place] + bytes([other]) + line[place + 1 :]
    assert read_line(altered) is None
    assert read_line(line[:place] + line[place + 1 :]) in (None, Answer(7, 9, body))
    assert read_line(line[:place]) is None


def test_a_command_is_not_taken_for_an_answer() -> None:
    """A line that echoes is no board that answers."""
    assert read_line(make_line(1, 2, "hello").strip()) is None
    assert re.fullmatch(rb"\nPQE1> 00000001 0002 hello [0-9a-f]{8}\n", make_line(1, 2, "hello"))


def test_a_spec_is_read() -> None:
    """Parameters in any order; a command with commas in quotes; the board's own where none is given."""
    spec = read_spec("serial:/dev/ttyACM0,board=nucleo-l4r5zi")
    assert (spec.device, spec.board.name, spec.baud) == ("/dev/ttyACM0", "nucleo-l4r5zi", 115200)
    assert spec.flash.startswith("openocd ")
    spec = read_spec('serial:/dev/x,flash="do a,b {image}",timeout=5,baud=9600,board=nucleo-l4r5zi')
    assert (spec.flash, spec.baud, spec.timeout_s) == ("do a,b {image}", 9600, 5)
    assert "{binary}" in read_spec("serial:/dev/x,board=nucleo-l4r5zi,flash=st-flash").flash
    assert not read_spec("serial:/dev/x,board=nucleo-l4r5zi,flash=none").flash


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("serial:", "is not of the form"),
        ("serial:board=nucleo-l4r5zi", "is not of the form"),
        ("serial:/dev/x", "names no board: add board=NAME with one of nucleo-l4r5zi"),
        ("serial:/dev/x,board=nosuch", "there is no board 'nosuch'"),
        ("serial:/dev/x,board=mps2-an386,speed=3", "`speed=3`"),
        ("serial:/dev/x,board=mps2-an386,baud", "`baud`"),
        ("serial:/dev/x,board=mps2-an386,baud=1", "baud=`1`"),
        ("serial:/dev/x,board=mps2-an386,baud=²", "baud=`²`"),
        ("serial:/dev/x,board=mps2-an386,baud=9600,baud=9600", "given twice"),
        ("serial:/dev/x,board=nucleo-l4r5zi,flash=nosuch", "openocd, st-flash, pyocd"),
        ('serial:/dev/x,board=nucleo-l4r5zi,flash="a {image}', "a double quote is not closed"),
        ("serial:qemu,board=nucleo-l4r5zi", "QEMU is the board mps2-an386"),
        ("serial:qemu,board=mps2-an386,flash=none", "without flash="),
    ],
)
def test_unsound_specs_are_refused_by_name(text: str, words: str) -> None:
    """The message names what was wrong."""
    with pytest.raises(PlanError) as caught:
        read_spec(text)
    assert words in str(caught.value)


def test_targets_with_parameters_have_their_boards_names() -> None:
    """A board is a target of its own name; nothing else has parameters."""
    names, known = chosen_targets(["host", "serial:qemu,board=mps2-an386", "cortex-m4:board=nucleo-l4r5zi"])
    assert names == ("host", "mps2-an386", "cortex-m4")
    assert set(names) <= set(known)
    for wrong in ("cortex-m4:nucleo-l4r5zi", "cortex-m4:board=nosuch", "host:x=1", "nosuch:y"):
        with pytest.raises(PlanError):
            chosen_targets([wrong])


def test_a_board_without_a_counter_provides_no_cycles() -> None:
    """QEMU's counts are never cycles of silicon; a Nucleo's are measured."""
    _, known = chosen_targets([f"serial:/dev/x,board={name},flash=none" for name in board_names()])
    for name in board_names():
        metrics = {str(one.metric): str(one.kind) for one in known[name].capabilities().provisions}
        assert "modelled_cycles" not in metrics
        assert "instructions" not in metrics
        assert metrics.get("cycles") == ("measured" if board(name).cycle_counter else None)
    assert not board("mps2-an386").cycle_counter
