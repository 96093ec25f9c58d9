"""Firmware of others, unmodified: its output, its end, its interrupts, and the time it reads."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from example_firmware import example
from pqeval.errors import RecordError, TargetError
from pqeval.native.process import run
from pqeval.native.tools import require_tool
from pqeval.runner.emulate import Emulated, Outcome, emulate
from pqeval.targets.cortex_m.parts import DEFAULT_PART, part
from pqeval.targets.cortex_m.published import cycles_of

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]

Streams = pytest.CaptureFixture[str]
DETERMINISTIC = (
    "hello",
    "systick",
    "switching",
    "fp_context",
    "interrupted",
    "unprivileged",
    "masks",
    "accesses",
    "ram_code",
    "it_pages",
)


def ran(
    image: Path, *, most: int = 200_000_000, of: str = DEFAULT_PART, until: str | None = None
) -> Emulated:
    """Run an image with small limits."""
    return emulate(image, part(of), max_instructions=most, timeout_s=30, until=until)


def tool(name: str) -> Path:
    """One of the cross compiler's companions."""
    path = require_tool("arm-none-eabi-gcc").path
    return path.with_name(path.name.replace("gcc", name))


def exited(image: Path, capfd: Streams) -> str:
    """What an image prints that ends well."""
    capfd.readouterr()
    found = ran(image)
    streams = capfd.readouterr()
    assert (found.outcome, found.status) == (Outcome.EXITED, 0), streams.err
    return streams.out


def test_output_by_uart_and_semihosting(capfd: Streams) -> None:
    """Both come to stdout in the order of the firmware, and nothing else does."""
    assert exited(example("hello"), capfd) == "by UART\nby SYS_WRITE0\nc\nby SYS_WRITE\n"


@pytest.mark.parametrize("status", [1, 7, 4294967295])
def test_the_firmwares_own_status(status: int) -> None:
    """It is handed on as it is."""
    found = ran(example("hello", f"-DSTATUS={status}u"))
    assert (found.outcome, found.status) == (Outcome.EXITED, status)


def test_two_runs_are_equal() -> None:
    """To the cycle, with interrupts."""
    image = example("systick")
    first = ran(image)
    assert first == ran(image)
    assert first.exceptions == 41  # 20 slept for, 20 waited for in a loop, one asked for
    assert 190_000 < first.slept_cycles < 200_000


@pytest.mark.parametrize("name", DETERMINISTIC)
def test_qemu_prints_the_same(name: str, capfd: Streams) -> None:
    """The same image in QEMU gives the same lines; its semihosting console goes to stderr."""
    qemu = shutil.which("qemu-system-arm")
    if qemu is None:
        pytest.skip("qemu-system-arm is not installed: there is no second engine to compare with")
    image = example(name)
    ours = exited(image, capfd)
    words = [qemu, "-M", "mps2-an386", "-icount", "shift=6", "-semihosting", "-nographic"]
    words += ["-kernel", str(image)]
    theirs = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True)
    assert sorted((theirs.stdout + theirs.stderr).decode().splitlines()) == sorted(ours.splitlines())


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("systick", "slept 1 looped 1 counted 010 calls 1\n"),
        ("switching", "first 50 45\nsecond 300 47\n200\n"),
        ("fp_context", "ticks 1 wrong 0\n"),
        ("interrupted", "wrong 0\n"),
        ("unprivileged", "30 interrupted 2 in handlers 11\n"),
        ("accesses", "0 4194632448 1076895760 2154848336 32 1076895745 34 8193 4294934640 6\n"),
        ("fpu_at_once", "1\n"),
        ("ram_code", "wrong 0\n"),
        ("it_pages", "512\n"),
    ],
)
def test_exceptions_and_registers(name: str, printed: str, capfd: Streams) -> None:
    """Timer, context switches, floating-point context, shapes of access: without QEMU, too."""
    assert exited(example(name), capfd) == printed


def test_masks_and_priorities(capfd: Streams) -> None:
    """[n ... n] is handler n from entry to end; T is the timer's, P that of PendSV, the lowest."""
    assert exited(example("masks"), capfd).splitlines() == [
        "nested [1 [0] 1][2]TP",
        "primask masked [0][2]",
        "basepri [0] masked [1 [0] 1] lower [2]TP",
        "faultmask masked [0]",
        "groups [1  1][0][2]TP",
        "back 0",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("spin", [1, 2, 5, 13])
@pytest.mark.parametrize("reload", [0xFFFF, 9999, 499])
@pytest.mark.parametrize("conditional", ["-DCONDITIONAL", "-UCONDITIONAL"])
def test_a_clock_of_timer_and_interrupt_never_goes_back(
    spin: int, reload: int, conditional: str, capfd: Streams
) -> None:
    """No code sees the timer wrapped without its handler having run; the cycle counter agrees."""
    image = example("wrap", f"-DSPIN={spin}", f"-DRELOAD={reload}u", "-DCYCLES=2000000u", conditional)
    assert exited(image, capfd) == "back 0 wraps 1 difference 1\n"


def test_the_timers_24_bits_wrap(capfd: Streams) -> None:
    """Three times in 60 million cycles."""
    assert exited(example("wrap", "-DSPIN=1000"), capfd) == "back 0 wraps 1 difference 1\n"


def test_the_cycle_counter_is_the_model_to_the_cycle(capfd: Streams) -> None:
    """Between two reads stand the cycles of the first, and of what lies between; see dwt.c."""
    wait, load, data = 1, 1, 1  # the idle bus, the first read, and its data cycle, unless a load hides it
    first = wait + load
    wanted = [
        first,
        first + data + 1,
        first + data + 2,
        first + data + 8,
        first + data + 1 + 6,  # mov, and a division
        first + 3 + data + 1,  # three loads behind the first, then a nop
        first + data + 2 + 1,  # cmp, movne as if it ran, nop; IT is folded; movne is wide and waits
        first + data + 1 + 10 * 2 + 9,  # movs, subs and bne, nine of them taken
    ]
    assert exited(example("dwt"), capfd).split() == [*map(str, wanted), "1"]
    ran(example("dwt"), of="ideal-m4")
    assert capfd.readouterr().out.split()[0] == str(load)


def test_a_benchmark_prints_what_the_model_says(capfd: Streams) -> None:
    """Net of the clock's own cost, SysTick gives the cycles that `pqeval validate` takes from the model."""
    image = example("benchmark")
    lines = exited(image, capfd).splitlines()
    empty, loop, calls = (int(lines[n]) for n in (1, 3, 5))
    modelled = cycles_of(image, part(), seed=1, max_instructions=10_000_000, timeout_s=30)
    assert loop - empty == modelled["encaps"] - modelled["keygen"]
    assert calls - empty == modelled["decaps"] - modelled["keygen"]
    assert loop > 20 * 255


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (1, "a read from 0x30000000, where nothing is: at culprit"),
        (2, "a write to 0x30000000, where nothing is: at culprit"),
        (3, "an undefined instruction (de07 "),
        (4, "a floating-point instruction while the FPU is off (CPACR): at culprit"),
        (5, "an instruction fetch from 0x60000000, where no code may be"),
        (6, "a jump to an even address"),
        (7, "SVC where its exception is masked"),
        (8, "the stack pointer is in no memory"),
        (9, "a breakpoint without a debugger: at culprit"),
        (10, "outside of exceptions"),
        (11, "a semihosting call was given memory that does not exist"),
        (18, "an instruction fetch from 0x40100000, where no code may be"),
        (12, "unprivileged code accesses the core's own register at 0xe000e010"),
    ],
)
def test_faults_end_with_a_report(number: int, says: str, capfd: Streams) -> None:
    """Reason and place in the last line, registers, and callers that are marked as guesses."""
    found = ran(example("faults", f"-DFAULT={number}"))
    streams = capfd.readouterr()
    assert found.outcome == Outcome.FAULT
    assert streams.out == "before\n"
    assert says in streams.err.splitlines()[-1]
    assert "pc=" in streams.err
    assert "perhaps called from caller" in streams.err
    if number != 8:  # without a stack there is the link register alone
        assert "perhaps called from main" in streams.err


@pytest.mark.parametrize(
    ("number", "outcome", "says"),
    [
        (13, Outcome.LIMIT, "more instructions than allowed: at culprit"),
        (14, Outcome.IDLE, "idles for ever: no interrupt can come: at culprit"),
        (15, Outcome.IDLE, "idles for ever: no interrupt can come: at culprit"),
        (16, Outcome.RESET, ""),
        (17, Outcome.IDLE, "an exception handler idles for ever"),
    ],
)
def test_nothing_hangs(number: int, outcome: Outcome, says: str, capfd: Streams) -> None:
    """A loop hits the limit; waiting for what cannot come, and a reset, end the run."""
    found = ran(example("faults", f"-DFAULT={number}"), most=3_000_000)
    assert found.outcome == outcome
    assert says in capfd.readouterr().err
    assert found.instructions <= 3_000_100


def test_the_limit_of_time(capfd: Streams) -> None:
    """It holds whatever the limit of instructions is."""
    image = example("faults", "-DFAULT=13")
    found = emulate(image, part(), max_instructions=10**15, timeout_s=1)
    assert found.outcome == Outcome.LIMIT
    assert "more time than allowed" in capfd.readouterr().err


def test_a_run_until_a_symbol_or_an_address(capfd: Streams) -> None:
    """It ends before the first instruction there; an unknown symbol is refused."""
    image = example("faults", "-DFAULT=3")
    found = ran(image, until="main")
    assert (found.outcome, capfd.readouterr().out) == (Outcome.REACHED, "")
    symbols = run([tool("nm"), image]).splitlines()
    address = next(line.split()[0] for line in symbols if line.endswith(" main"))
    assert ran(image, until=f"0x{address}") == found
    with pytest.raises(RecordError):
        ran(image, until="nowhere")
    assert "until" in capfd.readouterr().err


def test_an_image_in_psram(capfd: Streams) -> None:
    """The vector table is then where the image begins."""
    assert exited(example("hello", "-Wl,--defsym=CODE_AT=0x21000000"), capfd).startswith("by UART\n")


def test_a_stripped_image_runs(capfd: Streams, tmp_path: Path) -> None:
    """Symbols are needed for names alone."""
    image = tmp_path / "stripped.elf"
    run([tool("strip"), example("hello"), "-o", image])
    assert exited(image, capfd).startswith("by UART\n")


@pytest.mark.parametrize("keep", [0, 3, 51, 100, 4096])
def test_truncated_images_are_refused(tmp_path: Path, keep: int, capfd: Streams) -> None:
    """With a reason on stderr, without the folder's name."""
    path = tmp_path / "cut.elf"
    path.write_bytes(example("hello").read_bytes()[:keep])
    with pytest.raises(RecordError, match=r"cut\.elf"):
        ran(path)
    error = capfd.readouterr().err
    assert error.startswith("cut.elf: ")
    assert str(tmp_path) not in error


@pytest.mark.parametrize("seed", range(24))
def test_garbage_never_crashes_the_emulator(tmp_path: Path, seed: int) -> None:
    """Whatever stands in headers or code, it ends by itself and says how."""
    data = bytearray(example("masks").read_bytes())
    noise = hashlib.shake_256(bytes([seed])).digest(256)
    stack_top = (0x20400000).to_bytes(4, "little")  # the vector table's first word
    start = 16 if seed % 2 == 0 else data.index(stack_top) + 0x4C
    for position, value in zip(noise[:128], noise[128:], strict=True):
        data[start + position] = value
    path = tmp_path / "hostile.elf"
    path.write_bytes(data)
    try:
        ran(path, most=2_000_000)
    except TargetError as error:
        pytest.fail(str(error))
    except RecordError:
        pass


def test_a_missing_image(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(RecordError, match="nosuch"):
        ran(tmp_path / "nosuch.elf")
