"""Calibration with the emulator in the board's place, under constants that the fit does not know."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import msgspec
import pytest

from pqeval.errors import TargetError
from pqeval.targets.cortex_m.calibration.calibrate import calibrate
from pqeval.targets.cortex_m.calibration.fit import FETCH_GRID, WAITS, Fit, fit
from pqeval.targets.cortex_m.calibration.image import calibration_image
from pqeval.targets.cortex_m.calibration.model import PatternModel, emulated
from pqeval.targets.cortex_m.calibration.patterns import Cost, Pattern, costs, places_of, read_patterns
from pqeval.targets.cortex_m.constants import Constants
from pqeval.targets.cortex_m.part_files import write_part_file
from pqeval.targets.cortex_m.parts import Part, part

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]

GROUPS = {"fetch", "branch", "core", "literal", "data", "pair", "stack", "operand"}


def with_constants(constants: Constants) -> Part:
    """The usual part with other constants."""
    return msgspec.structs.replace(part(), constants=constants)


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern of the image."""
    with emulated(calibration_image(), part()) as emulator:
        return read_patterns(emulator)


@cache
def model() -> PatternModel:
    """The model, which keeps what it was asked."""
    return PatternModel(calibration_image(), part(), 2)


def measured(constants: Constants) -> dict[str, Cost]:
    """What the patterns cost on a part with these constants."""
    hidden = with_constants(constants)
    with emulated(calibration_image(), hidden) as emulator:
        found, unsteady = costs(emulator, patterns(), places_of(hidden), times=2)
    assert not unsteady
    return dict(found)


def fitted(constants: Constants) -> Fit:
    """What the fit makes of them."""
    return fit(model(), patterns(), measured(constants), len(part().ram))


def test_the_image_names_its_patterns() -> None:
    """Every pattern has a name of its own, a known group and memories that exist."""
    assert len(patterns()) > 200
    assert {one.group for one in patterns()} == GROUPS
    assert all(0 <= memory <= 3 for one in patterns() for memory in one.memories)


def test_costs_of_the_usual_part() -> None:
    """Costs follow from the rules of native/emulator/pipeline.h and are whole cycles."""
    found = measured(Constants())
    assert all(cost.denominator == 1 for cost in found.values())
    # The loop's end: subs 1, bne 2. A load: 1, its data cycle 1, the idle bus 1.
    assert found["narrow_16"] == 16 + 3
    assert found["wide_at_target_2_8"] == 8 + 1 + 3
    assert found["ldr_1_s1"] == 3 + 3
    assert found["ldr_8_s3"] == 10 + 3
    assert found["str_1_s2"] == 1 + 3
    # Loads from two memories do not hide each other's data cycles.
    assert found["ldr_ldr_4_s1_s2"] == found["ldr_8_s1"] + 7


def test_waits_of_memories_are_told_apart() -> None:
    """A wait of one memory changes its own patterns and no other memory's."""
    usual = measured(Constants(waits=(1, 1, 1, 1)))
    assert usual == measured(Constants())
    other = measured(Constants(waits=(1, 0, 1, 1)))
    changed = {one.memories for one in patterns() if usual[one.name] != other[one.name]}
    assert (1,) in changed
    assert all(1 in memories for memories in changed)
    assert other["ldr_1_s1"] == usual["ldr_1_s1"] - 1


@pytest.mark.slow
def test_hidden_constants_are_found() -> None:
    """Waits and branch wait always; the prefetch unit up to settings that no pattern tells apart."""
    stirred = random.Random(4)
    exact = 0
    for _ in range(6):
        fetch = stirred.choice(FETCH_GRID)
        hidden = Constants(
            waits=tuple(stirred.choice(WAITS) for _ in range(4)),
            buffer_words=fetch.buffer_words,
            fetch_latency=fetch.fetch_latency,
            run_again_words=fetch.run_again_words,
            branch_wait=fetch.branch_wait,
            literal_blocks_a_fetch=stirred.choice((0, 1)),
        )
        found = fitted(hidden)
        assert found.constants.waits == hidden.waits
        assert found.constants.branch_wait == hidden.branch_wait
        assert hidden in found.equal
        assert len(found.explained) == len(patterns())
        exact += found.constants == hidden
    assert exact >= 1
    usual = fitted(Constants(waits=(1, 1, 1, 1)))
    assert usual.alternatives() == {}
    assert usual.constants == Constants(waits=(1, 1, 1, 1))


@pytest.mark.slow
def test_what_no_setting_explains_is_named() -> None:
    """A wait outside the grid: its memory's patterns are listed, the other constants are found."""
    hidden = with_constants(Constants(waits=(1, 0, 7, 1)))
    with emulated(calibration_image(), hidden) as emulator:
        found = calibrate(emulator, calibration_image(), part(), times=1, progress=lambda _: None)
    assert found.fit.constants.waits[:2] == (1, 0)
    assert found.fit.constants.waits[3] == 1
    assert found.unexplained
    assert all(2 in one.memories for one in found.unexplained)
    named = found.fitted_part("mine", "a board")
    assert not named.validated
    assert f"{len(found.compared) - len(found.unexplained)} of {len(found.compared)}" in named.source


def test_a_board_that_goes_away_is_an_error() -> None:
    """The line breaks in the middle: an error, no hang, no figure."""
    emulator = emulated(calibration_image(), part())
    seen: list[str] = []

    def cut(name: str) -> None:
        seen.append(name)
        if len(seen) == 20:
            emulator._process.kill()

    with emulator, pytest.raises(TargetError):
        calibrate(emulator, calibration_image(), part(), times=1, progress=cut)
    assert len(seen) == 20


def test_another_image_is_refused(tmp_path: Path) -> None:
    """An image without patterns is refused by name."""
    nothing = tmp_path / "nothing.elf"
    nothing.write_bytes(calibration_image().read_bytes().replace(b"pqe_pattern_names", b"pqe_nothing_names"))
    with emulated(nothing, part()) as emulator, pytest.raises(TargetError):
        read_patterns(emulator)


def test_part_files_round_trip(tmp_path: Path) -> None:
    """What was written is read again, as a part that is not validated, and the emulator takes it."""
    path = tmp_path / "mine.toml"
    mine = msgspec.structs.replace(
        part(), name="mine", title='a "board"', validated=False, constants=Constants(waits=(0, 0, 1, 2))
    )
    write_part_file(path, mine)
    assert part(str(path)) == mine
    with emulated(calibration_image(), mine) as emulator:
        assert emulator.get("pqe_pattern_count") == len(patterns())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("waits = [0, 0, 1, 2]", "waits = [0, 0]", "waits has 2 entries"),
        ("waits = [0, 0, 1, 2]", "waits = [0, 0, 1, 99]", "a wait is not from 0 to 15"),
        ("buffer_words = 3", "buffer_words = 2", "run_again_words is 2"),
        ("branch_wait", "no_such_wait", "no_such_wait"),
        ("bytes = 65536", "bytes = -1", "bytes"),
        ("title", "[", "not a file of parts"),
    ],
)
def test_unsound_part_files_are_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    """The message names the file and what is wrong in it."""
    path = tmp_path / "mine.toml"
    write_part_file(path, with_constants(Constants(waits=(0, 0, 1, 2))))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TargetError) as caught:
        part(str(path))
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
