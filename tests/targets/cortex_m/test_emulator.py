"""The emulator with real firmware: counts, limits, faults, and images that are not to be trusted."""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from pathlib import Path

import pytest

from pqeval.catalogue import Implementation, load
from pqeval.errors import TargetError, TargetTimeout, WireError
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.emulator import Emulator, Ran, emulator_binary
from pqeval.targets.cortex_m.firmware import Image, build_image
from pqeval.targets.cortex_m.parts import part

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]

KEY = bytes(range(16))
EMPTY_AEAD_TAG_BYTES = 16


@cache
def image() -> Image:
    """The image of Ascon-AEAD128, which needs no liboqs."""
    own = Implementation(
        scheme="ascon_aead128", provider="pqeval", variant="bi32", library_name="ascon_aead128"
    )
    return build_image(load().by_id["ascon_aead128"], own, None, core("cortex-m4"))


def encrypted(emulator: Emulator, message: bytes) -> Ran:
    """Put inputs into the image and run its encryption."""
    emulator.write("pqe_buffer_key", KEY)
    emulator.write("pqe_buffer_nonce", KEY)
    emulator.write("pqe_message", message)
    emulator.set("pqe_message_bytes", len(message))
    emulator.set("pqe_associated_bytes", 0)
    return emulator.run(1)


def opened(path: Path, *, max_instructions: int = 10_000_000, timeout_s: int = 30) -> Emulator:
    """An emulator with small limits."""
    return Emulator(path, part=part(), max_instructions=max_instructions, timeout_s=timeout_s)


def test_two_runs_are_equal_to_the_last_digit() -> None:
    """Counts of one input do not vary, within a process and from one to the next."""
    found = []
    for _ in range(2):
        with opened(image().path) as emulator:
            found += [encrypted(emulator, bytes(100)), encrypted(emulator, bytes(100))]
    assert len(set(found)) == 1
    assert found[0].status == 0


def test_longer_messages_cost_more() -> None:
    """A message of 1 KiB takes more instructions and cycles than an empty one, and the same stack."""
    with opened(image().path) as emulator:
        short, long = encrypted(emulator, b""), encrypted(emulator, bytes(1024))
    assert short.instructions < long.instructions
    assert short.cycles < long.cycles
    assert short.stack_bytes == long.stack_bytes > 0


def test_cycles_are_at_least_instructions_without_skips() -> None:
    """Nothing but IT takes no cycle: cycles are not far below instructions, nor absurdly above."""
    with opened(image().path) as emulator:
        ran = encrypted(emulator, bytes(256))
    assert 0.9 * ran.instructions < ran.cycles < 3 * ran.instructions


def test_the_limit_of_instructions_ends_an_operation() -> None:
    """An operation over the limit is stopped, and the message says where."""
    with opened(image().path, max_instructions=2000) as emulator, pytest.raises(TargetTimeout) as caught:
        encrypted(emulator, bytes(1024))
    assert "more instructions than allowed" in str(caught.value)


def test_unknown_objects_and_long_data_are_refused() -> None:
    """The image's objects are reached by name and within their size only."""
    with opened(image().path) as emulator:
        with pytest.raises(WireError):
            emulator.write("no_such_object", b"x")
        with pytest.raises(WireError):
            emulator.write("pqe_buffer_key", bytes(17))
        with pytest.raises(WireError):
            emulator.read("pqe_buffer_tag", 1000)
        assert emulator.read("pqe_buffer_tag", EMPTY_AEAD_TAG_BYTES) == bytes(16)


def test_random_bytes_without_a_seed_are_refused() -> None:
    """A seed of the wrong length is refused by name."""
    with opened(image().path) as emulator, pytest.raises(WireError):
        emulator.seed(1, bytes(31))


@pytest.mark.parametrize("keep", [0, 3, 51, 200, 4096])
def test_truncated_images_are_refused(tmp_path: Path, keep: int) -> None:
    """A cut-off file ends with a message, never with a crash."""
    path = tmp_path / "cut.elf"
    path.write_bytes(image().path.read_bytes()[:keep])
    with pytest.raises(TargetError) as caught, opened(path) as emulator:
        emulator.run(0)
    assert "code 2" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("seed", range(12))
def test_hostile_headers_never_crash_the_emulator(tmp_path: Path, seed: int) -> None:
    """Whatever stands in the first kilobyte, the emulator ends by itself with one of its exit codes."""
    data = bytearray(image().path.read_bytes())
    noise = hashlib.shake_256(bytes([seed])).digest(64)
    for position, value in zip(noise[:32], noise[32:], strict=True):
        data[16 + position] = value
    path = tmp_path / "hostile.elf"
    path.write_bytes(data)
    ended = ""
    try:
        with opened(path, max_instructions=100_000, timeout_s=5) as emulator:
            emulator.run(0)
    except TargetError as error:
        ended = str(error)
    assert "code -" not in ended, "killed by a signal"


def test_firmware_that_faults_is_reported_with_its_place(tmp_path: Path) -> None:
    """An image whose code is overwritten faults; the message names address and function."""
    data = bytearray(image().path.read_bytes())
    start = 0x1000 + 64  # behind the vectors: the file offset of .text is page-aligned
    data[start : start + 4096] = b"\xff\xde" * 2048  # permanently undefined
    path = tmp_path / "broken.elf"
    path.write_bytes(data)
    with pytest.raises(TargetError) as caught, opened(path) as emulator:
        emulator.run(0)
    assert "at 0x" in str(caught.value)


def test_sizes_are_of_the_scheme_alone() -> None:
    """Code of the scheme is positive, and the buffers are key, nonce and tag."""
    sizes = image().sizes
    assert sizes.buffer_bytes == 16 + 16 + 16
    assert 1000 < sizes.text_bytes < 40_000
    assert sizes.data_bytes == 0


def test_the_emulator_does_not_carry_unicorn() -> None:
    """The program opens the engine's own library at run time; nothing of it is linked in."""
    assert shutil.which(str(emulator_binary())) is not None
    content = emulator_binary().read_bytes()
    assert b"libunicorn" not in content


def test_a_sweep_times_moved_code_too() -> None:
    """Counts stay as they are; the moved figure differs, by less than a fifth, and is 0 unless asked for."""
    with opened(image().path) as emulator:
        plain = encrypted(emulator, bytes(1000))
        emulator.sweep()
        both = encrypted(emulator, bytes(1000))
        again = encrypted(emulator, bytes(1000))
    assert plain.moved_cycles == 0
    assert both.cycles == plain.cycles
    assert both.moved_cycles != both.cycles
    assert abs(again.moved_cycles / both.cycles - 1) < 0.2


def test_the_profile_accounts_for_every_cycle() -> None:
    """Own cycles of all paths add up to the run's; profiling changes no count."""
    with opened(image().path) as emulator:
        plain = encrypted(emulator, bytes(512))
        emulator.profile(wanted=True)
        ran = encrypted(emulator, bytes(512))
        found = emulator.profiled()
        emulator.profile(wanted=False)
        assert encrypted(emulator, bytes(512)) == plain == ran
        with pytest.raises(WireError, match="nothing was profiled"):
            emulator.profiled()
    assert sum(found.stacks.values()) == ran.cycles
    assert found.stacks["main", "encrypt", "pqe_ascon_aead128_bi32_encrypt", "permute8"] > ran.cycles / 3
    assert found.divisions == 0


def test_entries_of_a_function_are_counted() -> None:
    """The permutation runs once for each block of rate; only one function can be counted."""
    with opened(image().path) as emulator:
        assert not emulator.count("no_such_function")
        assert emulator.count("permute8")
        assert not emulator.count("permute12")
        assert [encrypted(emulator, bytes(16 * n)).counted for n in (1, 2, 10)] == [1, 2, 10]


def test_the_stack_by_pointer_and_by_paint() -> None:
    """What was written lies within what was reserved; the function that reaches deepest is named."""
    with opened(image().path) as emulator:
        ran = encrypted(emulator, bytes(64))
    assert ran.painted_bytes <= ran.stack_bytes <= ran.painted_bytes + 64
    assert ran.deepest == "permute12"
