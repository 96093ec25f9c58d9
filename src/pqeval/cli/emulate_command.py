"""`pqeval emulate`: firmware of others on the board mps2-an386, under the timing model."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pqeval.cli.command import Subparsers, add_command
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import note
from pqeval.errors import PlanError

if TYPE_CHECKING:
    from pqeval.runner.emulate import Emulated
    from pqeval.targets.cortex_m.parts import Part

__all__ = ["add"]

_CORES: Final = ("cortex-m4",)
_MOST_SECONDS: Final = 1_000_000

_EXAMPLES = """\
  pqeval emulate firmware.elf
  pqeval emulate firmware.elf --until done --max-instructions 1000000000
  pqeval emulate firmware.elf --part ideal-m4 --summary figures.json >output.txt

Runs an unmodified image for QEMU's machine mps2-an386. What it writes to its UARTs or by semihosting goes to
stdout; instructions, modelled cycles and, after a fault, registers and likely callers go to stderr. SysTick
and the cycle counter count modelled cycles, so that what the firmware prints of itself is right.

exit codes: 0 the firmware ended well, or reached --until; 1 it ended with another status than 0; 2 the image
cannot be run; 3 a fault; 4 a limit, or it idles and no interrupt can come.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands, "emulate", _run, summary="run any firmware image under the timing model", examples=_EXAMPLES
    )
    parser.add_argument("image", type=Path, metavar="FILE.elf", help="an executable for a Cortex-M4")
    parser.add_argument("--cpu", choices=_CORES, default=_CORES[0], help="the core (default: %(default)s)")
    parser.add_argument(
        "--part",
        "--profile",
        default="",
        metavar="PART",
        help="whose bus, by name or file (default: the core's)",
    )
    parser.add_argument("--until", metavar="SYMBOL|ADDRESS", help="end the run there, before the instruction")
    parser.add_argument(
        "--max-instructions",
        type=int,
        default=10_000_000_000,
        metavar="N",
        help="end the run then (default: %(default)s)",
    )
    parser.add_argument(
        "--timeout", type=int, default=600, metavar="S", help="seconds of this machine (default: %(default)s)"
    )
    parser.add_argument("--summary", type=Path, metavar="FILE", help="write the figures as JSON")


def _run(arguments: argparse.Namespace) -> ExitCode:
    if arguments.max_instructions < 1 or not 1 <= arguments.timeout <= _MOST_SECONDS:
        raise PlanError(
            "--max-instructions and --timeout must be at least 1, and a timeout no million seconds"
        )
    from pqeval.runner.emulate import emulate  # noqa: PLC0415 - not needed for --help
    from pqeval.targets.cortex_m.cores import core  # noqa: PLC0415 - likewise
    from pqeval.targets.cortex_m.parts import part_for  # noqa: PLC0415 - likewise

    part = part_for(core(arguments.cpu), arguments.part)
    ran = emulate(
        arguments.image,
        part,
        max_instructions=arguments.max_instructions,
        timeout_s=arguments.timeout,
        until=arguments.until,
    )
    for line in _lines(ran, part):
        note(line)
    if arguments.summary is not None:
        _write(arguments.summary, ran, part)
    return _code(ran)


def _lines(ran: Emulated, part: Part) -> list[str]:
    from pqeval.runner.emulate import Outcome  # noqa: PLC0415 - not needed for --help
    from pqeval.targets.cortex_m.model import model_facts  # noqa: PLC0415 - likewise

    facts = model_facts(part)
    assert facts is not None, "the cores of this command have a model"
    if facts.mark:
        model = f"model {facts.id}, part {part.name}: {facts.mark}"
    else:
        model = f"model {facts.id}, part {part.name}, mean error {facts.mean_error_percent} %"
    ended = f"exited with status {ran.status}" if ran.outcome == Outcome.EXITED else str(ran.outcome)
    lines = [
        f"outcome          {ended}",
        f"instructions     {ran.instructions}",
        f"modelled cycles  {ran.cycles}  ({model})",
    ]
    if ran.exceptions:
        lines.append(f"exceptions       {ran.exceptions}  (12 cycles each way: unvalidated)")
    if ran.slept_cycles:
        lines.append(f"cycles asleep    {ran.slept_cycles}")
    return lines


def _write(path: Path, ran: Emulated, part: Part) -> None:
    import msgspec  # noqa: PLC0415 - not needed for --help

    from pqeval.results.document import write_whole  # noqa: PLC0415 - likewise
    from pqeval.targets.cortex_m.model import model_facts  # noqa: PLC0415 - likewise

    facts = {
        "format": "pqeval-emulated-1",
        **msgspec.to_builtins(ran),
        "part": part.name,
        "model": model_facts(part),
        "exception_cycles_mark": "unvalidated" if ran.exceptions else "",
    }
    write_whole(path, msgspec.json.format(msgspec.json.encode(facts), indent=1) + b"\n")


def _code(ran: Emulated) -> ExitCode:
    from pqeval.runner.emulate import Outcome  # noqa: PLC0415 - not needed for --help

    match ran.outcome:
        case Outcome.EXITED:
            return ExitCode.OK if ran.status == 0 else ExitCode.FIRMWARE_FAILED
        case Outcome.REACHED | Outcome.RESET:
            return ExitCode.OK
        case Outcome.FAULT:
            return ExitCode.FAILED
        case Outcome.LIMIT | Outcome.IDLE:
            return ExitCode.LIMIT
