"""`pqeval bench`: run a plan on its targets and keep the run."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from pqeval.catalogue import Implementation, Metric, Optimisation
from pqeval.catalogue import load as load_catalogue
from pqeval.cli.command import Subparsers, add_command
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.implementation_option import (
    EXPLANATION,
    SELECTED,
    add_implementation,
    folders_of,
    new_schemes,
    note_failures,
)
from pqeval.cli.output import note
from pqeval.cli.progress import ProgressLine
from pqeval.cli.runs import add_results_folder
from pqeval.errors import PlanError, RecordError
from pqeval.plan import BUILT_IN, Plan, asked_for, load
from pqeval.records import Failed, Measurement, Run, Skipped

if TYPE_CHECKING:
    from pqeval.targets.target import Target

__all__ = ["add"]

_LIBOQS_VARIANTS: Final = ("dist", "generic")
"""On the host, and on a Cortex-M."""

_EXAMPLES = """\
  pqeval bench quick                             the plan `quick` on every target that is available here
  pqeval bench quick --target cortex-m4          only on the emulated Cortex-M4
  pqeval bench quick --target serial:/dev/ttyACM0,board=nucleo-l4r5zi
  pqeval bench --select ML-KEM-768 --select 'role:signature,category:3' --target host
  pqeval bench my-plan.toml --results my-results
  pqeval bench --select 'ML-*' --target cortex-m0plus --target cortex-m3 -j 2
  pqeval bench --select ML-KEM-768 --target cortex-m4 --part ideal-m4      a bus without waits
  pqeval bench --select ML-KEM-768 --target cortex-m4 --optimise O3 --optimise Os
  pqeval bench --resume                          finish the run that was interrupted last
  pqeval bench --implementation ml-kem-768/clean --target host --target cortex-m4
  pqeval bench --implementation old --implementation new --kat PQCkemKAT_2400.rsp

a selection term is a scheme's name or identifier, a pattern (`ML-KEM-*`) or field:value with the fields role,
family, category, status, hardness, flag, provider, variant, operation and target; `!term` takes out; commas
inside a term mean "and".

a target is host, cortex-m4, a board (serial:DEVICE,board=NAME[,flash=COMMAND][,baud=N][,timeout=SECONDS]), or
cortex-m4:board=NAME, which runs a board's own images on the emulated core.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "bench",
        _run,
        summary="run a plan on its targets and keep the run",
        examples=f"{_EXAMPLES}\n{EXPLANATION}",
    )
    names = ", ".join(BUILT_IN)
    parser.add_argument("plan", nargs="?", default="quick", help=f"{names}, or a plan file (default: quick)")
    parser.add_argument(
        "--target", action="append", metavar="TARGET", help="run only on this target; may be repeated"
    )
    parser.add_argument(
        "--select", action="append", metavar="TERM", help="instead of the plan's selection; may be repeated"
    )
    parser.add_argument("--seed", help="instead of the plan's published seed")
    parser.add_argument("--samples", type=int, metavar="N", help="seeds of rejection-sampled operations")
    parser.add_argument(
        "--alignment-sweep",
        action="store_true",
        help="model cycles also with the code in other places, and print the range",
    )
    parser.add_argument(
        "--count-unaligned",
        action="store_true",
        help="count unaligned accesses on emulated cores, in a slow pass of its own",
    )
    parser.add_argument(
        "--optimise",
        action="append",
        choices=tuple(Optimisation),
        help="what the compiler optimises for on emulated cores and boards (default: O3); may be repeated",
    )
    parser.add_argument(
        "--part",
        action="append",
        metavar="PART",
        help="the part that carries a core: its name, or a file; may be repeated, once for each core",
    )
    parser.add_argument(
        "--metric", action="append", metavar="METRIC", help="refuse to begin without it; may be repeated"
    )
    parser.add_argument(
        "-j",
        "--jobs",
        type=_positive,
        metavar="N",
        help="emulators at a time (default: one a processor); results do not depend on it",
    )
    parser.add_argument("--resume", action="store_true", help="finish the newest interrupted run")
    add_implementation(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress")
    add_results_folder(parser)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.runner.bench import Interrupted, bench, find_journals, resume  # noqa: PLC0415 - loads targets
    from pqeval.targets.host.facts import host_facts  # noqa: PLC0415 - likewise
    from pqeval.targets.registry import Options, chosen_targets  # noqa: PLC0415 - likewise

    def chosen(plan: Plan, words: Iterable[str]) -> tuple[tuple[str, ...], dict[str, Target]]:
        options = Options(
            kat=plan.kat,
            parts=plan.parts,
            jobs=arguments.jobs,
            folders=tuple(folders),
            optimisation=plan.optimisation,
        )
        return chosen_targets(words, options)

    progress = ProgressLine(quiet=arguments.quiet)
    results: Path = arguments.results
    folders = folders_of(arguments)
    try:
        if arguments.resume:
            journal = _newest(find_journals(results), results)
            note(f"resuming {journal}")
            named = arguments.target or ()
            path, run = resume(journal, lambda plan: chosen(plan, named)[1], host_facts(), progress)
        else:
            plan = _plan(arguments)
            names, known = chosen(plan, plan.targets)
            plan = msgspec.structs.replace(plan, targets=names)
            schemes = new_schemes(folders)
            path, run = bench(plan, known, host_facts(), results, progress, schemes=schemes)
    except Interrupted as stop:
        progress.close()
        note(f"\ninterrupted; what was finished is in {stop.path}\ngo on with: pqeval bench --resume")
        return ExitCode.INTERRUPTED
    progress.close()
    _summarise(run, path)
    print(path)
    failed = any(isinstance(record, Failed) for record in run.records)
    return ExitCode.FAILED if failed else ExitCode.OK


def _plan(arguments: argparse.Namespace) -> Plan:
    plan = load(arguments.plan)
    changes: dict[str, object] = {}
    if arguments.target:
        changes["targets"] = tuple(dict.fromkeys(arguments.target))
    if arguments.select:
        changes["select"] = tuple(arguments.select)
        changes["name"] = "selection"
    if arguments.implementation:
        changes["select"] = (SELECTED, *(arguments.select or ()))
        changes["name"] = "implementation"
    if arguments.seed is not None:
        changes["seed"] = arguments.seed
    if arguments.samples is not None:
        changes |= {"samples": max(1, arguments.samples), "samples_at": {}}
    if arguments.part:
        changes["parts"] = tuple(dict.fromkeys(arguments.part))
    if arguments.optimise:
        changes["optimisation"] = tuple(dict.fromkeys(map(Optimisation, arguments.optimise)))
    if arguments.metric:
        changes["metrics"] = tuple(dict.fromkeys(_metric(name) for name in arguments.metric))
    changes |= {name: True for name in ("alignment_sweep", "count_unaligned") if getattr(arguments, name)}
    return msgspec.structs.replace(plan, **changes)


def _metric(name: str) -> Metric:
    try:
        return Metric(name)
    except ValueError:
        raise PlanError(f"there is no metric `{name}` (known: {', '.join(Metric)})") from None


def _newest(journals: list[Path], results: Path) -> Path:
    if not journals:
        raise RecordError(f"there is no interrupted run in {results}/: begin one with `pqeval bench`")
    return journals[-1]


def _summarise(run: Run, path: Path) -> None:
    counts = {
        kind: sum(isinstance(record, kind) for record in run.records)
        for kind in (Measurement, Skipped, Failed)
    }
    names = ", ".join(target.name for target in run.targets)
    note(f"run {run.id[:12]}: plan {run.plan.name} on {names}")
    note(f"  {counts[Measurement]} measured, {counts[Skipped]} skipped, {counts[Failed]} failed")
    for target in run.targets:
        if target.unavailable:
            note(f"  {target.name} was not available: {target.unavailable}")
    note_failures(run)
    if _lacks_liboqs(run):
        note("  nothing of liboqs was measured: `pqeval setup` builds it")
    note(f"  show it with: pqeval report {path}")


def _lacks_liboqs(run: Run) -> bool:
    """Whether something of liboqs was asked for and nothing of it is there."""
    if any("liboqs" in one.library for one in run.builds.values()):
        return False
    catalogue = load_catalogue().with_schemes(run.schemes)
    asked = [asked_for(run.plan.selection, catalogue, target) for target in run.plan.targets]
    return any(
        one(Implementation(scheme=scheme, provider="liboqs", variant=variant, library_name=""))
        for one in asked
        for scheme in catalogue.of_liboqs()
        for variant in _LIBOQS_VARIANTS
    )
