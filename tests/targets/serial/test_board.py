"""The firmware behind a UART, on QEMU: the same answers as in the emulator, whatever happens to the line."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pqeval.catalogue import Implementation, Metric, Optimisation, Scheme, load
from pqeval.errors import PlanError, TargetError, TargetTimeout, WireError
from pqeval.liboqs.build import find_cortex_m_library
from pqeval.plan import Plan, Unit, expand, units
from pqeval.records import Build, Failed, Measurement, Piece
from pqeval.targets.cortex_m.calibration.image import calibration_image
from pqeval.targets.cortex_m.calibration.patterns import costs, places_of, read_patterns
from pqeval.targets.cortex_m.calibration.place import opened_place
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.emulator import Emulator, Ran
from pqeval.targets.cortex_m.firmware import Image, build_image
from pqeval.targets.cortex_m.link import Link
from pqeval.targets.cortex_m.parts import part
from pqeval.targets.cortex_m.target import CortexMTarget
from pqeval.targets.folder.read import read_folder
from pqeval.targets.serial.access import opened_board
from pqeval.targets.serial.boards import board
from pqeval.targets.serial.spec import SerialSpec, read_spec
from pqeval.targets.serial.target import SerialTarget
from sample_folders import HASH, put
from serial_relay import Relay, by_line, noisy

pytestmark = [
    pytest.mark.firmware,
    pytest.mark.xdist_group("firmware"),
    pytest.mark.skipif(not shutil.which("qemu-system-arm"), reason="qemu-system-arm is not installed"),
]

QEMU = "serial:qemu,board=mps2-an386"
SEED = bytes(range(32))


class Quiet:
    """Progress that nobody reads."""

    def step(self, text: str) -> None:
        """Ignore it."""


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    """QEMU behind a line that can be disturbed."""
    with Relay(tmp_path) as found:
        yield found


def through(relay: Relay, *, timeout_s: int = 600) -> SerialSpec:
    """The board behind the relay."""
    spec = read_spec(f'serial:{relay.device},board=mps2-an386,flash="{relay.flash}"')
    return dataclasses.replace(spec, timeout_s=timeout_s)


def ascon_image() -> Image:
    """Ascon-AEAD128 for the board; needs no liboqs."""
    own = Implementation(
        scheme="ascon_aead128", provider="pqeval", variant="bi32", library_name="ascon_aead128"
    )
    return build_image(
        load().by_id["ascon_aead128"], own, None, core("cortex-m4"), flavour=board("mps2-an386").flavour()
    )


def encrypted(link: Link) -> tuple[Ran, bytes, bytes]:
    """Encrypt a message; what it took, ciphertext and tag."""
    link.write("pqe_buffer_key", SEED[:16])
    link.write("pqe_buffer_nonce", SEED[16:])
    link.write("pqe_message", bytes(1000))
    link.set("pqe_message_bytes", 1000)
    link.set("pqe_associated_bytes", 0)
    return link.run(1), link.read("pqe_ciphertext", 1000), link.read("pqe_buffer_tag", 16)


def emulated(image: Path) -> Emulator:
    """The board's image in the emulator."""
    return Emulator(image, part=part("ideal-m4"), max_instructions=100_000_000, timeout_s=60)


def planned(target: SerialTarget, *terms: str, schemes: Sequence[Scheme] = ()) -> list[Unit]:
    """The units of a selection; `schemes` are those that the catalogue does not have."""
    plan = Plan(name="test", select=terms, targets=(target.name,), message_bytes=(64,), samples=2)
    capabilities = target.capabilities()
    catalogue = load().with_schemes(schemes)
    return units(expand(plan, catalogue, {target.name: capabilities}).cases, capabilities, plan.seed)


def records(target: SerialTarget, chosen: list[Unit]) -> list[Measurement | Failed]:
    """What becomes of them."""
    found = [event.record for event in target.run(chosen, Quiet()) if isinstance(event, Piece)]
    assert len(found) == len(chosen)
    assert all(isinstance(record, Measurement | Failed) for record in found)
    return [record for record in found if isinstance(record, Measurement | Failed)]


@pytest.mark.liboqs
def test_ml_kem_gives_the_emulator_s_answers() -> None:
    """The same image and seed: the same keys, ciphertext and secret, the same stack, no cycles."""
    library = find_cortex_m_library("cortex-m4")
    one = next(i for i in CortexMTarget().capabilities().implementations if i.scheme == "ml_kem_512")
    image = build_image(
        load().by_id["ml_kem_512"], one, library, core("cortex-m4"), flavour=board("mps2-an386").flavour()
    )
    buffers = {"public_key": 800, "secret_key": 1632, "ciphertext": 768, "shared_secret": 32}

    def answers(link: Link) -> tuple[list[tuple[int, int, int]], list[bytes]]:
        link.seed(1, SEED)
        ran = [link.run(operation) for operation in (1, 2, 3)]
        contents = [link.read(f"pqe_buffer_{name}", size) for name, size in buffers.items()]
        return [(one.status, one.painted_bytes, one.random_bytes) for one in ran], contents

    with opened_board(read_spec(QEMU), image.path) as link:
        on_board = answers(link)
        assert link.run(0).cycles == 0
    with emulated(image.path) as emulator:
        assert answers(emulator) == on_board
    assert on_board[0][0][0] == 0


@pytest.mark.liboqs
@pytest.mark.slow
def test_ml_kem_is_checked_and_its_stack_counted() -> None:
    """Known answers pass on the board; nothing is called cycles."""
    found = records(target := SerialTarget(read_spec(QEMU)), planned(target_of(QEMU), "ML-KEM-512"))
    assert target.name == "mps2-an386"
    for record in found:
        assert isinstance(record, Measurement), record
        assert record.correctness.method == "kat single"
        assert record.observation(Metric.CYCLES) is None
        assert record.observation(Metric.MODELLED_CYCLES) is None
        assert record.observation(Metric.STACK_BYTES) is not None


def target_of(text: str) -> SerialTarget:
    """The target of a spec."""
    return SerialTarget(read_spec(text))


def test_a_noisy_line_costs_time_and_nothing_else(relay: Relay) -> None:
    """Bytes altered, dropped and added both ways: the answers are those of a clean line."""
    image = ascon_image()
    with emulated(image.path) as emulator:
        wanted = encrypted(emulator)
    with opened_board(through(relay), image.path) as link:
        relay.disturbance = noisy(5, 0.0003)
        ran, ciphertext, tag = encrypted(link)
        assert link.asked_again > 0
    assert (ciphertext, tag) == wanted[1:]
    assert (ran.status, ran.painted_bytes) == (0, wanted[0].painted_bytes)


def test_garbage_in_front_of_every_line_is_passed_over(relay: Relay) -> None:
    """Lines are found again behind noise, however long."""
    garbage = b"\xff\x00PQE1> PQE1< 00" * 100
    relay.disturbance = lambda data, _: data.replace(b"PQE1", garbage + b"PQE1")
    with opened_board(through(relay), ascon_image().path) as link:
        assert link.run(0).status == 0


def test_a_report_that_is_lost_is_asked_for_again(relay: Relay) -> None:
    """An operation runs once, however often its report must be asked for."""
    lost: list[bytes] = []

    def lose(line: bytes, from_firmware: bool) -> bytes:  # noqa: FBT001 - the form of a disturbance
        if from_firmware and b" ran " in line and len(lost) < 2:
            lost.append(line)
            return b""
        return line

    with opened_board(through(relay), ascon_image().path) as link:
        relay.disturbance = by_line(lose)
        link.seed(1, SEED)
        assert encrypted(link)[0].status == 0
        assert link.asked_again >= 1
    assert len(lost) == 2


def test_a_reset_is_noticed(relay: Relay) -> None:
    """What was put into the board is lost: an error that says so."""
    with opened_board(through(relay), ascon_image().path) as link:
        link.write("pqe_buffer_key", SEED[:16])
        relay.reset()
        with pytest.raises(WireError) as caught:
            encrypted(link)
    assert "reset" in str(caught.value)


@pytest.mark.parametrize("when", ["between", "during"])
def test_a_cut_cable_ends_in_an_error(relay: Relay, when: str) -> None:
    """The device goes away between two commands or in the middle of one: no hang."""

    def cut_amid(line: bytes, _: bool) -> bytes:  # noqa: FBT001 - the form of a disturbance
        if b" running " in line:
            relay.cut()
        return line

    with opened_board(through(relay), ascon_image().path) as link:
        if when == "during":
            relay.disturbance = by_line(cut_amid)
        else:
            relay.cut()
        with pytest.raises(WireError) as caught:
            encrypted(link)
    assert "the serial line broke" in str(caught.value)


def test_a_silent_line_ends_in_an_error(relay: Relay) -> None:
    """Nothing comes back any more."""
    spec = through(relay)
    with opened_board(spec, ascon_image().path):
        pass
    impatient = dataclasses.replace(spec, board=dataclasses.replace(spec.board, patience_s=1))
    with opened_board(dataclasses.replace(impatient, flash=""), ascon_image().path) as link:
        relay.disturbance = lambda _, __: b""
        with pytest.raises(WireError) as caught:
            link.get("pqe_message_bytes")
    assert "did not answer" in str(caught.value)


def test_a_fault_of_the_code_is_told_from_a_reset(relay: Relay) -> None:
    """A pattern that stores where nothing is: the board says that it faulted, and works again."""
    image = calibration_image(board("mps2-an386").flavour())
    with opened_board(through(relay), image) as link:
        stores = next(one for one in read_patterns(link) if one.name == "str_1_s1")
        link.set("pqe_pattern", stores.number)
        link.set("pqe_repetitions", 1)
        link.set("pqe_first", 0xDEAD_0000)
        with pytest.raises(TargetError) as caught:
            link.run(1)
    assert not isinstance(caught.value, WireError | TargetTimeout)
    assert "faulted" in str(caught.value)
    with opened_board(dataclasses.replace(through(relay), flash=""), image) as link:
        assert link.run(0).status == 0


def test_an_operation_over_its_time_is_stopped(relay: Relay) -> None:
    """The host does not wait for ever for a board that does not come back."""
    image = calibration_image(board("mps2-an386").flavour())
    with opened_board(through(relay, timeout_s=10), image) as link:
        link.set("pqe_repetitions", 2**32 - 1)
        link.set("pqe_pattern", next(i for i in read_patterns(link) if i.name == "udiv_32_bits_1").number)
        with pytest.raises(TargetTimeout):
            link.run(1)


def test_another_image_is_refused(relay: Relay) -> None:
    """Without a flash command the board must run the very build."""
    with opened_board(through(relay), ascon_image().path):
        pass
    other = calibration_image(board("mps2-an386").flavour())
    unflashed = dataclasses.replace(through(relay), flash="")
    with pytest.raises(WireError) as caught, opened_board(unflashed, other):
        pass
    assert "another image" in str(caught.value)


def test_a_reset_amid_a_run_is_retried_and_gives_the_same_records(relay: Relay) -> None:
    """The image's remaining cases begin anew, from flashing on; the figures are those of a clean run."""
    target = SerialTarget(through(relay))
    chosen = planned(target, "Ascon-Hash256")
    clean = records(target, chosen)
    assert all(isinstance(record, Measurement) for record in clean)
    starts = relay.starts
    resets: list[bytes] = []

    def reset_once(line: bytes, from_firmware: bool) -> bytes:  # noqa: FBT001 - the form of a disturbance
        if from_firmware and b" ran " in line and not resets:
            resets.append(line)
            relay.reset()
        return line

    relay.disturbance = by_line(reset_once)
    assert records(target, chosen) == clean
    assert len(resets) == 1
    assert relay.starts == starts + 2


def test_a_line_that_breaks_again_and_again_is_a_failure(relay: Relay) -> None:
    """Two faults of the line: every case of the image is a failed record with the reason."""
    target = SerialTarget(through(relay))
    chosen = planned(target, "Ascon-Hash256")
    reset: set[int] = set()

    def reset_each(line: bytes, from_firmware: bool) -> bytes:  # noqa: FBT001 - the form of a disturbance
        if from_firmware and b" ran " in line and relay.starts not in reset:
            reset.add(relay.starts)
            relay.reset()
        return line

    relay.disturbance = by_line(reset_each)
    found = records(target, chosen)
    assert all(isinstance(record, Failed) and "the board was reset" in record.error for record in found), (
        found
    )
    assert relay.starts == 2


def test_what_cannot_be_opened_or_flashed_fails_by_name() -> None:
    """A device that is not there, a flash command that is not, one that fails."""
    for spec, words in {
        "serial:/dev/nosuch,board=mps2-an386": "/dev/nosuch cannot be opened",
        'serial:/dev/null,board=mps2-an386,flash="nosuch-flasher {image}"': "nosuch-flasher",
        'serial:/dev/null,board=mps2-an386,flash="false {binary}"': "ended with code 1",
    }.items():
        target = target_of(spec)
        found = records(target, planned(target, "Ascon-Hash256"))
        assert all(isinstance(record, Failed) and words in record.error for record in found), found


def test_calibration_over_a_line(relay: Relay) -> None:
    """The patterns run on a board as they are; without a counter it is refused, before and amid it."""
    image = calibration_image(board("mps2-an386").flavour())
    with opened_board(through(relay), image) as link:
        patterns = read_patterns(link)
        assert len(patterns) > 200
        with pytest.raises(TargetError) as caught:
            costs(link, patterns, places_of(part("stm32l4r5-0ws")))
    assert "no cycle counter" in str(caught.value)
    with pytest.raises(PlanError) as refused:
        opened_place(QEMU, None, times=1, progress=lambda _: None)
    assert "no cycles" in str(refused.value)


def test_a_board_s_image_costs_the_same_in_the_emulator() -> None:
    """The patterns' costs do not hang on which HAL an image has."""
    own, boards = calibration_image(), calibration_image(board("nucleo-l4r5zi").flavour())
    found = []
    for image in (own, boards):
        with emulated(image) as emulator:
            patterns = [one for one in read_patterns(emulator) if max(one.memories, default=0) <= 1]
            found.append(costs(emulator, patterns, places_of(part("ideal-m4"))))
    assert found[0] == found[1]


def test_builds_are_announced_before_pieces(relay: Relay) -> None:
    """Each piece refers to a build that came before it."""
    target = SerialTarget(through(relay))
    events = list(target.run(planned(target, "Ascon-Hash256"), Quiet()))
    assert isinstance(events[0], Build)
    assert {event.record.build for event in events[1:] if isinstance(event, Piece)} == {events[0].hash}  # type: ignore[union-attr]


@pytest.mark.slow
def test_the_compiler_optimises_for_a_board_as_it_is_asked_to() -> None:
    """Two builds of one primitive, each a series of its own."""
    target = SerialTarget(read_spec(QEMU), optimisation=(Optimisation.O3, Optimisation.OS))
    chosen = planned(target, "Ascon-Hash256")
    builds = [event for event in target.run(chosen, Quiet()) if isinstance(event, Build)]
    assert ["-Os" in build.flags.split() for build in builds] == [False, True]
    assert [unit.case.series.variant for unit in chosen] == ["bi32", "bi32-os"]


@pytest.mark.slow
def test_a_folder_runs_on_a_board(tmp_path: Path) -> None:
    """Somebody's code is checked and measured like the rest."""
    folder = read_folder(put(tmp_path / "mine", HASH))
    target = SerialTarget(read_spec(QEMU), folders=[folder])
    (chosen,) = planned(target, "provider:folder", schemes=[folder.scheme])
    (record,) = records(target, [chosen])
    assert isinstance(record, Measurement), record
    assert record.series.variant == "mine"
    assert record.observation(Metric.STACK_BYTES) is not None
